import { ApiError } from '../errors.ts';
import {
  addDays,
  addMonths,
  type DateRange,
  daysBetween,
  daysIn,
  type IsoDate,
  type Month,
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

/** What a period can be compared with. */
export const COMPARISONS = ['previous', 'year_before', 'none'] as const;

export type ComparisonName = (typeof COMPARISONS)[number];

/** The period that another is compared with; undefined for `none`. */
export function comparedPeriod(period: Period, compare: ComparisonName): Period | undefined {
  if (compare === 'none') return undefined;
  return compare === 'previous' ? periodBefore(period) : yearBefore(period);
}

/** The period just before: as many whole months for whole months, as many days for everything else. */
function periodBefore(period: Period): Period {
  if (period.unit === 'month') {
    const count = monthsOf(period).length;
    return monthsFrom(addMonths(monthOf(period.from), -count), count);
  }
  const days = daysIn(period);
  return { from: addDays(period.from, -days), to: addDays(period.from, -1), unit: period.unit };
}

/** The same days a year before; whole weeks move by 52 weeks, so that weekdays meet. */
function yearBefore({ from, to, unit }: Period): Period {
  if (unit === 'week') return { from: addDays(from, -364), to: addDays(to, -364), unit };
  if (unit === 'month') return monthsFrom(addMonths(monthOf(from), -12), monthsOf({ from, to }).length);
  return { from: sameDayInMonth(from, -12), to: sameDayInMonth(to, -12), unit };
}

/** The same day some months on, or the last of its month where that has no such day. */
function sameDayInMonth(date: IsoDate, months: number): IsoDate {
  const month = addMonths(monthOf(date), months);
  const last = monthRange(month).to;
  const same = `${month}-${date.slice(8)}`;
  return same > last ? last : same;
}

/** Where in its period a day is; days of equal place are compared with each other. */
export const placeIn =
  ({ unit }: Period) =>
  (date: IsoDate, of: DateRange): string =>
    unit === 'month'
      ? `${monthsOf({ from: of.from, to: date }).length} ${date.slice(8)}`
      : String(daysBetween(of.from, date));

/** The months that a range has days of: each is one upstream call, shared by every question about one of its days. */
export function monthsOf({ from, to }: DateRange): readonly Month[] {
  const months: Month[] = [];
  for (let month = monthOf(from); month <= monthOf(to); month = addMonths(month, 1)) months.push(month);
  return months;
}
