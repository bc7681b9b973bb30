import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { isMatching, notesOf } from '../../../src/metrics/reading.ts';
import { isBoundShop } from '../../../src/metrics/replies.ts';
import { readSeries, writeSeries } from '../../../src/metrics/series.ts';
import { INSIGHTS, type MetricTable, VIDEO } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const THREE = { from: '2026-10-01', to: '2026-10-03' };

const read = (reply: JsonObject, table: MetricTable) => readSeries(reply, table, { period: THREE }, CLOCK);

/** An answer over the three days, as results carry it. */
const write = (reading: ReturnType<typeof read>) => {
  if (!isMatching(reading)) throw new TypeError(reading.verdict);
  return { ...writeSeries(reading.value), notes: notesOf(reading) };
};

describe('an answer over time', () => {
  it('has one line a day with data and its totals, and says what those leave out', () => {
    const days = [
      bucket('2026-10-01', '2026-10-01', 0, { revenue: money('1.50'), overall_item_sold_cnt: 1 }),
      bucket('2026-10-02', '2026-10-02', 0, { overall_item_sold_cnt: 0 }),
      bucket('2026-10-03', '2026-10-03', 0, { revenue: money('2.25') }),
    ];
    const reply = {
      segments: [
        { ...segment('2026-10-01', '2026-10-03', 0, days), filter: { creator_id: '7499000000000000001' } },
      ],
    };
    expect(write(read(reply, INSIGHTS))).toEqual({
      window: {
        ...THREE,
        utc_offset: '+00:00',
        days_with_data: 3,
        last_day_with_data: '2026-10-03',
        complete: true,
      },
      currency: 'USD',
      creator_id: '7499000000000000001',
      totals: { revenue: 3.75, items_sold: 1, average_item_price: 1.5 },
      days: [
        { date: '2026-10-01', revenue: 1.5, items_sold: 1 },
        { date: '2026-10-02', items_sold: 0 },
        { date: '2026-10-03', revenue: 2.25 },
      ],
      notes: [
        'revenue, items_sold: a value on 2 of 3 days; the total leaves out the others.',
        'average_item_price: a value on 1 of 3 days; the total leaves out the others.',
      ],
    });
  });

  it('has no notes when all is there', () => {
    const days = dates('2026-10-01', '2026-10-03').map((date) => bucket(date, date, 0, { vv_cnt: 1 }));
    expect(read({ segments: [segment('2026-10-01', '2026-10-03', 0, days)] }, VIDEO).notes).toEqual([]);
  });

  it('says that a longer stretch is one, and where it ends', () => {
    const reply = {
      segments: [
        segment('2026-10-01', '2026-10-03', 0, [
          bucket('2026-10-01', '2026-10-03', 0, { vv_cnt: 12, gmv: money('5') }),
        ]),
      ],
    };
    const written = write(read(reply, VIDEO));
    expect(written.days).toEqual([{ date: '2026-10-01', to: '2026-10-03', views: 12, gmv: 5 }]);
    expect(written.notes).toEqual([
      'No daily figures: the vendor sent only longer stretches; they are used as they are.',
    ]);
  });

  it('says that there is no data, whatever was to have it', () => {
    const empty = {
      segments: [segment('2026-10-01', '2026-10-03', 0, [bucket('2026-10-01', '2026-10-03', 0, {})])],
    };
    expect(read(empty, VIDEO).notes).toEqual([
      'No data was returned for 2026-10-01 to 2026-10-03; that is not the same as zero.',
    ]);
    expect(read({ segments: [] }, VIDEO).notes).toEqual([
      'No data was returned for 2026-10-01 to 2026-10-03; that is not the same as zero.',
    ]);
  });

  it('is in no currency while nothing in it is money', () => {
    const reply = {
      segments: [
        segment('2026-10-01', '2026-10-03', 0, [
          bucket('2026-10-01', '2026-10-01', 0, { vv_cnt: 1 }),
          bucket('2026-10-02', '2026-10-02', 0, { vv_cnt: 0 }),
        ]),
      ],
    };
    expect(write(read(reply, VIDEO))).toMatchObject({
      currency: undefined,
      creator_id: undefined,
      totals: { views: 1 },
    });
  });

  const mixed = (first: object, second: object) =>
    read(
      {
        segments: [
          segment('2026-10-01', '2026-10-03', 0, [
            bucket('2026-10-01', '2026-10-01', 0, first),
            bucket('2026-10-02', '2026-10-02', 0, second),
            bucket('2026-10-03', '2026-10-03', 0, { overall_item_sold_cnt: 4 }),
          ]),
        ],
      },
      INSIGHTS,
    );

  it('lists currency by currency what cannot be added up, and only that', () => {
    const stats = mixed(
      { revenue: money('10'), live_revenue: money('1'), commission_estimated: money('2') },
      { revenue: money('5.5', 'EUR'), live_revenue: money('3', 'EUR') },
    );
    expect(stats.notes).toEqual([
      'revenue, live_revenue: a value on 2 of 3 days; the total leaves out the others.',
      'commission_estimated, items_sold: a value on 1 of 3 days; the total leaves out the others.',
      'Several currencies (EUR, USD) are never added up. revenue 10.00 USD and 5.50 EUR; live_revenue 1.00 USD and 3.00 EUR',
    ]);
    expect(write(stats)).toMatchObject({
      currency: undefined,
      totals: { items_sold: 4, commission_estimated: { amount: 2, currency: 'USD' } },
    });
  });

  it('lists nothing where every figure has a currency of its own', () => {
    const stats = mixed({ revenue: money('10') }, { live_revenue: money('3', 'EUR') });
    expect(stats.notes).toEqual([
      'revenue, live_revenue, items_sold: a value on 1 of 3 days; the total leaves out the others.',
      'Several currencies (EUR, USD) are never added up.',
    ]);
    expect(write(stats).totals).toEqual({
      revenue: { amount: 10, currency: 'USD' },
      live_revenue: { amount: 3, currency: 'EUR' },
      items_sold: 4,
    });
  });
});

describe('a bound shop', () => {
  it('is told at the top or in a segment, the first place that tells wins', () => {
    const meta = (is_bound_shop: unknown) => ({ meta: { is_bound_shop } });
    expect(isBoundShop({ ...meta(true), segments: [] })).toBe(true);
    expect(isBoundShop({ segments: [{}, meta('yes'), meta(false), meta(true)] })).toBe(false);
    expect(isBoundShop({ ...meta(false), segments: [meta(true)] })).toBe(false);
    expect(isBoundShop({ segments: [{ meta: {} }] })).toBeUndefined();
    expect(isBoundShop({})).toBeUndefined();
  });
});
