import { failureNotes, part } from '../../mcp/report-parts.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { addMonths, type Month, monthOf, monthRange } from '../../metrics/calendar.ts';
import {
  accountInsightsOverview,
  liveAnalyticsSummary,
  productAnalyticsList,
  videoAnalyticsSummary,
  videoListAnalytics,
} from '../../tikhub/endpoints.ts';
import type { MonthParts } from './compute.ts';

/** What a month report is computed from. */
export interface MonthData {
  readonly month: Month;
  readonly parts: MonthParts;
  /** What is missing, and why. */
  readonly failures: readonly string[];
}

/**
 * Fetches the parts of a month side by side; a part that fails is left out.
 * @param args without a month, the current one
 * @throws the first error when every part fails
 */
export async function planMonth(
  args: { readonly month?: Month | undefined },
  request: RequestContext,
): Promise<MonthData> {
  if (args.month === undefined && !request.knowsOffset && isNearMonthEnd(request.clock.now)) {
    // Which month it is depends on the account's own midnight; any response with dates tells it.
    await part('The offset', request.call(videoAnalyticsSummary, {}));
  }
  const month = args.month ?? monthOf(request.today);
  const { from, to } = monthRange(month);
  const [insights, previous, live, video, videos, products] = await Promise.all([
    part('The earnings of the month', request.call(accountInsightsOverview, { start_date: from })),
    part(
      'The month before',
      request.call(accountInsightsOverview, { start_date: `${addMonths(month, -1)}-01` }),
    ),
    part('The LIVE part', request.call(liveAnalyticsSummary, { start_date: from })),
    part('The video part', request.call(videoAnalyticsSummary, {})),
    part(
      'The video list',
      request.call(videoListAnalytics, { start_date: from, page: 0, rules: 'VIDEO_LIST_GMV' }),
    ),
    part('The product list', request.call(productAnalyticsList, { start_date: from, end_date: to, page: 0 })),
  ]);
  return {
    month,
    parts: {
      insights: insights.value,
      previous: previous.value,
      live: live.value,
      video: video.value,
      videos: videos.value,
      products: products.value,
    },
    failures: failureNotes([insights, previous, live, video, videos, products]),
  };
}

/** Whether it is another month somewhere between −12:00 and +14:00. */
const isNearMonthEnd = (now: Date): boolean =>
  monthOf(new Date(now.getTime() - 43_200_000).toISOString()) !==
  monthOf(new Date(now.getTime() + 50_400_000).toISOString());
