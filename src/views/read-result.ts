import { at, isJsonObject, type JsonObject, jsonObjects } from '../json-path.ts';

/** A sum of money; the currency is unknown if the vendor did not state it. */
export interface ShownMoney {
  readonly amount: number;
  readonly currency: string | undefined;
}

/** The number at a path of a result; undefined if unknown, which is not zero. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The text at a path of a result. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The objects of the list at a path of a result. */
export const listAt = (value: unknown, ...path: readonly string[]): readonly JsonObject[] =>
  jsonObjects(at(value, ...path));

/** The texts of the list at a path of a result. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter((entry) => typeof entry === 'string') : [];
}

/**
 * Money at a path of a result: a number in the result's currency, or an amount with its own.
 * @param currency the result's currency
 */
export function moneyAt(
  value: unknown,
  currency: string | undefined,
  ...path: readonly string[]
): ShownMoney | undefined {
  const found = at(value, ...path);
  if (typeof found === 'number') return { amount: found, currency };
  if (!isJsonObject(found)) return undefined;
  const amount = numberAt(found, 'amount');
  return amount === undefined ? undefined : { amount, currency: textAt(found, 'currency') };
}
