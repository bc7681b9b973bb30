import { addDays, type DateRange, datesIn, daysIn } from './calendar.ts';
import { DAYS_FOR_WEEKDAYS, type DayValue } from './grouping.ts';
import { weekdayOf } from './periods.ts';
import { reachOf80Percent } from './statistics.ts';

/** Reported days needed to project the end of an open period. */
const DAYS_FOR_PACE = 5;

/** Where an open period will end if its days continue as so far. */
export interface Pace {
  readonly reportedDays: number;
  /** Days after the last one that is reported. */
  readonly remainingDays: number;
  /** Days before it that are not, and expected to be like the others. */
  readonly unknownDays: number;
  readonly soFar: number;
  /** So far and what the days that are not reported are expected to bring. */
  readonly projected: number;
  /** Eight of ten such projections end within these bounds. */
  readonly low: number;
  readonly high: number;
  /** Whether weekdays are weighted; without 28 days of history all days weigh the same. */
  readonly isByWeekday: boolean;
}

/**
 * Projects an open period to its end: level × weight of the weekday of each day that is not reported. The level is what
 * the reported days of the period brought for their weights; the weight of a weekday is its average divided by the
 * average of all given days. The range is an 80 % prediction interval, from how far the reported days were from their
 * expected values.
 * @param days reported days of the period and of the time before it, for the weights
 * @returns undefined under 5 reported days, or where no day remains
 */
export function projectPace(period: DateRange, days: readonly DayValue[]): Pace | undefined {
  const own = days.filter(({ date }) => date >= period.from && date <= period.to);
  const last = own.reduce((latest, { date }) => (date > latest ? date : latest), '');
  if (own.length < DAYS_FOR_PACE || last >= period.to) return undefined;
  const isByWeekday = days.length >= DAYS_FOR_WEEKDAYS;
  const weights = isByWeekday ? weightsOf(days) : undefined;
  const weight = (date: string): number => weights?.[weekdayOf(date)] ?? 1;
  const soFar = own.reduce((sum, { value }) => sum + value, 0);
  const weighed = own.reduce((sum, { date }) => sum + weight(date), 0);
  const level = weighed === 0 ? 0 : soFar / weighed;
  const known = new Set(own.map(({ date }) => date));
  const open = datesIn(period).filter((date) => !known.has(date));
  const expected = open.reduce((sum, date) => sum + level * weight(date), 0);
  const squares = own.reduce((sum, { date, value }) => sum + (value - level * weight(date)) ** 2, 0);
  const degreesOfFreedom = own.length - 1;
  const deviation = Math.sqrt(squares / degreesOfFreedom);
  const count = open.length;
  // The remaining days cannot lower the sum, unless returns have done so before.
  const floor = days.some(({ value }) => value < 0) ? Number.NEGATIVE_INFINITY : 0;
  // The spread of the open days themselves, and that of the level they are expected from.
  const reach = reachOf80Percent(degreesOfFreedom) * deviation * Math.sqrt(count + count ** 2 / own.length);
  return {
    reportedDays: own.length,
    remainingDays: daysIn({ from: addDays(last, 1), to: period.to }),
    unknownDays: open.filter((date) => date < last).length,
    soFar,
    projected: soFar + expected,
    low: soFar + Math.max(floor, expected - reach),
    high: soFar + expected + reach,
    isByWeekday,
  };
}

/** The average of a weekday divided by the average of all days. */
function weightsOf(days: readonly DayValue[]): readonly number[] {
  const average = (some: readonly DayValue[]): number =>
    some.reduce((sum, { value }) => sum + value, 0) / some.length;
  const all = average(days);
  return Array.from({ length: 7 }, (_, weekday) => {
    const own = days.filter(({ date }) => weekdayOf(date) === weekday);
    return all <= 0 || own.length === 0 ? 1 : Math.max(0, average(own) / all);
  });
}
