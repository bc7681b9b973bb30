import { ApiError } from '../../errors.ts';
import { countedParts, failureNotes } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type DateRange, datesIn, type IsoDate } from '../../metrics/calendar.ts';
import { comparedPeriod, placeIn } from '../../metrics/comparison.ts';
import { type Period, type PeriodName, resolvePeriod } from '../../metrics/periods.ts';
import { withOwnDates } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import type { INSIGHTS, LIVE } from '../../metrics/vocabulary.ts';
import {
  accountInsightsOverview,
  liveAnalyticsSummary,
  productAnalyticsList,
  videoAnalyticsSummary,
  videoListAnalytics,
} from '../../tikhub/endpoints.ts';
import { begunMonthsOf, type FetchedSeries, fetchPeriod, fetchSeries } from '../period/fetch.ts';
import { type PeriodArguments, type PeriodReadings, wholeMonthOf } from '../period/plan.ts';

/** What a change is computed from. */
export interface ChangeData {
  readonly name: PeriodName | undefined;
  readonly period: Period;
  readonly against: Period;
  readonly current: PeriodReadings;
  readonly previous: PeriodReadings;
  readonly failures: readonly string[];
  /** Whether the video lists of both periods were asked for. */
  readonly hasVideoLists: boolean;
  readonly plannedCalls: number;
}

export interface ChangeArguments extends PeriodArguments {
  readonly against_from?: IsoDate | undefined;
  readonly against_to?: IsoDate | undefined;
}

/** The video part of both periods and a product and a video list of each. */
const MOST_LISTS = 6;

/**
 * Fetches the same parts of two periods side by side; a part that fails is left out.
 * @throws ApiError `invalid_request` for a period that cannot be; the first error when every part fails
 */
export async function planChange(args: ChangeArguments, request: RequestContext): Promise<ChangeData> {
  const { against_from: from, against_to: to } = args;
  if (from === undefined && to !== undefined)
    throw new ApiError('invalid_request', 'against_to was given without against_from.', {
      next: 'Send both, or neither.',
    });
  const { period, today, probed } = await fetchPeriod(args, request);
  const against =
    from === undefined && to === undefined
      ? (comparedPeriod(period, args.compare === 'year_before' ? 'year_before' : 'previous') ?? period)
      : resolvePeriod({ from, to }, { today, lastReported: undefined });
  const ofMonths = (...ranges: readonly DateRange[]): number =>
    new Set(ranges.flatMap((range) => begunMonthsOf(range, today))).size;
  const months = [wholeMonthOf(period), wholeMonthOf(against)];
  const part = countedParts(request.progress, 2 * ofMonths(period, against) + MOST_LISTS);
  const asking = { request, today, part };
  const earnings = (what: string, range: DateRange) =>
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(what, accountInsightsOverview, range, asking);
  const lives = (what: string, range: DateRange) =>
    fetchSeries<typeof LIVE, Series<typeof LIVE>>(what, liveAnalyticsSummary, range, asking);
  const [insights, before] = await Promise.all([
    earnings('The earnings of the period', period),
    earnings('The earnings of the period before', against),
  ]);
  const days = reportedDays({ period, against }, insights);
  // The list answers for a whole month: of an open one it would be held against more days than it has.
  const hasVideoLists = months.every((month) => month !== undefined) && days.period.to === period.to;
  const products = (what: string, { from: start, to: end }: DateRange) =>
    part(what, request.call(productAnalyticsList, { start_date: start, end_date: end, page: 0 }));
  const videos = (what: string, { from: start }: DateRange) =>
    part(what, request.call(videoListAnalytics, { start_date: start, page: 0, rules: 'VIDEO_LIST_GMV' }));
  const [live, liveBefore, video, videoBefore, sold, soldBefore, top, topBefore] = await Promise.all([
    lives('The LIVE part', period),
    lives('The LIVE part of the period before', against),
    part('The video part', request.call(videoAnalyticsSummary, {}, { about: days.period })),
    part(
      'The video part of the period before',
      request.call(videoAnalyticsSummary, {}, { about: days.against }),
    ),
    products('The product list', days.period),
    products('The product list of the period before', days.against),
    hasVideoLists ? videos('The video list', period) : undefined,
    hasVideoLists ? videos('The video list of the period before', against) : undefined,
  ]);
  const lists = [sold, soldBefore, top, topBefore].filter((one) => one !== undefined);
  return {
    name: args.period,
    period,
    against,
    current: sideOf(insights, live, video.value, sold.value, top?.value),
    previous: sideOf(before, liveBefore, videoBefore.value, soldBefore.value, topBefore?.value),
    failures: failureNotes([
      ...insights.parts,
      ...before.parts,
      ...live.parts,
      ...liveBefore.parts,
      video,
      ...lists,
    ]),
    hasVideoLists,
    plannedCalls:
      new Set([...probed, ...begunMonthsOf(period, today), ...begunMonthsOf(against, today)]).size +
      ofMonths(period, against) +
      1 +
      lists.length,
  };
}

const sideOf = (
  insights: FetchedSeries<typeof INSIGHTS>,
  live: FetchedSeries<typeof LIVE>,
  video: PeriodReadings['video'],
  products: PeriodReadings['products'],
  videos: PeriodReadings['videos'],
): PeriodReadings => ({ insights: insights.reading, live: live.reading, video, products, videos });

/**
 * The days of both periods that the lists are asked for: the whole periods, or of an open one the days reported so far
 * and those of equal place in the other.
 */
function reportedDays(
  { period, against }: { readonly period: Period; readonly against: Period },
  { reading }: FetchedSeries<typeof INSIGHTS>,
): { readonly period: DateRange; readonly against: DateRange } {
  const last = reading === undefined ? null : withOwnDates(reading).window.last_day_with_data;
  if (last === null || last < period.from || last >= period.to) return { period, against };
  const place = placeIn(period);
  const places = new Set(datesIn({ from: period.from, to: last }).map((date) => place(date, period)));
  const to = datesIn(against).findLast((date) => places.has(place(date, against)));
  return { period: { from: period.from, to: last }, against: { from: against.from, to: to ?? against.to } };
}
