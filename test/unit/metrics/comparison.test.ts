import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { changesOf, comparePeriods } from '../../../src/metrics/comparison.ts';
import { denominationOf } from '../../../src/metrics/denomination.ts';
import { isMatching, type Matching, type Reading } from '../../../src/metrics/reading.ts';
import { readSeries, type Series } from '../../../src/metrics/series.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };

const matching = <T>(reading: Reading<T>): Matching<T> => {
  if (!isMatching(reading)) throw new TypeError(`The reading is ${reading.verdict}.`);
  return reading;
};

const read = (from: string, to: string, buckets: readonly JsonObject[]): Matching<Series<typeof INSIGHTS>> =>
  matching(
    readSeries({ segments: [segment(from, to, 0, buckets)] }, INSIGHTS, { period: { from, to } }, CLOCK),
  );

/** Months are paired by day of the month. */
const pairMonths = (
  current: Matching<Series<typeof INSIGHTS>>,
  previous: Matching<Series<typeof INSIGHTS>>,
) => comparePeriods(current, previous, (date) => date.slice(8));

/** A month of days, each with the same figures unless it is left out. */
const daily = (month: string, figures: JsonObject, keep: (date: string) => boolean = () => true) => {
  const { from, to } = monthRange(month);
  const buckets = dates(from, to).map((date) => bucket(date, date, 0, keep(date) ? figures : {}));
  return read(from, to, buckets);
};

/** Days that come as one stretch. */
const stretch = (from: string, to: string, figures: JsonObject) =>
  read(from, to, [bucket(from, to, 0, figures)]);

/** A month that comes as one stretch. */
const whole = (month: string, figures: JsonObject) => {
  const { from, to } = monthRange(month);
  return stretch(from, to, figures);
};

/** How far figures moved, without the figures themselves. */
const change = (now: JsonObject, before: JsonObject) =>
  Object.fromEntries(
    Object.entries(changes(now, before) ?? {}).map(([name, { absolute, relative }]) => [
      name,
      { absolute, relative },
    ]),
  );

/** What changed from one day to another. */
const changes = (now: JsonObject, before: JsonObject) => {
  const current = stretch('2026-10-01', '2026-10-01', now);
  const comparison = pairMonths(current, stretch('2026-09-01', '2026-09-01', before));
  return (
    comparison &&
    changesOf(
      comparison,
      INSIGHTS,
      denominationOf([...current.value.days.map(({ figures }) => figures), comparison.previous]),
    )
  );
};

describe('two months', () => {
  it('are paired by day of the month, over the days that both have', () => {
    const current = daily('2026-10', { overall_item_sold_cnt: 3 }, (date) => date >= '2026-10-05');
    const previous = daily('2026-09', { overall_item_sold_cnt: 2 }, (date) => date <= '2026-09-20');
    expect(pairMonths(current, previous)).toMatchObject({
      current: { items_sold: 48 },
      previous: { items_sold: 32 },
      days: new Map([['items_sold', 16]]),
      range: { from: '2026-09-05', to: '2026-09-20' },
      mostDays: 16,
      paired: {
        current: new Set(dates('2026-10-05', '2026-10-20')),
        previous: new Set(dates('2026-09-05', '2026-09-20')),
      },
    });
  });

  it.each([
    ['2026-09-02', '2026-09-30'],
    ['2026-09-01', '2026-09-29'],
  ])('are not compared when one of them is a stretch from %s to %s', (from, to) => {
    // As part of September it has another verdict, and what has that cannot be handed to a comparison.
    const september = monthRange('2026-09');
    const part = readSeries(
      { segments: [segment(from, to, 0, [bucket(from, to, 0, { overall_item_sold_cnt: 2 })])] },
      INSIGHTS,
      { period: september },
      CLOCK,
    );
    expect([part.verdict, isMatching(part)]).toEqual(['narrower', false]);
  });

  it('are not compared when they share no day', () => {
    const current = daily('2026-10', { overall_item_sold_cnt: 3 }, (date) => date > '2026-10-15');
    const previous = daily('2026-09', { overall_item_sold_cnt: 2 }, (date) => date <= '2026-09-15');
    expect(pairMonths(current, previous)).toBeUndefined();
    expect(pairMonths(daily('2026-10', {}), previous)).toBeUndefined();
    expect(pairMonths(current, daily('2026-09', {}))).toBeUndefined();
  });

  it('are compared whole with whole when either has no daily figures', () => {
    const figures = { overall_item_sold_cnt: 2 };
    const days = { current: daily('2026-10', figures), previous: daily('2026-09', figures) };
    const one = { overall_item_sold_cnt: 100 };
    const stretch = { current: whole('2026-10', one), previous: whole('2026-09', one) };
    const itemsOf = (comparison: ReturnType<typeof pairMonths>) =>
      comparison && [
        comparison.current.items_sold,
        comparison.previous.items_sold,
        comparison.mostDays,
        comparison.mostDaysBefore,
        comparison.range.from,
        comparison.range.to,
      ];
    const september = ['2026-09-01', '2026-09-30'];
    expect(itemsOf(pairMonths(stretch.current, days.previous))).toEqual([100, 60, 31, 30, ...september]);
    expect(itemsOf(pairMonths(days.current, stretch.previous))).toEqual([62, 100, 31, 30, ...september]);
    expect(itemsOf(pairMonths(stretch.current, stretch.previous))).toEqual([100, 100, 31, 30, ...september]);
  });

  it('are not compared when one comes as a stretch and either is not complete', () => {
    const one = { overall_item_sold_cnt: 100 };
    const complete = whole('2026-09', one);
    const running = whole('2026-11', one);
    const lagging = daily('2026-10', one, (date) => date < '2026-10-31');
    expect([complete, running, lagging].map(({ value }) => value.window.complete)).toEqual([
      true,
      false,
      false,
    ]);
    expect(pairMonths(running, complete)).toBeUndefined();
    expect(pairMonths(running, lagging)).toBeUndefined();
    expect(pairMonths(lagging, complete)).toBeUndefined();
    expect(
      pairMonths(
        whole('2026-10', one),
        daily('2026-09', one, (date) => date < '2026-09-30'),
      ),
    ).toBeUndefined();
  });
});

describe('a change', () => {
  it('is the difference and its part of the earlier figure, money to the minor unit, rates to six digits', () => {
    const moved = change(
      {
        revenue: money('90.125'),
        base_revenue: money('90.125'),
        commission_estimated: money('9.0125'),
        product_show_cnt: 800,
        product_click_cnt: 36,
        overall_item_sold_cnt: 9,
      },
      {
        revenue: money('60.12'),
        base_revenue: money('60.12'),
        commission_estimated: money('12.024'),
        product_show_cnt: 1000,
        product_click_cnt: 20,
        overall_item_sold_cnt: 4,
      },
    );
    expect(moved).toEqual({
      // 30.005 rounds up; 30.005 / 60.12 = 0.4990851….
      revenue: { absolute: 30.01, relative: 0.499085 },
      base_revenue: { absolute: 30.01, relative: 0.499085 },
      commission_estimated: { absolute: -3.01, relative: -0.250457 },
      // A tenth against a fifth.
      commission_rate: { absolute: -0.1, relative: -0.5 },
      items_sold: { absolute: 5, relative: 1.25 },
      product_impressions: { absolute: -200, relative: -0.2 },
      product_clicks: { absolute: 16, relative: 0.8 },
      // 36 of 800 against 20 of 1,000.
      click_through_rate: { absolute: 0.025, relative: 1.25 },
      // 9 on 36 against 4 on 20.
      items_per_click: { absolute: 0.05, relative: 0.25 },
      // 90.125 for 9 against 60.12 for 4.
      average_item_price: { absolute: -5.02, relative: -0.33374 },
      // 112.65625 against 60.12.
      revenue_per_1000_impressions: { absolute: 52.54, relative: 0.873856 },
    });
  });

  it('is rounded as people round its currency', () => {
    expect(change({ revenue: money('2000.6', 'JPY') }, { revenue: money('1000', 'JPY') })['revenue']).toEqual(
      { absolute: 1001, relative: 1.0006 },
    );
    const thousand = change(
      { revenue: money('10'), product_show_cnt: 3000 },
      { revenue: money('10'), product_show_cnt: 1000 },
    );
    // 3.333… against 10 per thousand.
    expect(thousand['revenue_per_1000_impressions']).toEqual({ absolute: -6.67, relative: -0.666667 });
  });

  it('has no part of an earlier zero, and sees losses by the size of the earlier figure', () => {
    expect(change({ overall_item_sold_cnt: 3 }, { overall_item_sold_cnt: 0 })['items_sold']).toEqual({
      absolute: 3,
      relative: null,
    });
    expect(change({ revenue: money('5') }, { revenue: money('-10') })['revenue']).toEqual({
      absolute: 15,
      relative: 1.5,
    });
  });

  it('is there only for figures that both months have', () => {
    expect(
      change(
        { revenue: money('1'), overall_item_sold_cnt: 2 },
        { overall_item_sold_cnt: 1, product_click_cnt: 3 },
      ),
    ).toEqual({ items_sold: { absolute: 1, relative: 1 } });
  });

  it('is never between two currencies', () => {
    expect(
      change(
        { revenue: money('10'), overall_item_sold_cnt: 2 },
        { revenue: money('10', 'EUR'), overall_item_sold_cnt: 1 },
      ),
    ).toEqual({ items_sold: { absolute: 1, relative: 1 } });
  });

  it('is from or to nothing where a zero came without a currency', () => {
    const none = { amount: '0' };
    expect(change({ revenue: money('10') }, { revenue: none })['revenue']).toEqual({
      absolute: 10,
      relative: null,
    });
    expect(change({ revenue: none }, { revenue: money('10') })['revenue']).toEqual({
      absolute: -10,
      relative: -1,
    });
    expect(change({ revenue: none }, { revenue: none })['revenue']).toEqual({ absolute: 0, relative: null });
  });

  it('names the two figures and the days behind them', () => {
    expect(changes({ revenue: money('10') }, { revenue: money('8') })).toEqual({
      revenue: { absolute: 2, relative: 0.25, days: 1, current: 10, previous: 8 },
    });
  });
});
