import { z } from 'zod';
import { monthOrPeriod, periodFields, videoPages } from '../../mcp/arguments.ts';
import {
  currency,
  figures,
  optionalNumber,
  optionalText,
  verdicts,
  window,
} from '../../mcp/result-schemas.ts';
import { VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { FLAGS, STEPS } from './review.ts';

/** The arguments of a review. */
export const videoReviewArguments = {
  month: monthOrPeriod,
  ...periodFields,
  pages: videoPages,
};

/** The fields of a review of videos, without those that every result has. */
export const videoReviewSchema = {
  /** If the period is a calendar month. */
  month: optionalText,
  period: z.object({ name: optionalText, from: z.string(), to: z.string() }),
  window,
  currency,
  listed: z.number(),
  total: optionalNumber,
  medians: z.object({
    videos: z.number(),
    completion_rate: optionalNumber,
    click_through_rate: optionalNumber,
    items_per_view: optionalNumber,
    gmv_per_1000_views: optionalNumber,
  }),
  recoverable_gmv: optionalNumber,
  recoverable_commission: optionalNumber,
  cadence: z
    .object({ published: z.number(), per_week: z.number(), longest_gap_days: optionalNumber })
    .optional(),
  videos: z.array(
    z.object({
      video_id: z.string(),
      title: optionalText,
      published: optionalText,
      ...figures(VIDEO_ROW),
      gmv_per_1000_views: optionalNumber,
      direct_share: optionalNumber,
      weak_step: z.enum(STEPS).optional(),
      flags: z.array(z.enum(FLAGS)).optional(),
      recoverable_gmv: optionalNumber,
      recoverable_commission: optionalNumber,
    }),
  ),
  calls: z.number(),
  verdicts,
};
