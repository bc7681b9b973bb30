import { z } from 'zod';
import { itemIds } from '../../mcp/arguments.ts';
import { figures, optionalNumber, optionalText, verdicts, window } from '../../mcp/result-schemas.ts';
import { VIDEO_DETAIL } from '../../metrics/vocabulary.ts';
import { CURVE_FIGURES } from './curves.ts';

/** What a comparison of videos takes. */
export const videoComparisonArguments = {
  item_ids: itemIds.max(5).optional().describe('Video ids. Default the newest.'),
  previous: z.number().int().min(1).max(20).optional().describe('Videos before them. Default 7.'),
};

const videoName = { video_id: z.string(), title: optionalText, published: z.string() };
const { completion_rate: _, ...added } = VIDEO_DETAIL;
/** Figures from publication to a day, by its distance from publication. */
const byAge = z.object({ age_days: z.number(), videos: optionalNumber, ...figures(added) });

/** The fields of a comparison of videos, without those that every result has. */
export const videoComparisonSchema = {
  window,
  videos: z.array(
    z.object({
      ...videoName,
      /** Of the last day with figures; absent without any. */
      age_days: optionalNumber,
      compared: z.array(
        z.object({
          figure: z.enum(CURVE_FIGURES),
          value: z.number(),
          /** Previous videos that have the figure at this age. */
          videos: z.number(),
          median: optionalNumber,
          percentile_30: optionalNumber,
          percentile_70: optionalNumber,
          position: z.enum(['below', 'within', 'above']).optional(),
        }),
      ),
      curve: z.array(byAge),
    }),
  ),
  previous: z.array(z.object(videoName)),
  /** The median of the previous videos at each age. */
  previous_median: z.array(byAge),
  calls: z.number(),
  verdicts,
};
