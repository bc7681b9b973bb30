import { z } from 'zod';
import {
  changes,
  currency,
  figures,
  money,
  optionalNumber,
  optionalText,
  verdicts,
  window,
} from '../../mcp/result-schemas.ts';
import { DAY, INSIGHTS, LIVE, PRODUCT_ROW, VIDEO, VIDEO_ROW } from '../../metrics/vocabulary.ts';

const share = z.number().nullable();
const bestDay = z.object({ date: z.string(), weekday: z.string(), revenue: money.optional() }).nullable();
/** The fields of a month report, without those that every result has. */
export const monthSchema = {
  month: z.string(),
  window,
  currency,
  totals: z.object({
    ...figures(INSIGHTS),
    revenue_per_day: money.optional(),
    views: optionalNumber,
    new_followers: optionalNumber,
  }),
  live: z.object(figures(LIVE)).optional(),
  previous: z
    .object({
      window: z.object({ from: z.string(), to: z.string() }),
      days: z.number(),
      totals: z.object(figures(INSIGHTS)),
    })
    .optional(),
  change: changes(INSIGHTS).optional(),
  best_day: bestDay,
  worst_day: bestDay,
  weekdays: z.array(
    z.object({
      weekday: z.string(),
      days: z.number(),
      revenue: money.optional(),
      average_revenue: money.optional(),
    }),
  ),
  days: z.array(z.object({ date: z.string(), to: optionalText, ...figures(DAY) })),
  other_windows: z
    .array(
      z.object({
        part: z.string(),
        verdict: z.string(),
        window: z.object({ from: z.string(), to: z.string() }),
        days_with_data: z.number(),
        totals: z.object({ ...figures(INSIGHTS), ...figures(LIVE), ...figures(VIDEO) }),
        notes: z.array(z.string()),
      }),
    )
    .optional(),
  top_videos_window: window.optional(),
  top_videos: z.array(z.object({ video_id: z.string(), title: optionalText, ...figures(VIDEO_ROW), share })),
  top_products_window: window.optional(),
  top_products: z.array(
    z.object({ product_id: z.string(), title: optionalText, ...figures(PRODUCT_ROW), share }),
  ),
  concentration: z.object({ top_video_share: share, top_product_share: share }),
  calls: z.number(),
  verdicts,
};
