import { ApiError } from '../../errors.ts';
import { countedParts, failureNotes } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { daysIn, type IsoDate, type Month, monthRange } from '../../metrics/calendar.ts';
import { type ComparisonName, comparedPeriod } from '../../metrics/compared-period.ts';
import { type Granularity, granularityFor } from '../../metrics/grouping.ts';
import { type AskedPeriod, monthsOf, type Period, type PeriodName } from '../../metrics/periods.ts';
import type { Reading } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import type { Series } from '../../metrics/series.ts';
import type { INSIGHTS, LIVE, PRODUCT_ROW, VIDEO, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import {
  accountInsightsOverview,
  liveAnalyticsSummary,
  productAnalyticsList,
  videoAnalyticsSummary,
  videoListAnalytics,
} from '../../tikhub/endpoints.ts';
import { begunMonthsOf, fetchPeriod, fetchSeries } from './fetch.ts';

/** The parts that a period report can leave out, each with calls of its own. */
export const SECTIONS = ['live', 'video', 'top_videos', 'top_products'] as const;

type Section = (typeof SECTIONS)[number];

/** The readings of one period; a part that failed or was not requested is missing. */
export interface PeriodReadings {
  readonly insights?: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly live?: Reading<Series<typeof LIVE>> | undefined;
  readonly video?: Reading<Series<typeof VIDEO>> | undefined;
  readonly videos?: Reading<Rows<typeof VIDEO_ROW>> | undefined;
  readonly products?: Reading<Rows<typeof PRODUCT_ROW>> | undefined;
}

/** The readings of a period report: its period, and the earnings of the one that it is compared with. */
export interface PeriodParts extends PeriodReadings {
  readonly previous?: PeriodReadings['insights'];
}

/** The days of a period report, and their grouping. */
export interface PeriodScope {
  readonly name: PeriodName | undefined;
  readonly period: Period;
  readonly compared: Period | undefined;
  readonly compare: ComparisonName;
  readonly by: Granularity;
  readonly today: IsoDate;
  /** The requested parts. */
  readonly sections: ReadonlySet<Section>;
}

/** The input of a period report. */
export interface PeriodData {
  readonly scope: PeriodScope;
  readonly parts: PeriodParts;
  /** What is missing, and why. */
  readonly failures: readonly string[];
  /** Why a wanted part was not requested. */
  readonly notAsked: readonly string[];
  /** The calls of the report if nothing is cached. */
  readonly plannedCalls: number;
}

export interface PeriodArguments extends AskedPeriod {
  readonly compare?: ComparisonName | undefined;
  readonly by?: Granularity | undefined;
  readonly sections?: readonly Section[] | undefined;
}

/** The vendor's own windows reach back 60 days at most (upstream-api.md 4.10), so no longer period is among them. */
const LONGEST_VIDEO_WINDOW = 60;

/** Whether the account's video figures, whose days cannot be chosen, may be about a period. */
export const mayHaveVideoFigures = (period: Period): boolean => daysIn(period) <= LONGEST_VIDEO_WINDOW;

/** Whether the video list, of a calendar month or as many rolling days (upstream-api.md 4.9), may be about a period. */
const mayHaveVideoList = (period: Period): boolean => daysIn(period) >= 28 && daysIn(period) <= 31;

/**
 * Fetches the parts of a period at the same time; a part that fails is left out.
 * @param args the arguments; by default the current month
 * @throws the first error when every part fails
 */
export async function planPeriod(args: PeriodArguments, request: RequestContext): Promise<PeriodData> {
  const { period, today, probed } = await fetchPeriod(args, request);
  const compare = args.compare ?? 'previous';
  const compared = comparedPeriod(period, compare);
  const month = wholeMonthOf(period);
  const able: Readonly<Record<Section, boolean>> = {
    live: true,
    video: mayHaveVideoFigures(period),
    // Other days than a calendar month rarely match the list, so that call is made only on request.
    top_videos:
      month !== undefined || (args.sections?.includes('top_videos') === true && mayHaveVideoList(period)),
    top_products: true,
  };
  const wanted = args.sections ?? SECTIONS;
  const sections = new Set(wanted.filter((section) => able[section]));
  const earnings = new Set([
    ...probed,
    ...begunMonthsOf(period, today),
    ...(compared === undefined ? [] : begunMonthsOf(compared, today)),
  ]);
  const plannedCalls =
    earnings.size +
    (sections.has('live') ? begunMonthsOf(period, today).length : 0) +
    [...sections].filter((section) => section !== 'live').length;
  const part = countedParts(request.progress, plannedCalls);
  const asking = { request, today, part };
  const title = month === undefined ? 'the period' : 'the month';
  const [insights, previous, live, video, videos, products] = await Promise.all([
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(
      `The earnings part of ${title}`,
      accountInsightsOverview,
      period,
      asking,
    ),
    compared &&
      fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(
        `${capitalised(comparedLabel({ period, compared, compare }))}`,
        accountInsightsOverview,
        compared,
        asking,
      ),
    sections.has('live')
      ? fetchSeries<typeof LIVE, Series<typeof LIVE>>('The LIVE part', liveAnalyticsSummary, period, asking)
      : undefined,
    sections.has('video')
      ? part('The video part', request.call(videoAnalyticsSummary, {}, { about: period }))
      : undefined,
    sections.has('top_videos')
      ? part(
          'The video list',
          request.call(
            videoListAnalytics,
            { start_date: period.from, page: 0, rules: 'VIDEO_LIST_GMV' },
            { about: period },
          ),
        )
      : undefined,
    sections.has('top_products')
      ? part(
          'The product list',
          request.call(productAnalyticsList, { start_date: period.from, end_date: period.to, page: 0 }),
        )
      : undefined,
  ]);
  const all = [
    ...insights.parts,
    ...(previous?.parts ?? []),
    ...(live?.parts ?? []),
    ...[video, videos, products].filter((one) => one !== undefined),
  ];
  return {
    scope: {
      name: args.period,
      period,
      compared,
      compare,
      by: args.by ?? granularityFor(period),
      today,
      sections,
    },
    parts: {
      insights: insights.reading,
      previous: previous?.reading,
      live: live?.reading,
      video: video?.value,
      videos: videos?.value,
      products: products?.value,
    },
    failures: failureNotes(all),
    notAsked: wanted.includes('top_videos') && !sections.has('top_videos') ? [noVideoListNote(period)] : [],
    plannedCalls,
  };
}

/** Why the best videos of a period were not requested, and how to get them. */
const noVideoListNote = (period: Period): string =>
  `Top videos were not requested: the vendor's video list covers a calendar month, and its rows cannot be split. ${
    mayHaveVideoList(period)
      ? 'sections with top_videos tries whether it covers these days, for one more call; a'
      : 'A'
  } calendar month shows them.`;

/** The calendar month that equals a period; undefined if there is none. */
export function wholeMonthOf(period: Period): Month | undefined {
  const [month, ...others] = monthsOf(period);
  return period.unit === 'month' && others.length === 0 ? month : undefined;
}

/** The period that another is compared with, in words that follow "on" and "with". */
export function comparedLabel({
  period,
  compared,
  compare,
}: Pick<PeriodScope, 'period' | 'compared' | 'compare'>): string {
  if (compare === 'year_before') return 'the same days a year before';
  if (wholeMonthOf(period) !== undefined) return 'the month before';
  const days = daysIn(compared ?? period);
  if (period.unit === 'month') return `the ${monthsOf(period).length} months before`;
  if (period.unit === 'week' && days === 7) return 'the week before';
  return days === 1 ? 'the day before' : `the ${days} days before`;
}

/** The words with a capital, for the beginning of a sentence. */
export const capitalised = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

/** A calendar month as a requested period. */
export const askedMonth = (month: Month | undefined): AskedPeriod =>
  month === undefined ? { period: 'this_month' } : { from: monthRange(month).from, to: monthRange(month).to };

/**
 * The requested days: a month, a named period, or from a first to a last day.
 * @throws ApiError `invalid_request` for a month together with other days
 */
export function askedDays(month: Month | undefined, days: AskedPeriod): AskedPeriod {
  const hasOthers = days.period !== undefined || days.from !== undefined || days.to !== undefined;
  if (month === undefined) return hasOthers ? days : { period: 'this_month' };
  if (!hasOthers) return askedMonth(month);
  throw new ApiError('invalid_request', 'month was given together with period, from or to.', {
    next: 'Send month alone, or period, or from and to.',
  });
}
