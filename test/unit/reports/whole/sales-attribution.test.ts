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

/** Attributions from the request to the text, on 24 November 2026. */

const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const [FROM, TO] = [OCTOBER.from, OCTOBER.to];
const videoOf = (index: number): string => `74000000000000000${10 + index}`;
const productOf = (index: number): string => `17290000000000000${10 + index}`;

const post = (index: number, gmv: string, other: JsonObject = {}, day = '2026-10-02'): JsonObject => ({
  ...videoRow(videoOf(index), gmv, other),
  video_meta: {
    item_id: videoOf(index),
    name: `Video ${index}`,
    publish_time: Date.parse(`${day}T12:00:00Z`) / 1000,
  },
});

/** What the list of the videos' products says: video, product, and what the pair sold. */
const linked =
  (...pairs: readonly (readonly [number, number, (JsonObject | string)?])[]) =>
  (): JsonObject =>
    listOf(
      FROM,
      TO,
      pairs.map(([video, product, sold]) => ({
        videoToProductsMap: {
          item_id: videoOf(video),
          products: [{ id: productOf(product), name: `Product ${product}` }],
          stats:
            sold === undefined
              ? []
              : [
                  {
                    product: { id: productOf(product) },
                    ...(typeof sold === 'string' ? { revenue: money(sold) } : sold),
                  },
                ],
        },
      })),
    );

/** 100 clicks, 10 orders and 200.00, a quarter of it direct. */
const pairStats = {
  product_revenue: money('200'),
  direct_revenue: money('50'),
  product_sales_cnt: 11,
  order_cnt: 10,
  product_click_cnt: 100,
};
const pairReply = (stats: JsonObject = pairStats): JsonObject => ({
  segments: [segment(FROM, TO, 0, [bucket(FROM, TO, 0, stats)])],
});

const world = (own: Replies = {}): Replies => ({
  video_to_product: (body) =>
    pairReply(body.includes(productOf(2)) ? { ...pairStats, product_revenue: money('300') } : pairStats),
  insights: (body) => daily(...daysUpTo(monthAsked(body), '2026-11-22'), () => earningDay()),
  video_list: (body) => listOf(...daysUpTo(monthAsked(body), '2026-11-22'), [post(1, '620'), post(2, '310')]),
  associated: linked([1, 1, '200'], [2, 1, '150'], [1, 2, '300']),
  product_analytics: () =>
    listOf(FROM, TO, [productRow(productOf(1), '1000'), productRow(productOf(2), '400')]),
  ...own,
});
const run = (own: Replies = {}, args: JsonObject = OCTOBER) => runnerOf(world(own))(attributeSales, args);

test('all of it', async () => {
  const { text, fields, sent, progress } = await run();
  expect(text).toMatchInlineSnapshot(`
    "Sales attributed · account main · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 7 upstream calls

    Revenue 3,100.00: video 1,860.00 · LIVE 1,240.00 · other 0.00
    Video revenue 1,860.00: the 2 listed videos 930.00, remainder 930.00

    Videos, 2026-10-01 to 2026-10-31 (share: of the video revenue)
    all rows: views 2,000 · direct share 100%
    |video id|title|GMV|share|
    |-|-|-:|-:|
    |7400000000000000011|Video 1|620.00|33.33%|
    |7400000000000000012|Video 2|310.00|16.67%|

    Products by video, 2026-10-01 to 2026-10-31 (low and high: of the commission per 100 clicks)
    all rows: orders 10 · clicks 100
    |video id (″: as above)|product id|product|revenue|direct share|commission per 100 clicks|per 100 clicks, low|per 100 clicks, high|
    |-|-|-|-:|-:|-:|-:|-:|
    |7400000000000000011|1729000000000000012|Product 2|300.00|16.67%|30.00|16.57|52.31|
    |″|1729000000000000011|Product 1|200.00|25%|20.00|11.05|34.87|
    |7400000000000000012|1729000000000000011|Product 1|200.00|25%|20.00|11.05|34.87|

    Notes
    - GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click.
    - Video 7400000000000000011 with product 1729000000000000012, Video 7400000000000000011 with product 1729000000000000011, Video 7400000000000000012 with product 1729000000000000011: No daily figures: the vendor sent only longer stretches; they are used as they are.
    - These figures may still change until about 2026-11-30."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "period {"from":"2026-10-01","to":"2026-10-31"}
    window {"from":"2026-10-01","to":"2026-10-31","utc_offset":"+00:00","days_with_data":31,"last_day_with_data":"2026-10-31","complete":true}
    currency "USD"
    plan [{"part":"earnings","calls":1},{"part":"video list","calls":1},{"part":"product list","calls":1},{"part":"products of the videos","calls":1},{"part":"pairs","calls":3}]
    planned_calls 7
    price_from_usd 0.007
    channels {"revenue":3100,"live_revenue":1240,"video_revenue":1860,"other_revenue":0}
    videos_window {"from":"2026-10-01","to":"2026-10-31","utc_offset":"+00:00","complete":true}
    videos [{"video_id":"7400000000000000011","title":"Video 1","views":2000,"click_through_rate":0.1,"gmv":620,"direct_gmv":620,"items_sold":2,"completion_rate":0.2,"direct_share":1,"share":0.333333},{"video_id":"7400000000000000012","title":"Video 2","views":2000,"click_through_rate":0.1,"gmv":310,"direct_gmv":310,"items_sold":2,"completion_rate":0.2,"direct_share":1,"share":0.166667}]
    listed_videos 2
    video_revenue 1860
    listed_gmv 930
    remainder 930
    pairs [{"video_id":"7400000000000000011","title":"Video 1","product_id":"1729000000000000012","product_title":"Product 2","revenue":300,"direct_revenue":50,"items_sold":11,"orders":10,"product_clicks":100,"direct_share":0.166667,"click_to_order_rate":0.1,"commission_per_100_clicks":30,"commission_per_100_clicks_low":16.57,"commission_per_100_clicks_high":52.31,"figures_from":"pair"},{"video_id":"7400000000000000011","title":"Video 1","product_id":"1729000000000000011","product_title":"Product 1","revenue":200,"direct_revenue":50,"items_sold":11,"orders":10,"product_clicks":100,"direct_share":0.25,"click_to_order_rate":0.1,"commission_per_100_clicks":20,"commission_per_100_clicks_low":11.05,"commission_per_100_clicks_high":34.87,"figures_from":"pair"},{"video_id":"7400000000000000012","title":"Video 2","product_id":"1729000000000000011","product_title":"Product 1","revenue":200,"direct_revenue":50,"items_sold":11,"orders":10,"product_clicks":100,"direct_share":0.25,"click_to_order_rate":0.1,"commission_per_100_clicks":20,"commission_per_100_clicks_low":11.05,"commission_per_100_clicks_high":34.87,"figures_from":"pair"}]
    pairs_left_out 0
    pairs_missing 0
    calls 7
    verdicts [{"part":"earnings","verdict":"same"},{"part":"video list","verdict":"same"},{"part":"product list","verdict":"same"},{"part":"products of the videos","verdict":"same"}]"
  `);
  expect(sent).toMatchInlineSnapshot(`
    [
      "get_account_insights_overview {"start_date":"10-01-2026"}",
      "get_video_list_analytics {"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}",
      "get_product_analytics_list {"start_date":"2026-10-01","end_date":"2026-11-01","page":0}",
      "get_video_associated_product_list {"start_date":"10-01-2026","item_ids":["7400000000000000011","7400000000000000012"]}",
      "get_video_to_product_stats {"start_date":"10-01-2026","item_id":"7400000000000000011","product_id":"1729000000000000012"}",
      "get_video_to_product_stats {"start_date":"10-01-2026","item_id":"7400000000000000011","product_id":"1729000000000000011"}",
      "get_video_to_product_stats {"start_date":"10-01-2026","item_id":"7400000000000000012","product_id":"1729000000000000011"}",
    ]
  `);
  expect(progress).toMatchInlineSnapshot(`
    [
      "1/20 The earnings part",
      "2/20 The video list",
      "3/20 The product list",
      "4/20 The products of the videos",
      "5/20 Video 7400000000000000011 with product 1729000000000000012",
      "6/20 Video 7400000000000000011 with product 1729000000000000011",
      "7/20 Video 7400000000000000012 with product 1729000000000000011",
    ]
  `);
});

test('who sells a product', async () => {
  const { text, structured } = await run({}, { ...OCTOBER, product_id: productOf(1) });
  expect(structured).toMatchObject({
    pairs: [{ video_id: videoOf(1) }, { video_id: videoOf(2) }],
    videos: [{}, {}],
  });
  expect(text).toMatchInlineSnapshot(`
    "Sales attributed · account main · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 6 upstream calls

    Revenue 3,100.00: video 1,860.00 · LIVE 1,240.00 · other 0.00
    Product 1729000000000000011, Product 11, in all channels: revenue 1,000.00, 2 items, commission, est. 100.00
    Video revenue 1,860.00: the 2 listed videos 930.00, remainder 930.00

    Videos, 2026-10-01 to 2026-10-31 (share: of the video revenue)
    all rows: views 2,000 · direct share 100%
    |video id|title|GMV|share|
    |-|-|-:|-:|
    |7400000000000000011|Video 1|620.00|33.33%|
    |7400000000000000012|Video 2|310.00|16.67%|

    Products by video, 2026-10-01 to 2026-10-31 (low and high: of the commission per 100 clicks)
    all rows: product id 1729000000000000011 · product Product 1 · revenue 200.00 · share of product 20% · direct share 25% · orders 10 · clicks 100 · commission per 100 clicks 20.00 · per 100 clicks, low 11.05 · per 100 clicks, high 34.87
    |video id|
    |-|
    |7400000000000000011|
    |7400000000000000012|

    Notes
    - GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click.
    - Video 7400000000000000011 with product 1729000000000000011, Video 7400000000000000012 with product 1729000000000000011: No daily figures: the vendor sent only longer stretches; they are used as they are.
    - Shares of a product are not added up: an order that follows clicks in two videos is in both of them. What LIVE and product cards sold of one product is not in the data.
    - These figures may still change until about 2026-11-30."
  `);
  const other = await run({}, { ...OCTOBER, product_id: productOf(2) });
  // The second video does not have it.
  expect(other.structured).toMatchObject({
    pairs: [{ share_of_product: 0.75 }],
    videos: [{ video_id: videoOf(1) }],
  });
  const unknown = await run({}, { ...OCTOBER, product_id: productOf(9) });
  expect(unknown.structured).toMatchObject({ product: { product_id: productOf(9) }, pairs: [], videos: [] });
  expect(unknown.text).toContain('- None of the 2 videos that were looked at has this product.');
  expect(unknown.text).toContain(
    `Product ${productOf(9)}, in all channels: revenue ?, ? items, commission, est. ?`,
  );
});

test('what a video sells', async () => {
  const { structured, sent } = await run({}, { ...OCTOBER, item_id: videoOf(2) });
  expect(sent.find((call) => call.includes('associated'))).toContain(`"item_ids":["${videoOf(2)}"]`);
  expect(structured).toMatchObject({
    videos: [{ video_id: videoOf(2), share: 0.166667 }],
    pairs: [{ video_id: videoOf(2) }],
  });
  const none = await run({ associated: linked() }, { ...OCTOBER, item_id: videoOf(2) });
  expect(none.text).toContain('- The vendor names no products for this video.');
  const such = await run(
    { associated: linked([2, 1]) },
    { ...OCTOBER, item_id: videoOf(2), product_id: productOf(2) },
  );
  expect(such.text).toContain('- The vendor names no such product for this video.');
});

test('pairs that the limit leaves out have the figures of the list, and no call', async () => {
  const stats = { revenue: money('150'), item_sold_cnt: 7, product_view_cnt: 900, product_click_cnt: 80 };
  const associated = linked([1, 1, '200'], [2, 1, stats], [1, 2, '300'], [2, 2]);
  const { text, structured } = await run({ associated }, { ...OCTOBER, max_calls: 6 });
  expect(structured).toMatchObject({ calls: 6, planned_calls: 6, pairs_left_out: 1 });
  expect(text).toMatchInlineSnapshot(`
    "Sales attributed · account main · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 6 upstream calls

    Revenue 3,100.00: video 1,860.00 · LIVE 1,240.00 · other 0.00
    Video revenue 1,860.00: the 2 listed videos 930.00, remainder 930.00

    Videos, 2026-10-01 to 2026-10-31 (share: of the video revenue)
    all rows: views 2,000 · direct share 100%
    |video id|title|GMV|share|
    |-|-|-:|-:|
    |7400000000000000011|Video 1|620.00|33.33%|
    |7400000000000000012|Video 2|310.00|16.67%|

    Products by video, 2026-10-01 to 2026-10-31 (low and high: of the commission per 100 clicks)
    |video id (″: as above)|product id|product|revenue|direct share|orders|clicks|commission per 100 clicks|per 100 clicks, low|per 100 clicks, high|
    |-|-|-|-:|-:|-:|-:|-:|-:|-:|
    |7400000000000000011|1729000000000000012|Product 2|300.00|16.67%|10|100|30.00|16.57|52.31|
    |″|1729000000000000011|Product 1|200.00|25%|10|100|20.00|11.05|34.87|
    |7400000000000000012|1729000000000000011|Product 1|150.00|||80||||
    (1 more pair has no figures here.)

    Notes
    - GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click.
    - Video 7400000000000000011 with product 1729000000000000012, Video 7400000000000000011 with product 1729000000000000011: No daily figures: the vendor sent only longer stretches; they are used as they are.
    - 2 more pairs of these videos were not requested one by one: the request makes at most 6 calls. A larger max_calls reaches more.
    - These figures may still change until about 2026-11-30."
  `);
  const five = await run({ associated }, { ...OCTOBER, max_calls: 5 });
  expect(five.text).toContain(
    '- 3 more pairs of these videos were not requested one by one: the request makes at most 5 calls. A larger max_calls reaches more.',
  );
  const seven = await run({ associated }, { ...OCTOBER, max_calls: 7 });
  expect(seven.text).toContain(
    '- One more pair of these videos was not requested one by one: the request makes at most 7 calls.',
  );
  const two = await run({ associated: linked([1, 1, '200'], [2, 2], [1, 2]) }, { ...OCTOBER, max_calls: 5 });
  expect(two.text).toContain('(2 more pairs have no figures here.)');
});

test('the rows of the list stand beside the pairs only where they are about the same days and money', async () => {
  const other = await run(
    {
      associated: () =>
        JSON.parse(JSON.stringify(linked([1, 1, '200'], [2, 1, '150'])()).replaceAll('USD', 'EUR')),
    },
    { ...OCTOBER, max_calls: 5 },
  );
  expect(other.structured).toMatchObject({ pairs: [{ figures_from: 'pair' }], pairs_left_out: 1 });
  const gmv = await run(
    { associated: linked([1, 1, '200'], [2, 1, { gmv: money('150') }]) },
    { ...OCTOBER, max_calls: 5 },
  );
  expect(gmv.structured).toMatchObject({
    pairs: [{}, { revenue: 150, figures_from: 'video' }],
    pairs_left_out: 0,
  });
  const part = await run({}, { from: '2026-10-01', to: '2026-10-30', max_calls: 5 });
  expect(JSON.stringify(part.structured['pairs'])).not.toContain('"video"');
});

test('more rows than a text has room for', async () => {
  const many = Array.from({ length: 7 }, (_, index) => post(index, '10'));
  const pairs = Array.from({ length: 12 }, (_, index): readonly [number, number, string] => [
    index % 7,
    index,
    '5',
  ]);
  const { text } = await run({ video_list: () => listOf(FROM, TO, many), associated: linked(...pairs) });

  expect(text.match(/^\|740[^|]*\|Video/gm)).toHaveLength(5);
  expect(text).toContain('(2 more videos are in the structured content of the tool.)');
  expect(text.match(/^\|[^|]+\|1729/gm)).toHaveLength(10);
  expect(text).toContain('(2 more pairs are in the structured content of the tool.)');
});

test('nothing sold and nothing listed', async () => {
  const { text, sent } = await run({
    video_list: () => listOf(FROM, TO, []),
    product_analytics: () => listOf(FROM, TO, []),
  });
  expect(sent.filter((call) => call.includes('associated'))).toEqual([]);
  expect(text).toMatchInlineSnapshot(`
    "Sales attributed · account main · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 3 upstream calls

    Revenue 3,100.00: video 1,860.00 · LIVE 1,240.00 · other 0.00

    Notes
    - GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click.
    - These figures may still change until about 2026-11-30."
  `);
});

test('two currencies', async () => {
  const { text, fields } = await run(
    {
      insights: (body) => daily(...daysUpTo(monthAsked(body), '2026-11-22'), () => earningDay({}, 'EUR')),
      video_to_product: () => pairReply({ ...pairStats, product_revenue: money('200', 'EUR') }),
      product_analytics: () =>
        listOf(FROM, TO, [productRow(productOf(1), '1000', { revenue: money('7', 'EUR') })]),
    },
    { ...OCTOBER, product_id: productOf(1) },
  );
  expect(text).toMatchInlineSnapshot(`
    "Sales attributed · account main · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · EUR · 6 upstream calls

    Revenue 3,100.00: video 1,860.00 · LIVE 1,240.00 · other 0.00
    Product 1729000000000000011, Product 11, in all channels: revenue 7.00 EUR, 2 items, commission, est. 100.00 USD

    Videos, 2026-10-01 to 2026-10-31 (share: of the video revenue)
    all rows: views 2,000 · direct share 100%
    |video id|title|GMV|
    |-|-|-|
    |7400000000000000011|Video 1|620.00 USD|
    |7400000000000000012|Video 2|310.00 USD|

    Products by video, 2026-10-01 to 2026-10-31 (low and high: of the commission per 100 clicks)
    all rows: product id 1729000000000000011 · product Product 1 · revenue 200.00 EUR · orders 10 · clicks 100
    |video id|
    |-|
    |7400000000000000011|
    |7400000000000000012|

    Notes
    - GMV is credited to a video for up to 14 days after a click, so one order can count for several videos: figures of one product are not added up across videos. Remainder = video revenue − GMV of the listed videos. Commission per 100 clicks = the pair's revenue × its product's commission per revenue ÷ clicks × 100, from 100 clicks and 10 orders; its range comes from the 95 % interval of orders per click.
    - Video 7400000000000000011 with product 1729000000000000011, Video 7400000000000000012 with product 1729000000000000011: No daily figures: the vendor sent only longer stretches; they are used as they are.
    - Video 7400000000000000011 with product 1729000000000000011, Video 7400000000000000012 with product 1729000000000000011: Several currencies (EUR, USD) are never added up.
    - The video list and the earnings are not all in one currency: no shares and no remainder.
    - Shares of a product are not added up: an order that follows clicks in two videos is in both of them. What LIVE and product cards sold of one product is not in the data.
    - These figures may still change until about 2026-11-30."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "period {"from":"2026-10-01","to":"2026-10-31"}
    window {"from":"2026-10-01","to":"2026-10-31","utc_offset":"+00:00","days_with_data":31,"last_day_with_data":"2026-10-31","complete":true}
    currency "EUR"
    plan [{"part":"earnings","calls":1},{"part":"video list","calls":1},{"part":"product list","calls":1},{"part":"products of the videos","calls":1},{"part":"pairs","calls":2}]
    planned_calls 6
    price_from_usd 0.006
    channels {"revenue":3100,"live_revenue":1240,"video_revenue":1860,"other_revenue":0}
    videos_window {"from":"2026-10-01","to":"2026-10-31","utc_offset":"+00:00","complete":true}
    videos [{"video_id":"7400000000000000011","title":"Video 1","views":2000,"click_through_rate":0.1,"gmv":{"amount":620,"currency":"USD"},"direct_gmv":{"amount":620,"currency":"USD"},"items_sold":2,"completion_rate":0.2,"direct_share":1},{"video_id":"7400000000000000012","title":"Video 2","views":2000,"click_through_rate":0.1,"gmv":{"amount":310,"currency":"USD"},"direct_gmv":{"amount":310,"currency":"USD"},"items_sold":2,"completion_rate":0.2,"direct_share":1}]
    listed_videos 2
    product {"product_id":"1729000000000000011","title":"Product 11","revenue":{"amount":7,"currency":"EUR"},"commission_estimated":{"amount":100,"currency":"USD"},"items_sold":2}
    pairs [{"video_id":"7400000000000000011","title":"Video 1","product_id":"1729000000000000011","product_title":"Product 1","revenue":{"amount":200,"currency":"EUR"},"direct_revenue":{"amount":50,"currency":"USD"},"items_sold":11,"orders":10,"product_clicks":100,"click_to_order_rate":0.1,"figures_from":"pair"},{"video_id":"7400000000000000012","title":"Video 2","product_id":"1729000000000000011","product_title":"Product 1","revenue":{"amount":200,"currency":"EUR"},"direct_revenue":{"amount":50,"currency":"USD"},"items_sold":11,"orders":10,"product_clicks":100,"click_to_order_rate":0.1,"figures_from":"pair"}]
    pairs_left_out 0
    pairs_missing 0
    calls 6
    verdicts [{"part":"earnings","verdict":"same"},{"part":"video list","verdict":"same"},{"part":"product list","verdict":"same"},{"part":"products of the videos","verdict":"same"}]"
  `);
});
