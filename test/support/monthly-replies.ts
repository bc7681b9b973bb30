import type { JsonObject } from '../../src/json.ts';
import { monthRange } from '../../src/metrics/calendar.ts';
import { bucket, dates, money, segment } from './month-reply.ts';

/** Every day sells the same: 10.00 LIVE, 20.00 video, 3.00 commission, 2 items, 100 impressions, 10 clicks. */
export const ordinary = {
  revenue: money('30.00'),
  live_revenue: money('10.00'),
  video_revenue: money('20.00'),
  base_revenue: money('27.00'),
  commission_estimated: money('3.00'),
  overall_item_sold_cnt: 2,
  product_show_cnt: 100,
  product_click_cnt: 10,
};

/** A month's reply with given figures for each date; dates without any are `{}`. */
export function month(
  name: string,
  offset: number,
  figures: (date: string) => JsonObject | undefined,
): JsonObject {
  const { from, to } = monthRange(name);
  return {
    segments: [
      segment(
        from,
        to,
        offset,
        dates(from, to).map((date) => bucket(date, date, offset, figures(date) ?? {})),
      ),
    ],
  };
}

export const at = (iso: string, offset: number) => ({ now: new Date(iso), offset });
export const US = -28_800;

/** A list of rows about a stretch. */
export const listOf = (from: string, to: string, rows: readonly JsonObject[]): JsonObject => ({
  segments: [segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists')],
});
export const videoRow = (id: string, gmv: string, fields: JsonObject = {}): JsonObject => ({
  video_meta: { item_id: id, name: `Video ${id}` },
  gmv: money(gmv),
  ...fields,
});
export const productRow = (id: string, revenue: string, fields: JsonObject = {}): JsonObject => ({
  product: { id, name: `Product ${id}` },
  revenue: money(revenue),
  item_sold_cnt: 1,
  ...fields,
});
export const LATER = at('2026-12-20T00:00:00Z', 0);
