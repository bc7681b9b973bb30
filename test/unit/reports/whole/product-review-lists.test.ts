import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { reviewProducts } from '../../../../src/tools/review_products.ts';
import { summarizeAccountHealth } from '../../../../src/tools/summarize_account_health.ts';
import { storeOfOneText } from '../../../support/memory-texts.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import {
  daily,
  daysUpTo,
  earningDay,
  listOf,
  monthAsked,
  productRow,
} from '../../../support/written-replies.ts';

/** The lists that a review of products reads page by page, and what it keeps of them. */

const [FROM, TO] = ['2026-10-01', '2026-10-31'];
const idOf = (index: number): string => `17290000000000000${10 + index}`;

/** Which page, or from which product on. */
const placeIn = (body: string): number => Number(/"(?:page|offset)":(\d+)/.exec(body)?.[1]);

const offers = (from: number, count: number, other: JsonObject = {}): readonly JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({
    product_id: idOf(from + index),
    title: `Offer ${from + index}`,
    stock_status: 1,
    review_status: 1,
    affiliate_info: { commission_rate: 1000 },
    ...other,
  }));

const world = (own: Replies): Replies => ({
  insights: (body) => daily(...daysUpTo(monthAsked(body), '2026-11-22'), () => earningDay()),
  product_analytics: () => listOf(FROM, TO, [productRow(idOf(1), '300')]),
  showcase: () => ({ products: offers(1, 1), total: 1 }),
  ...own,
});
const run = async (own: Replies, setup: Parameters<typeof runnerOf>[1] = {}) => {
  const ran = await runnerOf(world(own), setup)(reviewProducts, { from: FROM, to: TO });
  const callsOf = (endpoint: string) => ran.sent.filter((call) => call.includes(endpoint)).length;
  return { ...ran, lists: [callsOf('product_analytics'), callsOf('showcase')] };
};

const UNSOLD = 'products that were read, so none is called unsold.';

test('at most four pages of what sold are read', async () => {
  const paged = (pages: number): Replies => ({
    product_analytics: (body) =>
      listOf(FROM, TO, [productRow(idOf(placeIn(body)), '300')], {
        has_more: placeIn(body) < pages - 1,
        next_page: placeIn(body) + 1,
      }),
  });
  const four = await run(paged(4));
  expect(four.lists).toEqual([4, 1]);
  expect(four.structured).toMatchObject({ sold: 4 });
  expect(four.text).not.toContain(UNSOLD);
  const five = await run(paged(5));
  expect(five.lists).toEqual([4, 1]);
  expect(five.text).toContain(`The product list has more than the 4 ${UNSOLD}`);
  const repeated = await run({
    product_analytics: (body) =>
      listOf(FROM, TO, [productRow(idOf(1), '300')], { has_more: true, next_page: placeIn(body) + 1 }),
  });
  expect(repeated.lists).toEqual([2, 1]);
});

test('the showcase is read until its total, or a page without rows', async () => {
  const whole = await run({
    showcase: (body) => ({ products: offers(placeIn(body), placeIn(body) === 40 ? 5 : 20), total: 45 }),
  });
  expect(whole.lists).toEqual([1, 3]);
  expect(whole.structured).toMatchObject({ in_showcase: 45 });
  expect(whole.sent.filter((call) => call.includes('showcase'))).toEqual([
    'get_showcase_product_list {"count":20,"offset":0}',
    'get_showcase_product_list {"count":20,"offset":20}',
    'get_showcase_product_list {"count":20,"offset":40}',
  ]);
  const untold = await run({
    showcase: (body) => ({
      products: offers(placeIn(body), placeIn(body) === 20 ? 3 : placeIn(body) > 20 ? 0 : 20),
    }),
  });
  expect(untold.lists).toEqual([1, 3]);
  expect(untold.text).not.toContain('The showcase has more');
  const endless = await run({ showcase: (body) => ({ products: offers(placeIn(body), 20), total: 900 }) });
  expect(endless.lists).toEqual([1, 10]);
  expect(endless.text).toContain('- The showcase has more than the 200 products that were read.');
  const empty = await run({ showcase: () => ({ products: [], total: 9 }) });
  expect(empty.lists).toEqual([1, 1]);
});

test('a page that fails ends its list, which is then not whole', async () => {
  const { text, structured } = await run({
    product_analytics: (body) =>
      placeIn(body) === 1
        ? 403
        : listOf(FROM, TO, [productRow(idOf(1), '300')], { has_more: true, next_page: 1 }),
    showcase: (body) => (placeIn(body) === 20 ? 403 : { products: offers(0, 20), total: 30 }),
  });
  expect(structured).toMatchObject({ sold: 1, in_showcase: 20 });
  expect(text).toContain('- Page 1 of the product list is missing. The API key may not use this endpoint');
  expect(text).toContain('- The showcase from product 21 on is missing. The API key');
  expect(text).toContain(`The product list has more than the 1 ${UNSOLD}`);
  expect(text).toContain('- The showcase has more than the 20 products that were read.');
});

test('one of the lists is enough, and of the earnings nothing is needed', async () => {
  const sold = await run({ showcase: () => 403, insights: () => 403 });
  expect(sold.text).toMatchInlineSnapshot(`
    "Products reviewed · account main · 2026-10-01 to 2026-10-31 (UTC+0) · USD · 3 upstream calls

    1 product sold in 31 days, 0 in the showcase

    Sold, highest revenue first
    |product id|title|revenue|sold|per item|commission per item|
    |-|-|-:|-:|-:|-:|
    |1729000000000000011|Product 11|300.00|2|150.00|15.00|

    Notes
    - The earnings part is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - The showcase is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Effective rate = estimated commission ÷ (revenue × the account's commission base per revenue), from 5 items on; it differs from the advertised rate from one percentage point on. The product list has no clicks: attribute_sales has commission per click.
    - Without the showcase there is nothing to compare with the last time.
    - These figures may still change until about 2026-11-30."
  `);
  const offered = await run({ product_analytics: () => 403 });
  expect(offered.structured).toMatchObject({
    in_showcase: 1,
    verdicts: [{ part: 'product list', verdict: 'missing' }, {}],
  });
  expect(offered.text).toContain('- The product list is missing. The API key');
  expect(offered.text).not.toContain(UNSOLD);
  const neither = await run({ showcase: () => 403, product_analytics: () => 403 });
  expect(neither.text).toMatch(/^The API key may not use this endpoint/);
});

test('what the showcase looked like is kept, and told the next time', async () => {
  const { store, held } = storeOfOneText();
  const first = await run({}, { store, now: '2026-11-20T12:00:00Z' });
  expect(first.text).toContain(
    '- The showcase is seen for the first time with this session; the next review tells what has changed.',
  );
  expect(first.structured).toMatchObject({ changes: [] });
  expect(first.structured).not.toHaveProperty('seen_before');
  expect(JSON.parse(held() ?? '')).toEqual({
    seen: '2026-11-20T12:00:00+00:00',
    isWhole: true,
    products: [
      { product_id: idOf(1), title: 'Offer 1', commission_rate: 0.1, stock: 'in stock', review: 'approved' },
    ],
    changes: [],
    lost: { from: FROM, to: TO, product_ids: [] },
  });
  const changed = {
    showcase: () => ({
      products: [
        ...offers(1, 1, { stock_status: 2, affiliate_info: { commission_rate: 1500 } }),
        ...offers(2, 1),
      ],
      total: 2,
    }),
  };
  const second = await run(changed, { store });
  expect(second.structured).toMatchObject({ seen_before: '2026-11-20T12:00:00+00:00' });
  expect(second.text).toMatchInlineSnapshot(`
    "Products reviewed · account main · 2026-10-01 to 2026-10-31 (UTC+0) · USD · 3 upstream calls

    1 product sold in 31 days, 2 in the showcase

    Sold, highest revenue first
    |product id|title|revenue|sold|per item|commission per item|advertised|stock|
    |-|-|-:|-:|-:|-:|-|-|
    |1729000000000000011|Product 11|300.00|2|150.00|15.00|15%|out of stock|

    What stands out
    - Out of stock now, with sales in the period: Product 11 (1729000000000000011)
    - In the showcase, not sold in 31 days: Offer 2 (1729000000000000012)

    Changed in the showcase
    - Offer 1 (1729000000000000011): commission rate 10% → 15%, seen 2026-11-24, last seen as before 2026-11-20
    - Offer 1 (1729000000000000011): stock in stock → out of stock, seen 2026-11-24, last seen as before 2026-11-20
    - Offer 2 (1729000000000000012): added, seen 2026-11-24, last seen as before 2026-11-20

    Notes
    - Effective rate = estimated commission ÷ (revenue × the account's commission base per revenue), from 5 items on; it differs from the advertised rate from one percentage point on. The product list has no clicks: attribute_sales has commission per click.
    - Changes are those since reviews of the last 30 days, the latest of them 2026-11-20T12:00:00+00:00; what happened and was undone in between is not seen.
    - These figures may still change until about 2026-11-30."
  `);
  expect(second.fields).toContain(
    'changes [{"product_id":"1729000000000000011","title":"Offer 1","what":"commission_rate","before":0.1,"after":0.15,"seen_before":"2026-11-20T12:00:00+00:00","seen":"2026-11-24T12:00:00+00:00"}',
  );
  const without = await run({});
  expect(without.text).toContain(
    '- What changed since the last time is not known: that needs a cache directory (TIKTOK_CREATOR_CACHE).',
  );
  expect(without.structured).not.toHaveProperty('changes');
  const kept = held();
  const failed = await run({ showcase: () => 403 }, { store });
  expect(failed.text).toContain('- Without the showcase there is nothing to compare with the last time.');
  expect(held()).toBe(kept);
});

test('a product that sold and is unavailable is kept as lost', async () => {
  const { store, held } = storeOfOneText();
  await run({ showcase: () => ({ products: offers(1, 1, { review_status: 4 }), total: 1 }) }, { store });
  expect(JSON.parse(held() ?? '')).toMatchObject({ lost: { product_ids: [idOf(1)] } });
});

test('eight changes are told, and a hundred kept', async () => {
  const { store, held } = storeOfOneText();
  await run({ showcase: () => ({ products: [], total: 0 }) }, { store, now: '2026-11-20T12:00:00Z' });
  const many = (body: string): JsonObject => ({ products: offers(placeIn(body), 20), total: 120 });
  const { text } = await run({ showcase: many }, { store });
  expect(text.match(/: added, seen 2026-11-24, last seen as before 2026-11-20/g)).toHaveLength(8);
  expect(text).toContain('(92 more changes are in the structured content of the tool.)');
  expect(JSON.parse(held() ?? '').changes).toHaveLength(100);
});

test('a kept change without a value says so', async () => {
  const seen = '2026-11-20T12:00:00+00:00';
  const change = {
    product_id: idOf(3),
    what: 'review',
    after: 'approved',
    seen_before: '2026-11-10T12:00:00+00:00',
    seen,
  };
  const { store } = storeOfOneText(JSON.stringify({ seen, isWhole: false, products: [], changes: [change] }));
  const { text } = await run({}, { store });
  expect(text).toContain(
    `- ${idOf(3)}: review unknown → approved, seen 2026-11-20, last seen as before 2026-11-10`,
  );
  expect(text).toContain('the latest of them 2026-11-20T12:00:00+00:00; what happened and was undone');
});

test('a product that is gone is told, and a value that is not told any more is no change', async () => {
  const { store } = storeOfOneText();
  await run(
    { showcase: () => ({ products: offers(1, 2), total: 2 }) },
    { store, now: '2026-11-20T12:00:00Z' },
  );
  const { structured, text } = await run(
    { showcase: () => ({ products: offers(1, 1, { stock_status: null }), total: 1 }) },
    { store },
  );
  expect(structured['changes']).toMatchObject([{ product_id: idOf(2), what: 'removed' }]);
  expect(text).toContain('- Offer 2 (1729000000000000012): removed, seen 2026-11-24');
});

const HEALTH: Replies = {
  health_status: () => ({ risk_info: { risk_level_text: 'Healthy' } }),
  violation_list: () => ({ records: [], total: 0, has_more: false }),
};

test('what is kept of lost products is told of the account, where there are any', async () => {
  const told = async (lost: JsonObject | undefined) => {
    const kept = { seen: '2026-11-20T12:00:00+00:00', isWhole: true, products: [], changes: [], lost };
    const { store } = storeOfOneText(JSON.stringify(kept));
    return (await runnerOf(HEALTH, { store })(summarizeAccountHealth)).text.includes(
      'was unavailable when the showcase was last reviewed, 2026-11-20T12:00:00+00:00: 1729000000000000011',
    );
  };
  expect(await told({ from: FROM, to: TO, product_ids: [idOf(1)] })).toBe(true);
  expect(await told({ from: FROM, to: TO, product_ids: [] })).toBe(false);
  expect(await told(undefined)).toBe(false);
  const without = await runnerOf(HEALTH, { store: storeOfOneText().store })(summarizeAccountHealth);
  expect(without.text).toMatch(/^Account health/);
  expect((await runnerOf(HEALTH)(summarizeAccountHealth)).text).toMatch(/^Account health/);
});
