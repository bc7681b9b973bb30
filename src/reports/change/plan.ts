import { ApiError } from '../../errors.ts';
import { countedParts, failureNotes } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type DateRange, datesIn, type IsoDate } from '../../metrics/calendar.ts';
import { comparedPeriod, placeIn } from '../../metrics/compared-period.ts';
import { type Period, type PeriodName, resolvePeriod } from '../../metrics/periods.ts';
import { isMatching, withOwnDates } from '../../metrics/reading.ts';
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
import {
  mayHaveVideoFigures,
  type PeriodArguments,
  type PeriodReadings,
  wholeMonthOf,
} from '../period/plan.ts';
import { chooseParts, type FurtherPart, isMoreOfLive } from './follow-up.ts';

/** The input of a change report. */
export interface ChangeData {
  readonly name: PeriodName | undefined;
  readonly period: Period;
  readonly against: Period;
  readonly current: PeriodReadings;
  readonly previous: PeriodReadings;
  readonly failures: readonly string[];
  /** The last reported day of the period. */
  readonly reportedTo: IsoDate;
  /** What was requested beyond the earnings: for both periods, or the video list for the period alone. */
  readonly asked: ReadonlySet<FurtherPart['name'] | 'video_list' | 'posts'>;
  /** What was not requested, and how to get it. */
  readonly notAsked: readonly string[];
  readonly plannedCalls: number;
}

export interface ChangeArguments extends PeriodArguments {
  readonly against_from?: IsoDate | undefined;
  readonly against_to?: IsoDate | undefined;
}

/** The number of parts for progress: months of earnings and LIVE, lists and videos of both periods. */
const MOST_PARTS = 10;

/**
 * Fetches the same parts of two periods at the same time; a part that fails is left out.
 * @throws ApiError `invalid_request` for an impossible period; the first error when every part fails
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
  const part = countedParts(request.progress, MOST_PARTS);
  const asking = { request, today, part };
  const earnings = (what: string, range: DateRange) =>
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(what, accountInsightsOverview, range, asking);
  const [insights, before] = await Promise.all([
    earnings('The earnings part of the period', period),
    earnings('The earnings part of the period before', against),
  ]);
  const days = reportedDays({ period, against }, insights);
  const products = (what: string, { from: start, to: end }: DateRange) =>
    part(what, request.call(productAnalyticsList, { start_date: start, end_date: end, page: 0 }));
  const videos = (what: string, { from: start }: DateRange) =>
    part(what, request.call(videoListAnalytics, { start_date: start, page: 0, rules: 'VIDEO_LIST_GMV' }));
  const lives = (what: string, range: DateRange) =>
    fetchSeries<typeof LIVE, Series<typeof LIVE>>(what, liveAnalyticsSummary, range, asking);
  // The same calls as in the summary of the period, so that they are free after it.
  const hasVideoFigures = mayHaveVideoFigures(period);
  const posts = (what: string, about: DateRange) =>
    hasVideoFigures ? part(what, request.call(videoAnalyticsSummary, {}, { about })) : undefined;
  const shared = Promise.all([
    posts('The video part', days.period),
    posts('The video part of the period before', days.against),
    products('The product list', period),
  ]);
  const isOfMonths = wholeMonthOf(period) !== undefined && wholeMonthOf(against) !== undefined;
  // The list covers a whole month, so the list of an open month would be compared with more days than it has.
  const hasVideoLists = isOfMonths && days.period.to === period.to;
  const top = hasVideoLists ? await videos('The video list', period) : undefined;
  const months = begunMonthsOf(period, today);
  const monthsBefore = begunMonthsOf(against, today).filter((month) => !months.includes(month));
  const earningsMonths = new Set([...probed, ...months, ...monthsBefore]).size;
  const lists = 1 + Number(hasVideoFigures) + Number(hasVideoLists);
  const live = { name: 'live', calls: monthsBefore.length } as const;
  // If the vendor returned other days, it would do so again.
  const best = isMatching(top?.value) ? [{ name: 'videos', calls: 1 } as const] : [];
  const isLiveFirst = isMoreOfLive(insights.reading, before.reading, period);
  const { asked, notes } = chooseParts(
    [{ name: 'products', calls: 1 }, ...(isLiveFirst ? [live, ...best] : [...best, live])],
    earningsMonths + months.length + lists,
    request.maxCalls,
  );
  const [[video, videoBefore, sold], soldBefore, lived, livedBefore, topBefore] = await Promise.all([
    shared,
    asked.has('products') ? products('The product list of the period before', days.against) : undefined,
    asked.has('live') ? lives('The LIVE part', period) : undefined,
    asked.has('live') ? lives('The LIVE part of the period before', against) : undefined,
    asked.has('videos') ? videos('The video list of the period before', against) : undefined,
  ]);
  const liveCalls = asked.has('live') ? months.length + monthsBefore.length : 0;
  const listsBefore = [soldBefore, topBefore].filter((one) => one !== undefined);
  return {
    name: args.period,
    period,
    against,
    reportedTo: days.period.to,
    current: sideOf(insights, lived, video?.value, sold.value, top?.value),
    previous: sideOf(before, livedBefore, videoBefore?.value, soldBefore?.value, topBefore?.value),
    failures: failureNotes([
      ...insights.parts,
      ...before.parts,
      ...(lived?.parts ?? []),
      ...(livedBefore?.parts ?? []),
      sold,
      ...[video, top].filter((one) => one !== undefined),
      ...listsBefore,
    ]),
    asked: new Set([
      ...asked,
      ...(top === undefined ? [] : ['video_list' as const]),
      ...(hasVideoFigures ? ['posts' as const] : []),
    ]),
    notAsked: notes,
    plannedCalls: earningsMonths + liveCalls + lists + listsBefore.length,
  };
}

const sideOf = (
  insights: FetchedSeries<typeof INSIGHTS>,
  live: FetchedSeries<typeof LIVE> | undefined,
  video: PeriodReadings['video'],
  products: PeriodReadings['products'],
  videos: PeriodReadings['videos'],
): PeriodReadings => ({ insights: insights.reading, live: live?.reading, video, products, videos });

/**
 * The days of both periods for the lists: the whole periods, or for an open one the days reported so far and the
 * corresponding days of the other.
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
