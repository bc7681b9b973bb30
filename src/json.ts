import { isSafeNumber, parse as parseLosslessly } from 'lossless-json';

export { asList, at, isJsonObject, type JsonObject, jsonObjects } from './json-path.ts';

/** Keys that would change an object's prototype when it is merged into another. */
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);

/** A number outside quotes with more digits than a JavaScript number can hold. */
const LONG_NUMBER = /[:[,]\s*-?\d[\d.eE+-]{15,}/;

/**
 * Parses JSON without losing digits: a number that JavaScript cannot hold exactly, such as a 19-digit id, becomes a
 * string of its digits. Leaves out keys that would pollute prototypes.
 * @throws SyntaxError
 */
export function parseJson(json: string): unknown {
  if (LONG_NUMBER.test(json)) {
    return parseLosslessly(json, withoutPolluting, {
      parseNumber: exactNumber,
      onDuplicateKey: ({ newValue }) => newValue,
    });
  }
  // A reviver is slow, and few responses need it.
  if (!/"(__proto__|constructor|prototype)"|\\u/.test(json)) return JSON.parse(json);
  return JSON.parse(json, withoutPolluting);
}

const withoutPolluting = (key: string, value: unknown): unknown => (POLLUTING.has(key) ? undefined : value);

const exactNumber = (digits: string): number | string =>
  isSafeNumber(digits, { approx: false }) ? Number(digits) : digits;

/** No figure of the API is larger, and sums of such figures stay exact. */
const MAX_NUMBER = 1e15;

/** A decimal number, as the API writes it in texts; without separators, units or other bases. */
const DECIMAL = /^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/;

/** A number of plausible size, also when it was sent as text. */
export function readNumber(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof parsed === 'number' && Math.abs(parsed) <= MAX_NUMBER ? parsed : undefined;
}

/** A counter: a whole number from 0 (upstream-api.md 5). */
export function readCount(value: unknown): number | undefined {
  const parsed = readNumber(value);
  return parsed !== undefined && Number.isSafeInteger(parsed) && parsed >= 0 ? parsed : undefined;
}

/** A rate (`"0.0395"` is 3.95 %), a score or a duration: a number from 0. */
export function readNonNegative(value: unknown): number | undefined {
  const parsed = readNumber(value);
  return parsed !== undefined && parsed >= 0 ? parsed : undefined;
}

/** Up to this, seconds (until the year 5138); a larger number is milliseconds (upstream-api.md 5.11). */
const LAST_SECOND = 100_000_000_000;

/** Unix seconds from 1970 to 5138, also when they came as milliseconds; the API sends 0 for "none". */
export function readUnixSeconds(value: unknown): number | undefined {
  const parsed = readNumber(value);
  if (parsed === undefined || parsed <= 0) return undefined;
  const seconds = Math.floor(parsed > LAST_SECOND ? parsed / 1000 : parsed);
  return seconds < LAST_SECOND ? seconds : undefined;
}

const BOOLEANS_AS_SENT: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ['1', true],
  ['true', true],
  [false, false],
  [0, false],
  ['0', false],
  ['false', false],
]);

/** A flag in any of the forms that the API may write it: true, 1, "1" or "true", and their opposites. */
export const readBoolean = (value: unknown): boolean | undefined => BOOLEANS_AS_SENT.get(value);

/** Seconds east of UTC, from −12:00 to +14:00. */
export function readUtcOffset(value: unknown): number | undefined {
  const parsed = readNumber(value);
  return parsed !== undefined && Number.isInteger(parsed) && parsed >= -43_200 && parsed <= 50_400
    ? parsed
    : undefined;
}
