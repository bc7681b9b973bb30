import { part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type Month, monthOf, monthRange } from '../../metrics/calendar.ts';
import { requireAnswerable } from '../../metrics/periods.ts';
import type { Reading } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import type { Series } from '../../metrics/series.ts';
import type { INSIGHTS, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { accountInsightsOverview } from '../../tikhub/endpoints.ts';
import { fetchVideoList, VIDEO_LIST_PAGES } from '../video-lists/fetch.ts';

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
  const insights = part(
    'The earnings of the month',
    request.call(accountInsightsOverview, { start_date: monthRange(month).from }),
  );
  const { list, failures } = await fetchVideoList(
    month,
    { rules: 'VIDEO_LIST_GMV', pages: args.pages ?? VIDEO_LIST_PAGES },
    request,
  );
  return { month, videos: list, insights: (await insights).value, failures };
}
