import type { JsonObject } from '../../src/json.ts';
import { addDays, daysBetween } from '../../src/metrics/calendar.ts';

/** Writes replies the way the vendor does, for tests that compute what must come out by hand. */

const DAY = 86_400;

/** Unix seconds of local midnight. */
const midnight = (date: string, offset: number): number => Date.parse(`${date}T00:00:00Z`) / 1000 - offset;

/** A bucket from one date to another, inclusive. */
export const bucket = (from: string, to: string, offset: number, stats: unknown): JsonObject => ({
  start_timestamp: midnight(from, offset),
  end_timestamp: midnight(from, offset) + (daysBetween(from, to) + 1) * DAY,
  stats,
});

/** A segment around buckets, claiming the range it is given. */
export const segment = (
  from: string,
  to: string,
  offset: number,
  buckets: readonly JsonObject[],
  key = 'timed_stats',
): JsonObject => ({
  time_selector: {
    timezone_offset: offset,
    start_timestamp: midnight(from, offset),
    end_timestamp: midnight(from, offset) + (daysBetween(from, to) + 1) * DAY,
  },
  [key]: buckets,
});

/** All dates of a range. */
export const dates = (from: string, to: string): readonly string[] =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));

/** A money object. */
export const money = (amount: string, currency = 'USD'): JsonObject => ({
  amount,
  amount_formatted: `~${amount}`,
  amount_delimited: amount,
  currency_code: currency,
  currency_symbol: '~',
});
