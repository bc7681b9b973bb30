import { z } from 'zod';
import { itemIds, month } from '../../mcp/arguments.ts';
import { optionalNumber, optionalText, verdicts, window } from '../../mcp/result-schemas.ts';
import { PROFILED_VIDEOS } from './plan.ts';

/** The arguments of a profile. */
export const audienceProfileArguments = {
  month: month.describe('YYYY-MM. Default the last full one.'),
  item_ids: itemIds.max(PROFILED_VIDEOS).optional().describe('Video ids. Default the most viewed.'),
};

/** Shares that add up to one together with `unknown`. */
const division = z.object({
  parts: z.array(z.object({ key: z.string(), share: z.number() })),
  unknown: z.number(),
});

/** Why an audience is left out. */
export const NO_PART = ['no_audience', 'other_days', 'no_views', 'views_of_some_days'] as const;

/** The fields of a profile, without those that every result has. */
export const audienceProfileSchema = {
  /** The days of the audiences. */
  month: z.string(),
  /** The days of the views. */
  window,
  /** Absent if no audience is used. */
  genders: division.optional(),
  ages: division.optional(),
  regions: division.optional(),
  /** The views of the videos that are used. */
  views: z.number(),
  videos: z.array(
    z.object({
      video_id: z.string(),
      title: optionalText,
      views: optionalNumber,
      /** Its share of these views; absent for a video that is left out. */
      share_of_views: optionalNumber,
      left_out: z.enum(NO_PART).optional(),
    }),
  ),
  /** Likes, comments and shares per view in the month. */
  engagement_rate: optionalNumber,
  engagement_videos: z.number(),
  typical_views: optionalNumber,
  /** The number of posts behind the median. */
  typical_posts: z.number(),
  calls: z.number(),
  verdicts,
};
