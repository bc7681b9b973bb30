import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { monthsFrom } from '../../../src/metrics/periods.ts';
import { gateInsights, gateLive, gateProductList } from '../../../src/metrics/replies.ts';
import { computeChange } from '../../../src/reports/change/compute.ts';
import type { PeriodReadings } from '../../../src/reports/period/plan.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-12-20T00:00:00Z'), offset: 0 };

/** A month whose days all have the same figures, unless some are given others. */
function reply(
  month: string,
  figures: JsonObject,
  others: Readonly<Record<string, JsonObject>> = {},
): JsonObject {
  const { from, to } = monthRange(month);
  const buckets = dates(from, to).map((date) => bucket(date, date, 0, others[date] ?? figures));
  return { segments: [segment(from, to, 0, buckets)] };
}

const insights = (month: string, figures: JsonObject, others?: Readonly<Record<string, JsonObject>>) =>
  gateInsights(reply(month, figures, others), { period: monthRange(month) }, CLOCK);
const live = (month: string, figures: JsonObject) =>
  gateLive(reply(month, figures), { period: monthRange(month) }, CLOCK);

const products = (month: string, rows: Readonly<Record<string, string>>, hasMore = false) => {
  const { from, to } = monthRange(month);
  const list = Object.entries(rows).map(([id, revenue]) => ({
    product: { id, name: `Product ${id}` },
    revenue: money(revenue),
  }));
  const payload = {
    segments: [
      {
        ...segment(from, to, 0, [bucket(from, to, 0, list)], 'timed_lists'),
        list_control: { next_pagination: { has_more: hasMore, next_page: 1 } },
      },
    ],
  };
  return gateProductList(payload, { period: { from, to }, page: 0 }, CLOCK);
};

/** October, with 31 days, against August, with as many. */
const change = (current: PeriodReadings, previous: PeriodReadings) =>
  computeChange(
    {
      name: undefined,
      period: monthsFrom('2026-10', 1),
      against: monthsFrom('2026-08', 1),
      current,
      previous,
      failures: [],
      reportedTo: '2026-10-31',
      asked: new Set(['products', 'live', 'videos', 'video_list', 'posts'] as const),
      notAsked: [],
      plannedCalls: 9,
    },
    { clock: CLOCK, calls: 0 },
  );

/** 100 impressions, 10 clicks, 2 items, 20.00 of which LIVE 5.00 and video 15.00, base 10.00, commission 1.00. */
const before = {
  revenue: money('20.00'),
  live_revenue: money('5.00'),
  video_revenue: money('15.00'),
  base_revenue: money('10.00'),
  commission_estimated: money('1.00'),
  overall_item_sold_cnt: 2,
  product_show_cnt: 100,
  product_click_cnt: 10,
};

describe('a change', () => {
  it('is split by channel, and is one of impressions alone where only they doubled', () => {
    const now = {
      revenue: money('40.00'),
      live_revenue: money('5.00'),
      video_revenue: money('30.00'),
      base_revenue: money('20.00'),
      commission_estimated: money('2.00'),
      overall_item_sold_cnt: 4,
      product_show_cnt: 200,
      product_click_cnt: 20,
    };
    const result = change({ insights: insights('2026-10', now) }, { insights: insights('2026-08', before) });
    expect(result.revenue).toEqual({ absolute: 620, relative: 1, days: 31, current: 1240, previous: 620 });
    expect(result.channels).toEqual({
      change: 620,
      effects: [
        { factor: 'video', current: 930, previous: 465, accounts_for: 465 },
        { factor: 'LIVE', current: 155, previous: 155, accounts_for: 0 },
        { factor: 'other', current: 155, previous: 0, accounts_for: 155 },
      ],
    });
    expect(result.revenue_factors).toEqual({
      change: 620,
      effects: [
        { factor: 'impressions', current: 6200, previous: 3100, accounts_for: 620 },
        { factor: 'click_through_rate', current: 0.1, previous: 0.1, accounts_for: 0 },
        { factor: 'items_per_click', current: 0.2, previous: 0.2, accounts_for: 0 },
        { factor: 'price_per_item', current: 10, previous: 10, accounts_for: 0 },
      ],
    });
    expect(result.commission_factors).toMatchObject({
      change: 31,
      effects: [{ accounts_for: 31 }, {}, {}, {}, { factor: 'effective_rate', accounts_for: 0 }],
    });
  });

  it('by two factors that cancel out is one against the other', () => {
    // Half the clicks on twice the impressions, twice the items on each click: 20.00 a day as before.
    const now = { ...before, product_show_cnt: 200, product_click_cnt: 5 };
    const result = change({ insights: insights('2026-10', now) }, { insights: insights('2026-08', before) });
    // L(620, 620) = 620, times ln 2 = 429.75, times ln 4 = 859.50.
    expect(result.revenue_factors).toMatchObject({
      change: 0,
      effects: [
        { factor: 'impressions', accounts_for: 429.75 },
        { factor: 'click_through_rate', accounts_for: -859.5 },
        { factor: 'items_per_click', accounts_for: 429.75 },
        { factor: 'price_per_item', accounts_for: 0 },
      ],
    });
  });

  it('is not split by a factor that was zero, and says which', () => {
    const now = { ...before, product_click_cnt: 0 };
    const result = change({ insights: insights('2026-10', now) }, { insights: insights('2026-08', before) });
    expect(result.revenue_factors).toEqual({
      not_split: 'there are no product_clicks above zero in the current period',
    });
  });

  it('is not split where a figure is missing on some days', () => {
    const { product_click_cnt: _, ...without } = before;
    const result = change(
      { insights: insights('2026-10', before, { '2026-10-05': without }) },
      { insights: insights('2026-08', before) },
    );
    expect(result.revenue_factors).toEqual({
      not_split: 'product_clicks is not there for the same days as the figures that it is multiplied with',
    });
  });

  it('says where there was no LIVE', () => {
    const some = {
      live_revenue: money('5.00'),
      live_show_cnt: 100,
      live_watch_cnt: 20,
      product_click: 4,
      sku_order_paid_cnt: 1,
    };
    const none = {
      live_revenue: money('0.00'),
      live_show_cnt: 0,
      live_watch_cnt: 0,
      product_click: 0,
      sku_order_paid_cnt: 0,
    };
    const earnings = { insights: insights('2026-10', before) };
    const earlier = { insights: insights('2026-08', before) };
    const result = change(
      { ...earnings, live: live('2026-10', some) },
      { ...earlier, live: live('2026-08', none) },
    );
    expect(result.live_factors).toEqual({ not_split: 'there was no LIVE in the period before' });
    expect(result.activity.live_days).toEqual({ current: 31, previous: 0 });
    const both = change(
      { ...earnings, live: live('2026-10', { ...some, live_show_cnt: 200, live_watch_cnt: 40 }) },
      { ...earlier, live: live('2026-08', some) },
    );
    // Twice the impressions and views for the same clicks: 155 × ln 2 = 107.44 up, and down again.
    expect(both.live_factors).toMatchObject({
      change: 0,
      effects: [
        { factor: 'live_impressions', accounts_for: 107.44 },
        { factor: 'enter_rate', accounts_for: 0 },
        { factor: 'click_through_rate', accounts_for: -107.44 },
        { factor: 'click_to_order_rate', accounts_for: 0 },
        { factor: 'revenue_per_order', accounts_for: 0 },
      ],
    });
  });

  it('names the products that moved most; one missing in a list that goes on is not known to have sold nothing', () => {
    const earnings = { insights: insights('2026-10', before) };
    const earlier = { insights: insights('2026-08', before) };
    const now = products('2026-10', { 1001: '90', 1002: '50', 1003: '10' });
    const whole = change(
      { ...earnings, products: now },
      { ...earlier, products: products('2026-08', { 1002: '80', 1004: '5' }) },
    );
    expect(whole.products?.gained.map(({ id, change: by }) => [id, by])).toEqual([
      ['1001', 90],
      ['1003', 10],
    ]);
    expect(whole.products?.lost.map(({ id, change: by }) => [id, by])).toEqual([
      ['1002', -30],
      ['1004', -5],
    ]);
    const cut = change(
      { ...earnings, products: now },
      { ...earlier, products: products('2026-08', { 1002: '80' }, true) },
    );
    expect(cut.products).toMatchObject({ gained: [], lost: [{ id: '1002' }], unknown: 2 });
  });

  it('names days that stand out from their weekday, from 28 reported days on', () => {
    const spike = { ...before, revenue: money('90.00'), video_revenue: money('85.00') };
    // Days differ a little, as they do: without any spread nothing could stand out by much.
    const vary = (month: string) =>
      Object.fromEntries(
        dates(monthRange(month).from, monthRange(month).to).map((date, index) => [
          date,
          { ...before, revenue: money(String(20 + (index % 3))) },
        ]),
      );
    const result = change(
      { insights: insights('2026-10', before, { ...vary('2026-10'), '2026-10-14': spike }) },
      { insights: insights('2026-08', before, vary('2026-08')) },
    );
    expect(result.unusual_days).toMatchObject([
      { date: '2026-10-14', weekday: 'Wednesday', revenue: 90, video_revenue: { value: 85, usual: 15 } },
    ]);
  });

  it('is not computed from months that the vendor did not answer for', () => {
    const other = gateInsights(reply('2025-04', before), { period: monthRange('2026-10') }, CLOCK);
    const result = change({ insights: other }, { insights: insights('2026-08', before) });
    expect(result.revenue).toBeUndefined();
    expect(result.days_compared).toBe(0);
    expect(result.notes).toContain(
      'The two periods are not compared: there are no days that both have earnings for.',
    );
  });
});
