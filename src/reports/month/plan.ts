import { requireAnswerable } from '../../mcp/arguments.ts';
import { countedParts, failureNotes } from '../../mcp/report-parts.ts';
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

/** The parts of a month. */
const PARTS = 6;

/**
 * Fetches the parts of a month side by side; a part that fails is left out.
 * @param args without a month, the current one
 * @throws the first error when every part fails
 */
export async function planMonth(
  args: { readonly month?: Month | undefined },
  request: RequestContext,
): Promise<MonthData> {
  const wanted = args.month ?? monthOf(request.today);
  requireAnswerable(wanted, request.today);
  const part = countedParts(request.progress, PARTS);
  const first = part('The earnings of the month', earningsOf(wanted, request));
  // The first response tells where the account's midnight is, and so which month it is.
  if (args.month === undefined && !request.knowsOffset) await first;
  const month = args.month ?? monthOf(request.today);
  const about = monthRange(month);
  const [insights, previous, live, video, videos, products] = await Promise.all([
    month === wanted ? first : part('The earnings of the month', earningsOf(month, request)),
    part('The month before', earningsOf(addMonths(month, -1), request)),
    part('The LIVE part', request.call(liveAnalyticsSummary, { start_date: about.from })),
    part('The video part', request.call(videoAnalyticsSummary, {}, { about })),
    part(
      'The video list',
      request.call(videoListAnalytics, { start_date: about.from, page: 0, rules: 'VIDEO_LIST_GMV' }),
    ),
    part(
      'The product list',
      request.call(productAnalyticsList, { start_date: about.from, end_date: about.to, page: 0 }),
    ),
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

const earningsOf = (month: Month, request: RequestContext) =>
  request.call(accountInsightsOverview, { start_date: monthRange(month).from });
