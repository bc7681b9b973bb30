import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { type Month, monthRange } from '../../src/metrics/calendar.ts';
import type { Connection } from './connect.ts';
import { bucket, dates, money, segment } from './month-reply.ts';

/** Replies in a few words, for tests of what a host gets to read. */

/** Daily figures from one date to another, at UTC. */
export const daily = (
  from: string,
  to: string,
  statsOf: (date: string, index: number) => JsonObject,
): JsonObject => ({
  segments: [
    segment(
      from,
      to,
      0,
      dates(from, to).map((date, index) => bucket(date, date, 0, statsOf(date, index))),
    ),
  ],
});

/** A list with one bucket of rows. */
export const listOf = (
  from: string,
  to: string,
  rows: readonly JsonObject[],
  pagination: JsonObject = { has_more: false },
): JsonObject => ({
  segments: [
    {
      ...segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists'),
      list_control: { next_pagination: pagination },
    },
  ],
});

/** A day of earnings of 100.00, of which 60.00 by video and 40.00 by LIVE. */
export const earningDay = (other: JsonObject = {}, currency = 'USD'): JsonObject => ({
  revenue: money('100.00', currency),
  live_revenue: money('40.00', currency),
  video_revenue: money('60.00', currency),
  base_revenue: money('90.00', currency),
  commission_estimated: money('9.00', currency),
  overall_item_sold_cnt: 2,
  product_show_cnt: 1000,
  product_click_cnt: 100,
  ...other,
});

/** A row of the video list. */
export const videoRow = (id: string, gmv: string, other: JsonObject = {}): JsonObject => ({
  video_meta: { item_id: id, name: `Video ${id.slice(-2)}`, publish_time: 1_790_000_000 },
  vv_cnt: 2000,
  ctr: '0.1',
  item_sold_cnt: 2,
  gmv: money(gmv),
  direct_gmv: money(gmv),
  completion_rate: '0.2',
  ...other,
});

/** A row of the product list, a tenth of its revenue as commission. */
export const productRow = (id: string, revenue: string, other: JsonObject = {}): JsonObject => ({
  product: { id, name: `Product ${id.slice(-2)}` },
  item_sold_cnt: 2,
  revenue: money(revenue),
  commission: money(String(Number(revenue) / 10)),
  ...other,
});

/** The month that a request is about. */
export function monthAsked(body: string): Month {
  const [, month, year] = /"start_date":"(\d\d)-\d\d-(\d{4})"/.exec(body) ?? [];
  const [, whole] = /"start_date":"(\d{4}-\d\d)/.exec(body) ?? [];
  return whole ?? `${year}-${month}`;
}

/** The days of a month up to a last one. */
export function daysUpTo(month: Month, last: string): readonly [from: string, to: string] {
  const { from, to } = monthRange(month);
  return [from, to < last ? to : last];
}

/** A host of an upstream that answers some endpoints, found by a part of their names, and the others with nothing. */
export async function connectWritten(
  replies: Readonly<Record<string, (body: string) => JsonObject>>,
  now = '2026-11-24T12:00:00Z',
  sessions?: Readonly<Record<string, string>>,
): Promise<Connection> {
  // Only here, so that tests of replies alone need not load a host.
  const { connectToReplies } = await import('./reply-server.ts');
  const connection = await connectToReplies(
    (endpoint, body) => {
      const found = Object.entries(replies).find(([name]) => endpoint.includes(name));
      return found?.[1](body) ?? { segments: [] };
    },
    { now: () => new Date(now), ...(sessions === undefined ? {} : { sessions }) },
  );
  onTestFinished(connection.close);
  return connection;
}
