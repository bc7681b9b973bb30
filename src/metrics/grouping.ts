import { addDays, type DateRange, daysIn, type IsoDate, monthAround } from './calendar.ts';
import type { AnyFigures, Figures } from './figures.ts';
import { mondayOf, weekdayOf } from './periods.ts';
import type { Series, Stretch } from './series.ts';
import { median } from './statistics.ts';
import { sumFigures } from './sums.ts';
import type { FigureName, MetricTable } from './vocabulary.ts';

/** How finely a period is divided. */
export const GRANULARITIES = ['day', 'week', 'month'] as const;

export type Granularity = (typeof GRANULARITIES)[number];

/** Days for up to a month, weeks for up to a quarter, months for more. */
export function granularityFor(range: DateRange): Granularity {
  const days = daysIn(range);
  if (days <= 31) return 'day';
  return days <= 92 ? 'week' : 'month';
}

/** The figures of a day, week or month; only the days that lie in the period count. */
export interface Group<T extends MetricTable> extends DateRange {
  /** Days with data, out of the days of the group. */
  readonly daysWithData: number;
  readonly parts: readonly Stretch<T>[];
  readonly figures: Figures<T>;
}

/** The days of some stretches that have a figure. */
export const daysWith = (
  parts: readonly { readonly days: number; readonly figures: AnyFigures }[],
  name: FigureName,
): number => parts.reduce((sum, { days, figures }) => (figures[name] === undefined ? sum : sum + days), 0);

/**
 * The days of a series as weeks (Monday to Sunday) or months; at the edges of the period, only the part inside it.
 * Groups without data are left out. A stretch that does not fit into one group is a group of its own.
 */
export function groupDays<T extends MetricTable>(
  { days, window, table }: Series<T>,
  by: Granularity,
): readonly Group<T>[] {
  const groups = new Map<string, { range: DateRange; parts: Stretch<T>[] }>();
  for (const stretch of days) {
    const whole = around(stretch.from, by);
    const from = whole.from < window.from ? window.from : whole.from;
    const to = whole.to > window.to ? window.to : whole.to;
    const range = stretch.to <= to ? { from, to } : { from: stretch.from, to: stretch.to };
    const key = `${range.from} ${range.to}`;
    const group = groups.get(key) ?? { range, parts: [] };
    group.parts.push(stretch);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ range, parts }) => ({
    ...range,
    parts,
    daysWithData: parts.reduce((sum, part) => sum + part.days, 0),
    figures: sumFigures(
      parts.map(({ figures }) => figures),
      table,
    ),
  }));
}

function around(date: IsoDate, by: Granularity): DateRange {
  if (by === 'day') return { from: date, to: date };
  if (by === 'month') return monthAround(date);
  const monday = mondayOf(date);
  return { from: monday, to: addDays(monday, 6) };
}

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

/** Reported days needed to compare weekdays: each has occurred four times. */
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
const OUTLIER_SCORE = 3.5;

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
    .filter(({ score }) => Math.abs(score) > OUTLIER_SCORE)
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || (a.date < b.date ? -1 : 1))
    .slice(0, most);
}
