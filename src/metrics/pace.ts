import { addDays, type DateRange, datesIn } from './calendar.ts';
import { DAYS_FOR_WEEKDAYS, type DayValue } from './grouping.ts';
import { weekdayOf } from './periods.ts';
import { reachOf80Percent } from './statistics.ts';

/** Reported days of an open period from which its end is projected. */
const DAYS_FOR_PACE = 5;

/** Where an open period is heading if its days go on as they did. */
export interface Pace {
  readonly reportedDays: number;
  readonly remainingDays: number;
  readonly soFar: number;
  /** So far and what the remaining days are expected to bring. */
  readonly projected: number;
  /** Eight of ten such projections end within these bounds. */
  readonly low: number;
  readonly high: number;
  /** Whether weekdays are weighted; without 28 days of history all days weigh the same. */
  readonly isByWeekday: boolean;
}

/**
 * Projects an open period to its end: level × weight of each remaining weekday. The level is what the reported days of
 * the period brought for their weights; a weekday weighs its average over all days given against that of all days. The
 * range is a prediction interval of 80 % from how far the reported days were from their own expectation.
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
  const remaining = datesIn({ from: addDays(last, 1), to: period.to });
  const expected = remaining.reduce((sum, date) => sum + level * weight(date), 0);
  const squares = own.reduce((sum, { date, value }) => sum + (value - level * weight(date)) ** 2, 0);
  const freedom = own.length - 1;
  const deviation = Math.sqrt(squares / freedom);
  const count = remaining.length;
  // The spread of the remaining days themselves, and that of the level they are expected from.
  const reach = reachOf80Percent(freedom) * deviation * Math.sqrt(count + count ** 2 / own.length);
  return {
    reportedDays: own.length,
    remainingDays: count,
    soFar,
    projected: soFar + expected,
    low: soFar + Math.max(0, expected - reach),
    high: soFar + expected + reach,
    isByWeekday,
  };
}

/** What a weekday brings on average, against the average of all days. */
function weightsOf(days: readonly DayValue[]): readonly number[] {
  const average = (some: readonly DayValue[]): number =>
    some.length === 0 ? 0 : some.reduce((sum, { value }) => sum + value, 0) / some.length;
  const all = average(days);
  return Array.from({ length: 7 }, (_, weekday) => {
    const own = days.filter(({ date }) => weekdayOf(date) === weekday);
    return all <= 0 || own.length === 0 ? 1 : Math.max(0, average(own) / all);
  });
}
