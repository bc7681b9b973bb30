import { at, type JsonObject, readNumber } from '../json.ts';
import { cleanText } from '../untrusted-text.ts';
import {
  addMoney,
  amountIn,
  currenciesIn,
  type Money,
  mapMoney,
  readMoney,
  subtractMoney,
  toNumber,
  UNREADABLE,
  type Unreadable,
} from './money.ts';
import {
  FIELDS,
  type FigureName,
  isFigureName,
  type Kind,
  type MetricTable,
  type MoneyName,
  type Source,
} from './vocabulary.ts';

/** Figures of a table by our name. One that is absent upstream is absent here, never zero. */
export type Figures<T extends MetricTable> = {
  readonly [Name in keyof T & FigureName]?: Name extends MoneyName ? Money : number;
};

/** The figures of any table. */
export type AnyFigures = { readonly [Name in FigureName]?: Money | number };

/** A value that was there and could not be read. */
export interface UnreadableValue {
  readonly name: FigureName;
  /** The beginning of what was there. */
  readonly written: string;
}

/** The figures of one bucket or row, and what could not be read of it. */
export interface FigureReading<T extends MetricTable> {
  readonly figures: Figures<T>;
  readonly unreadable: readonly UnreadableValue[];
}

/** The names of a table's figures, in its order. */
export const namesIn = (table: MetricTable): readonly FigureName[] => Object.keys(table).filter(isFigureName);

/**
 * An object with a figure for each name of a table.
 *
 * The one place where figures computed name by name get the type of their table: which kind a name has is known to the
 * vocabulary, and not to a loop over names.
 */
export function figuresOf<T extends MetricTable>(
  table: T,
  figureFor: (name: FigureName, source: Source) => Money | number | undefined,
): Figures<T>;
export function figuresOf(
  table: MetricTable,
  figureFor: (name: FigureName, source: Source) => Money | number | undefined,
): AnyFigures {
  const figures: { [Name in FigureName]?: Money | number } = {};
  for (const name of namesIn(table)) {
    const value = figureFor(name, table[name] ?? {});
    if (value !== undefined) figures[name] = value;
  }
  return figures;
}

/** Reads the figures of one bucket or row; those without a vendor's name are computed from the others. */
export function readFigures<T extends MetricTable>(stats: JsonObject, table: T): FigureReading<T> {
  const unreadable: UnreadableValue[] = [];
  const read = new Map<FigureName, Money | number>();
  for (const name of namesIn(table)) {
    const from = table[name]?.from;
    if (from === undefined) continue;
    const value = readFigure(at(stats, from), FIELDS[name].kind);
    if (value === UNREADABLE) unreadable.push({ name, written: shown(amountOf(at(stats, from))) });
    else if (value !== undefined) read.set(name, value);
  }
  return { figures: withDifferences((name) => read.get(name), table), unreadable };
}

/** Figures as they are known by name, with those that are a difference of others. */
function withDifferences<T extends MetricTable>(
  known: (name: FigureName) => Money | number | undefined,
  table: T,
): Figures<T> {
  return figuresOf(table, (name, { difference }) => {
    if (difference === undefined) return known(name);
    const [whole, ...parts] = difference.map((one) => asMoney(known(one)));
    const present = parts.filter((part) => part !== undefined);
    return whole === undefined || present.length < parts.length
      ? undefined
      : subtractMoney(whole, ...present);
  });
}

/** A value of a kind; undefined where there is none. */
function readFigure(value: unknown, kind: Kind): Money | number | Unreadable | undefined {
  if (kind === 'money' || kind === 'money_per_thousand') return readMoney(value);
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = readNumber(value);
  if (parsed === undefined) return UNREADABLE;
  if (kind === 'count') return Number.isSafeInteger(parsed) ? parsed : UNREADABLE;
  return parsed >= 0 && parsed <= 1 ? parsed : UNREADABLE;
}

/** Longest part of an unreadable value that a note repeats. */
const SHOWN = 20;

/** The amount of money; the objects around amounts all look alike. */
const amountOf = (value: unknown): unknown => at(value, 'amount') ?? value;

const shown = (value: unknown): string =>
  cleanText(typeof value === 'string' ? value : JSON.stringify(value), SHOWN);

const asMoney = (value: Money | number | undefined): Money | undefined =>
  typeof value === 'object' ? value : undefined;
const asNumber = (value: Money | number | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** The counter or rate of that name. */
export const countOf = (figures: AnyFigures, name: FigureName): number | undefined => asNumber(figures[name]);

/** The money of that name. */
export const moneyOf = (figures: AnyFigures, name: FigureName): Money | undefined => asMoney(figures[name]);

/** The money of that name of several parts; nothing where none has it. */
export const addFigureMoney = (parts: readonly AnyFigures[], name: MoneyName): Money =>
  addMoney(parts.flatMap((part) => moneyOf(part, name) ?? []));

/** Whether there is any figure. */
export const hasFigures = (figures: AnyFigures): boolean => Object.keys(figures).length > 0;

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
 * The figure of a period: counts and money added up, rates as ratios of sums (upstream-api.md 7.5, 7.6). A rate whose
 * denominator is unknown exists for a single part only.
 * @param parts those that {@link partsWith} chose
 */
export function sumOf(
  parts: readonly AnyFigures[],
  name: FigureName,
  { of, weight, perBucketOnly }: Source,
): Money | number | undefined {
  if (parts.length === 0) return undefined;
  if (perBucketOnly === true) return parts.length === 1 ? parts[0]?.[name] : undefined;
  const kind: Kind = FIELDS[name].kind;
  if (of !== undefined) {
    const [part, whole] = of.map((side) => plainSum(parts, side));
    if (kind !== 'money_per_thousand' && kind !== 'money') return ratioOf(part, whole);
    const count = asNumber(whole);
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

function plainSum(parts: readonly AnyFigures[], name: FigureName): Money | number | undefined {
  const money = parts.flatMap((part) => moneyOf(part, name) ?? []);
  if (money.length > 0) return addMoney(money);
  const counts = parts.flatMap((part) => countOf(part, name) ?? []);
  return counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : undefined;
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

/** The figures of a smaller table. */
export const pickFigures = <T extends MetricTable>(figures: AnyFigures, table: T): Figures<T> =>
  figuresOf(table, (name) => figures[name]);

/** Whether a figure has no sum: it holds for a single bucket and not for several. */
export const isForOnePart = (name: FigureName, { of, weight, perBucketOnly }: Source): boolean =>
  perBucketOnly === true || (FIELDS[name].kind === 'rate' && of === undefined && weight === undefined);

/** Whether a rate that was computed is none: below 0 or above 1. */
export const isImpossibleRate = (name: FigureName, value: Money | number | undefined): boolean =>
  FIELDS[name].kind === 'rate' && typeof value === 'number' && (value < 0 || value > 1);

/**
 * Several sets of figures of the same days as one: each figure of the richest set that has it.
 * @returns whether two of them differ in a figure, too
 */
export function mergeFigures<T extends MetricTable>(
  same: readonly Figures<T>[],
  table: T,
): { readonly figures: Figures<T>; readonly isDifferent: boolean } {
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

/** The currency that a whole answer is in. */
export interface Denomination {
  /** ISO 4217; undefined when no money carries a currency, or when several do. */
  readonly currency: string | undefined;
  /** The currencies that occur, when there is more than one. */
  readonly mixed: readonly string[];
}

/** One currency for the whole answer, or the list of those it mixes. */
export function denominationOf(rows: readonly AnyFigures[], prices: readonly Money[] = []): Denomination {
  const money = rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'object');
  const codes = currenciesIn([...money, ...prices]);
  return codes.length > 1 ? { currency: undefined, mixed: codes } : { currency: codes[0], mixed: [] };
}

/** Money as results carry it: a number in the answer's currency, or with its own currency where an answer mixes several. */
export type WrittenMoney = number | { readonly amount: number; readonly currency: string };

/** Figures as results carry them. */
export type WrittenFigures<T extends MetricTable> = {
  [Name in keyof T & FigureName]?: (Name extends MoneyName ? WrittenMoney : number) | undefined;
};

/**
 * Rounds once, at the way out. Money in another currency than the answer's keeps its own; money in several at once has no
 * single figure and is left out.
 */
export function writeMoney(money: Money, { currency, mixed }: Denomination): WrittenMoney | undefined {
  const [only, ...others] = money;
  if (only === undefined) return 0;
  if (others.length > 0) return undefined;
  const amount = toNumber(only[1], only[0]);
  return mixed.length === 0 && only[0] === currency ? amount : { amount, currency: only[0] };
}

/** A rate as results carry it: rounded once, at the way out. */
export const sixDigits = (rate: number): number => Number(rate.toFixed(6));

/** Figures as results carry them; the names keep the type of their table. */
export function writeFigures<T extends MetricTable>(
  figures: Figures<T>,
  denomination: Denomination,
): WrittenFigures<T>;
export function writeFigures(figures: AnyFigures, denomination: Denomination): WrittenFigures<MetricTable> {
  const written: { [name: string]: WrittenMoney } = {};
  for (const [name, value] of Object.entries(figures)) {
    const out = typeof value === 'number' ? sixDigits(value) : writeMoney(value, denomination);
    if (out !== undefined) written[name] = out;
  }
  return written;
}

/** What could not be read, one sentence for each figure. */
export function unreadableNotes(values: readonly UnreadableValue[]): string[] {
  return [...groupByName(values)].map(([name, own]) => {
    const what = own.length === 1 ? 'One value' : `${own.length} values`;
    const range = FIELDS[name].kind === 'rate' ? ' as a fraction from 0 to 1' : '';
    return `${what} of ${name} could not be read${range} (for example "${own[0]?.written ?? ''}"): left out, not counted as zero.`;
  });
}

function groupByName(values: readonly UnreadableValue[]): ReadonlyMap<FigureName, UnreadableValue[]> {
  const groups = new Map<FigureName, UnreadableValue[]>();
  for (const value of values) groups.set(value.name, [...(groups.get(value.name) ?? []), value]);
  return groups;
}
