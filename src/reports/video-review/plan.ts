import { explain } from '../../errors.ts';
import { requireAnswerable } from '../../mcp/arguments.ts';
import { part } from '../../mcp/report-parts.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type Month, monthOf, monthRange } from '../../metrics/calendar.ts';
import type { Reading } from '../../metrics/reading.ts';
import { withOwnDates } from '../../metrics/reading.ts';
import { joinRows, type Rows } from '../../metrics/rows.ts';
import type { Series } from '../../metrics/series.ts';
import type { INSIGHTS, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { accountInsightsOverview, videoListAnalytics } from '../../tikhub/endpoints.ts';

/** Pages of the video list that are read unless told otherwise: 50 videos. */
const PAGES = 5;

/** What a review is computed from. */
export interface VideoReviewData {
  readonly month: Month;
  readonly videos: Reading<Rows<typeof VIDEO_ROW>>;
  /** For the effective rate; missing where the call failed. */
  readonly insights: Reading<Series<typeof INSIGHTS>> | undefined;
  /** What is missing, and why. */
  readonly failures: readonly string[];
}

/**
 * Reads the video list of a month, the highest GMV first, page after page; a later page that fails ends it.
 * @throws ApiError of any kind when the first page fails
 */
export async function planVideoReview(
  args: { readonly month?: Month | undefined; readonly pages?: number | undefined },
  request: RequestContext,
): Promise<VideoReviewData> {
  const month = args.month ?? monthOf(request.today);
  requireAnswerable(month, request.today);
  const { from } = monthRange(month);
  const pageOf = (page: number) =>
    request.call(videoListAnalytics, { start_date: from, page, rules: 'VIDEO_LIST_GMV' });
  const insights = part(
    'The earnings of the month',
    request.call(accountInsightsOverview, { start_date: from }),
  );
  const failures: string[] = [];
  let videos = await pageOf(0);
  for (let count = 1; count < (args.pages ?? PAGES); count += 1) {
    const { nextPage, rows } = withOwnDates(videos);
    if (nextPage === undefined) break;
    const next = await part(`Page ${nextPage} of the video list`, pageOf(nextPage));
    if (next.value === undefined) {
      failures.push(`${next.what} is missing. ${explain(next.error)}`);
      break;
    }
    videos = joinRows(videos, next.value);
    if (withOwnDates(videos).rows.length === rows.length) break;
  }
  return { month, videos, insights: (await insights).value, failures };
}
