import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { attributeSales } from '../../../../src/tools/attribute_sales.ts';
import { bucket, money, segment } from '../../../support/month-reply.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import {
  daily,
  daysUpTo,
  earningDay,
  listOf,
  monthAsked,
  productRow,
  videoRow,
} from '../../../support/written-replies.ts';

/** The calls that an attribution plans and makes, and what becomes of it where one fails. */

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const videoOf = (index: number): string => `74000000000000000${10 + index}`;
const productOf = (index: number): string => `17290000000000000${10 + index}`;

const daysOf = (body: string) => daysUpTo(monthAsked(body), '2026-11-22');
const pageIn = (body: string): number => Number(/"page":(\d+)/.exec(body)?.[1]);

/** Every video of the request with one product. */
const linked = (body: string): JsonObject =>
  listOf(
    ...daysOf(body),
    [...body.matchAll(/"(74\d+)"/g)].map(([, id]) => ({
      videoToProductsMap: { item_id: id, products: [{ id: productOf(1), name: 'Lamp' }], stats: [] },
    })),
  );

const pair = (body: string): JsonObject => {
  const [from, to] = daysOf(body);
  const stats = { product_revenue: money('10'), order_cnt: 1, product_click_cnt: 10 };
  return { segments: [segment(from, to, 0, [bucket(from, to, 0, stats)])] };
};

const world = (own: Replies = {}): Replies => ({
  video_to_product: pair,
  insights: (body) => daily(...daysOf(body), () => earningDay()),
  video_list: (body) => listOf(...daysOf(body), [videoRow(videoOf(1), '620')]),
  associated: linked,
  product_analytics: () => listOf(OCTOBER.from, OCTOBER.to, [productRow(productOf(1), '1000')]),
  ...own,
});
const run = async (own: Replies = {}, args: JsonObject = OCTOBER) => {
  const ran = await runnerOf(world(own))(attributeSales, args);
  const callsOf = (endpoint: string): number => ran.sent.filter((call) => call.includes(endpoint)).length;
  const calls = ['insights', 'video_list', 'product_analytics', 'associated', 'video_to_product'].map(
    callsOf,
  );
  return { ...ran, calls };
};

test('a plan alone', async () => {
  const { text, fields, sent } = await run({}, { dry_run: true });
  expect(sent).toEqual([]);
  expect(text).toMatchInlineSnapshot(`
    "Plan of an attribution of sales · account main · 2026-11-01 to 2026-11-30

    At most 20 upstream calls, from USD 0.02 on: earnings 1, video list 1, product list 1, products of the videos 1, pairs 16.

    Notes
    - A plan: no call was made. It is the most calls that the report can make; cached responses cost nothing, and videos with fewer products take fewer calls."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "period {"from":"2026-11-01","to":"2026-11-30"}
    plan [{"part":"earnings","calls":1},{"part":"video list","calls":1},{"part":"product list","calls":1},{"part":"products of the videos","calls":1},{"part":"pairs","calls":16}]
    planned_calls 20
    price_from_usd 0.02
    videos []
    pairs []
    pairs_left_out 0
    pairs_missing 0
    calls 0
    verdicts []"
  `);
});

const planned = async (args: JsonObject): Promise<string | undefined> =>
  /: (earnings .*)\.$/m.exec((await run({}, { ...args, dry_run: true })).text)?.[1];

test.each([
  [OCTOBER, 'earnings 1, video list 1, product list 1, products of the videos 1, pairs 16'],
  [
    { ...OCTOBER, max_calls: 30 },
    'earnings 1, video list 1, product list 1, products of the videos 1, pairs 26',
  ],
  [
    { ...OCTOBER, max_calls: 2 },
    'earnings 1, video list 1, product list 1, products of the videos 1, pairs 0',
  ],
  [
    { ...OCTOBER, product_id: productOf(1) },
    'earnings 1, video list 3, product list 3, products of the videos 1, pairs 12',
  ],
  // Each pair takes a call for each month: 20 − 2 − 2 − 1 − 1 = 14, so seven pairs.
  [
    { from: '2026-09-15', to: '2026-10-14' },
    'earnings 2, video list 2, product list 1, products of the videos 1, pairs 14',
  ],
  [
    { from: '2026-08-15', to: '2026-10-14' },
    'earnings 3, video list 3, product list 1, products of the videos 1, pairs 12',
  ],
  [
    { from: '2026-08-15', to: '2026-11-14', product_id: productOf(1) },
    'earnings 4, video list 4, product list 3, products of the videos 1, pairs 8',
  ],
  [
    { from: '2026-09-15', to: '2026-10-14', product_id: productOf(1) },
    'earnings 2, video list 2, product list 3, products of the videos 1, pairs 12',
  ],
])('the plan of %j is %s', async (args, expected) => {
  expect(await planned(args)).toBe(expected);
});

test('pages of the video list are read for a product, until one has nothing new', async () => {
  const paged = (body: string): JsonObject =>
    listOf(...daysOf(body), [videoRow(videoOf(pageIn(body)), '10')], {
      has_more: true,
      next_page: pageIn(body) + 1,
    });
  const product = { ...OCTOBER, product_id: productOf(1) };
  expect((await run({ video_list: paged }, product)).calls).toEqual([1, 3, 1, 1, 3]);
  expect((await run({ video_list: paged })).calls).toEqual([1, 1, 1, 1, 1]);
  const repeated = (body: string): JsonObject =>
    listOf(...daysOf(body), [videoRow(videoOf(1), '10')], { has_more: true, next_page: pageIn(body) + 1 });
  const again = await run({ video_list: repeated }, product);
  expect(again.calls).toEqual([1, 2, 1, 1, 1]);
  // The page without anything new counts, too.
  expect(again.structured).toMatchObject({ planned_calls: 6, calls: 6 });
  const whole = await run({}, product);
  expect(whole.structured).toMatchObject({ planned_calls: 5, calls: 5 });
});

test('pages of the product list are read until the product is there', async () => {
  const paged = (body: string): JsonObject =>
    listOf(OCTOBER.from, OCTOBER.to, [productRow(productOf(pageIn(body)), '10')], {
      has_more: true,
      next_page: pageIn(body) + 1,
    });
  const pagesFor = async (args: JsonObject) =>
    (await run({ product_analytics: paged }, { ...OCTOBER, ...args })).calls[2];
  expect(await pagesFor({})).toBe(1);
  expect(await pagesFor({ product_id: productOf(0) })).toBe(1);
  expect(await pagesFor({ product_id: productOf(1) })).toBe(2);
  expect(await pagesFor({ product_id: productOf(2) })).toBe(3);
  expect(await pagesFor({ product_id: productOf(9) })).toBe(3);
  const ends = (): JsonObject => listOf(OCTOBER.from, OCTOBER.to, [productRow(productOf(0), '10')]);
  expect((await run({ product_analytics: ends }, { ...OCTOBER, product_id: productOf(9) })).calls[2]).toBe(1);
});

test('two months are added up, highest GMV first, and each pair takes a call for each', async () => {
  const { text, structured, calls, progress } = await run(
    {
      video_list: (body) =>
        listOf(
          ...daysOf(body),
          monthAsked(body) === '2026-09'
            ? [videoRow(videoOf(1), '500'), videoRow(videoOf(2), '100')]
            : [videoRow(videoOf(3), '600'), videoRow(videoOf(2), '550')],
        ),
    },
    { from: '2026-09-15', to: '2026-10-31', max_calls: 10 },
  );
  expect(structured['videos']).toMatchObject([{ gmv: 650 }, { gmv: 600 }, { gmv: 500 }]);
  expect(structured).toMatchObject({
    videos_window: { from: '2026-09-01', to: '2026-10-31' },
    video_revenue: 3660,
  });
  expect(calls).toEqual([2, 2, 1, 1, 4]);
  expect(text).toContain(
    '- The video list comes by whole months: the videos are about 2026-09-01 to 2026-10-31, the pairs about 2026-09-15 to 2026-10-31.',
  );
  expect(text).toContain(
    'Video revenue 3,660.00 (2026-09-01 to 2026-10-31): the 3 listed videos 1,750.00, remainder 1,910.00',
  );
  expect(progress).toContain('2/10 The earnings part of 2026-09');
});

test('a list of other days is held against the earnings of its own', async () => {
  const { text, structured, calls } = await run({
    video_list: () => listOf('2026-11-14', '2026-11-20', [videoRow(videoOf(1), '70')]),
    associated: (body) => linked(body.replace('11-01-2026', '10-01-2026')),
  });
  expect(calls).toEqual([2, 1, 1, 1, 1]);
  expect(structured).toMatchObject({ planned_calls: 6, video_revenue: 420, remainder: 350 });
  expect(structured['verdicts']).toMatchObject([
    { part: 'earnings' },
    { part: 'video list', verdict: 'elsewhere' },
    { part: 'earnings of the days of the list', verdict: 'same' },
    { part: 'product list' },
    { part: 'products of the videos' },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "Sales attributed · account main · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 6 upstream calls

    Revenue 3,100.00: video 1,860.00 · LIVE 1,240.00 · other 0.00
    Video revenue 420.00 (2026-11-14 to 2026-11-20): the listed video 70.00, remainder 350.00

    Videos, 2026-11-14 to 2026-11-20 (share: of the video revenue)
    |video id|title|views|GMV|direct share|share|
    |-|-|-:|-:|-:|-:|
    |7400000000000000011|Video 11|2,000|70.00|100%|16.67%|

    Products by video, 2026-10-01 to 2026-10-31 (low and high: of the commission per 100 clicks)
    |video id|product id|product|revenue|orders|clicks|
    |-|-|-|-:|-:|-:|
    |7400000000000000011|1729000000000000011|Lamp|10.00|1|10|

    Notes
    - GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click.
    - Video list: The vendor returned 2026-11-14 to 2026-11-20, not 2026-10-01 to 2026-10-31 as requested.
    - Video 7400000000000000011 with product 1729000000000000011: No daily figures: the vendor sent only longer stretches; they are used as they are.
    - The pairs are about 2026-10-01 to 2026-10-31.
    - These figures may still change until about 2026-11-30."
  `);
});

test('fifty videos at most are asked for their products', async () => {
  const many = Array.from({ length: 60 }, (_, index) => videoRow(videoOf(index), '10'));
  const { sent } = await run({ video_list: (body) => listOf(...daysOf(body), many) });
  const asked = sent.find((call) => call.includes('associated')) ?? '';
  expect(asked.match(/"74/g)).toHaveLength(50);
});

test('what fails is named', async () => {
  const lists = await run({ video_list: () => 403, insights: () => 403 });
  expect(lists.calls).toEqual([1, 1, 1, 0, 0]);
  expect(lists.text).toMatchInlineSnapshot(`
    "Sales attributed · account main · USD · 3 upstream calls

    Notes
    - The earnings part is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - The video list is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click."
  `);
  const products = await run({ product_analytics: () => 403, associated: () => 403 });
  expect(products.structured['verdicts']).toMatchObject([
    {},
    {},
    { part: 'product list', verdict: 'missing' },
    { part: 'products of the videos', verdict: 'missing' },
  ]);
  const pairs = await run({ video_to_product: () => 403 });
  expect(pairs.structured).toMatchObject({ pairs: [], pairs_left_out: 0 });
  expect(pairs.text).toContain(`- Video ${videoOf(1)} with product ${productOf(1)} is missing. The API key`);
  expect(pairs.structured['verdicts']).toContainEqual({
    part: `pair ${videoOf(1)} ${productOf(1)}`,
    verdict: 'missing',
  });
  const months = await run(
    { video_list: (body) => (monthAsked(body) === '2026-09' ? 403 : listOf(...daysOf(body), [])) },
    { from: '2026-09-15', to: '2026-10-31' },
  );
  expect(months.text).toContain('- The video list of 2026-09 is missing. The API key');
  const all = await run({ video_list: () => 403, insights: () => 403, product_analytics: () => 403 });
  expect(all.text).toMatch(/^The API key may not use this endpoint/);
});

test('the current month is the default', async () => {
  const { sent, structured } = await run({}, {});
  expect(structured).toMatchObject({ period: { from: '2026-11-01', to: '2026-11-30' } });
  expect(sent).toContain(
    'get_video_list_analytics {"start_date":"11-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
  );
});
