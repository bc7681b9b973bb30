import { ApiError } from '../errors.ts';
import {
  addDays,
  addMonths,
  type DateRange,
  daysIn,
  type IsoDate,
  type Month,
  monthAround,
  monthOf,
  monthRange,
} from './calendar.ts';

/** The periods that have a name. */
export const PERIOD_NAMES = [
  'last_7_days',
  'last_14_days',
  'last_28_days',
  'last_30_days',
  'last_90_days',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'last_6_months',
  'last_12_months',
  'year_to_date',
] as const;

export type PeriodName = (typeof PERIOD_NAMES)[number];

/** Days, and whether they are whole weeks or months, which decides the days that they are compared with. */
export interface Period extends DateRange {
  readonly unit: 'day' | 'week' | 'month';
}

/** A period as requested: by its name, or by its first and last day. */
export interface AskedPeriod {
  readonly period?: PeriodName | undefined;
  readonly from?: IsoDate | undefined;
  readonly to?: IsoDate | undefined;
}

/** What the named periods of an account are counted from. */
export interface Present {
  readonly today: IsoDate;
  /** The last day with figures; undefined until a reply has told it. */
  readonly lastReported: IsoDate | undefined;
}

/** The longest period, in days: a leap year. */
const LONGEST = 366;

/**
 * The days of a period. Weeks run from Monday to Sunday; `last_n_days` and `year_to_date` end on the last reported day,
 * or on the day before today if that is not known; `last_n_months` are closed months.
 * @throws ApiError `invalid_request` for a name together with dates, for dates that are incomplete, reversed or in the
 * future, and for more than a year
 */
export function resolvePeriod({ period, from, to }: AskedPeriod, present: Present): Period {
  const end = present.lastReported ?? addDays(present.today, -1);
  if (period !== undefined) {
    if (from !== undefined || to !== undefined)
      throw refused('period was given together with from or to.', 'Send either period, or from and to.');
    return NAMED_PERIODS[period].days(present.today, end);
  }
  if (from === undefined)
    throw refused(
      to === undefined ? 'No period was given.' : 'to was given without from.',
      'Send period, or from and to.',
    );
  if (from > present.today)
    throw refused(
      `from ${from} is after today (${present.today}) in the account's time zone.`,
      'Send an earlier from.',
    );
  const last = to ?? (end > from ? end : from);
  if (last < from) throw refused(`to ${last} is before from ${from}.`, 'Swap them.');
  const range = { from, to: last };
  if (daysIn(range) > LONGEST)
    throw refused(
      `${from} to ${last} are ${daysIn(range)} days; a period has at most ${LONGEST}.`,
      'Ask for a shorter period.',
    );
  return withUnit(range);
}

const refused = (what: string, next: string): ApiError => new ApiError('invalid_request', what, { next });

/** A period with a name: its days, as seen from today and from the last reported day. */
interface NamedPeriod {
  readonly endsOnLastReported: boolean;
  readonly days: (today: IsoDate, lastReported: IsoDate) => Period;
}

/** Days that end on the last reported one. */
const lastDays = (count: number): NamedPeriod => ({
  endsOnLastReported: true,
  days: (_today, end) => ({ from: addDays(end, 1 - count), to: end, unit: 'day' }),
});

/** The week of today, or some weeks away from it. */
const week = (offset: number): NamedPeriod => ({
  endsOnLastReported: false,
  days: (today) => {
    const from = addDays(mondayOf(today), 7 * offset);
    return { from, to: addDays(from, 6), unit: 'week' };
  },
});

/** Whole months, the first of them some months away from the month of today. */
const months = (offset: number, count: number): NamedPeriod => ({
  endsOnLastReported: false,
  days: (today) => monthsFrom(addMonths(monthOf(today), offset), count),
});

/** The quarter of today, or some quarters away from it. */
const quarter = (offset: number): NamedPeriod => ({
  endsOnLastReported: false,
  days: (today) => {
    const month = monthOf(today);
    return monthsFrom(addMonths(month, 3 * offset - ((Number(month.slice(5)) - 1) % 3)), 3);
  },
});

const NAMED_PERIODS: Readonly<Record<PeriodName, NamedPeriod>> = {
  last_7_days: lastDays(7),
  last_14_days: lastDays(14),
  last_28_days: lastDays(28),
  last_30_days: lastDays(30),
  last_90_days: lastDays(90),
  this_week: week(0),
  last_week: week(-1),
  this_month: months(0, 1),
  last_month: months(-1, 1),
  this_quarter: quarter(0),
  last_quarter: quarter(-1),
  last_6_months: months(-6, 6),
  last_12_months: months(-12, 12),
  year_to_date: {
    endsOnLastReported: true,
    days: (today, end) => {
      const from = `${today.slice(0, 4)}-01-01`;
      return { from, to: end < from ? today : end, unit: 'day' };
    },
  },
};

/** Whether a period ends on the last reported day, so that a reply has to tell which day that is. */
export const endsOnLastReported = ({ period, from, to }: AskedPeriod): boolean =>
  period === undefined ? from !== undefined && to === undefined : NAMED_PERIODS[period].endsOnLastReported;

/** Whole calendar months as a period. */
export const monthsFrom = (first: Month, count: number): Period => ({
  from: monthRange(first).from,
  to: monthRange(addMonths(first, count - 1)).to,
  unit: 'month',
});

/** The Monday on or before a date. */
export const mondayOf = (date: IsoDate): IsoDate => addDays(date, -weekdayOf(date));

/** The day of the week of a date: 0 for Monday, 6 for Sunday. */
export const weekdayOf = (date: IsoDate): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** Days as a period: whole months, whole weeks from Monday to Sunday, or days. */
export const withUnit = (range: DateRange): Period => ({ ...range, unit: unitOf(range) });

function unitOf({ from, to }: DateRange): Period['unit'] {
  if (from === monthRange(monthOf(from)).from && to === monthRange(monthOf(to)).to) return 'month';
  return weekdayOf(from) === 0 && weekdayOf(to) === 6 ? 'week' : 'day';
}

/** The months that a range has days in: each is one upstream call, shared by every request about one of its days. */
export function monthsOf({ from, to }: DateRange): readonly Month[] {
  const months: Month[] = [];
  for (let month = monthOf(from); month <= monthOf(to); month = addMonths(month, 1)) months.push(month);
  return months;
}

/** The month requested from an endpoint, and the day in it that is sent. */
export interface MonthPeriod extends DateRange {
  readonly day: IsoDate;
}

/** The month around `start_date`, or around today. */
export function monthPeriod(
  args: { readonly start_date?: IsoDate | undefined },
  today: IsoDate,
): MonthPeriod {
  const day = args.start_date ?? today;
  requirePossibleMonth(monthOf(day), today);
  return { ...monthAround(day), day };
}

/**
 * The days from `start_date` to `end_date`; by default the current month up to today.
 * @throws ApiError `invalid_request` when the period ends before it starts
 */
export function freePeriod(
  args: { readonly start_date?: IsoDate | undefined; readonly end_date?: IsoDate | undefined },
  today: IsoDate,
): DateRange {
  const to = args.end_date ?? today;
  const from = args.start_date ?? `${monthOf(to)}-01`;
  requirePossibleMonth(monthOf(from), today);
  if (from <= to) return { from, to };
  throw new ApiError('invalid_request', `start_date ${from} is after end_date ${to}.`, {
    next: 'Swap them, or leave end_date out for today.',
  });
}

/** TikTok Shop has no figures from before this year. */
const FIRST_YEAR = '2018';

/**
 * Refuses a month that cannot have figures, before a call is made for it.
 * @param today where the account is, or in UTC until its offset is known
 * @throws ApiError `invalid_request` for a month that has not begun, or one before any data
 */
export function requirePossibleMonth(month: Month, today: IsoDate): void {
  // The account's date can be one day ahead of the known one.
  if (month > monthOf(addDays(today, 1))) {
    throw new ApiError('invalid_request', `The month ${month} has not begun yet (today is ${today}).`, {
      next: 'Ask for this month or an earlier one.',
    });
  }
  if (month < `${FIRST_YEAR}-01`) {
    throw new ApiError(
      'invalid_request',
      `There are no figures for ${month}: TikTok Shop has none from before ${FIRST_YEAR}.`,
      { next: `Ask for a month from ${FIRST_YEAR} on.` },
    );
  }
}

/** For endpoints without dates. */
export const noPeriod = (): undefined => undefined;
