import {
  addDays,
  addMonths,
  type DateRange,
  daysBetween,
  daysIn,
  type IsoDate,
  monthOf,
  monthRange,
  monthsBetween,
} from './calendar.ts';
import { monthsFrom, monthsOf, type Period } from './periods.ts';

/** What a period can be compared with. */
export const COMPARISONS = ['previous', 'year_before', 'none'] as const;

export type ComparisonName = (typeof COMPARISONS)[number];

/** The period that another is compared with; undefined for `none`. */
export function comparedPeriod(period: Period, compare: ComparisonName): Period | undefined {
  if (compare === 'none') return undefined;
  return compare === 'previous' ? periodBefore(period) : yearBefore(period);
}

/** The period just before: as many whole months for whole months, otherwise as many days. */
function periodBefore(period: Period): Period {
  if (period.unit === 'month') {
    const count = monthsOf(period).length;
    return monthsFrom(addMonths(monthOf(period.from), -count), count);
  }
  const days = daysIn(period);
  return { from: addDays(period.from, -days), to: addDays(period.from, -1), unit: period.unit };
}

/** The same days a year before; whole weeks move by 52 weeks, so that weekdays match. */
function yearBefore({ from, to, unit }: Period): Period {
  if (unit === 'week') return { from: addDays(from, -364), to: addDays(to, -364), unit };
  if (unit === 'month') return monthsFrom(addMonths(monthOf(from), -12), monthsOf({ from, to }).length);
  return { from: sameDayInMonth(from, -12), to: sameDayInMonth(to, -12), unit };
}

/** The same day some months later, or the last day of that month if it has no such day. */
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
      ? `${monthsBetween(monthOf(of.from), monthOf(date))} ${date.slice(8)}`
      : String(daysBetween(of.from, date));
