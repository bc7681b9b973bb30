import { type Part, part as plainPart } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import {
  addDays,
  addMonths,
  clip,
  type DateRange,
  type IsoDate,
  type Month,
  monthOf,
  monthRange,
} from '../../metrics/calendar.ts';
import { joinSeries } from '../../metrics/join-series.ts';
import {
  type AskedPeriod,
  endsOnLastReported,
  monthsOf,
  type Period,
  requirePossibleMonth,
  resolvePeriod,
} from '../../metrics/periods.ts';
import { type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import type { MetricTable } from '../../metrics/vocabulary.ts';
import { accountInsightsOverview, type Endpoint } from '../../tikhub/endpoints.ts';

/** A period of an account, and its calendar. */
export interface ResolvedPeriod {
  readonly period: Period;
  readonly today: IsoDate;
  /** Months that were fetched to find out. */
  readonly probed: readonly Month[];
}

/**
 * The days of a requested period by the account's own midnight, up to the last reported day if it ends there. Nearly
 * every report needs the earnings that tell this, so the calls are not wasted.
 * @param asked the requested period; by default the current month
 * @throws ApiError `invalid_request` for an impossible period
 */
export async function fetchPeriod(asked: AskedPeriod, request: RequestContext): Promise<ResolvedPeriod> {
  const wanted: AskedPeriod =
    asked.period === undefined && asked.from === undefined && asked.to === undefined
      ? { period: 'this_month' }
      : asked;
  const { today } = request;
  if (wanted.from !== undefined) requirePossibleMonth(monthOf(wanted.from), today);
  // The account's date can be one day ahead of the known one.
  const guess = resolvePeriod(wanted, { today: addDays(today, 1), lastReported: addDays(today, -1) });
  const latest = monthOf(guess.to < today ? guess.to : today);
  const probed: Month[] = [];
  let lastReported: IsoDate | undefined;
  if (endsOnLastReported(wanted) || !request.knowsOffset) {
    // The first response tells where the account's midnight is, and so which days a name means.
    const first = await plainPart('', earningsOf(latest, request));
    probed.push(latest);
    lastReported = lastDayOf(first.value, request.today);
    if (lastReported === undefined && first.value !== undefined && endsOnLastReported(wanted)) {
      const before = await plainPart('', earningsOf(addMonths(latest, -1), request));
      probed.push(addMonths(latest, -1));
      lastReported = lastDayOf(before.value, request.today);
    }
  }
  const now = request.today;
  return { period: resolvePeriod(wanted, { today: now, lastReported }), today: now, probed };
}

const earningsOf = (month: Month, request: RequestContext) =>
  request.call(accountInsightsOverview, { start_date: monthRange(month).from });

/** The last day with figures of its own; today is not over, so it does not count. */
function lastDayOf<T extends MetricTable>(
  reading: Reading<Series<T>> | undefined,
  today: IsoDate,
): IsoDate | undefined {
  if (reading === undefined) return undefined;
  const { days, isDaily } = withOwnDates(reading);
  return isDaily ? days.findLast(({ to }) => to < today)?.to : undefined;
}

/** The months of a range that have begun. */
export const begunMonthsOf = (range: DateRange, today: IsoDate): readonly Month[] =>
  monthsOf(range).filter((month) => month <= monthOf(today));

/** The request, its clock, and how to wait for each part. */
interface Asking {
  readonly request: RequestContext;
  readonly today: IsoDate;
  readonly part: typeof plainPart;
}

/** A series over a period, and the calls that it needs. */
export interface FetchedSeries<T extends MetricTable> {
  readonly reading: Reading<Series<T>> | undefined;
  readonly parts: readonly Part<unknown>[];
}

/**
 * The figures of an endpoint that returns a month at a time, over any range: one call for each month, all with the
 * first of the month as `start_date`, so that every request about one of its days shares the cached response.
 * @param what names the part in a note about a call that failed
 */
export const fetchSeries = <T extends MetricTable, S extends Series<T>>(
  what: string,
  endpoint: Endpoint<{ readonly start_date: string }, S>,
  range: DateRange,
  asking: Asking,
): Promise<FetchedSeries<T>> =>
  fetchMonths<T>(
    what,
    (start_date, about) => asking.request.call(endpoint, { start_date }, { about }),
    range,
    asking,
  );

/**
 * The same for an endpoint that takes more than a date.
 * @param callFor makes the call for the month that begins on a date, about the wanted days of it
 */
export async function fetchMonths<T extends MetricTable>(
  what: string,
  callFor: (startDate: IsoDate, about: DateRange) => Promise<Reading<Series<T>>>,
  range: DateRange,
  { today, part }: Pick<Asking, 'today' | 'part'>,
): Promise<FetchedSeries<T>> {
  const months = begunMonthsOf(range, today);
  const parts = await Promise.all(
    months.map(async (month) => {
      const whole = monthRange(month);
      const about = clip(whole, range) ?? whole;
      const call = callFor(whole.from, about);
      return { month, about, ...(await part(months.length > 1 ? `${what} of ${month}` : what, call)) };
    }),
  );
  const reading = joinSeries<T>(
    parts.map(({ month, about, value }) => ({ month, about, reading: value })),
    range,
    today,
  );
  return { reading, parts };
}
