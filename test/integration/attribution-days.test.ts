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
  videoRow,
} from '../support/written-replies.ts';

/** Shares and rates of an attribution are over the days that both of their sides have. */

const FROM = '2026-10-01';
const TO = '2026-10-31';
const VIDEO = '7400000000000000011';
const LAMP = '1729000000000000001';

const pairDay = (other: JsonObject = {}): JsonObject => ({
  product_revenue: money('10.00'),
  direct_revenue: money('5.00'),
  product_sales_cnt: 1,
  order_cnt: 1,
  product_click_cnt: 10,
  ...other,
});

const linked = listOf(FROM, TO, [
  { videoToProductsMap: { item_id: VIDEO, products: [{ id: LAMP, name: 'Lamp' }], stats: [] } },
]);

const world = (own: Readonly<Record<string, (body: string) => JsonObject>>) =>
  connectWritten({
    video_to_product: () => daily(FROM, TO, () => pairDay()),
    insights: (body) => daily(...daysUpTo(monthAsked(body), TO), () => earningDay()),
    video_list: () => listOf(FROM, TO, [videoRow(VIDEO, '620.00')]),
    associated: () => linked,
    product_analytics: () => listOf(FROM, TO, [productRow(LAMP, '620.00')]),
    ...own,
  });

const ASKED = { from: FROM, to: TO, product_id: LAMP };

test('a pair with all of its days', async () => {
  const { call } = await world({});
  const { structured, text } = await call('attribute_sales', ASKED);
  expect(structured, text).toMatchObject({
    pairs: [
      {
        revenue: 310,
        direct_share: 0.5,
        share_of_product: 0.5,
        click_to_order_rate: 0.1,
        commission_per_100_clicks: 10,
      },
    ],
    remainder: 1240,
  });
});

test('a pair whose revenue and orders some days do not tell', async () => {
  const { call } = await world({
    video_to_product: () =>
      daily(FROM, TO, (_, index) =>
        pairDay({
          ...(index > 9 ? { product_revenue: null } : {}),
          ...(index > 24 ? { order_cnt: null } : {}),
        }),
      ),
  });
  const { structured, text } = await call('attribute_sales', ASKED);
  // Half of the revenue of ten days, 25 orders for 250 clicks, 10.00 commission for the 100 clicks of ten days.
  expect(structured, text).toMatchObject({
    pairs: [{ revenue: 100, direct_share: 0.5, click_to_order_rate: 0.1, commission_per_100_clicks: 10 }],
  });
  expect(text).not.toContain('share of product');
  expect(text).toContain(`Video ${VIDEO} with product ${LAMP}: revenue: a value on 10 of 31 days`);
});

test('video revenue of some days is held against no list of all of them', async () => {
  const { call } = await world({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), TO), (_, index) =>
        earningDay(index > 5 ? { video_revenue: null } : {}),
      ),
  });
  const { structured, text } = await call('attribute_sales', { from: FROM, to: TO });
  expect(structured?.['remainder'], text).toBeUndefined();
  expect(text).toContain('The earnings have the video revenue of 6 of the 31 days to 2026-10-31');
  expect(text).toContain('video_revenue, other_revenue: a value on 6 of 31 days');
  expect(text).not.toContain('|share|');
  const month = await call('summarize_month', { month: '2026-10' });
  // 620.00 of the 3,100.00 that all channels brought, which each day tells.
  expect(month.structured).toMatchObject({ top_videos: [{ video_id: VIDEO, share: 0.2 }] });
  expect(month.text).toContain('(video 360.00 on 6 of 31 days · LIVE 1,240.00)');
});

test('revenue of some days is not called less than what the list sold', async () => {
  const { call } = await world({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), TO), (_, index) => earningDay(index > 14 ? { revenue: null } : {})),
    product_analytics: () => listOf(FROM, TO, [productRow(LAMP, '2000.00')]),
  });
  const { structured, text } = await call('summarize_period', { from: FROM, to: TO, compare: 'none' });
  expect(structured, text).toMatchObject({ top_products: [{ revenue: 2000, share: null }] });
  expect(text).toContain('The earnings have the revenue of 15 of the 31 days to 2026-10-31');
});

test('earnings that end long before the list are no whole for its rows', async () => {
  const { call } = await world({ insights: () => daily(FROM, '2026-10-20', () => earningDay()) });
  const late = await call('attribute_sales', { from: FROM, to: '2026-10-31' });
  expect(late.structured?.['remainder'], late.text).toBeUndefined();
});

test('a video whose direct GMV one stretch does not tell has no direct share', async () => {
  const [first, second] = [listOf(FROM, '2026-10-15', []), listOf('2026-10-16', TO, [])];
  const rows = (from: JsonObject, row: JsonObject) =>
    JSON.parse(JSON.stringify(from).replace('"stats":[]', `"stats":[${JSON.stringify(row)}]`));
  const { call } = await world({
    video_list: () => ({
      segments: [
        ...rows(first, videoRow(VIDEO, '300.00')).segments,
        ...rows(second, videoRow(VIDEO, '320.00', { direct_gmv: null })).segments,
      ],
    }),
  });
  const { structured, text } = await call('attribute_sales', { from: FROM, to: TO });
  expect(structured, text).toMatchObject({ videos: [{ gmv: 620, direct_gmv: 300, share: 0.333333 }] });
  expect(JSON.stringify(structured?.['videos'])).not.toContain('direct_share');
});
