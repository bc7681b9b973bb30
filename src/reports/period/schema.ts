import { z } from 'zod';
import { listedPeriod, periodFields } from '../../mcp/arguments.ts';
import {
  changes,
  currency,
  figures,
  moneyValue,
  optionalNumber,
  optionalText,
  verdicts,
  window,
} from '../../mcp/result-schemas.ts';
import { COMPARISONS } from '../../metrics/compared-period.ts';
import { GRANULARITIES } from '../../metrics/grouping.ts';
import { DAY, INSIGHTS, LIVE, PRODUCT_ROW, VIDEO, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { SECTIONS } from './plan.ts';

/** What a period report takes. */
export const periodArguments = {
  ...periodFields,
  period: listedPeriod.describe('Default this_month.'),
  compare: z
    .enum(COMPARISONS)
    .optional()
    .describe('Default previous, the span of equal length just before, whole months for months.'),
  by: z.enum(GRANULARITIES).optional().describe('Default by length.'),
  sections: z.array(z.enum(SECTIONS)).optional().describe('Default all. [] for earnings alone.'),
};

const share = z.number().nullable();
const bestDay = z
  .object({
    date: z.string(),
    weekday: z.string(),
    revenue: moneyValue.optional(),
    /** Days that it was chosen from, where that is not all with data. */
    of_days: optionalNumber,
  })
  .nullable();
/** The fields of a period report, without those that every result has. */
export const periodSchema = {
  period: z.object({
    name: optionalText,
    from: z.string(),
    to: z.string(),
    by: z.enum(GRANULARITIES),
    compare: z.enum(COMPARISONS),
    /** In words. */
    compared_with: optionalText,
  }),
  window,
  currency,
  totals: z.object({
    ...figures(INSIGHTS),
    revenue_per_day: moneyValue.optional(),
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
      revenue: moneyValue.optional(),
      average_revenue: moneyValue.optional(),
    }),
  ),
  days: z.array(
    z.object({ date: z.string(), to: optionalText, days_with_data: optionalNumber, ...figures(DAY) }),
  ),
  trend: z
    .object({
      months: z.array(
        z.object({
          month: z.string(),
          revenue: moneyValue.optional(),
          index: z.number().nullable(),
          growth: z.number().nullable(),
        }),
      ),
      compound_growth: z.number().nullable(),
    })
    .optional(),
  outlook: z
    .object({
      reported_days: z.number(),
      remaining_days: z.number(),
      /** Days before the last reported one that have no revenue of their own, expected to be like the others. */
      unknown_days: optionalNumber,
      projected_revenue: z.number(),
      low: z.number(),
      high: z.number(),
      by_weekday: z.boolean(),
      previous_revenue: moneyValue.optional(),
      needed_per_day: optionalNumber,
    })
    .optional(),
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
  planned_calls: z.number(),
  calls: z.number(),
  verdicts,
};

/** The same for a calendar month, which is named. */
export const monthSchema = { month: z.string(), ...periodSchema };

/** A period's result, of a calendar month or of any other days. */
export type PeriodView = z.output<z.ZodObject<typeof periodSchema>> & {
  readonly account: string;
  readonly month?: string;
  readonly notes: readonly string[];
};
