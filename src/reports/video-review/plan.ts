import { explain } from '../../errors.ts';
import { part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type Month, monthOf, monthRange } from '../../metrics/calendar.ts';
import { joinMonthlyRows } from '../../metrics/join-monthly-rows.ts';
import type { AskedPeriod, Period, PeriodName } from '../../metrics/periods.ts';
import { isMatching, type Reading } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import { type INSIGHTS, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { accountInsightsOverview } from '../../tikhub/endpoints.ts';
import { begunMonthsOf, fetchPeriod, fetchSeries } from '../period/fetch.ts';
import { askedDays } from '../period/plan.ts';
import { fetchVideoList, VIDEO_LIST_PAGES, type VideoList } from '../video-lists/fetch.ts';

/** The input of a review. */
export interface VideoReviewData {
  readonly name: PeriodName | undefined;
  readonly period: Period;
  /** The lists of the months of the period. */
  readonly videos: VideoList;
  /** The earnings of the same months, for the effective rate; missing if the calls failed. */
  readonly insights: Reading<Series<typeof INSIGHTS>> | undefined;
  /** What is missing, and why. */
  readonly failures: readonly string[];
}

interface VideoReviewArguments extends AskedPeriod {
  readonly month?: Month | undefined;
  readonly pages?: number | undefined;
}

/** Default number of pages of all months together, if there are many; more than a period has months. */
const PAGES_IN_ALL = 20;

/**
 * Fetches the video lists of the months of a period page by page, the highest GMV first. A later page that fails ends a
 * list.
 * @throws ApiError of any kind when the first page of the latest month fails
 */
export async function planVideoReview(
  { month, period: name, from, to, pages }: VideoReviewArguments,
  request: RequestContext,
): Promise<VideoReviewData> {
  const asked = askedDays(month, { period: name, from, to });
  const { period, today } = await fetchPeriod(asked, request);
  const months = begunMonthsOf(period, today);
  const latest = months.at(-1) ?? monthOf(today);
  const range = { from: monthRange(months[0] ?? latest).from, to: monthRange(latest).to };
  const pendingEarnings = fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(
    'The earnings part',
    accountInsightsOverview,
    range,
    { request, today, part },
  );
  const walk = {
    rules: 'VIDEO_LIST_GMV',
    pages: pages ?? Math.min(VIDEO_LIST_PAGES, Math.floor(PAGES_IN_ALL / months.length)),
  } as const;
  const newest = await fetchVideoList(latest, walk, request);
  // If the vendor returned other days, it would do so for every month.
  const others = isMatching(newest.list) ? months.slice(0, -1) : [];
  const earlier = await Promise.all(others.map((one) => part(one, fetchVideoList(one, walk, request))));
  const earnings = await pendingEarnings;
  const lists = [...earlier.flatMap(({ value }) => value?.list ?? []), newest.list];
  return {
    name: asked.period,
    period,
    videos: joinMonthlyRows(lists, VIDEO_ROW) ?? newest.list,
    insights: earnings.reading,
    failures: [
      ...earlier.flatMap(({ what, value, error }) =>
        value === undefined ? [`The video list of ${what} is missing. ${explain(error)}`] : value.failures,
      ),
      ...newest.failures,
      ...earnings.parts.flatMap(({ what, error }) =>
        error === undefined ? [] : [`${what} is missing. ${explain(error)}`],
      ),
    ],
  };
}
