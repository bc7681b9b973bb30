import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { money } from '../support/month-reply.ts';
import {
  connectWritten,
  daily,
  daysUpTo,
  earningDay,
  listOf,
  monthAsked,
  productRow,
} from '../support/written-replies.ts';

/** What explain_change holds against each other: the same days, one currency, and every caveat with it. */

const LAST = '2026-11-22';
const LAMP = '1729000000000000001';
const MUG = '1729000000000000002';

const liveDay = (currency = 'USD', other: JsonObject = {}): JsonObject => ({
  live_revenue: money('40.00', currency),
  live_show_cnt: 1000,
  live_watch_cnt: 100,
  product_click: 10,
  sku_order_paid_cnt: 2,
  ...other,
});

type Replies = Readonly<Record<string, (body: string) => JsonObject>>;

const world = (own: Replies) =>
  connectWritten({
    insights: (body) => daily(...daysUpTo(monthAsked(body), LAST), () => earningDay()),
    live_analytics: (body) => daily(...daysUpTo(monthAsked(body), LAST), () => liveDay()),
    ...own,
  });

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

test('LIVE in another currency is not called absent', async () => {
  const { call } = await world({
    live_analytics: (body) => daily(...daysUpTo(monthAsked(body), LAST), () => liveDay('EUR')),
  });
  const { structured, text } = await call('explain_change', OCTOBER);
  expect(structured, text).toMatchObject({
    live_factors: { not_split: 'LIVE is in EUR and the earnings in USD' },
  });
});

test('a month to date has its LIVE days held against as many days', async () => {
  const { call } = await world({});
  const open = await call('explain_change', { period: 'this_month' });
  expect(open.text).toContain('Days with LIVE 22 against 22');
  const closed = await call('explain_change', OCTOBER);
  // 31 days against 30: the 31st has no day of its place.
  expect(closed.text).toContain('over 30 days of each');
  expect(closed.text).toContain('Days with LIVE 30 against 30');
});

test('videos published are counted on the days of both periods', async () => {
  const { call } = await world({
    video_analytics: () =>
      daily('2026-09-14', LAST, (date) => ({ vv_cnt: 10, video_cnt: date < '2026-09-20' ? null : 1 })),
  });
  const { text } = await call('explain_change', {
    from: '2026-10-05',
    to: '2026-10-18',
    against_from: '2026-09-14',
    against_to: '2026-09-27',
  });
  // Of the earlier fortnight the last eight days tell it.
  expect(text).toContain('Videos published 8 against 8');
});

test('a figure of fewer days than the others says so in its line', async () => {
  const { call } = await world({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), LAST), (_, index) =>
        earningDay(index > 19 ? { commission_estimated: null } : {}),
      ),
  });
  const { text } = await call('explain_change', OCTOBER);
  expect(text).toContain('Commission, estimated 180.00 against 180.00: +0.00, +0.0% (over 20 days of each)');
  expect(text).toMatch(/Items sold .*%\n/);
});

test('what could not be read of LIVE and of the lists is said', async () => {
  const { call } = await world({
    live_analytics: (body) =>
      daily(...daysUpTo(monthAsked(body), LAST), (date) =>
        liveDay('USD', date === '2026-10-04' ? { live_show_cnt: 'many' } : {}),
      ),
    product_analytics: (body) =>
      listOf(...daysUpTo(monthAsked(body), LAST), [
        productRow(LAMP, '50', { item_sold_cnt: 'some' }),
        productRow(MUG, monthAsked(body) === '2026-10' ? '90' : '70'),
      ]),
  });
  const { structured, text } = await call('explain_change', OCTOBER);
  expect(text).toContain('LIVE: One value of live_impressions could not be read');
  expect(text).toContain('Product list, Product list before: One value of items_sold could not be read');
  expect(structured, text).toMatchObject({ products: { gained: [{ id: MUG, change: 20 }] } });
});

test('lists in another currency, or that end early, do not move', async () => {
  const list = (body: string, to: string, currency: string) =>
    listOf(daysUpTo(monthAsked(body), LAST)[0], to, [
      productRow(LAMP, '50', {
        revenue: money(monthAsked(body) === '2026-10' ? '50' : '70', currency),
        commission: money('5', currency),
      }),
    ]);
  const euros = await world({
    product_analytics: (body) => list(body, daysUpTo(monthAsked(body), LAST)[1], 'EUR'),
  });
  const other = await euros.call('explain_change', OCTOBER);
  expect(other.structured?.['products']).toBeUndefined();
  expect(other.text).toContain('The product list is in EUR, the earnings in USD, so what gained and lost');
  const early = await world({ product_analytics: (body) => list(body, LAST.replace('22', '21'), 'USD') });
  const short = await early.call('explain_change', { from: '2026-11-01', to: LAST });
  expect(short.structured?.['products'], short.text).toBeUndefined();
});

test('the hours of today, and days of both periods, are no unusual days', async () => {
  const { call } = await world({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), '2026-11-24'), (date) => {
        const amount = date === '2026-11-24' ? 1 : 90 + ((Number(date.slice(8)) * 7) % 13);
        return earningDay({ revenue: money(date === '2026-11-10' ? '900' : String(amount)) });
      }),
  });
  const { structured, text } = await call('explain_change', {
    from: '2026-11-01',
    to: '2026-11-24',
    against_from: '2026-10-20',
    against_to: '2026-11-12',
  });
  expect(structured, text).toMatchObject({ unusual_days: [{ date: '2026-11-10', revenue: 900 }] });
});
