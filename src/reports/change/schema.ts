import { z } from 'zod';
import { againstFields, periodFields } from '../../mcp/arguments.ts';
import {
  change,
  currency,
  optionalNumber,
  optionalText,
  range,
  verdicts,
  window,
} from '../../mcp/result-schemas.ts';
import { FACTOR_NAMES } from './factors.ts';

/** The arguments of the report. */
export const changeArguments = { ...periodFields, ...againstFields };

/** A change and its factors, or why it is not split. */
const split = z
  .object({
    change: optionalNumber,
    effects: z
      .array(
        z.object({
          factor: z.enum(FACTOR_NAMES),
          current: z.number(),
          previous: z.number(),
          accounts_for: z.number(),
        }),
      )
      .optional(),
    not_split: optionalText,
  })
  .optional();

const counts = z.object({ current: optionalNumber, previous: optionalNumber }).optional();

const mover = z.object({
  id: z.string(),
  title: optionalText,
  current: z.number(),
  previous: z.number(),
  change: z.number(),
});
const movers = z.object({ gained: z.array(mover), lost: z.array(mover), unknown: z.number() }).optional();

const beside = z.object({ value: z.number(), usual: z.number() }).optional();

/** The fields of a change report, without those that every result has. */
export const changeSchema = {
  period: z.object({ name: optionalText, from: z.string(), to: z.string() }),
  against: range,
  window,
  currency,
  days_compared: z.number(),
  compared_days: range.optional(),
  revenue: change.optional(),
  commission: change.optional(),
  items_sold: change.optional(),
  channels: split,
  revenue_factors: split,
  commission_factors: split,
  live_factors: split,
  activity: z.object({ videos_published: counts, live_days: counts }),
  products: movers,
  videos: movers,
  unusual_days: z.array(
    z.object({
      date: z.string(),
      weekday: z.string(),
      revenue: z.number(),
      usual_revenue: z.number(),
      score: z.number(),
      live_revenue: beside,
      video_revenue: beside,
      product_impressions: beside,
      click_through_rate: beside,
    }),
  ),
  planned_calls: z.number(),
  calls: z.number(),
  verdicts,
};
