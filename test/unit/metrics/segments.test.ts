import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { addDays, type DateRange, monthRange } from '../../../src/metrics/calendar.ts';
import { countOf, moneyOf } from '../../../src/metrics/figures.ts';
import { type Clock, notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { readSegments } from '../../../src/metrics/segments.ts';
import { readSeries } from '../../../src/metrics/series.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const read = (payload: JsonObject, period: DateRange | undefined, clock: Clock) => {
  const reading = readSeries(payload, INSIGHTS, { period }, clock);
  return { ...withOwnDates(reading), notes: notesOf(reading) };
};

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
                  // Over both months: no part of it can be taken for this one.
                  bucket(addDays(range.from, -30), range.to, offset, whole),
                ]),
              ]
            : []),
        ];
        const shuffled = segments
          .map((one, index) => ({ one, key: order[index] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const series = read({ segments: shuffled }, range, { now: NOW, offset: 0 });
        expect(series.days.map((day) => day.from)).toEqual(
          all.filter((_, index) => Object.keys(days[index] ?? {}).length > 0),
        );
        expect(series.window.days_with_data).toBe(filled.length);
        const cents = sum(days.map((day) => day?.cents));
        const revenue = moneyOf(series.totals, 'revenue')?.get('USD');
        expect(revenue?.times(100).toNumber()).toBe(cents);
        expect(countOf(series.totals, 'items_sold')).toBe(sum(days.map((day) => day?.sold)));
        expect(countOf(series.totals, 'product_clicks')).toBe(sum(days.map((day) => day?.clicks)));
      }),
      { numRuns: 100 },
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
        const series = read({ segments: [segment('2026-10-01', '2026-10-31', -28_800, buckets)] }, range, {
          now: NOW,
          offset: 0,
        });
        expect(countOf(series.totals, 'items_sold')).toBe(100);
        expect(series.notes.join(' ')).toContain('No daily figures');
        expect(series.days).toHaveLength(1);
      }),
    );
    const onlyWeeks = read({ segments: [segment('2026-10-05', '2026-10-18', -28_800, weeks)] }, range, {
      now: NOW,
      offset: 0,
    });
    expect(countOf(onlyWeeks.totals, 'items_sold')).toBe(41);
    expect(onlyWeeks.window).toMatchObject({ from: '2026-10-05', to: '2026-10-18', days_with_data: 14 });
  });

  it('dates a bucket by the offset of the reply, east and west', () => {
    for (const offset of [-43_200, -28_800, 0, 19_800, 28_800, 50_400]) {
      const one = bucket('2026-10-07', '2026-10-07', offset, { overall_item_sold_cnt: 1 });
      const reply = { segments: [segment('2026-10-07', '2026-10-07', offset, [one])] };
      const series = read(reply, undefined, { now: NOW, offset: 0 });
      expect(series.days.map((day) => day.from)).toEqual(['2026-10-07']);
    }
  });

  it('takes each figure of the richer of two buckets for one day, and says where they differ', () => {
    const poor = bucket('2026-10-07', '2026-10-07', 0, { overall_item_sold_cnt: 1, product_show_cnt: 36 });
    const rich = bucket('2026-10-07', '2026-10-07', 0, {
      overall_item_sold_cnt: 5,
      product_click_cnt: 9,
      alc_pay_sku_order_cnt: 2,
    });
    for (const buckets of [
      [poor, rich],
      [rich, poor],
    ]) {
      const reply = { segments: [segment('2026-10-07', '2026-10-07', 0, buckets)] };
      const series = read(reply, undefined, { now: NOW, offset: 0 });
      expect(series.totals).toEqual({
        items_sold: 5,
        product_impressions: 36,
        product_clicks: 9,
        click_through_rate: 0.25,
        items_per_click: 5 / 9,
        alc_orders: 2,
      });
      expect(series.notes).toEqual([
        'The reply has two different sets of figures for 2026-10-07; one of them is used.',
      ]);
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
      const { buckets, offset, isOffsetGuessed } = readSegments({ segments }, 'timed_stats', fallback);
      return [offset, isOffsetGuessed, ...buckets.map(({ from }) => from)];
    };
    expect(datesOf([east, west], 0)).toEqual([28_800, false, '2026-10-07', '2026-10-08']);
    expect(datesOf([untold, east, west], -28_800)).toEqual([
      28_800,
      false,
      '2026-10-09',
      '2026-10-07',
      '2026-10-08',
    ]);
    // That instant is no midnight at -08:00: the offset where it is one is a guess, and is said to be.
    expect(datesOf([untold], -28_800)).toEqual([28_800, true, '2026-10-09']);
    expect(datesOf([untold], 28_800)).toEqual([28_800, false, '2026-10-09']);
  });

  it('takes the range from what segments claim and what their buckets reach', () => {
    const rangeOf = (...segments: readonly object[]) => readSegments({ segments }, 'timed_stats', 0).claimed;
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
    const segments = readSegments(
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
    expect(segments.buckets).toEqual([
      {
        from: '2026-10-07',
        to: '2026-10-07',
        days: 1,
        stats: [{ a: 1 }],
        source: good,
        claimed: undefined,
      },
    ]);
    expect(segments.claimed).toEqual({ from: '2026-10-07', to: '2026-10-07' });
    // Five without dates, and three entries beside the figures that are no figures.
    expect(segments.unusable).toBe(8);
  });

  it('finds all creators that segments tell, alone or in a list', () => {
    const creatorsOf = (...ids: readonly unknown[]) =>
      readSegments({ segments: ids.map((creator_id) => ({ filter: { creator_id } })) }, 'timed_stats', 0)
        .creatorIds;
    expect(creatorsOf('7499000000000000001', '7499000000000000002', '7499000000000000001')).toEqual([
      '7499000000000000001',
      '7499000000000000002',
    ]);
    expect(creatorsOf(undefined, [{}, '7499000000000000002'])).toEqual(['7499000000000000002']);
    expect(creatorsOf({}, null)).toEqual([]);
    expect(creatorsOf()).toEqual([]);
  });
});

describe('the buckets that count', () => {
  const OCTOBER = monthRange('2026-10');
  const stretch = (from: string, to: string, stats: JsonObject = {}) => bucket(from, to, 0, stats);
  const sold = { overall_item_sold_cnt: 1 };
  const pick = (buckets: readonly JsonObject[], period: DateRange | undefined = OCTOBER) => {
    const { days, isDaily } = read({ segments: [{ timed_stats: buckets }] }, period, { now: NOW, offset: 0 });
    return { days: days.map(({ from, to }) => (from === to ? from : `${from} ${to}`)), isDaily };
  };
  const both = (buckets: readonly JsonObject[]) =>
    [buckets, [...buckets].reverse()].map((order) => pick(order));
  const days = (...some: readonly string[]) => ({ days: some, isDaily: true });
  const stretches = (...some: readonly string[]) => ({ days: some, isDaily: false });

  it('are the daily ones as soon as one of them has data', () => {
    const some = [stretch('2026-10-01', '2026-10-01', sold), stretch('2026-10-02', '2026-10-02')];
    for (const series of both([...some, stretch('2026-10-01', '2026-10-31', sold)])) {
      expect(series).toEqual(days('2026-10-01'));
    }
  });

  it('are the longer ones where only those have data', () => {
    const day = stretch('2026-10-20', '2026-10-20');
    const week = stretch('2026-10-05', '2026-10-11', sold);
    const empty = stretch('2026-10-12', '2026-10-18');
    for (const series of both([day, week])) expect(series).toEqual(stretches('2026-10-05 2026-10-11'));
    for (const series of both([day, week, empty])) {
      expect(series).toEqual(stretches('2026-10-05 2026-10-11'));
    }
  });

  it('are none where nothing has data, of the kind that is there', () => {
    const day = stretch('2026-10-20', '2026-10-20');
    const week = stretch('2026-10-05', '2026-10-11');
    for (const series of both([day])) expect(series).toEqual(days());
    for (const series of both([week])) expect(series).toEqual(stretches());
    expect(pick([])).toEqual(days());
  });

  it('lie within the days that were asked for, if any do', () => {
    const week = stretch('2026-10-05', '2026-10-11', sold);
    const before = stretch('2026-09-28', '2026-10-04', sold);
    const after = stretch('2026-10-26', '2026-11-01', sold);
    for (const series of both([before, week, after])) {
      expect(series).toEqual(stretches('2026-10-05 2026-10-11'));
    }
    const edges = ['2026-09-28 2026-10-04', '2026-10-26 2026-11-01'];
    for (const series of both([before, after])) expect(series).toEqual(stretches(...edges));
    const asked = read({ segments: [{ timed_stats: [before, week, after] }] }, undefined, {
      now: NOW,
      offset: 0,
    });
    expect(asked.days).toHaveLength(3);
    const halves = [stretch('2026-10-01', '2026-10-15', sold), stretch('2026-10-16', '2026-10-31', sold)];
    for (const series of both(halves)) {
      expect(series).toEqual(stretches('2026-10-01 2026-10-15', '2026-10-16 2026-10-31'));
    }
  });

  it('are the finest that cover as many days as the longest, however rich the longest is', () => {
    const halves = [stretch('2026-10-01', '2026-10-15', sold), stretch('2026-10-16', '2026-10-31', sold)];
    const rich = stretch('2026-10-01', '2026-10-31', {
      overall_item_sold_cnt: 9,
      product_click_cnt: 9,
      product_show_cnt: 9,
    });
    for (const series of both([...halves, rich])) {
      expect(series).toEqual(stretches('2026-10-01 2026-10-15', '2026-10-16 2026-10-31'));
    }
  });

  it('are the longest where the finest leave days out; stretches without data weigh nothing', () => {
    const week = stretch('2026-10-05', '2026-10-11', sold);
    const month = stretch('2026-10-01', '2026-10-31', sold);
    for (const series of both([week, month])) expect(series).toEqual(stretches('2026-10-01 2026-10-31'));
    for (const series of both([week, stretch('2026-10-01', '2026-10-31')])) {
      expect(series).toEqual(stretches('2026-10-05 2026-10-11'));
    }
  });

  it('keep the data of an overlapping stretch that is longer than an empty one', () => {
    const empty = stretch('2026-10-08', '2026-10-09');
    const week = stretch('2026-10-05', '2026-10-11', sold);
    for (const series of both([empty, week])) expect(series).toEqual(stretches('2026-10-05 2026-10-11'));
  });

  it('of two that are as long and overlap are the earlier, whatever is in them', () => {
    const first = stretch('2026-10-05', '2026-10-11', { overall_item_sold_cnt: 9 });
    const second = stretch('2026-10-08', '2026-10-14', sold);
    for (const series of both([first, second])) expect(series).toEqual(stretches('2026-10-05 2026-10-11'));
    const touching = [stretch('2026-10-05', '2026-10-11', sold), stretch('2026-10-11', '2026-10-17', sold)];
    for (const series of both(touching)) expect(series).toEqual(stretches('2026-10-05 2026-10-11'));
  });

  it('of two for the same days are the same one in either order', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), (one, other) => {
        const two = [one, other].map((count) =>
          stretch('2026-10-05', '2026-10-05', { overall_item_sold_cnt: count }),
        );
        const [there, back] = [two, [...two].reverse()].map((order) =>
          read({ segments: [{ timed_stats: order }] }, OCTOBER, { now: NOW, offset: 0 }),
        );
        expect(there).toEqual(back);
        expect(there?.days).toHaveLength(1);
      }),
    );
  });

  it('come in date order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...dates('2026-10-01', '2026-10-31')]), (some) => {
        expect(pick(some.map((date) => stretch(date, date, sold))).days).toEqual([...some].sort());
      }),
    );
  });
});
