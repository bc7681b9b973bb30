import type { z } from 'zod';
import { span } from '../../metrics/calendar.ts';
import type { WrittenMoney } from '../../metrics/denomination.ts';
import { coverageText } from '../../render/coverage-text.ts';
import { compose, headerOf } from '../../render/markdown.ts';
import { table } from '../../render/table.ts';
import { callsInWords, counted, escapeText, grouped, money, moreInContent } from '../../render/values.ts';
import type { attributionSchema } from './schema.ts';

type AttributionResult = z.output<z.ZodObject<typeof attributionSchema>> & {
  readonly account: string;
  readonly notes: readonly string[];
};

/** Lines of a table in the text; the structured content has all. */
const MOST_VIDEOS = 5;
const MOST_PAIRS = 10;

/** Longest title in a line, as in a table. */
const LONGEST_TITLE = 100;

/** An attribution for a reader: channels, the best videos, what they sold, the remainder. */
export function attributionText(result: AttributionResult): string {
  const { plan, planned_calls: planned, price_from_usd: price, calls, period, verdicts } = result;
  if (verdicts.length === 0) {
    const parts = plan.map((one) => `${one.part} ${one.calls}`).join(', ');
    return compose(
      [
        `${headerOf('Plan of an attribution of sales', result)} · ${span(period)}`,
        `At most ${callsInWords(planned)}, from USD ${price} on: ${parts}.`,
      ],
      result.notes,
    );
  }
  const cached = calls === planned ? '' : `, ${grouped(planned)} without the cache`;
  const blocks = [
    `${headerOf('Sales attributed', result)} · ${callsInWords(calls)}${cached}`,
    attributionLines(result).join('\n'),
    ...videosBlock(result),
    ...pairsBlock(result),
  ];
  return compose(
    blocks.filter((block) => block !== ''),
    result.notes,
  );
}

function attributionLines({
  channels,
  product,
  currency,
  period,
  verdicts,
  window,
  ...ledger
}: AttributionResult): readonly string[] {
  const cash = (value: WrittenMoney | undefined): string => {
    if (value === undefined) return '?';
    return typeof value === 'number'
      ? money(value, currency)
      : `${money(value.amount, value.currency)} ${value.currency}`;
  };
  const lines: string[] = [];
  if (channels?.revenue !== undefined) {
    const { revenue, video_revenue: video, live_revenue: live, other_revenue: other } = channels;
    const on = coverageText(verdicts, 'earnings', window?.days_with_data ?? 0);
    lines.push(
      `Revenue ${cash(revenue)}${on('revenue')}: video ${cash(video)}${on('video_revenue')} · LIVE ${cash(live)}${on('live_revenue')} · other ${cash(other)}${on('other_revenue')}`,
    );
  }
  if (product !== undefined) {
    const title = product.title === undefined ? '' : `, ${escapeText(product.title, LONGEST_TITLE)}`;
    lines.push(
      `Product ${product.product_id}${title}, in all channels: revenue ${cash(product.revenue)}, ${product.items_sold === undefined ? '? items' : counted(product.items_sold, 'item')}, commission, est. ${cash(product.commission_estimated)}`,
    );
  }
  const { remainder, video_revenue: all, listed_gmv: listed, listed_videos: count = 0 } = ledger;
  if (remainder !== undefined) {
    const { videos_window: days = period } = ledger;
    const isOther = days.from !== period.from || days.to !== period.to;
    const listedVideos = count === 1 ? 'listed video' : counted(count, 'listed video');
    lines.push(
      `Video revenue ${cash(all)}${isOther ? ` (${span(days)})` : ''}: the ${listedVideos} ${cash(listed)}, remainder ${cash(remainder)}`,
    );
  }
  return lines;
}

function videosBlock({ videos, videos_window: window, currency }: AttributionResult): readonly string[] {
  if (videos.length === 0) return [];
  const rows = videos.slice(0, MOST_VIDEOS).map(({ video_id, title, views, gmv, direct_share, share }) => ({
    video_id,
    title,
    views,
    gmv,
    direct_share,
    share,
  }));
  const days = window === undefined ? '' : `, ${span(window)}`;
  return [
    `Videos${days} (share: of the video revenue)\n${table(rows, currency)}${moreInContent(videos.length - MOST_VIDEOS, 'video')}`,
  ];
}

function pairsBlock({
  pairs,
  period,
  currency,
  pairs_left_out: unknown,
}: AttributionResult): readonly string[] {
  if (pairs.length === 0) return [];
  const rows = pairs.slice(0, MOST_PAIRS).map((pair) => ({
    video_id: pair.video_id,
    product_id: pair.product_id,
    product_title: pair.product_title,
    revenue: pair.revenue,
    share_of_product: pair.share_of_product,
    direct_share: pair.direct_share,
    orders: pair.orders,
    product_clicks: pair.product_clicks,
    commission_per_100_clicks: pair.commission_per_100_clicks,
    commission_per_100_clicks_low: pair.commission_per_100_clicks_low,
    commission_per_100_clicks_high: pair.commission_per_100_clicks_high,
  }));
  const not =
    unknown === 0
      ? ''
      : `\n(${counted(unknown, 'more pair')} ${unknown === 1 ? 'has' : 'have'} no figures here.)`;
  return [
    `Products by video, ${span(period)} (low and high: of the commission per 100 clicks)\n${table(rows, currency)}${moreInContent(pairs.length - MOST_PAIRS, 'pair')}${not}`,
  ];
}
