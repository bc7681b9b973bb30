import { addDays, daysBetween } from '../../src/metrics/calendar.ts';
import type { Wire } from '../../src/json.ts';

/** Writes replies the way the vendor does, for tests that compute what must come out by hand. */

const DAY = 86_400;

/** Unix seconds of local midnight. */
const midnight = (date: string, offset: number): number => Date.parse(`${date}T00:00:00Z`) / 1000 - offset;

/** A bucket from one date to another, inclusive. */
export const bucket = (from: string, to: string, offset: number, stats: unknown): Wire => ({
  start_timestamp: midnight(from, offset),
  end_timestamp: midnight(from, offset) + (daysBetween(from, to) + 1) * DAY,
  stats,
});

/** A segment around buckets, claiming the range it is given. */
export const segment = (
  from: string,
  to: string,
  offset: number,
  buckets: readonly Wire[],
  key = 'timed_stats',
): Wire => ({
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
export const money = (amount: string, currency = 'USD'): Wire => ({
  amount,
  amount_formatted: `~${amount}`,
  amount_delimited: amount,
  currency_code: currency,
  currency_symbol: '~',
});
