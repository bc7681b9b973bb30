import type { Denomination } from './figures.ts';
import { type Reading, withOwnDates } from './reading.ts';

type DenominatedPart = Reading<{ readonly denomination: Denomination }> | undefined;

/**
 * The currency of a result of several parts: that of its first part that has one. A part in another currency keeps its
 * own and takes part in no sum with the others.
 */
export function denominationOfParts(parts: readonly DenominatedPart[]): Denomination {
  const own = parts.flatMap((part) => (part === undefined ? [] : withOwnDates(part).denomination));
  return own.find(({ currency, mixed }) => currency !== undefined || mixed.length > 0) ?? NO_DENOMINATION;
}

const NO_DENOMINATION: Denomination = { currency: undefined, mixed: [] };

/** How money of a part is written: with its own currency beside it where that is not the result's. */
export function denominationFor(part: Denomination, main: Denomination): Denomination {
  if (part.mixed.length > 0) return part;
  const isOther = part.currency !== undefined && part.currency !== main.currency;
  return isOther ? { currency: undefined, mixed: [part.currency] } : main;
}

/** Whether the money of a part adds up with that of the result. */
export const isSameCurrency = (part: Denomination, main: Denomination): boolean =>
  part.mixed.length === 0 &&
  main.mixed.length === 0 &&
  (part.currency === undefined || part.currency === main.currency);

/** The currencies of a part in words. */
export const currenciesOf = ({ currency, mixed }: Denomination): string => currency ?? mixed.join(' and ');
