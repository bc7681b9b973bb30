import type { IsoDate } from './calendar.ts';
import { weekdayOf } from './periods.ts';
import { median } from './statistics.ts';

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** The name of a date's weekday. */
export const weekdayNameOf = (date: IsoDate): Weekday => WEEKDAYS[weekdayOf(date)] ?? 'Monday';

/** A figure of one day. */
export interface DayValue {
  readonly date: IsoDate;
  readonly value: number;
}

/** Reported days from which weekdays can be told apart: each has come four times. */
export const DAYS_FOR_WEEKDAYS = 28;

/** A day that stands out from others of its weekday. */
export interface UnusualDay extends DayValue {
  readonly weekday: Weekday;
  /** The median of its weekday. */
  readonly usual: number;
  /** How far it is from that, in robust standard deviations. */
  readonly score: number;
}

/** The usual cut for outliers by median and MAD (Iglewicz and Hoaglin). */
const CUT = 3.5;

/** Makes a MAD comparable with a standard deviation. */
const MAD_SCALE = 0.6745;

/**
 * The days furthest from the median of their own weekday, measured by the median absolute deviation of all days from
 * theirs; none under 28 reported days. The furthest come first.
 * @param most how many days at most
 */
export function unusualDays(days: readonly DayValue[], most: number): readonly UnusualDay[] {
  if (days.length < DAYS_FOR_WEEKDAYS) return [];
  const usual = WEEKDAYS.map((_, weekday) =>
    median(days.filter(({ date }) => weekdayOf(date) === weekday).map(({ value }) => value)),
  );
  const distances = days.map(({ date, value }) => value - (usual[weekdayOf(date)] ?? value));
  const spread = median(distances.map(Math.abs)) ?? 0;
  if (spread === 0) return [];
  return days
    .map(({ date, value }, index) => ({
      date,
      value,
      weekday: weekdayNameOf(date),
      usual: usual[weekdayOf(date)] ?? value,
      score: (MAD_SCALE * (distances[index] ?? 0)) / spread,
    }))
    .filter(({ score }) => Math.abs(score) > CUT)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || (a.date < b.date ? -1 : 1))
    .slice(0, most);
}
