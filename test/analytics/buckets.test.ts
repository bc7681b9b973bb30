import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, monthRange } from '../../src/analytics/calendar.ts';
import { moneyOf, numberOf } from '../../src/analytics/metrics.ts';
import { readStats } from '../../src/analytics/stats.ts';
import { INSIGHTS } from '../../src/analytics/vocabulary.ts';
import { bucket, dates, money, segment } from './wire-month.ts';

const NOW = new Date('2027-06-15T12:00:00Z');
const offsets = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 900);
const months = fc.constantFrom('2026-02', '2026-03', '2026-10', '2026-11', '2024-02');

/** A day's figures: absent, `{}`, or some of its fields. */
const stats = fc.option(
  fc.record(
    {
      cents: fc.integer({ min: 0, max: 1_000_000_00 }),
      sold: fc.nat(1_000_000),
      clicks: fc.nat(1_000_000),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined, freq: 8 },
);
type DayStats = { cents?: number; sold?: number; clicks?: number };

const wireStats = (day: DayStats) => ({
  ...(day.cents === undefined ? {} : { revenue: money((day.cents / 100).toFixed(2)) }),
  ...(day.sold === undefined ? {} : { overall_item_sold_cnt: day.sold }),
  ...(day.clicks === undefined ? {} : { product_click_cnt: String(day.clicks) }),
});

const sum = (values: readonly (number | undefined)[]): number | undefined => {
  const present = values.filter((value) => value !== undefined);
  return present.length === 0 ? undefined : present.reduce((a, b) => a + b, 0);
};

describe('buckets', () => {
  it('gives the same totals for any split, order, offset, duplicates, empty days and overlapping coarse segments', () => {
    const scenario = months.chain((month) => {
      const range = monthRange(month);
      const all = dates(range.from, range.to);
      return fc.record({
        range: fc.constant(range),
        offset: offsets,
        days: fc.array(stats, { minLength: all.length, maxLength: all.length }),
        homes: fc.array(fc.nat(3), { minLength: all.length, maxLength: all.length }),
        twice: fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
        coarse: fc.boolean(),
        order: fc.infiniteStream(fc.nat(1000)).map((stream) => [...stream.take(80)]),
      });
    });
    fc.assert(
      fc.property(scenario, ({ range, offset, days, homes, twice, coarse, order }) => {
        const all = dates(range.from, range.to);
        const daily = [0, 1, 2, 3].map((home) =>
          all.flatMap((date, index) => {
            const day = days[index];
            if (homes[index] !== home || day === undefined) return [];
            const one = bucket(date, date, offset, wireStats(day));
            return twice[index] ? [one, bucket(date, date, offset, {}), one] : [one];
          }),
        );
        const filled = days.filter((day) => day !== undefined && Object.keys(day).length > 0);
        const whole = { revenue: money('999999.99'), overall_item_sold_cnt: 7, product_click_cnt: 7 };
        const segments = [
          ...daily.map((buckets) => segment(range.from, range.to, offset, buckets)),
          segment(range.from, range.to, offset, []),
          ...(coarse && filled.length > 0
            ? [
                segment(addDays(range.from, -30), range.to, offset, [
                  bucket(addDays(range.from, -30), addDays(range.from, -1), offset, whole),
                  bucket(range.from, range.to, offset, whole),
                ]),
              ]
            : []),
        ];
        const shuffled = segments
          .map((one, index) => ({ one, key: order[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const read = readStats({ segments: shuffled }, INSIGHTS, range, { now: NOW, offset: 0 });
        expect(read.days.map((day) => day.bucket.from)).toEqual(
          all.filter((_, index) => Object.keys(days[index] ?? {}).length > 0),
        );
        expect(read.window.days_with_data).toBe(filled.length);
        const cents = sum(days.map((day) => day?.cents));
        const revenue = moneyOf(read.totals, 'revenue')?.get('USD');
        expect(revenue?.times(100).toNumber()).toBe(cents);
        expect(numberOf(read.totals, 'items_sold')).toBe(sum(days.map((day) => day?.sold)));
        expect(numberOf(read.totals, 'product_clicks')).toBe(sum(days.map((day) => day?.clicks)));
      }),
      { numRuns: 300 },
    );
  });

  it('never counts days twice when only coarse buckets are there, whatever their order', () => {
    const range = monthRange('2026-10');
    const week = (from: string, to: string, sold: number) =>
      bucket(from, to, -28_800, { overall_item_sold_cnt: sold });
    const month = bucket('2026-10-01', '2026-10-31', -28_800, { overall_item_sold_cnt: 100 });
    const weeks = [week('2026-10-05', '2026-10-11', 20), week('2026-10-12', '2026-10-18', 21)];
    fc.assert(
      fc.property(fc.shuffledSubarray([month, ...weeks], { minLength: 3 }), (buckets) => {
        const read = readStats(
          { segments: [segment('2026-10-01', '2026-10-31', -28_800, buckets)] },
          INSIGHTS,
          range,
          { now: NOW, offset: 0 },
        );
        expect(numberOf(read.totals, 'items_sold')).toBe(100);
        expect(read.notes.join(' ')).toContain('no daily figures');
        expect(read.days).toHaveLength(1);
      }),
    );
    const onlyWeeks = readStats(
      { segments: [segment('2026-10-05', '2026-10-18', -28_800, weeks)] },
      INSIGHTS,
      range,
      { now: NOW, offset: 0 },
    );
    expect(numberOf(onlyWeeks.totals, 'items_sold')).toBe(41);
    expect(onlyWeeks.window).toMatchObject({ from: '2026-10-05', to: '2026-10-18', days_with_data: 14 });
  });

  it('dates a bucket by the offset of the reply, east and west', () => {
    for (const offset of [-43_200, -28_800, 0, 19_800, 28_800, 50_400]) {
      const one = bucket('2026-10-07', '2026-10-07', offset, { overall_item_sold_cnt: 1 });
      const read = readStats(
        { segments: [segment('2026-10-07', '2026-10-07', offset, [one])] },
        INSIGHTS,
        undefined,
        { now: NOW, offset: 0 },
      );
      expect(read.days.map((day) => day.bucket.from)).toEqual(['2026-10-07']);
    }
  });

  it('takes the richer of two buckets for one day', () => {
    const poor = bucket('2026-10-07', '2026-10-07', 0, { overall_item_sold_cnt: 1 });
    const rich = bucket('2026-10-07', '2026-10-07', 0, { overall_item_sold_cnt: 5, product_click_cnt: 9 });
    for (const buckets of [
      [poor, rich],
      [rich, poor],
    ]) {
      const read = readStats(
        { segments: [segment('2026-10-07', '2026-10-07', 0, buckets)] },
        INSIGHTS,
        undefined,
        { now: NOW, offset: 0 },
      );
      expect(numberOf(read.totals, 'items_sold')).toBe(5);
    }
  });
});
