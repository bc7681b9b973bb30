import { z } from 'zod';
import { videoPages } from '../../mcp/arguments.ts';
import { currency, optionalNumber, optionalText, verdicts, window } from '../../mcp/result-schemas.ts';
import { WEEKDAYS } from '../../metrics/grouping.ts';
import { DAY_PARTS } from './cells.ts';

/** The arguments of a report on posting times. */
export const postingTimesArguments = {
  months: z.number().int().min(1).max(12).optional().describe('Back from today. Default 3.'),
  pages: videoPages,
};

const medians = { median_views: optionalNumber, median_gmv: optionalNumber };

/** The fields of a report on posting times, without those that every result has. */
export const postingTimesSchema = {
  window,
  currency,
  /** The number of compared posts; absent if no list is about the months. */
  posts: optionalNumber,
  /** The number of posts younger than a week. */
  too_young: z.number(),
  /** The number of posts without figures for some of their days. */
  incomplete: z.number(),
  first_post: optionalText,
  last_post: optionalText,
  ...medians,
  times: z.array(
    z.object({
      weekday: z.enum(WEEKDAYS).optional(),
      part_of_day: z.enum(DAY_PARTS).optional(),
      posts: z.number(),
      ...medians,
      /** Median views divided by the median of all posts. */
      views_index: optionalNumber,
    }),
  ),
  calls: z.number(),
  verdicts,
};
