import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bucket, pickSeries, readBuckets } from '../../../src/metrics/buckets.ts';
import { addDays, daysBetween, monthRange } from '../../../src/metrics/calendar.ts';
import { countOf, moneyOf } from '../../../src/metrics/figures.ts';
import { readStats } from '../../../src/metrics/time-series.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

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
        expect(countOf(read.totals, 'items_sold')).toBe(sum(days.map((day) => day?.sold)));
        expect(countOf(read.totals, 'product_clicks')).toBe(sum(days.map((day) => day?.clicks)));
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
        expect(countOf(read.totals, 'items_sold')).toBe(100);
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
    expect(countOf(onlyWeeks.totals, 'items_sold')).toBe(41);
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
      expect(countOf(read.totals, 'items_sold')).toBe(5);
    }
  });
});

describe('reading buckets', () => {
  it("dates each segment by its own offset, and one without by the reply's", () => {
    const east = segment('2026-10-07', '2026-10-07', 28_800, [
      bucket('2026-10-07', '2026-10-07', 28_800, { a: 1 }),
    ]);
    const west = segment('2026-10-08', '2026-10-08', -28_800, [
      bucket('2026-10-08', '2026-10-08', -28_800, { a: 1 }),
    ]);
    const untold = { timed_stats: [bucket('2026-10-09', '2026-10-09', 28_800, { a: 1 })] };
    const datesOf = (segments: readonly object[], fallback: number) => {
      const { buckets, offset } = readBuckets({ segments }, 'timed_stats', fallback);
      return [offset, ...buckets.map(({ from }) => from)];
    };
    expect(datesOf([east, west], 0)).toEqual([28_800, '2026-10-07', '2026-10-08']);
    expect(datesOf([untold, east, west], -28_800)).toEqual([
      28_800,
      '2026-10-09',
      '2026-10-07',
      '2026-10-08',
    ]);
    // At -08:00 that same midnight is still the day before.
    expect(datesOf([untold], -28_800)).toEqual([-28_800, '2026-10-08']);
  });

  it('takes the range from what segments claim and what their buckets reach', () => {
    const rangeOf = (...segments: readonly object[]) => readBuckets({ segments }, 'timed_stats', 0).range;
    const early = segment('2026-10-01', '2026-10-10', 0, []);
    const late = segment('2026-10-20', '2026-10-31', 0, []);
    const within = segment('2026-10-05', '2026-10-08', 0, []);
    for (const order of [
      [early, late, within],
      [late, early, within],
      [within, late, early],
      [early, within, late],
    ]) {
      expect(rangeOf(...order)).toEqual({ from: '2026-10-01', to: '2026-10-31' });
    }
    expect(
      rangeOf({
        timed_stats: [bucket('2026-10-02', '2026-10-03', 0, {}), bucket('2026-10-01', '2026-10-01', 0, {})],
      }),
    ).toEqual({ from: '2026-10-01', to: '2026-10-03' });
    expect(rangeOf()).toBeUndefined();
  });

  it('has no use for a bucket without a beginning, an end or a length, nor for figures that are none', () => {
    const good = bucket('2026-10-07', '2026-10-07', 0, ['x', {}, { a: 1 }, null, [{ b: 2 }]]);
    const { start_timestamp: start, end_timestamp: end } = good;
    const read = readBuckets(
      {
        segments: [
          {
            time_selector: { start_timestamp: end, end_timestamp: start },
            timed_stats: [
              { start_timestamp: start },
              { end_timestamp: end },
              { start_timestamp: start, end_timestamp: start },
              { start_timestamp: end, end_timestamp: start },
              { stats: { a: 1 } },
              'x',
              good,
            ],
          },
        ],
      },
      'timed_stats',
      0,
    );
    expect(read.buckets).toEqual([{ from: '2026-10-07', to: '2026-10-07', days: 1, stats: [{ a: 1 }] }]);
    expect(read.range).toEqual({ from: '2026-10-07', to: '2026-10-07' });
  });

  it('finds the creator in the first segment that tells one, alone or in a list', () => {
    const creatorOf = (...ids: readonly unknown[]) =>
      readBuckets({ segments: ids.map((creator_id) => ({ filter: { creator_id } })) }, 'timed_stats', 0)
        .creatorId;
    expect(creatorOf('7499000000000000001', '7499000000000000002')).toBe('7499000000000000001');
    expect(creatorOf(undefined, [{}, '7499000000000000002'])).toBe('7499000000000000002');
    expect(creatorOf({}, null)).toBeUndefined();
    expect(creatorOf()).toBeUndefined();
  });
});

describe('the buckets that count', () => {
  const OCTOBER = monthRange('2026-10');
  const stretch = (from: string, to: string, ...stats: Bucket['stats']): Bucket => ({
    from,
    to,
    days: daysBetween(from, to) + 1,
    stats,
  });
  const sold = { sold: 1 };
  const both = (buckets: readonly Bucket[]) =>
    [buckets, [...buckets].reverse()].map((order) => pickSeries(order, OCTOBER));

  it('are the daily ones as soon as one of them has data', () => {
    const days = [stretch('2026-10-01', '2026-10-01', sold), stretch('2026-10-02', '2026-10-02')];
    for (const series of both([...days, stretch('2026-10-01', '2026-10-31', sold)])) {
      expect(series).toEqual({ buckets: days, daily: true });
    }
  });

  it('are the longer ones where only those have data', () => {
    const day = stretch('2026-10-20', '2026-10-20');
    const week = stretch('2026-10-05', '2026-10-11', sold);
    const empty = stretch('2026-10-12', '2026-10-18');
    for (const series of both([day, week])) expect(series).toEqual({ buckets: [week], daily: false });
    for (const series of both([day, week, empty])) {
      expect(series).toEqual({ buckets: [week, empty], daily: false });
    }
  });

  it('are the daily ones where nothing has data, if there are any', () => {
    const day = stretch('2026-10-20', '2026-10-20');
    const week = stretch('2026-10-05', '2026-10-11');
    for (const series of both([day, week])) expect(series).toEqual({ buckets: [day], daily: true });
    for (const series of both([week])) expect(series).toEqual({ buckets: [week], daily: false });
    expect(pickSeries([], OCTOBER)).toEqual({ buckets: [], daily: true });
  });

  it('lie within the days that were asked for, if any do', () => {
    const week = stretch('2026-10-05', '2026-10-11', sold);
    const before = stretch('2026-09-28', '2026-10-04', sold);
    const after = stretch('2026-10-26', '2026-11-01', sold);
    for (const series of both([before, week, after])) expect(series.buckets).toEqual([week]);
    for (const series of both([before, after])) expect(series.buckets).toEqual([before, after]);
    expect(pickSeries([before, week, after], undefined).buckets).toEqual([before, week, after]);
    const edges = [stretch('2026-10-01', '2026-10-15', sold), stretch('2026-10-16', '2026-10-31', sold)];
    for (const series of both(edges)) expect(series.buckets).toEqual(edges);
  });

  it('are the finest that cover as many days as the longest, however rich the longest is', () => {
    const halves = [stretch('2026-10-01', '2026-10-15', sold), stretch('2026-10-16', '2026-10-31', sold)];
    const rich = stretch('2026-10-01', '2026-10-31', { sold: 9, clicks: 9, shown: 9 });
    for (const series of both([...halves, rich])) expect(series.buckets).toEqual(halves);
  });

  it('are the longest where the finest leave days out; stretches without data weigh nothing', () => {
    const week = stretch('2026-10-05', '2026-10-11', sold);
    const month = stretch('2026-10-01', '2026-10-31', sold);
    for (const series of both([week, month])) expect(series.buckets).toEqual([month]);
    for (const series of both([week, stretch('2026-10-01', '2026-10-31')]))
      expect(series.buckets).toEqual([week]);
    const short = stretch('2026-10-12', '2026-10-18');
    for (const series of both([week, short, stretch('2026-10-12', '2026-10-31')])) {
      expect(series.buckets).toEqual([week, short]);
    }
  });

  it('keep the data of an overlapping stretch that is longer than an empty one', () => {
    const empty = stretch('2026-10-08', '2026-10-09');
    const week = stretch('2026-10-05', '2026-10-11', sold);
    for (const series of both([empty, week])) expect(series.buckets).toEqual([week]);
  });

  it('of two that are as long and as rich are the earlier, whatever is in them', () => {
    const first = stretch('2026-10-05', '2026-10-11', { sold: 9 });
    const second = stretch('2026-10-08', '2026-10-14', { sold: 1 });
    for (const series of both([first, second])) expect(series.buckets).toEqual([first]);
    const touching = [stretch('2026-10-05', '2026-10-11', sold), stretch('2026-10-11', '2026-10-17', sold)];
    for (const series of both(touching)) expect(series.buckets).toEqual(touching.slice(0, 1));
  });

  it('of two for the same days are the same one in either order', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), (one, other) => {
        const [there, back] = both([
          stretch('2026-10-05', '2026-10-05', { sold: one }),
          stretch('2026-10-05', '2026-10-05', { sold: other }),
        ]);
        expect(there).toEqual(back);
        expect(there?.buckets).toHaveLength(1);
      }),
    );
  });

  it('come in date order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...dates('2026-10-01', '2026-10-31')]), (some) => {
        const series = pickSeries(
          some.map((date) => stretch(date, date, sold)),
          OCTOBER,
        );
        expect(series.buckets.map(({ from }) => from)).toEqual([...some].sort());
      }),
    );
  });
});
