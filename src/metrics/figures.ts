import { at, type JsonObject, readNumber } from '../json.ts';
import { cleanText } from '../untrusted-text.ts';
import { type Money, readMoney, subtractMoney, UNREADABLE, type Unreadable } from './money.ts';
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
