import { expect, onTestFinished, test } from 'vitest';
import { bucket, dates, money, segment } from '../support/month-reply.ts';
import { connectToReplies } from '../support/reply-server.ts';

/** A figure that a reply does not tell is not zero, and a ratio is over the days that have both of its sides. */

const FROM = '2026-10-01';
const TO = '2026-10-31';

/** 100.00 a day, 92 % of it commission base and 12 % of that commission, which the last ten days do not tell. */
const earnings = dates(FROM, TO).map((date, index) =>
  bucket(date, date, 0, {
    revenue: money('100.00'),
    ...(index < 21 ? { base_revenue: money('92.00'), commission_estimated: money('11.04') } : {}),
  }),
);

/** 40.00 for each 1,000 views. */
const video = (number: number, other: object = {}) => ({
  video_meta: {
    item_id: `740000000000000001${number}`,
    name: `Video ${number}`,
    publish_time: 1_791_028_800,
  },
  vv_cnt: 2000,
  ctr: '0.1',
  item_sold_cnt: 2,
  gmv: money('80.00'),
  completion_rate: '0.2',
  ...other,
});

const product = (id: string, items: number | null) => ({
  product: { id, name: `Product ${id}` },
  item_sold_cnt: items,
  revenue: money('200.00'),
  commission: money('22.08'),
});

const listed = (rows: readonly object[]) => ({
  segments: [
    {
      ...segment(FROM, TO, 0, [bucket(FROM, TO, 0, rows)], 'timed_lists'),
      list_control: { next_pagination: { has_more: false } },
    },
  ],
});

async function connect(replies: Readonly<Record<string, unknown>>) {
  const connection = await connectToReplies((endpoint) => {
    const found = Object.entries(replies).find(([name]) => endpoint.includes(name));
    return found?.[1] ?? { segments: [segment(FROM, TO, 0, earnings)] };
  });
  onTestFinished(connection.close);
  return connection;
}

test('review_videos claims nothing of a video whose GMV, items or views are not told', async () => {
  const usual = [1, 2, 3, 4, 5].map((number) => video(number));
  const rows = [
    ...usual,
    video(6, { gmv: null }),
    video(7, { item_sold_cnt: null }),
    video(8, { vv_cnt: null }),
    video(9, { gmv: money('40.00') }),
  ];
  const { call } = await connect({ video_list: listed(rows) });
  const { structured, text } = await call('review_videos', { month: '2026-10' });
  // Half the median on the last video; 11.04 % of the revenue is commission.
  expect(structured, text).toMatchObject({ recoverable_gmv: 40, recoverable_commission: 4.42 });
  expect(text).not.toContain('without sales');
  expect(text).not.toContain('without views');
  expect(text).not.toContain('items per view|');
});

test('review_products holds rates and sales only against what is told', async () => {
  const products = ['1729000000000000001', '1729000000000000002'];
  const { call } = await connect({
    product_analytics: listed(products.map((id, index) => product(id, index === 0 ? 10 : null))),
    showcase: {
      products: products.map((id) => ({
        product_id: id,
        title: `Offer ${id}`,
        stock_status: 1,
        review_status: 1,
        affiliate_info: { commission_rate: 1200 },
      })),
      total: 2,
    },
  });
  const { structured, text } = await call('review_products', { from: FROM, to: TO });
  expect(structured, text).toMatchObject({ sold: 2, products: [{ effective_rate: 0.12 }, {}], flagged: {} });
  expect(text).not.toContain('not sold');
});

test('a median says of how many videos it is, where some do not tell the figure', async () => {
  const rows = Array.from({ length: 9 }, (_, index) =>
    video(index, index < 3 ? { completion_rate: null, gmv: null } : {}),
  );
  const { call } = await connect({ video_list: listed(rows) });
  const { text } = await call('review_videos', { month: '2026-10' });
  expect(text).toContain('The median of completion_rate is of 6 of the 9 videos');
  expect(text).toContain('The median of gmv_per_1000_views is of 6 of the 9 videos');
  expect(text).not.toContain('The median of items_per_view');
});

test('a list in several currencies says what its totals leave out, and counts no products as sold', async () => {
  const rows = [
    product('1729000000000000001', 10),
    { ...product('1729000000000000002', null), revenue: money('5.00', 'EUR'), commission: null },
  ];
  const { call } = await connect({
    product_analytics: listed(rows),
    showcase: { products: [], total: 0 },
  });
  const list = await call('get_product_analytics_list', { start_date: FROM, end_date: TO });
  expect(list.text).toContain(
    'Several currencies (EUR, USD) are never added up. revenue 200.00 USD and 5.00 EUR',
  );
  const { structured, text } = await call('review_products', { from: FROM, to: TO });
  expect(structured?.['sold']).toBeUndefined();
  expect(text).toContain('Products sold in 31 days not counted, 0 in the showcase');
});

test('money without a currency is said to have none', async () => {
  const { call } = await connect({
    insights: {
      segments: [segment(FROM, TO, 0, [bucket(FROM, TO, 0, { revenue: { amount: '100' } })])],
    },
  });
  const { text } = await call('get_account_insights_overview', { start_date: FROM });
  expect(text).toContain('unknown currency');
  expect(text).not.toContain('XXX');
});
