import { z } from 'zod';
import { currency, figures, money, optionalNumber, optionalText, window } from '../../mcp/result-schemas.ts';
import { LIVE, MONTH, PRODUCT_ROW, VIDEO_ROW } from '../../metrics/vocabulary.ts';

const share = z.number().nullable();
const bestDay = z.object({ date: z.string(), weekday: z.string(), revenue: money.optional() }).nullable();
const {
  revenue,
  live_revenue,
  video_revenue,
  commission_estimated,
  items_sold,
  product_impressions,
  product_clicks,
} = MONTH;
const dayFigures = figures({
  revenue,
  live_revenue,
  video_revenue,
  commission_estimated,
  items_sold,
  product_impressions,
  product_clicks,
});

/** The fields of a month report, without those that every result has. */
export const monthSchema = {
  month: z.string(),
  window,
  currency,
  totals: z.object({
    ...figures(MONTH),
    revenue_gap: money.optional(),
    views: optionalNumber,
    new_followers: optionalNumber,
  }),
  live: z.object(figures(LIVE)).optional(),
  previous: z
    .object({
      window: z.object({ from: z.string(), to: z.string() }),
      days: z.number(),
      totals: z.object(figures(MONTH)),
    })
    .optional(),
  change: z.record(z.object({ absolute: z.number(), relative: z.number().nullable() })).optional(),
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
  days: z.array(z.object({ date: z.string(), to: optionalText, ...dayFigures })),
  top_videos_window: window.optional(),
  top_videos: z.array(z.object({ video_id: z.string(), title: optionalText, ...figures(VIDEO_ROW), share })),
  top_products_window: window.optional(),
  top_products: z.array(
    z.object({ product_id: z.string(), title: optionalText, ...figures(PRODUCT_ROW), share }),
  ),
  concentration: z.object({ top_video_share: share, top_product_share: share }),
  calls: z.number(),
};
