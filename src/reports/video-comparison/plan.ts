import { explain } from '../../errors.ts';
import { countedParts, type Part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import {
  addDays,
  addMonths,
  clip,
  type DateRange,
  daysBetween,
  type IsoDate,
  monthOf,
  monthRange,
} from '../../metrics/calendar.ts';
import { joinSeries } from '../../metrics/join-series.ts';
import { monthsOf } from '../../metrics/periods.ts';
import { type Post, postsOf } from '../../metrics/posts.ts';
import { type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import type { VIDEO_DETAIL } from '../../metrics/vocabulary.ts';
import { videoDetailedStats } from '../../tikhub/endpoints.ts';
import { fetchVideoList, VIDEO_LIST_PAGES } from '../video-lists/fetch.ts';
import { DAYS_COMPARED } from './curves.ts';

/** Default number of previous videos to compare with. */
const PREVIOUS = 7;

/** A video and its days since publication, as far as they could be read. */
export interface VideoDays {
  readonly post: Post;
  readonly reading: Reading<Series<typeof VIDEO_DETAIL>> | undefined;
}

/** The input of a comparison of videos. */
export interface VideoComparisonData {
  readonly videos: readonly VideoDays[];
  readonly previous: readonly VideoDays[];
  /** Requested videos that are not in the lists. */
  readonly notFound: readonly string[];
  readonly today: IsoDate;
  readonly failures: readonly string[];
}

interface VideoComparisonArguments {
  readonly item_ids?: readonly string[] | undefined;
  readonly previous?: number | undefined;
}

/**
 * Finds the videos and the previous ones in the video list, and fetches the days of each since its publication.
 * @throws ApiError of any kind when the video list fails, or the days of every video
 */
export async function planVideoComparison(
  args: VideoComparisonArguments,
  request: RequestContext,
): Promise<VideoComparisonData> {
  const count = args.previous ?? PREVIOUS;
  const { posts, failures } = await findPosts(args.item_ids, count, request);
  const { today } = request;
  const chosen = chosenVideos(posts, args.item_ids);
  const oldest = chosen.at(-1);
  const before =
    oldest === undefined
      ? []
      : posts.filter(({ publishedAt }) => publishedAt < oldest.publishedAt).slice(0, count);
  // Videos are compared only up to an age that they have reached.
  const age = oldest === undefined ? 0 : Math.min(DAYS_COMPARED - 1, daysBetween(oldest.date, today));
  const ranges = [...chosen, ...before].map((post) => ({ post, range: lifeOf(post, age, today) }));
  const calls = ranges.reduce((sum, { range }) => sum + monthsOf(range).length, 0);
  const part = countedParts(request.progress, calls);
  const read = await Promise.all(ranges.map((one) => fetchDays(one, today, part, request)));
  const parts = read.flatMap((one) => one.parts);
  const failed = parts.filter((one) => 'error' in one);
  if (parts.length > 0 && failed.length === parts.length) throw failed[0]?.error;
  return {
    videos: read.slice(0, chosen.length),
    previous: read.slice(chosen.length),
    notFound: (args.item_ids ?? []).filter((id) => !chosen.some((post) => post.id === id)),
    today,
    failures: [...failures, ...failed.map(({ what, error }) => `${what} is missing. ${explain(error)}`)],
  };
}

/** The requested videos, newest first; the newest video if none were requested. */
const chosenVideos = (posts: readonly Post[], ids: readonly string[] | undefined): readonly Post[] =>
  ids === undefined ? posts.slice(0, 1) : posts.filter(({ id }) => ids.includes(id));

/**
 * The videos with views in this month, newest first, until the requested ones and enough older ones are found; also
 * those of the month before if there are too few. Only ids and publish times are used, which are valid for any days.
 */
async function findPosts(
  ids: readonly string[] | undefined,
  previous: number,
  request: RequestContext,
): Promise<{ readonly posts: readonly Post[]; readonly failures: readonly string[] }> {
  const isEnough = (posts: readonly Post[]): boolean => {
    const found = chosenVideos(posts, ids);
    const last = found.at(-1);
    return (
      last !== undefined &&
      found.length === (ids?.length ?? 1) &&
      posts.length - posts.indexOf(last) > previous
    );
  };
  const current = monthOf(request.today);
  const lists: Parameters<typeof postsOf>[0][number][] = [];
  const failures: string[] = [];
  for (const month of [current, addMonths(current, -1)]) {
    const read = await fetchVideoList(
      month,
      {
        rules: 'VIDEO_LIST_PUBLISH_TIME',
        pages: VIDEO_LIST_PAGES,
        isEnough: (list) => isEnough(postsOf([...lists, withOwnDates(list)])),
      },
      request,
    );
    lists.push(withOwnDates(read.list));
    failures.push(...read.failures);
    if (isEnough(postsOf(lists))) break;
  }
  return { posts: postsOf(lists), failures };
}

/** The days of a video up to an age, none in the future. */
function lifeOf({ date }: Post, age: number, today: IsoDate): DateRange {
  const to = addDays(date, age);
  return { from: date, to: to < today ? to : today };
}

/** The days of a video: one call for each month that they lie in. */
async function fetchDays(
  { post, range }: { readonly post: Post; readonly range: DateRange },
  today: IsoDate,
  part: ReturnType<typeof countedParts>,
  request: RequestContext,
): Promise<VideoDays & { readonly parts: readonly Part<unknown>[] }> {
  const parts = await Promise.all(
    monthsOf(range).map(async (month) => {
      const whole = monthRange(month);
      const about = clip(whole, range) ?? whole;
      const params = { start_date: whole.from, item_id: post.id };
      const one = await part(
        `Video ${post.id} in ${month}`,
        request.call(videoDetailedStats, params, { about }),
      );
      return { month, about, ...one };
    }),
  );
  const reading = joinSeries<typeof VIDEO_DETAIL>(
    parts.map(({ month, about, value }) => ({ month, about, reading: value })),
    range,
    today,
  );
  return { post, reading, parts };
}
