import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { type BucketList, readSegments } from '../../../src/metrics/segments.ts';
import { bucket, segment } from '../../support/month-reply.ts';

const read = (segments: readonly JsonObject[], key: BucketList = 'timed_stats', known?: number) =>
  readSegments({ segments }, key, known);
const MIDNIGHT = Date.parse('2026-10-05T00:00:00Z') / 1000;
const HOUR = 3600;
const dated = (start: number, end: number): JsonObject => ({
  start_timestamp: MIDNIGHT + start * HOUR,
  end_timestamp: MIDNIGHT + end * HOUR,
});
const between = (start: number, end: number, stats: unknown = { a: 1 }): JsonObject => ({
  ...dated(start, end),
  stats,
});

describe('the name of a window', () => {
  it('is that of its code', () => {
    const namesOf = (...codes: readonly unknown[]) =>
      read(codes.map((period) => ({ time_selector: { period }, timed_stats: [] }))).windowNames;
    const codes = [1, 10, 11, 12, 14, 20, 21, 22, 30, 31, 32, 33, 34, 40, 41];
    expect(codes.map((code) => namesOf(code))).toEqual([
      ['lifetime'],
      ['today'],
      ['current week'],
      ['current month'],
      ['current year'],
      ['yesterday'],
      ['past week'],
      ['past month'],
      ['past 2 days'],
      ['past 7 days'],
      ['past 14 days'],
      ['past 28 days'],
      ['past 56 days'],
      ['past 30 days'],
      ['past 60 days'],
    ]);
    expect(namesOf('33', 40, 33)).toEqual(['past 28 days', 'past 30 days']);
    expect(namesOf(2, undefined, 'x', 0)).toEqual([]);
  });
});

describe('a reply that cannot be read', () => {
  it.each([
    ['A segment of the reply has no "timed_stats" of a known form.', { timed_stats: 'see below' }],
    [
      'A segment of the reply has no "timed_stats" of a known form.',
      { daily: [between(0, 24)], timed_stats: [] },
    ],
    ['The reply has only buckets shorter than a day.', { timed_stats: [between(0, 1), between(1, 2)] }],
    ['The reply has only buckets shorter than a day.', { timed_stats: [between(0, 1), { stats: { a: 1 } }] }],
    ['The dates of the reply cannot be read.', { timed_stats: [{ stats: { a: 1 } }, { stats: { a: 1 } }] }],
    [
      'The buckets of the reply have no "stats".',
      { timed_stats: [{ ...dated(0, 24), figures: [{}, { a: 1 }] }] },
    ],
  ])('says why: %s', (message, one) => {
    expect(() => read([one])).toThrow(message);
  });

  it('is not one whose buckets are empty, or have a map of products', () => {
    const beside = (more: JsonObject) =>
      read([{ timed_lists: [{ ...dated(0, 24), ...more }] }], 'timed_lists');
    for (const more of [
      {},
      { figures: [{}] },
      { note: 'x' },
      { videoToProductsMap: { a: { b: 1 } } },
      { video_to_products_map: [{ b: 1 }] },
    ]) {
      expect(beside(more).buckets).toHaveLength(1);
    }
    expect(() => beside({ products: { b: 1 } })).toThrow('have no "stats"');
  });
});

describe('buckets', () => {
  it('alone and without dates are about the days of their segment', () => {
    const around = (...buckets: readonly JsonObject[]) => {
      const { time_selector } = segment('2026-10-01', '2026-10-31', 0, []);
      return read([{ time_selector, timed_stats: buckets }]);
    };
    const own = { stats: { a: 1 } };
    expect(around(own).buckets).toMatchObject([{ from: '2026-10-01', to: '2026-10-31', days: 31 }]);
    const two = around(own, bucket('2026-10-05', '2026-10-05', 0, { a: 1 }));
    expect([two.buckets.map(({ from }) => from), two.unusable]).toEqual([['2026-10-05'], 1]);
  });

  it('are of a day from 20 hours on; shorter ones count where they have figures', () => {
    const { buckets, shorterThanDay, unusable } = read([
      { timed_stats: [between(0, 20), between(24, 43.9), between(24, 25, {}), between(25, 26, [])] },
    ]);
    expect(buckets.map(({ from, days }) => [from, days])).toEqual([['2026-10-05', 1]]);
    expect([shorterThanDay, unusable]).toEqual([1, 0]);
  });

  it('with one edge beside midnight are rounded, and that is said', () => {
    const guessed = (start: number, end: number) => {
      const one = { time_selector: { timezone_offset: 0 }, timed_stats: [between(start, end)] };
      const { isOffsetGuessed, buckets } = read([one]);
      return [isOffsetGuessed, buckets.map(({ from, days }) => [from, days])];
    };
    expect(guessed(0, 24)).toEqual([false, [['2026-10-05', 1]]]);
    expect(guessed(1, 24)).toEqual([true, [['2026-10-05', 1]]]);
    expect(guessed(0, 25)).toEqual([true, [['2026-10-05', 1]]]);
  });

  it('tell which videos and products they are about', () => {
    const filter = { item_id: '1', item_ids: ['2', '1'], product_id: ['3', '4'], creator_id: '5' };
    const { itemIds, productIds, creatorIds } = read([{ filter, timed_stats: [] }]);
    expect([itemIds, productIds, creatorIds]).toEqual([['1', '2'], ['3', '4'], ['5']]);
  });
});

describe('the offset', () => {
  it.each([
    [-8, -28_800],
    [14, 50_400],
    [-12, -43_200],
    ['3600', 3600],
    [50_400, 50_400],
    // None of these is an offset; the account's is taken.
    [50_401, 7200],
    [-43_201, 7200],
    [1.5, 7200],
    ['soon', 7200],
    [undefined, 7200],
  ])('%j is %i seconds', (timezone_offset, seconds) => {
    expect(read([{ time_selector: { timezone_offset }, timed_stats: [] }], 'timed_stats', 7200).offset).toBe(
      seconds,
    );
  });

  it('is that at which most buckets begin at midnight, else the known one', () => {
    const starting = (known: number | undefined, ...hours: readonly number[]) => {
      const { offset, isOffsetGuessed } = read(
        [{ timed_stats: hours.map((hour, day) => between(day * 24 + hour, day * 24 + hour + 24)) }],
        'timed_stats',
        known,
      );
      return [offset / HOUR, isOffsetGuessed];
    };
    expect(starting(undefined, 16, 16, 8)).toEqual([8, true]);
    expect(starting(undefined, 8, 16, 16)).toEqual([8, true]);
    expect(starting(undefined, 8)).toEqual([-8, true]);
    // Midnight at −12:00 and at +12:00: the known one decides.
    expect(starting(11 * HOUR, 12)).toEqual([12, true]);
    expect(starting(-11 * HOUR, 12)).toEqual([-12, true]);
    expect(starting(12 * HOUR, 12)).toEqual([12, false]);
    expect(starting(undefined)).toEqual([0, false]);
    expect(starting(3 * HOUR)).toEqual([3, false]);
  });

  it('is also read from where segments begin', () => {
    const time_selector = { start_timestamp: MIDNIGHT + 16 * HOUR, end_timestamp: MIDNIGHT + 40 * HOUR };
    const { offset, isOffsetGuessed, claimed } = read([{ time_selector, timed_stats: [] }]);
    expect([offset, isOffsetGuessed, claimed]).toEqual([
      28_800,
      true,
      { from: '2026-10-06', to: '2026-10-06' },
    ]);
  });
});
