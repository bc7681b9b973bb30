import type { AnyFigures, Figures } from './figures.ts';
import { currenciesIn, type Money, toNumber } from './money.ts';
import { type Reading, withOwnDates } from './reading.ts';
import type { FigureName, MetricTable, MoneyName } from './vocabulary.ts';

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
