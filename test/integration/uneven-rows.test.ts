import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { bucket, money, segment } from '../support/month-reply.ts';
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

/** Rows that are not all there, or that lack a figure: what is made of the others is said to be theirs. */

const LAST = '2026-11-22';
const FROM = '2026-10-01';
const TO = '2026-10-31';
const OCTOBER = { from: FROM, to: TO };
const VIDEO = '7400000000000000011';
const OTHER = '7400000000000000012';
const LAMP = '1729000000000000001';
const MUG = '1729000000000000002';

const world = (own: Readonly<Record<string, (body: string) => JsonObject>>) =>
  connectWritten({
    insights: (body) => daily(...daysUpTo(monthAsked(body), LAST), () => earningDay()),
    ...own,
  });

/** A list of October in two stretches, a row for each. */
const halves = (first: JsonObject, second: JsonObject): JsonObject => ({
  segments: [
    segment(FROM, '2026-10-15', 0, [bucket(FROM, '2026-10-15', 0, [first])], 'timed_lists'),
    segment('2026-10-16', TO, 0, [bucket('2026-10-16', TO, 0, [second])], 'timed_lists'),
  ],
});

test('a list that ends before the count of its rows is not whole', async () => {
  const short = 'The vendor counts 35 rows but sent only 1, and no further page.';
  const { call } = await world({
    product_analytics: (body) =>
      listOf(
        ...daysUpTo(monthAsked(body), LAST),
        [productRow(monthAsked(body) === '2026-10' ? LAMP : MUG, '90')],
        { has_more: false, total: 35 },
      ),
    video_list: () => listOf(FROM, TO, [videoRow(VIDEO, '10')], { has_more: false, total: 35 }),
  });
  const change = await call('explain_change', OCTOBER);
  // Either can be among the 34 that did not come.
  expect(change.structured, change.text).toMatchObject({ products: { gained: [], lost: [], unknown: 2 } });
  for (const [tool, args] of [
    ['get_video_list_analytics', { start_date: FROM }],
    ['review_videos', { month: '2026-10' }],
    ['attribute_sales', OCTOBER],
    ['summarize_month', { month: '2026-10' }],
  ] as const) {
    expect((await call(tool, args)).text).toContain(short);
  }
  const review = await call('review_videos', { month: '2026-10' });
  expect(review.structured).not.toHaveProperty('cadence');
});

test('a page about other days ends a list, and does not make it whole', async () => {
  const { call } = await world({
    product_analytics: (body) =>
      body.includes('"page":0')
        ? listOf(FROM, TO, [productRow(LAMP, '90')], { has_more: true, next_page: 1 })
        : listOf('2026-08-01', '2026-08-31', [productRow(MUG, '90')]),
    showcase: () => ({ products: [{ product_id: MUG, title: 'A mug' }], total: 1 }),
  });
  const { text } = await call('review_products', OCTOBER);
  expect(text).toContain('A later page covers 2026-08-01 to 2026-08-31 and is left out');
  expect(text).not.toContain('not sold');
});

test('the caveats of the lists are in the summary of the month', async () => {
  const { call } = await world({
    video_list: () =>
      listOf(FROM, TO, [
        videoRow(VIDEO, '300'),
        videoRow(OTHER, '1,234.56'),
        { ...videoRow(VIDEO, '5'), video_meta: {} },
      ]),
    product_analytics: () => listOf(FROM, TO, [productRow(LAMP, '300'), productRow(LAMP, '400')]),
  });
  const { text } = await call('summarize_month', { month: '2026-10' });
  expect(text).toContain('Video list: One value of gmv could not be read (for example "1,234.56")');
  expect(text).toContain('Video list: One row without an id was left out.');
  expect(text).toContain(`Product list: The reply has different figures for the same row (${LAMP})`);
});

test('a remainder needs the GMV of each listed video', async () => {
  const { call } = await world({
    video_list: () => listOf(FROM, TO, [videoRow(VIDEO, '300'), videoRow(OTHER, '1,234.56')]),
  });
  const { structured, text } = await call('attribute_sales', OCTOBER);
  expect(structured?.['remainder'], text).toBeUndefined();
  expect(structured).toMatchObject({ videos: [{ share: 0.16129 }, {}] });
  expect(text).toContain('1 of the 2 listed videos do not tell their GMV for all days: no remainder.');
});

test('a sum over some stretches is no side of a share or a rate', async () => {
  const map = { item_id: VIDEO, products: [{ id: LAMP, name: 'A lamp' }], stats: [] };
  const { call } = await world({
    video_to_product: () =>
      daily(FROM, TO, () => ({ product_revenue: money('5'), order_cnt: 1, product_click_cnt: 10 })),
    associated: () => listOf(FROM, TO, [{ videoToProductsMap: map }]),
    video_list: () => halves(videoRow(VIDEO, '300'), videoRow(VIDEO, '300', { gmv: null })),
    product_analytics: () => halves(productRow(LAMP, '300'), productRow(LAMP, '300', { revenue: null })),
  });
  const { structured, text } = await call('attribute_sales', { ...OCTOBER, product_id: LAMP });
  // 300.00 of half a month is not the product's whole, and 60.00 of commission is not of it alone.
  expect(structured, text).toMatchObject({ pairs: [{ revenue: 155, click_to_order_rate: 0.1 }] });
  expect(JSON.stringify(structured?.['pairs'])).not.toMatch(/share_of_product|commission_per_100_clicks/);
  expect(structured?.['remainder']).toBeUndefined();
  const month = await call('summarize_month', { month: '2026-10' });
  expect(month.structured, month.text).toMatchObject({
    top_videos: [{ gmv: 300, share: null }],
    top_products: [{ revenue: 300, share: null }],
  });
  expect(month.text).toContain('gmv of one row has a value in some stretches only');
});

test('channels on few days have their number beside them', async () => {
  const { call } = await world({
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), LAST), (_, index) =>
        earningDay(index > 5 ? { video_revenue: null } : {}),
      ),
  });
  const { text } = await call('attribute_sales', OCTOBER);
  expect(text).toContain(
    'Revenue 3,100.00: video 360.00 on 6 of 31 days · LIVE 1,240.00 · other 0.00 on 6 of 31 days',
  );
});

test('nothing in another currency makes no list one of several currencies', async () => {
  const { call } = await world({
    product_analytics: () =>
      listOf(FROM, TO, [
        productRow(LAMP, '200'),
        productRow(MUG, '0', { revenue: money('0.00', 'EUR'), commission: money('0', 'EUR') }),
      ]),
    insights: (body) =>
      daily(...daysUpTo(monthAsked(body), LAST), () => earningDay({ live_revenue: money('0.00', 'EUR') })),
  });
  const list = await call('get_product_analytics_list', { start_date: FROM, end_date: TO });
  expect(list.structured, list.text).toMatchObject({
    currency: 'USD',
    totals: { revenue: 200 },
    products: [{ revenue: 200 }, { revenue: 0 }],
  });
  expect(list.text).not.toContain('Several currencies');
  const month = await call('summarize_month', { month: '2026-10' });
  expect(month.structured, month.text).toMatchObject({
    currency: 'USD',
    totals: { revenue: 3100, live_revenue: 0, video_revenue: 1860, other_revenue: 1240 },
    change: { live_revenue: { absolute: 0 } },
    top_products: [{ share: 0.064516 }],
  });
});

/** 36 posts of October, three on each of its first twelve days. */
const posts = (rowOf: (index: number) => JsonObject): JsonObject =>
  listOf(
    FROM,
    TO,
    Array.from({ length: 36 }, (_, index) => {
      const at = Date.parse(`2026-10-${String(1 + Math.floor(index / 3)).padStart(2, '0')}T20:00:00Z`) / 1000;
      const id = `74000000000000000${index + 10}`;
      return {
        ...videoRow(id, '10', rowOf(index)),
        video_meta: { item_id: id, name: `Post ${index}`, publish_time: at },
      };
    }).reverse(),
  );

test('the median of a posting time is of three posts that tell it, or is none', async () => {
  const nothing = listOf('2026-11-01', LAST, []);
  const { call } = await world({
    video_list: (body) =>
      monthAsked(body) === '2026-10'
        ? posts((index) => (index % 3 === 0 ? {} : { vv_cnt: null }))
        : monthAsked(body) === '2026-11'
          ? nothing
          : listOf('2026-09-01', '2026-09-30', []),
  });
  const { structured, text } = await call('find_posting_times', { months: 3 });
  // Thursday evening: two Thursdays, so two of six posts tell their views.
  expect(structured, text).toMatchObject({ posts: 36, median_views: 2000, median_gmv: 10 });
  expect(JSON.stringify(structured?.['times'])).not.toContain('median_views');
  expect(text).toContain(
    'The views of 24 of the 36 posts are not told: medians are of the others, from 3 on.',
  );
});

test('a half-hour offset moves posts to their own part of the day', async () => {
  const half = (body: JsonObject): JsonObject =>
    JSON.parse(JSON.stringify(body).replaceAll('"timezone_offset":0', '"timezone_offset":19800'));
  const { call } = await world({
    video_list: (body) =>
      monthAsked(body) === '2026-10'
        ? half(posts(() => ({})))
        : half(listOf(...daysUpTo(monthAsked(body), LAST), [])),
  });
  const { structured, text } = await call('find_posting_times', { months: 2 });
  // 20:00 in UTC is 01:30 on the next day.
  expect(text).toContain('Hours are at UTC+05:30');
  expect(structured, text).toMatchObject({ first_post: '2026-10-02', last_post: '2026-10-13' });
  expect(JSON.stringify(structured?.['times'])).not.toMatch(/evening|morning|afternoon/);
});

test('engagement is of videos whose interactions are there for all days', async () => {
  const { call } = await world({
    video_list: () => listOf(FROM, TO, [videoRow(VIDEO, '10'), videoRow(OTHER, '10')]),
    audience: () => ({ segments: [] }),
    detailed: (body) =>
      daily(FROM, TO, (_, index) => ({
        like_cnt: body.includes(OTHER) && index > 17 ? null : 2,
        comment_cnt: 1,
        share_cnt: 1,
      })),
  });
  const { structured, text } = await call('profile_audience', { month: '2026-10' });
  // 31 days of four interactions for 2,000 views.
  expect(structured, text).toMatchObject({ engagement_rate: 0.062, engagement_videos: 1 });
  expect(text).toContain('Engagement leaves out one video with figures on some of the days only.');
});

test('a list with a video of later days is not shown as if it were about the month', async () => {
  const { call } = await connectWritten({
    list: (body) => {
      const published = Date.parse('2026-11-10T00:00:00Z') / 1000;
      const late = videoRow('7400000000000000001', '50.00', {
        video_meta: { item_id: '7400000000000000001', name: 'Late', publish_time: published },
      });
      return listOf(...daysUpTo(monthAsked(body), '2026-11-22'), [late]);
    },
  });
  const note = 'The list has a video published on 2026-11-10, after the last requested day';
  const list = await call('get_video_list_analytics', { start_date: '2026-10-01' });
  expect(list.text).toContain(note);
  const review = await call('review_videos', { month: '2026-10' });
  expect(review.text).toContain(note);
  const month = await call('summarize_month', { month: '2026-10' });
  expect(month.text.match(/published on 2026-11-10/g)).toHaveLength(1);
  const november = await call('get_video_list_analytics', { start_date: '2026-11-01' });
  expect(november.text).not.toContain(note);
});
