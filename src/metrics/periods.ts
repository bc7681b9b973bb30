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

/** Days with what they are made of, which decides the days that they are compared with. */
export interface Period extends DateRange {
  readonly unit: 'day' | 'week' | 'month';
}

/** A period as it is asked for: by its name, or by its first and last day. */
export interface AskedPeriod {
  readonly period?: PeriodName | undefined;
  readonly from?: IsoDate | undefined;
  readonly to?: IsoDate | undefined;
}

/** Where the account's calendar stands. */
export interface Present {
  readonly today: IsoDate;
  /** The last day with figures; undefined while no reply has told it. */
  readonly lastReported: IsoDate | undefined;
}

/** The longest period that can be asked for: a year and its leap day. */
const LONGEST = 366;

/**
 * The days of a period. Weeks run from Monday to Sunday; `last_n_days` and `year_to_date` end on the last reported day,
 * the day before today where that is not known; `last_n_months` are closed months.
 * @throws ApiError `invalid_request` for a name together with dates, dates that are incomplete, reversed, not begun yet,
 * or more than a year apart
 */
export function resolvePeriod({ period, from, to }: AskedPeriod, present: Present): Period {
  const end = present.lastReported ?? addDays(present.today, -1);
  if (period !== undefined) {
    if (from !== undefined || to !== undefined)
      throw refused('period and from or to were both given.', 'Send either period, or from and to.');
    return namedPeriod(period, present.today, end);
  }
  if (from === undefined)
    throw refused(
      to === undefined ? 'No period was given.' : 'to was given without from.',
      'Send period, or from and to.',
    );
  if (from > present.today)
    throw refused(
      `from ${from} is after today (${present.today}) at the account's offset.`,
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

function namedPeriod(name: PeriodName, today: IsoDate, end: IsoDate): Period {
  const days = (count: number): Period => ({ from: addDays(end, 1 - count), to: end, unit: 'day' });
  const month = monthOf(today);
  const quarter = addMonths(month, -((Number(month.slice(5)) - 1) % 3));
  const monday = mondayOf(today);
  switch (name) {
    case 'last_7_days':
      return days(7);
    case 'last_14_days':
      return days(14);
    case 'last_28_days':
      return days(28);
    case 'last_30_days':
      return days(30);
    case 'last_90_days':
      return days(90);
    case 'this_week':
      return { from: monday, to: addDays(monday, 6), unit: 'week' };
    case 'last_week':
      return { from: addDays(monday, -7), to: addDays(monday, -1), unit: 'week' };
    case 'this_month':
      return monthsFrom(month, 1);
    case 'last_month':
      return monthsFrom(addMonths(month, -1), 1);
    case 'this_quarter':
      return monthsFrom(quarter, 3);
    case 'last_quarter':
      return monthsFrom(addMonths(quarter, -3), 3);
    case 'last_6_months':
      return monthsFrom(addMonths(month, -6), 6);
    case 'last_12_months':
      return monthsFrom(addMonths(month, -12), 12);
    case 'year_to_date': {
      const from = `${today.slice(0, 4)}-01-01`;
      return { from, to: end < from ? today : end, unit: 'day' };
    }
  }
}

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

/** The months that a range has days of: each is one upstream call, shared by every question about one of its days. */
export function monthsOf({ from, to }: DateRange): readonly Month[] {
  const months: Month[] = [];
  for (let month = monthOf(from); month <= monthOf(to); month = addMonths(month, 1)) months.push(month);
  return months;
}

/** The month that an endpoint is asked for, and the day in it that is sent. */
export interface MonthPeriod extends DateRange {
  readonly day: IsoDate;
}

/** The month around `start_date`, or around today. */
export function monthPeriod(
  args: { readonly start_date?: IsoDate | undefined },
  today: IsoDate,
): MonthPeriod {
  const day = args.start_date ?? today;
  requireAnswerable(monthOf(day), today);
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
  requireAnswerable(monthOf(from), today);
  if (from <= to) return { from, to };
  throw new ApiError('invalid_request', `start_date ${from} is after end_date ${to}.`, {
    next: 'Swap them, or leave end_date out for today.',
  });
}

/** TikTok Shop has no figures from before. */
const FIRST_YEAR = '2018';

/**
 * Refuses a month that can have no figures, before a call is made for it.
 * @param today the latest date that it may be anywhere
 * @throws ApiError `invalid_request` for a month that has not begun, or one before any data
 */
export function requireAnswerable(month: Month, today: IsoDate): void {
  // The account's day can be one ahead of the one that is known.
  if (month > monthOf(addDays(today, 1))) {
    throw new ApiError('invalid_request', `The month ${month} has not begun yet (today is ${today}).`, {
      next: 'Ask for this month or an earlier one.',
    });
  }
  if (month < `${FIRST_YEAR}-01`) {
    throw new ApiError(
      'invalid_request',
      `There are no figures for ${month}: nothing before ${FIRST_YEAR} can exist.`,
      {
        next: `Ask for a month from ${FIRST_YEAR} on.`,
      },
    );
  }
}

/** For endpoints without dates. */
export const noPeriod = (): undefined => undefined;
