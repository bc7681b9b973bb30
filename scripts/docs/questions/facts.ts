import { at, type JsonObject, jsonObjects } from '../../../src/json.ts';
import { codeSpan, escaped } from '../markdown.ts';

/** The structured content of a tool's result. */
export type Facts = JsonObject;

const found = (facts: Facts, path: string): unknown => at(facts, ...path.split('.'));

/** A text by its path (`best_day.date`), ready for Markdown. @throws when it is not there */
export function text(facts: Facts, path: string): string {
  const value = found(facts, path);
  if (typeof value !== 'string') throw new Error(`No text ${path} in the result.`);
  return escaped(value);
}

/** A text that other people wrote, by its path: in a code span, so that nobody takes it for what the document says. */
export function quoted(facts: Facts, path: string): string {
  const value = found(facts, path);
  if (typeof value !== 'string') throw new Error(`No text ${path} in the result.`);
  return codeSpan(value);
}

/** A number by its path. @throws when it is not there */
export function number(facts: Facts, path: string): number {
  const value = found(facts, path);
  if (typeof value !== 'number') throw new Error(`No number ${path} in the result.`);
  return value;
}

/** The rows of a list, in their order. @throws when there are none */
export function rows(facts: Facts, path: string): readonly Facts[] {
  const list = jsonObjects(found(facts, path));
  if (list.length === 0) throw new Error(`No rows ${path} in the result.`);
  return list;
}

/** The first row of a list. @throws when there is none */
export function first(facts: Facts, path: string): Facts {
  const [row] = rows(facts, path);
  if (row === undefined) throw new Error(`No row ${path} in the result.`);
  return row;
}

const decimals = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** `1,234` */
export const whole = (value: number): string => decimals(value, 0);

/** `1,234.50 USD` */
export const amount = (value: number, currency: string): string => `${decimals(value, 2)} ${currency}`;

/** `40.8%` */
export const percent = (fraction: number): string => `${decimals(fraction * 100, 1)}%`;

/** `+40.8%` or `-40.8%` */
export const change = (fraction: number): string => `${fraction < 0 ? '' : '+'}${percent(fraction)}`;

/** `8 November` of a date or an instant. */
export const day = (date: string): string =>
  new Date(`${date.slice(0, 10)}T00:00:00Z`).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });

/** `November 2026` */
export const monthName = (month: string): string =>
  new Date(`${month.slice(0, 7)}-01T00:00:00Z`).toLocaleString('en-US', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
