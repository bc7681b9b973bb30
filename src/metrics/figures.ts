import { at, type JsonObject, readCount, readNonNegative } from '../json.ts';
import { addMoney, amountIn, currenciesIn, type Money, readMoney, toNumber } from './money.ts';

/** One figure: what the endpoint calls it and how it behaves when days are added up. */
export type Metric =
  | { readonly kind: 'count'; readonly from: string }
  | { readonly kind: 'money'; readonly from: string }
  /** A fraction; over a period the ratio of two sums, or nothing when its parts are not in the reply. */
  | { readonly kind: 'rate'; readonly from?: string; readonly of?: readonly [part: string, whole: string] }
  /** Money per 1,000 of a count; over a period from the sums. */
  | {
      readonly kind: 'per_thousand';
      readonly from?: string;
      readonly of: readonly [money: string, count: string];
    };

/** The figures of one endpoint: our name → where it comes from. */
export type Metrics = Readonly<Record<string, Metric>>;

/** Figures by our name. One that is absent upstream is absent here, never zero. */
export type Figures = ReadonlyMap<string, number | Money>;

/** The figures of one bucket or row. */
export function readFigures(stats: JsonObject, metrics: Metrics): Figures {
  const figures = new Map<string, number | Money>();
  for (const [name, metric] of Object.entries(metrics)) {
    const value = metric.from === undefined ? undefined : readers[metric.kind](at(stats, metric.from));
    if (value !== undefined) figures.set(name, value);
  }
  return figures;
}

const readers = { count: readCount, money: readMoney, rate: readNonNegative, per_thousand: readMoney };

/** The counter or rate of that name. */
export function countOf(figures: Figures, name: string): number | undefined {
  const value = figures.get(name);
  return typeof value === 'number' ? value : undefined;
}

/** The money of that name. */
export function moneyOf(figures: Figures, name: string): Money | undefined {
  const value = figures.get(name);
  return typeof value === 'object' ? value : undefined;
}

/** The figures of a period: counts and money added up, rates as ratios of sums (upstream-api.md 7.5, 7.6). */
export function sumFigures(parts: readonly Figures[], metrics: Metrics): Figures {
  const sums = new Map<string, number | Money>();
  for (const [name, metric] of Object.entries(metrics)) {
    const value = sumOf(parts, name, metric);
    if (value !== undefined) sums.set(name, value);
  }
  return sums;
}

function sumOf(parts: readonly Figures[], name: string, metric: Metric): number | Money | undefined {
  if (metric.kind === 'count') return total(parts.map((part) => countOf(part, name)));
  if (metric.kind === 'money') return totalMoney(parts.map((part) => moneyOf(part, name)));
  const of = metric.of;
  if (of === undefined) return undefined;
  const [upper, lower] = of;
  // Only parts that have both sides, or the ratio would compare different days.
  const both = parts.filter((part) => part.has(upper) && part.has(lower));
  if (metric.kind === 'rate') return rateOf(sideOf(both, upper), sideOf(both, lower));
  const money = totalMoney(both.map((part) => moneyOf(part, upper)));
  const whole = total(both.map((part) => countOf(part, lower)));
  return money && whole ? perThousand(money, whole) : undefined;
}

/** One side of a ratio over a period. */
const sideOf = (parts: readonly Figures[], name: string): number | Money | undefined =>
  totalMoney(parts.map((part) => moneyOf(part, name))) ?? total(parts.map((part) => countOf(part, name)));

/**
 * Part of a whole as a fraction, not rounded yet: two counts, or money of one and the same currency.
 * Undefined without a whole, or where currencies differ.
 */
export function rateOf(
  part: number | Money | undefined,
  whole: number | Money | undefined,
): number | undefined {
  if (part === undefined || whole === undefined) return undefined;
  if (typeof part === 'number' && typeof whole === 'number') return whole === 0 ? undefined : part / whole;
  if (typeof part === 'number' || typeof whole === 'number') return undefined;
  const [currency, ...others] = currenciesIn([part, whole]);
  if (currency === undefined || others.length > 0) return undefined;
  const divisor = amountIn(whole, currency);
  return divisor.eq(0) ? undefined : amountIn(part, currency).div(divisor).toNumber();
}

/** The sum of what is there; undefined when nothing is. */
function total(values: readonly (number | undefined)[]): number | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === 0 ? undefined : present.reduce((sum, value) => sum + value, 0);
}

/** The sum of the money that is there; undefined when none is. */
function totalMoney(values: readonly (Money | undefined)[]): Money | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === 0 ? undefined : addMoney(present);
}

/** Money per 1,000 of a count. */
function perThousand(money: Money, whole: number): Money {
  return new Map([...money].map(([code, amount]) => [code, amount.times(1000).div(whole)]));
}

/** The currency that a whole answer is in. */
export interface Denomination {
  /** ISO 4217; undefined when no money carries a currency, or when several do. */
  readonly currency: string | undefined;
  /** The currencies that occur, when there is more than one. */
  readonly mixed: readonly string[];
}

/** One currency for the whole answer, or the list of those it mixes. */
export function denominationOf(rows: readonly Figures[]): Denomination {
  const money = rows.flatMap((row) => [...row.values()]).filter((value) => typeof value === 'object');
  const codes = currenciesIn(money);
  return codes.length > 1 ? { currency: undefined, mixed: codes } : { currency: codes[0], mixed: [] };
}

/** Money as results carry it: a number in the answer's currency, or with its own currency where an answer mixes several. */
export type WrittenMoney = number | { readonly amount: number; readonly currency: string };

/** Rounds once, at the way out. Money in several currencies at once has no single figure and is left out. */
export function writeMoney(money: Money, { currency, mixed }: Denomination): WrittenMoney | undefined {
  if (mixed.length === 0) return toNumber(amountIn(money, currency ?? ''), currency ?? '');
  const [only, ...others] = money;
  if (only === undefined) return 0;
  return others.length > 0 ? undefined : { amount: toNumber(only[1], only[0]), currency: only[0] };
}

/** A rate as results carry it: rounded once, at the way out. */
export const sixDigits = (rate: number): number => Number(rate.toFixed(6));

/** Figures as results carry them. */
export function writeFigures(figures: Figures, denomination: Denomination): Record<string, WrittenMoney> {
  const written: Record<string, WrittenMoney> = {};
  for (const [name, value] of figures) {
    const out = typeof value === 'number' ? sixDigits(value) : writeMoney(value, denomination);
    if (out !== undefined) written[name] = out;
  }
  return written;
}
