import { at, type JsonObject, readNumber } from '../json.ts';
import { cleanText } from '../untrusted-text.ts';
import {
  currenciesIn,
  type Money,
  readMoney,
  subtractMoney,
  toNumber,
  UNREADABLE,
  type Unreadable,
} from './money.ts';
import { type Reading, withOwnDates } from './reading.ts';
import {
  FIELDS,
  type FigureName,
  isFigureName,
  isMoneyName,
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
  /** The beginning of the value. */
  readonly written: string;
}

/** The figures of one bucket or row, and its values that could not be read. */
export interface FigureReading<T extends MetricTable> {
  readonly figures: Figures<T>;
  readonly unreadable: readonly UnreadableValue[];
}

/** The names of each table, kept: there are a dozen tables, and thousands of rows use them. */
const knownNames = new WeakMap<MetricTable, readonly FigureName[]>();

/** The names of a table's figures, in its order. */
export function namesIn(table: MetricTable): readonly FigureName[] {
  const names = knownNames.get(table) ?? Object.keys(table).filter(isFigureName);
  knownNames.set(table, names);
  return names;
}

/**
 * An object with a figure for each name of a table.
 *
 * The one place where figures computed name by name get the type of their table: the vocabulary knows the kind of a
 * name, a loop over names does not.
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
  const read = new Map<FigureName, Money | number | undefined>();
  for (const name of namesIn(table)) {
    const from = table[name]?.from;
    if (from === undefined) continue;
    const value = readFigure(name, at(stats, from));
    if (value === UNREADABLE) unreadable.push({ name, written: shown(amountOf(at(stats, from))) });
    else read.set(name, value);
  }
  return { figures: withDifferences((name) => read.get(name), table), unreadable };
}

/** Whether a bucket or row has any figure of a table that can be read. */
export const hasReadableFigure = (stats: JsonObject, table: MetricTable): boolean =>
  namesIn(table).some((name) => {
    const from = table[name]?.from;
    const value = from === undefined ? undefined : readFigure(name, at(stats, from));
    return value !== undefined && value !== UNREADABLE;
  });

/** Figures with those added that are a difference of others. */
export function withDifferences<T extends MetricTable>(
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

/** The value of a figure; undefined where there is none. */
function readFigure(name: FigureName, value: unknown): Money | number | Unreadable | undefined {
  if (isMoneyName(name)) return readMoney(value);
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = readNumber(value);
  if (parsed === undefined) return UNREADABLE;
  if (FIELDS[name].kind === 'count') return Number.isSafeInteger(parsed) ? parsed : UNREADABLE;
  return parsed >= 0 && parsed <= 1 ? parsed : UNREADABLE;
}

/** How much of an unreadable value a note quotes. */
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

/** Whether there is any figure. */
export const hasFigures = (figures: AnyFigures): boolean => Object.keys(figures).length > 0;

/** The figures of a smaller table. */
export const pickFigures = <T extends MetricTable>(figures: AnyFigures, table: T): Figures<T> =>
  figuresOf(table, (name) => figures[name]);

/** The currency of a whole result. */
export interface Denomination {
  /** ISO 4217; undefined when no money carries a currency, or when several do. */
  readonly currency: string | undefined;
  /** The currencies that occur, when there is more than one. */
  readonly mixed: readonly string[];
}

/** One currency for the whole result, or the list of those that it mixes. */
export function denominationOf(rows: readonly AnyFigures[], prices: readonly Money[] = []): Denomination {
  const money = [...prices];
  for (const row of rows) {
    for (const value of Object.values(row)) if (typeof value === 'object') money.push(value);
  }
  const codes = currenciesIn(money);
  return codes.length > 1 ? { currency: undefined, mixed: codes } : { currency: codes[0], mixed: [] };
}

/**
 * Money as results have it: a number in the result's currency, or with its own currency if the result mixes several.
 */
export type WrittenMoney = number | { readonly amount: number; readonly currency: string };

/** Figures as results have them. */
export type WrittenFigures<T extends MetricTable> = {
  [Name in keyof T & FigureName]?: (Name extends MoneyName ? WrittenMoney : number) | undefined;
};

/**
 * Rounds once, here. Money in another currency than the result's keeps its own; money in several currencies has no
 * single figure and is left out.
 */
export function writeMoney(money: Money, { currency, mixed }: Denomination): WrittenMoney | undefined {
  const [only, ...others] = money;
  if (only === undefined) return 0;
  if (others.length > 0) return undefined;
  if (mixed.length === 0 && only[1].eq(0)) return 0;
  const amount = toNumber(only[1], only[0]);
  return only[0] === currency ? amount : { amount, currency: only[0] };
}

/** A rate as results have it, rounded once, here. */
export const sixDigits = (rate: number): number => Number(rate.toFixed(6));

/** Figures as results have them; the names keep the type of their table. */
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

type DenominatedPart = Reading<{ readonly denomination: Denomination }> | undefined;

/**
 * The currency of a result of several parts: that of its first part that has one. A part in another currency keeps its
 * own and is not added to the others.
 */
export function denominationOfParts(parts: readonly DenominatedPart[]): Denomination {
  const own = parts.flatMap((part) => (part === undefined ? [] : withOwnDates(part).denomination));
  return own.find(({ currency, mixed }) => currency !== undefined || mixed.length > 0) ?? NO_DENOMINATION;
}

const NO_DENOMINATION: Denomination = { currency: undefined, mixed: [] };

/** How money of a part is written: with its own currency if that is not the result's. */
export function denominationFor(part: Denomination, main: Denomination): Denomination {
  if (part.mixed.length > 0) return part;
  const isOther = part.currency !== undefined && part.currency !== main.currency;
  return isOther ? { currency: undefined, mixed: [part.currency] } : main;
}

/** Whether the money of a part can be added to the result's. */
export const isSameCurrency = (part: Denomination, main: Denomination): boolean =>
  part.mixed.length === 0 &&
  main.mixed.length === 0 &&
  (part.currency === undefined || part.currency === main.currency);

/** The currencies of a part in words. */
export const currenciesOf = ({ currency, mixed }: Denomination): string => currency ?? mixed.join(' and ');
