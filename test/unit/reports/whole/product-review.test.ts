import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { reviewProducts } from '../../../../src/tools/review_products.ts';
import { money } from '../../../support/month-reply.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import {
  daily,
  daysUpTo,
  earningDay,
  listOf,
  monthAsked,
  productRow,
} from '../../../support/written-replies.ts';

/** Reviews of products from the request to the text, on 24 November 2026. */

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const idOf = (index: number): string => `17290000000000000${10 + index}`;

const offer = (index: number, other: JsonObject = {}): JsonObject => ({
  product_id: idOf(index),
  title: `Offer ${index}`,
  format_available_price: '$30.00',
  stock_status: 1,
  review_status: 1,
  affiliate_info: { commission_rate: 1000 },
  ...other,
});

/** Ten items for 300.00, of which 27.00 are commission: a tenth of the nine tenths that are the commission base. */
const sold = (index: number, other: JsonObject = {}): JsonObject =>
  productRow(idOf(index), '300', { item_sold_cnt: 10, commission: money('27'), ...other });

const world = (own: Replies = {}): Replies => ({
  insights: (body) => daily(...daysUpTo(monthAsked(body), '2026-11-22'), () => earningDay()),
  product_analytics: () => listOf(OCTOBER.from, OCTOBER.to, [sold(1)]),
  showcase: () => ({ products: [offer(1)], total: 1 }),
  ...own,
});
const run = (own: Replies = {}, args: JsonObject = OCTOBER) => runnerOf(world(own))(reviewProducts, args);

const listed = (...rows: readonly JsonObject[]): Replies => ({
  product_analytics: () => listOf(OCTOBER.from, OCTOBER.to, rows),
});

test('all of it', async () => {
  const { text, fields, sent } = await run({
    ...listed(
      sold(1),
      sold(2, { revenue: money('200') }),
      sold(3, { commission: money('0') }),
      sold(4, { commission: money('10') }),
      sold(5, { item_sold_cnt: 2 }),
      sold(6),
      sold(7),
    ),
    showcase: () => ({
      products: [
        offer(1),
        offer(2, { labels: [{ type: 37, name: 'Ends soon' }] }),
        offer(3, { title: null }),
        offer(4),
        offer(6, { stock_status: 2 }),
        offer(7, { review_status: 4 }),
        offer(8),
        { title: 'Without an id' },
      ],
      total: 8,
    }),
  });
  expect(text).toMatchInlineSnapshot(`
    "Products reviewed · account main · 2026-10-01 to 2026-10-31 (UTC+0) · USD · 3 upstream calls

    7 products sold in 31 days, 8 in the showcase

    Sold, highest revenue first
    |product id|title|revenue|sold|per item|commission per item|effective rate|advertised|stock|
    |-|-|-:|-:|-:|-:|-:|-|-|
    |1729000000000000011|Product 11|300.00|10|30.00|2.70|10%|10%|in stock|
    |1729000000000000012|Product 12|200.00|10|20.00|2.70|15%|10%|in stock|
    |1729000000000000013|Product 13|300.00|10|30.00|0.00|0%|10%|in stock|
    |1729000000000000014|Product 14|300.00|10|30.00|1.00|3.7%|10%|in stock|
    |1729000000000000015|Product 15|300.00|2|150.00|13.50||||
    |1729000000000000016|Product 16|300.00|10|30.00|2.70|10%|10%|out of stock|
    |1729000000000000017|Product 17|300.00|10|30.00|2.70|10%|10%|in stock|

    What stands out
    - Out of stock now, with sales in the period: Product 16 (1729000000000000016)
    - Unavailable now, with sales in the period: Product 17 (1729000000000000017)
    - Sold without commission: Product 13 (1729000000000000013)
    - In the showcase, not sold in 31 days: Offer 8 (1729000000000000018)
    - Earns above the advertised rate: Product 12 (1729000000000000012) 15% against 10%
    - Earns below the advertised rate: Product 13 (1729000000000000013) 0% against 10%, Product 14 (1729000000000000014) 3.7% against 10%
    - Label: the locked commission ends soon: Product 12 (1729000000000000012)
    - Sold, not in the showcase: Product 15 (1729000000000000015)

    Notes
    - Effective rate = estimated commission ÷ (revenue × the account's commission base per revenue), from 5 items on; it differs from the advertised rate from one percentage point on. The product list has no clicks: attribute_sales has commission per click.
    - A product that earns above its advertised rate can have a locked rate. Taking it out of the showcase forfeits the lock.
    - The vendor sent the rows in a different order than requested.
    - What changed since the last time is not known: that needs a cache directory (TIKTOK_CREATOR_CACHE).
    - These figures may still change until about 2026-11-30."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "period {"from":"2026-10-01","to":"2026-10-31"}
    window {"from":"2026-10-01","to":"2026-10-31","utc_offset":"+00:00","complete":true}
    currency "USD"
    days 31
    sold 7
    in_showcase 8
    products [{"product_id":"1729000000000000011","title":"Product 11","revenue":300,"commission_estimated":27,"items_sold":10,"average_item_price":30,"commission_per_item":2.7,"effective_rate":0.1,"in_showcase":true,"price":"$30.00","commission_rate":0.1,"stock":"in stock","review":"approved"},{"product_id":"1729000000000000012","title":"Product 12","revenue":200,"commission_estimated":27,"items_sold":10,"average_item_price":20,"commission_per_item":2.7,"effective_rate":0.15,"in_showcase":true,"price":"$30.00","commission_rate":0.1,"stock":"in stock","review":"approved","labels":["Ends soon"],"flags":["rate_above_advertised","lock_ending"]},{"product_id":"1729000000000000013","title":"Product 13","revenue":300,"commission_estimated":0,"items_sold":10,"average_item_price":30,"commission_per_item":0,"effective_rate":0,"in_showcase":true,"price":"$30.00","commission_rate":0.1,"stock":"in stock","review":"approved","flags":["sales_without_commission","rate_below_advertised"]},{"product_id":"1729000000000000014","title":"Product 14","revenue":300,"commission_estimated":10,"items_sold":10,"average_item_price":30,"commission_per_item":1,"effective_rate":0.037037,"in_showcase":true,"price":"$30.00","commission_rate":0.1,"stock":"in stock","review":"approved","flags":["rate_below_advertised"]},{"product_id":"1729000000000000015","title":"Product 15","revenue":300,"commission_estimated":27,"items_sold":2,"average_item_price":150,"commission_per_item":13.5,"in_showcase":false,"flags":["not_in_showcase"]},{"product_id":"1729000000000000016","title":"Product 16","revenue":300,"commission_estimated":27,"items_sold":10,"average_item_price":30,"commission_per_item":2.7,"effective_rate":0.1,"in_showcase":true,"price":"$30.00","commission_rate":0.1,"stock":"out of stock","review":"approved","flags":["out_of_stock_with_sales"]},{"product_id":"1729000000000000017","title":"Product 17","revenue":300,"commission_estimated":27,"items_sold":10,"average_item_price":30,"commission_per_item":2.7,"effective_rate":0.1,"in_showcase":true,"price":"$30.00","commission_rate":0.1,"stock":"in stock","review":"unavailable","flags":["unavailable_with_sales"]},{"product_id":"1729000000000000018","title":"Offer 8","in_showcase":true,"price":"$30.00","commission_rate":0.1,"stock":"in stock","review":"approved","flags":["not_sold"]}]
    flagged {"rate_above_advertised":1,"lock_ending":1,"sales_without_commission":1,"rate_below_advertised":2,"not_in_showcase":1,"out_of_stock_with_sales":1,"unavailable_with_sales":1,"not_sold":1}
    calls 3
    verdicts [{"part":"product list","verdict":"same"},{"part":"earnings","verdict":"same"}]"
  `);
  expect(sent).toMatchInlineSnapshot(`
    [
      "get_account_insights_overview {"start_date":"10-01-2026"}",
      "get_product_analytics_list {"start_date":"2026-10-01","end_date":"2026-11-01","page":0}",
      "get_showcase_product_list {"count":20,"offset":0}",
    ]
  `);
});

test('a text names ten products and four of a kind, and says how many there are', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => sold(index, { item_sold_cnt: 1 }));
  const offers = Array.from({ length: 6 }, (_, index) => offer(30 + index));
  const { text } = await run({ ...listed(...rows), showcase: () => ({ products: offers, total: 6 }) });
  expect(text).toContain(
    '- In the showcase, not sold in 31 days: Offer 30 (1729000000000000040), Offer 31 (1729000000000000041), Offer 32 (1729000000000000042), Offer 33 (1729000000000000043), 2 more\n',
  );
  expect(text).toContain('Product 13 (1729000000000000013), 8 more');
  expect(text.match(/^\|17290/gm)).toHaveLength(10);
  // Two sold and two on offer are neither in the table nor named.
  expect(text).toContain('(4 more products are in the structured content of the tool.)');
  const one = await run({
    ...listed(...rows.slice(0, 11)),
    showcase: () => ({ products: rows.slice(0, 11).map((_, index) => offer(index)), total: 11 }),
  });
  expect(one.text).toContain('(1 more product is in the structured content of the tool.)');
});

test('nothing sold at all has no table', async () => {
  const { text, structured } = await run({
    ...listed(),
    showcase: () => ({ products: [offer(1)], total: 1 }),
  });
  expect(structured).toMatchObject({ sold: 0, in_showcase: 1, flagged: { not_sold: 1 } });
  expect(text).toMatchInlineSnapshot(`
    "Products reviewed · account main · 2026-10-01 to 2026-10-31 (UTC+0) · USD · 3 upstream calls

    0 products sold in 31 days, 1 in the showcase

    What stands out
    - In the showcase, not sold in 31 days: Offer 1 (1729000000000000011)

    Notes
    - Effective rate = estimated commission ÷ (revenue × the account's commission base per revenue), from 5 items on; it differs from the advertised rate from one percentage point on. The product list has no clicks: attribute_sales has commission per click.
    - What changed since the last time is not known: that needs a cache directory (TIKTOK_CREATOR_CACHE).
    - These figures may still change until about 2026-11-30."
  `);
  const nothing = await run({ ...listed(), showcase: () => ({ products: [], total: 0 }) });
  expect(nothing.text).not.toContain('Sold, highest');
  const short = await run(
    { ...listed(), showcase: () => ({ products: [offer(1)], total: 1 }) },
    { from: '2026-10-01', to: '2026-10-07' },
  );
  expect(short.text).toContain('(1 product is in the structured content of the tool.)');
});

test('a sale that the list tells by its revenue alone is one', async () => {
  const { structured, text } = await run(
    listed(
      sold(1, { item_sold_cnt: null }),
      sold(2, { item_sold_cnt: null, revenue: money('0') }),
      sold(3, { item_sold_cnt: null, revenue: null }),
      sold(4, { item_sold_cnt: 0 }),
    ),
  );
  expect(structured).toMatchObject({ sold: 1 });
  expect(JSON.stringify(structured['products'])).not.toMatch(/average_item_price|effective_rate|per_item/);
  expect(text.match(/^\|17290/gm)).toHaveLength(1);
});

test('several currencies are not reviewed together', async () => {
  const { text, structured } = await run(listed(sold(1), sold(2, { revenue: money('5', 'EUR') })));
  expect(structured).not.toHaveProperty('sold');
  expect(structured['products']).toMatchObject([{ product_id: idOf(1), in_showcase: true }]);
  expect(text).toContain('Products sold in 31 days not counted, 1 in the showcase');
  expect(text).toContain(
    '- The product list has several currencies: its products are not reviewed together.',
  );
});

test('a list of other days is not reviewed, and calls nothing unsold', async () => {
  const { text, structured } = await run({
    product_analytics: () => listOf('2026-09-01', '2026-09-30', [sold(1)], { has_more: false, total: 9 }),
  });
  expect(structured).not.toHaveProperty('window');
  expect(structured).toMatchObject({
    days: 31,
    verdicts: [{ part: 'product list', verdict: 'elsewhere' }, { part: 'earnings' }],
  });
  expect(structured).not.toHaveProperty('sold');
  expect(text).toContain('Products sold in 31 days not counted, 1 in the showcase');
  expect(text).not.toContain('not sold in');
});

test('days that are still to come have brought nothing yet', async () => {
  const { text, structured } = await run(
    {
      product_analytics: () => listOf('2026-11-23', '2026-11-29', []),
      insights: () => daily('2026-11-01', '2026-11-30', (date) => (date < '2026-11-23' ? earningDay() : {})),
    },
    { from: '2026-11-23', to: '2026-11-29' },
  );
  expect(structured).toMatchObject({ days: 2 });
  expect(structured).not.toHaveProperty('sold');
  expect(text).toContain('- No day of this period has data: what sold is unknown, not zero.');
});

test('the rate needs a base of more than nothing and of no more than all', async () => {
  const rateOf = async (base: string | null) => {
    const { structured } = await run({
      insights: (body) =>
        daily(...daysUpTo(monthAsked(body), '2026-11-22'), () =>
          earningDay({ base_revenue: base === null ? null : money(base) }),
        ),
    });
    return /"effective_rate":[\d.]+/.exec(JSON.stringify(structured['products']))?.[0];
  };
  expect(await rateOf('90')).toBe('"effective_rate":0.1');
  expect(await rateOf('100')).toBe('"effective_rate":0.09');
  expect(await rateOf('101')).toBeUndefined();
  expect(await rateOf('0')).toBeUndefined();
  expect(await rateOf('-1')).toBeUndefined();
  expect(await rateOf(null)).toBeUndefined();
  const free = await run(listed(sold(1, { revenue: money('0') })));
  expect(JSON.stringify(free.structured['products'])).not.toContain('effective_rate');
});

test('the last 30 days are the default', async () => {
  const { sent, structured } = await run({}, {});
  expect(structured).toMatchObject({
    period: { name: 'last_30_days', from: '2026-10-24', to: '2026-11-22' },
  });
  expect(sent).toContain(
    'get_product_analytics_list {"start_date":"2026-10-24","end_date":"2026-11-23","page":0}',
  );
  const since = await run({}, { from: '2026-10-01' });
  expect(since.structured).toMatchObject({ period: { from: '2026-10-01', to: '2026-11-22' } });
});

test('a rate above the advertised one alone tells what a lock is, and the list its own notes', async () => {
  const above = await run({
    product_analytics: () =>
      listOf(OCTOBER.from, OCTOBER.to, [sold(1, { revenue: money('200') })], { has_more: false, total: 9 }),
  });
  expect(above.text).toContain('Taking it out of the showcase forfeits the lock.');
  expect(above.text).toContain('- The vendor counts 9 rows but sent only 1, and no further page.');
  expect((await run()).text).not.toContain('forfeits the lock');
});
