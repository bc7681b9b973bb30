import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { ChangeData } from '../../../src/reports/change/plan.ts';
import type { PeriodReadings } from '../../../src/reports/period/plan.ts';
import {
  earningsOf,
  livesOf,
  octoberAgainst,
  postsOf,
  productsOf,
  stretchOf,
  videosOf,
} from '../../support/change-data.ts';
import { money } from '../../support/month-reply.ts';
import { videoRow } from '../../support/written-replies.ts';

/** The parts of a change, each with its edges: what moved, LIVE, what was published, and unusual days. */

const day = (other: JsonObject = {}): JsonObject => ({
  revenue: money('20.00'),
  live_revenue: money('5.00'),
  video_revenue: money('15.00'),
  ...other,
});
const steady = (month: string, other: JsonObject = {}) => earningsOf(month, () => day(other));

const change = (current: PeriodReadings, previous: PeriodReadings, other: Partial<ChangeData> = {}) =>
  octoberAgainst(
    '2026-08',
    { insights: steady('2026-10'), ...current },
    { insights: steady('2026-08'), ...previous },
    other,
  );

describe('what moved', () => {
  const moved = (
    current: PeriodReadings['products'],
    previous: PeriodReadings['products'],
    other: Partial<ChangeData> = {},
  ) => {
    const { products, notes } = change({ products: current }, { products: previous }, other);
    // The first note is the method.
    return { products, notes: notes.slice(1) };
  };

  it('is the three that gained most and the three that lost most, equals by their ids', () => {
    const now = { 11: '10', 12: '10', 13: '10', 14: '30', 15: '5', 16: '5', 17: '5', 18: '1', 19: '2' };
    const earlier = { 15: '15', 16: '15', 17: '15', 18: '90', 19: '2' };
    const { products } = moved(productsOf('2026-10', now), productsOf('2026-08', earlier));
    expect(products).toEqual({
      gained: [
        { id: '14', title: 'Product 14', current: 30, previous: 0, change: 30 },
        { id: '11', title: 'Product 11', current: 10, previous: 0, change: 10 },
        { id: '12', title: 'Product 12', current: 10, previous: 0, change: 10 },
      ],
      lost: [
        { id: '18', title: 'Product 18', current: 1, previous: 90, change: -89 },
        { id: '17', title: 'Product 17', current: 5, previous: 15, change: -10 },
        { id: '16', title: 'Product 16', current: 5, previous: 15, change: -10 },
      ],
      unknown: 0,
    });
  });

  it('is told of two lists only, and nothing is said where one was not asked for', () => {
    expect(moved(productsOf('2026-10', { 11: '1' }), undefined)).toEqual({ products: undefined, notes: [] });
    expect(moved(undefined, productsOf('2026-08', { 11: '1' }))).toEqual({ products: undefined, notes: [] });
  });

  it('is unknown where a list is in another currency than the earnings', () => {
    const euros = productsOf('2026-08', { 11: '5' }, {}, 'EUR');
    expect(moved(productsOf('2026-10', { 11: '1' }), euros)).toEqual({
      products: undefined,
      notes: ['The product list is in EUR, the earnings in USD, so what gained and lost is unknown.'],
    });
    const { notes } = octoberAgainst(
      '2026-08',
      { products: productsOf('2026-10', { 11: '1' }) },
      { products: euros },
    );
    expect(notes).toContain(
      'The product list is in USD, the earnings in no known currency, so what gained and lost is unknown.',
    );
  });

  it.each([
    { to: '2026-10-30', reportedTo: '2026-10-31', ends: true },
    { to: '2026-10-30', reportedTo: '2026-10-30', ends: false },
    { to: '2026-10-31', reportedTo: '2026-10-31', ends: false },
  ])('of a list to $to is told or not with figures to $reportedTo', ({ to, reportedTo, ends }) => {
    const { products, notes } = moved(
      productsOf('2026-10', { 11: '1' }, { to, now: '2026-11-01T12:00:00Z' }),
      productsOf('2026-08', { 11: '5' }),
      { reportedTo },
    );
    expect(products === undefined).toBe(ends);
    expect(notes.filter((note) => note.startsWith('The product list ends'))).toEqual(
      ends
        ? ['The product list ends on 2026-10-30, before 2026-10-31, so what gained and lost is unknown.']
        : [],
    );
  });

  it('may be of more days than are reported, which a note says', () => {
    const { products, notes } = moved(
      productsOf('2026-10', { 11: '1' }),
      productsOf('2026-08', { 11: '5' }),
      {
        reportedTo: '2026-10-29',
      },
    );
    expect(products?.lost).toHaveLength(1);
    expect(notes).toEqual([
      'The product list is not cut at 2026-10-29, the last reported day: it may have sales of later days.',
    ]);
  });

  it('is nothing in empty lists, nor in those of a shop owner', () => {
    expect(moved(productsOf('2026-10', {}), productsOf('2026-08', {})).notes).toContain(
      'The product lists of both periods are empty, so none gained or lost.',
    );
    const none = productsOf('2026-10', { 11: '0' });
    expect(moved(none, productsOf('2026-08', { 11: '0' })).notes).toContain(
      'The product list shows no sales at all, as it does for shop-owner accounts, so no product gained or lost in it: attribute_sales has what their products sold.',
    );
    const videos = change(
      { videos: videosOf('2026-10', [videoRow('7001', '0', { item_sold_cnt: 0 })]) },
      { videos: videosOf('2026-08', [videoRow('7001', '0', { item_sold_cnt: 0 })]) },
    );
    expect(videos.notes.join()).not.toContain('shop-owner');
    expect(videos.videos).toEqual({ gained: [], lost: [], unknown: 0 });
  });

  it('is unknown of a video that may be further down, but not of one published later', () => {
    const at = (iso: string) => ({
      video_meta: { item_id: '7002', name: 'New', publish_time: Date.parse(iso) / 1000 },
    });
    const of = (row: JsonObject, form = { hasMore: true }) =>
      change(
        { videos: videosOf('2026-10', [videoRow('7001', '60'), row]) },
        { videos: videosOf('2026-08', [videoRow('7001', '40')], form) },
      ).videos;
    const later = of(videoRow('7002', '5', at('2026-09-01T00:00:00Z')));
    expect(later?.gained.map(({ id, title, previous }) => [id, title, previous])).toEqual([
      ['7001', 'Video 01', 40],
      ['7002', 'New', 0],
    ]);
    expect(later?.unknown).toBe(0);
    expect(of(videoRow('7002', '5', at('2026-08-31T23:59:59Z')))).toMatchObject({
      gained: [{ id: '7001' }],
      unknown: 1,
    });
    expect(of(videoRow('7002', '5', { video_meta: { item_id: '7002' } }))).toMatchObject({ unknown: 1 });
    expect(of(videoRow('7002', '5', { gmv: null }), { hasMore: false })).toMatchObject({ unknown: 1 });
  });

  it('is not told where the days of a period are not in', () => {
    const open = earningsOf('2026-10', () => ({}));
    const { products, videos } = change(
      { insights: open, products: productsOf('2026-10', {}), videos: videosOf('2026-10', []) },
      { products: productsOf('2026-08', { 11: '5' }), videos: videosOf('2026-08', [videoRow('7001', '40')]) },
    );
    expect([products, videos]).toEqual([undefined, undefined]);
  });
});

describe('LIVE', () => {
  const live = (other: JsonObject = {}): JsonObject => ({
    live_revenue: money('5.00'),
    live_show_cnt: 100,
    live_watch_cnt: 20,
    product_click: 4,
    sku_order_paid_cnt: 1,
    ...other,
  });
  const none = live({
    live_revenue: money('0'),
    live_show_cnt: 0,
    live_watch_cnt: 0,
    product_click: 0,
    sku_order_paid_cnt: 0,
  });
  const split = (now: JsonObject, before: JsonObject) =>
    change({ live: livesOf('2026-10', () => now) }, { live: livesOf('2026-08', () => before) }).live_factors;

  it('that was not there is said to be so, and in which period', () => {
    expect(split(live(), none)).toEqual({ not_split: 'there was no LIVE in the period before' });
    expect(split(none, live())).toEqual({ not_split: 'there was no LIVE in the period' });
    expect(split(none, none)).toEqual({ not_split: 'there was no LIVE in either period' });
  });

  it('in another currency than the earnings is not split, nor where one period is missing', () => {
    expect(split(live(), live({ live_revenue: money('5', 'EUR') }))).toEqual({
      not_split: 'LIVE is in EUR and the earnings in USD',
    });
    expect(change({ live: livesOf('2026-10', () => live()) }, {}).live_factors).toBeUndefined();
  });

  it('is split by what it brought, item by item', () => {
    expect(split(live({ live_revenue: money('10.00'), sku_order_paid_cnt: 2 }), live())).toEqual({
      change: 155,
      effects: [
        { factor: 'live_impressions', current: 3100, previous: 3100, accounts_for: 0 },
        { factor: 'enter_rate', current: 0.2, previous: 0.2, accounts_for: 0 },
        { factor: 'click_through_rate', current: 0.2, previous: 0.2, accounts_for: 0 },
        { factor: 'click_to_order_rate', current: 0.5, previous: 0.25, accounts_for: 155 },
        { factor: 'revenue_per_order', current: 5, previous: 5, accounts_for: 0 },
      ],
    });
  });

  it('has days with impressions, or with revenue where its own figures are missing', () => {
    const days = (index: number) => live({ live_show_cnt: index < 7 ? 100 : 0 });
    expect(
      change(
        { live: livesOf('2026-10', (_, index) => days(index)) },
        { live: livesOf('2026-08', () => live()) },
      ).activity.live_days,
    ).toEqual({ current: 7, previous: 31 });
    const some = earningsOf('2026-10', (_, index) => day({ live_revenue: money(index < 3 ? '1' : '0') }));
    expect(change({ insights: some }, {}).activity.live_days).toEqual({ current: 3, previous: 31 });
    // The days that are not compared do not count.
    const gap = earningsOf('2026-08', (_, index) => (index === 0 ? {} : day()));
    expect(change({ insights: some }, { insights: gap }).activity.live_days).toEqual({
      current: 2,
      previous: 30,
    });
  });
});

describe('videos published', () => {
  it('are those of the days of both periods, or of one where the other is not known', () => {
    const posts = (month: string, count: number) => postsOf(month, () => ({ vv_cnt: 5, video_cnt: count }));
    const published = (current: PeriodReadings['video'], previous: PeriodReadings['video']) =>
      change({ video: current }, { video: previous }).activity.videos_published;
    expect(published(posts('2026-10', 2), posts('2026-08', 1))).toEqual({ current: 62, previous: 31 });
    expect(published(posts('2026-10', 2), undefined)).toEqual({ current: 62, previous: undefined });
    expect(published(undefined, posts('2026-08', 1))).toEqual({ current: undefined, previous: 31 });
    expect(published(undefined, undefined)).toBeUndefined();
    const untold = (month: string) => postsOf(month, () => ({ vv_cnt: 5 }));
    expect(published(untold('2026-10'), untold('2026-08'))).toBeUndefined();
  });
});

describe('what is split', () => {
  const counts = { product_show_cnt: 100, product_click_cnt: 10, overall_item_sold_cnt: 2 };

  it('names the figure and the period that has none of it', () => {
    const of = (now: JsonObject, before: JsonObject) =>
      change(
        { insights: steady('2026-10', { ...counts, ...now }) },
        { insights: steady('2026-08', { ...counts, ...before }) },
      ).revenue_factors;
    expect(of({}, { overall_item_sold_cnt: 0 })).toEqual({
      not_split: 'there are no items_sold above zero in the previous period',
    });
    expect(of({ product_show_cnt: 0 }, { product_show_cnt: 0 })).toEqual({
      not_split: 'there are no product_impressions above zero in either period',
    });
  });

  it('is not split by channel where one of them is not told on the same days', () => {
    const short = earningsOf('2026-10', (_, index) => day(index === 0 ? { video_revenue: null } : {}));
    expect(change({ insights: short }, {}).channels).toBeUndefined();
    expect(change({}, {}).channels).toMatchObject({ change: 0 });
  });

  it('is money to the digits of its currency, and figures to six', () => {
    const thirds = { ...counts, revenue: money('10.00'), product_show_cnt: 300, overall_item_sold_cnt: 3 };
    const { revenue_factors: split } = change(
      { insights: steady('2026-10', thirds) },
      { insights: steady('2026-08', thirds) },
    );
    expect(split?.effects?.map(({ current }) => current)).toEqual([9300, 0.033333, 0.3, 3.333333]);
  });

  it('is over whole periods where no days are told, with LIVE in days unknown', () => {
    const figures = { ...day(), ...counts };
    const result = change(
      { insights: stretchOf('2026-10', figures) },
      { insights: stretchOf('2026-08', figures) },
    );
    expect(result.revenue_factors).toMatchObject({ change: 0 });
    expect(result.activity.live_days).toBeUndefined();
  });
});
