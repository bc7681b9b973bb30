import { addDays, type DateRange, daysIn, type IsoDate, monthAround } from './calendar.ts';
import type { Figures } from './figures.ts';
import { mondayOf } from './periods.ts';
import type { Series, Stretch } from './series.ts';
import { sumFigures } from './sums.ts';
import type { MetricTable } from './vocabulary.ts';

/** How finely a period is told. */
export const GRANULARITIES = ['day', 'week', 'month'] as const;

export type Granularity = (typeof GRANULARITIES)[number];

/** Days for up to a month, weeks for up to a quarter, months for more. */
export function granularityFor(range: DateRange): Granularity {
  const days = daysIn(range);
  if (days <= 31) return 'day';
  return days <= 92 ? 'week' : 'month';
}

/** The figures of a day, a week or a month, as far as it lies in the period. */
export interface Group<T extends MetricTable> extends DateRange {
  /** Days with data, out of the days of the group. */
  readonly daysWithData: number;
  readonly figures: Figures<T>;
}

/**
 * The days of a series as weeks (Monday to Sunday) or months; at the edges of the period only their part of it. Groups
 * without data are left out. A stretch that does not fit into one group stands alone.
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
