import { clip, type DateRange, daysIn } from '../../metrics/calendar.ts';
import type { WrittenMoney } from '../../metrics/denomination.ts';
import { postsOf } from '../../metrics/posts.ts';
import { isMatching, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import type { VideoProducts } from '../../metrics/video-products.ts';
import type { VIDEO_ROW } from '../../metrics/vocabulary.ts';

/** A video and one of its products. */
export interface PairName {
  readonly video_id: string;
  readonly product_id: string;
  readonly product_title: string | undefined;
}

/** Whether a list is about the requested days, so that its figures can be compared with those of the pairs. */
export const isAboutPeriod = (list: Reading<unknown> | undefined, period: DateRange): boolean =>
  isMatching(list) &&
  list.asked !== undefined &&
  list.asked.from === period.from &&
  list.asked.to === period.to;

/** The videos that were published after the requested days, and so sold nothing in them. */
export function publishedLater(
  videos: Reading<Rows<typeof VIDEO_ROW>> | undefined,
  period: DateRange,
): ReadonlySet<string> {
  if (videos === undefined) return new Set();
  const posts = postsOf([withOwnDates(videos)]);
  return new Set(posts.flatMap(({ id, date }) => (date > period.to ? [id] : [])));
}

/**
 * The pairs that are worth a call, the best first, without videos that were published later. They are sorted by the
 * sales in the list of products if it covers at least half of the requested days, else mainly by the video's rank.
 * @param productId limits the pairs to one product
 */
export function choosePairs(
  linked: Reading<VideoProducts> | undefined,
  videos: Reading<Rows<typeof VIDEO_ROW>> | undefined,
  period: DateRange,
  productId: string | undefined,
): readonly PairName[] {
  if (linked === undefined) return [];
  const ranked = videos === undefined ? [] : withOwnDates(videos).rows.map(({ id }) => id);
  const common = linked.answered && clip(linked.answered, period);
  const isAboutOther = common === undefined || daysIn(common) * 2 < daysIn(period);
  const later = publishedLater(videos, period);
  const placeOf = (id: string): number => (ranked.includes(id) ? ranked.indexOf(id) : ranked.length);
  return withOwnDates(linked)
    .products.flatMap((row) => {
      const { video_id, product_id, title } = row;
      if (later.has(video_id)) return [];
      if (product_id === undefined || (productId !== undefined && product_id !== productId)) return [];
      const sold = plainAmount(row.revenue ?? row.gmv);
      return [{ pair: { video_id, product_id, product_title: title }, sold, place: placeOf(video_id) }];
    })
    .sort((a, b) => (isAboutOther ? a.place - b.place : 0) || b.sold - a.sold || a.place - b.place)
    .map(({ pair }) => pair);
}

/** An amount as a number, whatever its currency; 0 if there is none. */
export const plainAmount = (money: WrittenMoney | undefined): number =>
  typeof money === 'object' ? money.amount : (money ?? 0);
