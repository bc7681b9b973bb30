import { addDays, covers, type DateRange, daysIn, type IsoDate, rangeOfAll } from './calendar.ts';
import {
  type AnyFigures,
  countOf,
  type Figures,
  figuresOf,
  moneyOf,
  namesIn,
  withDifferences,
} from './figures.ts';
import { addMoney, amountIn, currenciesIn, type Money, mapMoney } from './money.ts';
import { LAG_DAYS } from './reading.ts';
import { tile } from './tiling.ts';
import {
  FIELDS,
  type FigureName,
  type Kind,
  type MetricTable,
  type MoneyName,
  type Source,
} from './vocabulary.ts';

/** The parts that a figure of a period is made of. */
export const partsWith = <P extends { readonly figures: AnyFigures }>(
  parts: readonly P[],
  name: FigureName,
  { of, weight }: Source,
): readonly P[] => {
  const isAlone = weight === undefined || parts.length === 1;
  // Only parts that have both sides, or a ratio would compare different days.
  const needed: readonly FigureName[] = of ?? (isAlone ? [name] : [name, weight]);
  return parts.filter(({ figures }) => needed.every((one) => figures[one] !== undefined));
};

/**
 * The figure of a period: counts and money added up, rates as ratios of sums (upstream-api.md 7.5, 7.6). A rate with an
 * unknown denominator exists for a single part only.
 * @param parts those that {@link partsWith} chose
 */
export function sumOf(
  parts: readonly AnyFigures[],
  name: FigureName,
  { of, weight, perBucketOnly }: Source,
): Money | number | undefined {
  if (perBucketOnly === true) return parts.length === 1 ? parts[0]?.[name] : undefined;
  const kind: Kind = FIELDS[name].kind;
  if (of !== undefined) {
    const [part, whole] = of.map((side) => plainSum(parts, side));
    if (kind !== 'money_per_thousand' && kind !== 'money') return ratioOf(part, whole);
    const count = typeof whole === 'number' ? whole : undefined;
    const times = kind === 'money' ? 1 : 1000;
    // Each currency would need a count of its own.
    return typeof part === 'object' && part.size < 2 && count
      ? mapMoney(part, (amount) => amount.times(times).div(count))
      : undefined;
  }
  if (kind === 'money' || kind === 'count') return plainSum(parts, name);
  if (parts.length === 1) return parts[0]?.[name];
  return weight === undefined ? undefined : weightedMean(parts, name, weight);
}

/** Counts or money of that name of several parts; undefined where none has it. */
export function plainSum(parts: readonly AnyFigures[], name: FigureName): Money | number | undefined {
  const money: Money[] = [];
  let count: number | undefined;
  for (const part of parts) {
    const value = part[name];
    if (typeof value === 'object') money.push(value);
    else if (value !== undefined) count = (count ?? 0) + value;
  }
  return money.length > 0 ? addMoney(money) : count;
}

function weightedMean(
  parts: readonly AnyFigures[],
  name: FigureName,
  weight: FigureName,
): number | undefined {
  let upper = 0;
  let lower = 0;
  for (const part of parts) {
    const own = Math.max(0, countOf(part, weight) ?? 0);
    upper += (countOf(part, name) ?? 0) * own;
    lower += own;
  }
  return lower === 0 ? undefined : upper / lower;
}

/** The money of that name of several parts; nothing where none has it. */
export const addFigureMoney = (parts: readonly AnyFigures[], name: MoneyName): Money =>
  addMoney(parts.flatMap((part) => moneyOf(part, name) ?? []));

/** Whether a figure has no sum: it is valid for a single bucket only. */
export const isForOnePart = (name: FigureName, { of, weight, perBucketOnly }: Source): boolean =>
  perBucketOnly === true || (FIELDS[name].kind === 'rate' && of === undefined && weight === undefined);

/** Whether a computed rate is invalid: below 0 or above 1. */
export const isImpossibleRate = (name: FigureName, value: Money | number | undefined): boolean =>
  FIELDS[name].kind === 'rate' && typeof value === 'number' && (value < 0 || value > 1);

/**
 * Several sets of figures for the same days as one: each figure from the set with the most figures that has it.
 * @returns also whether two of them differ in a figure
 */
export function mergeFigures<T extends MetricTable>(
  same: readonly Figures<T>[],
  table: T,
): { readonly figures: Figures<T>; readonly isDifferent: boolean } {
  const [first] = same;
  // Nearly always there is one, for which there is nothing to compare.
  if (first !== undefined && same.length === 1) return { figures: first, isDifferent: false };
  const richest = [...same].sort(
    (a, b) => Object.keys(b).length - Object.keys(a).length || (textOfFigures(a) < textOfFigures(b) ? -1 : 1),
  );
  const valuesOf = (name: FigureName): readonly (Money | number)[] =>
    richest.flatMap((figures: AnyFigures) => figures[name] ?? []);
  return {
    figures: withDifferences((name) => valuesOf(name)[0], table),
    isDifferent: namesIn(table).some((name) => new Set(valuesOf(name).map(textOfValue)).size > 1),
  };
}

const textOfValue = (value: Money | number): string =>
  JSON.stringify(typeof value === 'object' ? [...value] : value);

/** Figures as a text that is equal for equal figures. */
const textOfFigures = (figures: AnyFigures): string =>
  JSON.stringify(Object.entries(figures).map(([name, value]) => [name, textOfValue(value)]));

/** The figures of several parts as one. */
export const sumFigures = <T extends MetricTable>(parts: readonly Figures<T>[], table: T): Figures<T> =>
  figuresOf(table, (name, source) => {
    if (isForOnePart(name, source) && parts.length > 1) return undefined;
    const wrapped = parts.map((figures): { readonly figures: AnyFigures } => ({ figures }));
    const value = sumOf(
      partsWith(wrapped, name, source).map(({ figures }) => figures),
      name,
      source,
    );
    return isImpossibleRate(name, value) ? undefined : value;
  });

/**
 * Part of a whole as a fraction, not rounded yet: two counts, or money of one and the same currency.
 * Undefined without a whole, or where currencies differ.
 */
export function ratioOf(
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

interface FigureStretch extends DateRange {
  readonly days: number;
  readonly figures: AnyFigures;
}

/** The total of one figure. */
interface Total<S extends FigureStretch> {
  readonly value: Money | number;
  /** The stretches that it is made of, in date order. */
  readonly stretches: readonly S[];
  /** Days behind it. */
  readonly days: number;
}

/** The totals of a series, and the rates among them that came out below 0 or above 1. */
export interface Totals<S extends FigureStretch> {
  readonly byName: ReadonlyMap<FigureName, Total<S>>;
  readonly impossible: readonly FigureName[];
}

/**
 * The total of each figure: from the stretches that cover the most days on which it has a value, the finest of those. A
 * figure that is missing on some days does not affect the others.
 * @param tiles what {@link tile} chooses of the stretches; a figure without a sum must be about all of its days
 */
export function totalsOf<S extends FigureStretch>(
  stretches: readonly S[],
  tiles: readonly S[],
  table: MetricTable,
  weightOf: (stretch: DateRange) => number,
  today: IsoDate,
): Totals<S> {
  const byName = new Map<FigureName, Total<S>>();
  const impossible: FigureName[] = [];
  const filled = rangeOfAll(tiles);
  for (const name of namesIn(table)) {
    const source = table[name] ?? {};
    const able = partsWith(stretches, name, source);
    const alone = source.perBucketOnly === true ? able.filter(({ days }) => days === 1) : able;
    // Most figures have a value in every stretch, and for all stretches the choice has been made already.
    const tiled = (): readonly S[] => (able.length === stretches.length ? tiles : tile(able, weightOf));
    const used = isForOnePart(name, source) ? oneOver(alone, filled) : tiled();
    const value = sumOf(
      used.map(({ figures }) => figures),
      name,
      source,
    );
    if (isImpossibleRate(name, value)) impossible.push(name);
    else if (value !== undefined) byName.set(name, { value, stretches: used, days: daysUntil(used, today) });
  }
  return { byName, impossible };
}

/** The one stretch over these days; none if there is none. */
const oneOver = <S extends FigureStretch>(
  stretches: readonly S[],
  filled: DateRange | undefined,
): readonly S[] => stretches.filter((stretch) => filled !== undefined && covers(stretch, filled)).slice(0, 1);

/** Days of stretches that do not overlap, without those still to come. */
export const daysUntil = (stretches: readonly DateRange[], today: IsoDate): number =>
  stretches.reduce((sum, { from, to }) => sum + daysIn({ from, to: to < today ? to : today }), 0);

/**
 * The days of a stretch that count when stretches are chosen: days within the usual lag may simply not be in yet.
 * @param lastDaily the last day that has a daily figure
 */
export function dueDaysUntil(today: IsoDate, lastDaily: IsoDate | undefined): (stretch: DateRange) => number {
  const usual = addDays(today, -LAG_DAYS - 1);
  const due = lastDaily !== undefined && lastDaily > usual ? lastDaily : usual;
  return ({ from, to }) => Math.max(0, daysIn({ from, to: to < due ? to : due }));
}

/** Whether every count and amount has a value on all of the days; a rate has none where its denominator is zero. */
export const isOnAllDays = (coverage: ReadonlyMap<FigureName, number>, days: number): boolean =>
  [...coverage].every(([name, covered]) => covered >= days || FIELDS[name].kind === 'rate');

/** Whether every count and amount that a row has is in all of them. */
export const isInAllRows = (rows: readonly AnyFigures[], table: MetricTable): boolean =>
  namesIn(table).every((name) => {
    const covered = rows.filter((figures) => figures[name] !== undefined).length;
    return FIELDS[name].kind === 'rate' || covered === 0 || covered === rows.length;
  });
