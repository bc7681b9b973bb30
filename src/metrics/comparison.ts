import Big from 'big.js';
import { type DateRange, monthAround } from './calendar.ts';
import { type Denomination, type Figures, type Metrics, sumFigures } from './figures.ts';
import { amountIn, type Money, toNumber } from './money.ts';
import type { Stats } from './time-series.ts';

/** A figure against the same days of the month before. */
export interface Change {
  readonly absolute: number;
  /** As a fraction; null when the earlier figure is zero. */
  readonly relative: number | null;
}

/** Two months over the same days. */
export interface Comparison {
  readonly current: Figures;
  readonly previous: Figures;
  /** Days of each month that were compared. */
  readonly days: number;
  /** Of the earlier month. */
  readonly range: DateRange;
}

/**
 * Pairs two months by day of the month and keeps the days that both have data for: a month to date meets a month to
 * date, and a missing day is missing on both sides. Months without daily figures are compared only whole with whole.
 */
export function pairMonths(current: Stats, previous: Stats): Comparison | undefined {
  if (!isDaily(current) || !isDaily(previous)) {
    if (!isWholeMonth(current.window) || !isWholeMonth(previous.window)) return undefined;
    return {
      current: current.totals,
      previous: previous.totals,
      days: previous.window.days_with_data,
      range: previous.window,
    };
  }
  const dayOf = (date: string): string => date.slice(8);
  const earlier = new Map(previous.days.map((day) => [dayOf(day.bucket.from), day]));
  const pairs = current.days.flatMap((now) => {
    const before = earlier.get(dayOf(now.bucket.from));
    return before === undefined ? [] : [{ now, before }];
  });
  const first = pairs.at(0)?.before.bucket.from;
  const last = pairs.at(-1)?.before.bucket.from;
  if (first === undefined || last === undefined) return undefined;
  return {
    current: sumFigures(
      pairs.map(({ now }) => now.figures),
      current.metrics,
    ),
    previous: sumFigures(
      pairs.map(({ before }) => before.figures),
      current.metrics,
    ),
    days: pairs.length,
    range: { from: first, to: last },
  };
}

/** Over from its first to its last day, with data to the end. */
const isWholeMonth = ({ from, to, complete }: Stats['window']): boolean => {
  const month = monthAround(from);
  return complete && from === month.from && to === month.to;
};

const isDaily = (stats: Stats): boolean => stats.days.every(({ bucket }) => bucket.days === 1);

/** The change of every figure that both sides have. */
export function changesOf(
  { current, previous }: Comparison,
  metrics: Metrics,
  denomination: Denomination,
): Record<string, Change> {
  const changes: Record<string, Change> = {};
  for (const [name, { kind }] of Object.entries(metrics)) {
    const now = asBig(current.get(name), denomination);
    const before = asBig(previous.get(name), denomination);
    if (now === undefined || before === undefined) continue;
    const difference = now.minus(before);
    const isMoney = kind === 'money' || kind === 'per_thousand';
    changes[name] = {
      absolute: isMoney ? toNumber(difference, denomination.currency ?? '') : difference.round(6).toNumber(),
      relative: before.eq(0) ? null : difference.div(before.abs()).round(6).toNumber(),
    };
  }
  return changes;
}

/** A figure as a decimal; money only where the answer has a single currency. */
function asBig(value: number | Money | undefined, { currency, mixed }: Denomination): Big | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return new Big(value);
  return mixed.length > 0 ? undefined : amountIn(value, currency ?? '');
}
