import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { bucket, money, segment } from '../../../support/month-reply.ts';
import { daysOf, firstOf, five, october, run, video, world } from '../../../support/reviewed-videos.ts';
import type { Replies } from '../../../support/run-tool.ts';
import { listOf, monthAsked } from '../../../support/written-replies.ts';

/** Reviews of videos from the request to the text, on 24 November 2026. */

const [FROM, TO] = ['2026-10-01', '2026-10-31'];

test('all of it', async () => {
  // Half of what the others sell on as many views: 5.00 recoverable, of which a tenth would be commission.
  const weak = video(
    6,
    { gmv: money('5'), item_sold_cnt: 1, completion_rate: '0.1', direct_gmv: money('1') },
    '2026-10-09',
  );
  const unclicked = video(
    7,
    { ctr: '0', item_sold_cnt: 0, gmv: money('0'), direct_gmv: money('0') },
    '2026-10-12',
  );
  const { text, fields, sent } = await run(october([...five(), weak, unclicked]));
  expect(text).toMatchInlineSnapshot(`
    "Videos reviewed · account main · 2026-10-01 to 2026-10-31 (UTC+0) · USD · 2 upstream calls

    7 videos
    Medians of 6 videos: completed 20%, CTR 10%, items per view 0.1%, GMV per 1,000 views 5.00
    Published 7, 1.6 a week, longest gap 4 days
    Recoverable at the median: GMV 5.00, commission 0.45 (upper bound)

    Most recoverable first
    all rows: views 2,000
    |video id|title|GMV|GMV per 1,000 views|direct share|weak step|recoverable GMV|
    |-|-|-:|-:|-:|-|-:|
    |7400000000000000016|Video 6|5.00|2.50|20%|completed|5.00|
    |7400000000000000011|Video 1|10.00|5.00|100%|||
    |7400000000000000012|Video 2|10.00|5.00|100%|||
    |7400000000000000013|Video 3|10.00|5.00|100%|||
    |7400000000000000014|Video 4|10.00|5.00|100%|||
    |7400000000000000015|Video 5|10.00|5.00|100%|||
    |7400000000000000017|Video 7|0.00|0.00||||

    What stands out
    - 7400000000000000017: views without clicks

    Notes
    - Medians are those of the listed videos with at least 1,000 views and a product, from 5 of them on. A step is weak when it is more than a quarter below its median. Recoverable GMV is (median GMV per view − own) × views: an upper bound, not a forecast."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "month "2026-10"
    period {"from":"2026-10-01","to":"2026-10-31"}
    window {"from":"2026-10-01","to":"2026-10-31","utc_offset":"+00:00","complete":true}
    currency "USD"
    listed 7
    medians {"videos":6,"completion_rate":0.2,"click_through_rate":0.1,"items_per_view":0.001,"gmv_per_1000_views":5}
    recoverable_gmv 5
    recoverable_commission 0.45
    cadence {"published":7,"per_week":1.6,"longest_gap_days":4}
    videos [{"video_id":"7400000000000000016","title":"Video 6","published":"2026-10-09T12:00:00+00:00","views":2000,"click_through_rate":0.1,"gmv":5,"direct_gmv":1,"items_sold":1,"completion_rate":0.1,"gmv_per_1000_views":2.5,"direct_share":0.2,"weak_step":"completion_rate","recoverable_gmv":5,"recoverable_commission":0.45},{"video_id":"7400000000000000011","title":"Video 1","published":"2026-10-05T12:00:00+00:00","views":2000,"click_through_rate":0.1,"gmv":10,"direct_gmv":10,"items_sold":2,"completion_rate":0.2,"gmv_per_1000_views":5,"direct_share":1},{"video_id":"7400000000000000012","title":"Video 2","published":"2026-10-05T12:00:00+00:00","views":2000,"click_through_rate":0.1,"gmv":10,"direct_gmv":10,"items_sold":2,"completion_rate":0.2,"gmv_per_1000_views":5,"direct_share":1},{"video_id":"7400000000000000013","title":"Video 3","published":"2026-10-05T12:00:00+00:00","views":2000,"click_through_rate":0.1,"gmv":10,"direct_gmv":10,"items_sold":2,"completion_rate":0.2,"gmv_per_1000_views":5,"direct_share":1},{"video_id":"7400000000000000014","title":"Video 4","published":"2026-10-05T12:00:00+00:00","views":2000,"click_through_rate":0.1,"gmv":10,"direct_gmv":10,"items_sold":2,"completion_rate":0.2,"gmv_per_1000_views":5,"direct_share":1},{"video_id":"7400000000000000015","title":"Video 5","published":"2026-10-05T12:00:00+00:00","views":2000,"click_through_rate":0.1,"gmv":10,"direct_gmv":10,"items_sold":2,"completion_rate":0.2,"gmv_per_1000_views":5,"direct_share":1},{"video_id":"7400000000000000017","title":"Video 7","published":"2026-10-12T12:00:00+00:00","views":2000,"click_through_rate":0,"gmv":0,"direct_gmv":0,"items_sold":0,"completion_rate":0.2,"gmv_per_1000_views":0,"flags":["views_without_clicks"]}]
    calls 2
    verdicts [{"part":"video list","verdict":"same"},{"part":"earnings","verdict":"same"}]"
  `);
  expect(sent).toMatchInlineSnapshot(`
    [
      "get_account_insights_overview {"start_date":"10-01-2026"}",
      "get_video_list_analytics {"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}",
    ]
  `);
});

test('more rows and flags than a text has room for', async () => {
  const few = Array.from({ length: 12 }, (_, index) => video(index, { vv_cnt: 50 }));
  const { text, structured } = await run(october(few));
  expect(text).toContain('(2 more videos are in the structured content of the tool.)');
  expect(text.match(/^- 740\d+: sales without views$/gm)).toHaveLength(10);
  expect(text.match(/^\|740/gm)).toHaveLength(10);
  expect(text).toContain('(2 more findings are in the structured content of the tool.)');
  // Nothing is held against a median that is not there, which is not zero.
  expect(text).toContain('No medians: 0 videos have 1,000 views and a product\nPublished 12');
  expect(text).not.toContain('Recoverable at');
  expect(structured).not.toHaveProperty('recoverable_gmv');
  expect(structured).not.toHaveProperty('recoverable_commission');
  const one = await run(october([video(1)]));
  expect(one.text).toContain('No medians: one video has 1,000 views and a product');
});

test('a period of several months adds up their lists, and says so', async () => {
  const { text, structured, sent } = await run(
    world({
      video_list: (body) => listOf(...daysOf(body), [...five(), video(Number(monthAsked(body).slice(5)))]),
    }),
    { from: '2026-09-15', to: '2026-11-10' },
  );
  expect(structured).toMatchObject({
    period: { from: '2026-09-15', to: '2026-11-10' },
    window: { from: '2026-09-01', to: '2026-11-23' },
    listed: 8,
    cadence: { published: 8, per_week: 1 },
  });
  expect(structured).not.toHaveProperty('month');
  expect(sent.filter((call) => call.includes('insights'))).toHaveLength(3);
  expect(
    sent.filter((call) => call.includes('video_list')).map((call) => /\d\d-01-2026/.exec(call)?.[0]),
  ).toEqual(['11-01-2026', '09-01-2026', '10-01-2026']);
  expect(text).toContain(
    '- The video list comes by whole months: the figures are about 2026-09-01 to 2026-11-23, posts a week about 2026-09-15 to 2026-11-10.',
  );
});

test.each([
  [{ month: '2026-10' }, 5],
  [{ month: '2026-10', pages: 7 }, 7],
  [{ from: '2026-07-01', to: '2026-10-31' }, 20],
  // 20 pages among five months.
  [{ from: '2026-06-01', to: '2026-10-31' }, 20],
  [{ from: '2026-05-01', to: '2026-10-31' }, 18],
])('%j reads %i pages', async (args, pages) => {
  const paged = (body: string): JsonObject => {
    const page = Number(/"page":(\d+)/.exec(body)?.[1]);
    return listOf(...daysOf(body), [video(page)], { has_more: true, next_page: page + 1 });
  };
  const { sent, text } = await run(world({ video_list: paged, insights: () => ({ segments: [] }) }), {
    ...args,
    max_calls: 100,
  });
  expect(sent.filter((call) => call.includes('video_list'))).toHaveLength(pages);
  expect(text).toContain(
    'videos were read, those with the highest GMV; medians and sums are theirs. pages reads more.',
  );
});

test('the current month is the default, and other days end the reading', async () => {
  const { sent, text } = await run(
    world({ video_list: () => listOf('2026-11-14', '2026-11-20', [video(1)]) }),
    { from: '2026-10-05', to: '2026-11-10' },
  );
  expect(sent.filter((call) => call.includes('video_list'))).toHaveLength(1);
  expect(text).not.toContain('comes by whole months');
  expect(text).toContain('No recoverable commission: there are no earnings for the days of the video list.');
  const current = await run(october([]), {});
  expect(current.sent).toContain(
    'get_video_list_analytics {"start_date":"11-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}',
  );
});

test('what fails is named', async () => {
  const failing = (body: string): JsonObject | number => {
    if (monthAsked(body) === '2026-09' || (monthAsked(body) === '2026-10' && body.includes('"page":1')))
      return 403;
    return listOf(...daysOf(body), five(), { has_more: monthAsked(body) === '2026-10', next_page: 1 });
  };
  const { text, structured } = await run(
    { insights: () => 403, video_list: failing },
    { from: '2026-09-01', to: '2026-11-20' },
  );
  expect(text).toMatchInlineSnapshot(`
    "Videos reviewed · account main · 2026-10-01 to 2026-11-23 (UTC+0) · USD · 7 upstream calls

    5 videos
    Medians of 5 videos: completed 20%, CTR 10%, items per view 0.1%, GMV per 1,000 views 5.00
    Recoverable at the median: GMV 0.00 (upper bound)

    Most recoverable first
    all rows: views 4,000 · GMV 20.00 · GMV per 1,000 views 5.00 · direct share 100%
    |video id|title|
    |-|-|
    |7400000000000000011|Video 1|
    |7400000000000000012|Video 2|
    |7400000000000000013|Video 3|
    |7400000000000000014|Video 4|
    |7400000000000000015|Video 5|

    Notes
    - The video list of 2026-09 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Page 1 of the video list of 2026-10 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - The earnings part of 2026-09 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - The earnings part of 2026-10 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - The earnings part of 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Medians are those of the listed videos with at least 1,000 views and a product, from 5 of them on. A step is weak when it is more than a quarter below its median. Recoverable GMV is (median GMV per view − own) × views: an upper bound, not a forecast.
    - The first pages of several months are added up: a video counts with the months in which it is on one of them.
    - The video list comes by whole months: the figures are about 2026-10-01 to 2026-11-23, posts a week about 2026-10-01 to 2026-11-20.
    - 5 of more videos were read, those with the highest GMV; medians and sums are theirs. pages reads more.
    - No recoverable commission: there are no earnings for the days of the video list."
  `);
  expect(structured['verdicts']).toMatchObject([
    { part: 'video list' },
    { part: 'earnings', verdict: 'missing' },
  ]);
});

test('a list that ends early tells how many there are', async () => {
  const { text } = await run(october(five(), { has_more: false, total: 9 }));
  expect(text).toContain('\n5 of 9 videos\n');
  expect(text).toContain(
    '- 5 of 9 videos were read, those with the highest GMV; medians and sums are theirs.',
  );
  expect(text).not.toContain('pages reads more');
  const unknown = await run(october(five(), { has_more: true }), { month: '2026-10', pages: 1 });
  expect(unknown.text).toContain('- 5 of more videos were read');
});

test('several currencies are not reviewed together', async () => {
  const { text, structured } = await run(october([...five(), video(6, { gmv: money('5', 'EUR') })]));
  expect(structured).toMatchObject({ listed: 6, videos: [] });
  expect(structured).not.toHaveProperty('recoverable_gmv');
  expect(structured).not.toHaveProperty('recoverable_commission');
  expect(text).toContain('- The list has several currencies: its videos are not reviewed together.');
});

test('a median of fewer videos says of how many it is', async () => {
  const { text, structured } = await run(
    october([...five(), video(6, { completion_rate: null, gmv: null, direct_gmv: null })]),
  );
  expect(structured).toMatchObject({ medians: { videos: 6, completion_rate: 0.2, gmv_per_1000_views: 5 } });
  expect(text).toContain(
    'The median of completion_rate is of 5 of the 6 videos: the others have no value for it.',
  );
  expect(text).toContain('The median of gmv_per_1000_views is of 5 of the 6 videos');
  expect(text).not.toContain('The median of click_through_rate');
});

test('a sum over some days of the list is no side of a ratio, nor a reason for a flag', async () => {
  const halves = (second: JsonObject): Replies =>
    world({
      video_list: () => ({
        segments: [
          segment(FROM, '2026-10-15', 0, [bucket(FROM, '2026-10-15', 0, [video(1)])], 'timed_lists'),
          segment('2026-10-16', TO, 0, [bucket('2026-10-16', TO, 0, [video(1, second)])], 'timed_lists'),
        ],
      }),
    });
  const rowOf = async (second: JsonObject) =>
    JSON.stringify((await run(halves(second))).structured['videos']);
  expect(await rowOf({})).toContain('"gmv_per_1000_views":5,"direct_share":1');
  expect(await rowOf({ gmv: null, direct_gmv: money('0') })).not.toMatch(/gmv_per_1000|direct_share/);
  expect(await rowOf({ direct_gmv: null })).not.toContain('direct_share');
  expect(await rowOf({ direct_gmv: null })).toContain('gmv_per_1000');
  expect(await rowOf({ vv_cnt: null })).not.toContain('gmv_per_1000');
});

test('a video of which the list does not tell the views, the GMV or the items', async () => {
  const views = await firstOf([video(1, { vv_cnt: null })]);
  expect(views).not.toHaveProperty('flags');
  expect(views).not.toHaveProperty('gmv_per_1000_views');
  expect(await firstOf([video(1, { vv_cnt: 0 })])).toMatchObject({ flags: ['sales_without_views'] });
  expect(await firstOf([video(1, { vv_cnt: 50, gmv: money('0') })])).not.toHaveProperty('flags');
  expect(await firstOf([video(1, { gmv: null })])).not.toHaveProperty('gmv_per_1000_views');
  expect(await firstOf([video(1, { item_sold_cnt: null })])).not.toHaveProperty('flags');
  expect(await firstOf([video(1, { ctr: null, item_sold_cnt: 0 })])).not.toHaveProperty('flags');
});

test.each([
  // A product shows in a click or in a sale.
  [{ ctr: '0.1', item_sold_cnt: 0 }, 6],
  [{ ctr: '0', item_sold_cnt: 1 }, 6],
  [{ ctr: null, item_sold_cnt: null }, 5],
  [{ ctr: '0', item_sold_cnt: 0 }, 5],
  [{ vv_cnt: 1000 }, 6],
  [{ vv_cnt: 999 }, 5],
])('with a sixth video of %j the medians are of %i', async (other, videos) => {
  expect((await run(october([...five(), video(6, other)]))).structured).toMatchObject({
    medians: { videos },
  });
});

test('what a video without GMV or with too few views could have sold more is not told', async () => {
  const six = async (other: JsonObject) => {
    const { structured } = await run(october([...five(), video(6, other)]));
    return [
      structured['recoverable_gmv'],
      JSON.stringify(structured['videos']).includes('"recoverable_gmv"'),
    ];
  };
  expect(await six({ gmv: money('4') })).toEqual([6, true]);
  expect(await six({ gmv: null, direct_gmv: null })).toEqual([0, false]);
  expect(await six({ gmv: money('1'), vv_cnt: 999 })).toEqual([0, false]);
  expect(await six({ gmv: money('11') })).toEqual([0, false]);
});

test('a recoverable video without a weak step says what that can mean', async () => {
  const { text } = await run(october([...five(), video(6, { gmv: money('9') })]));
  expect(text).toContain(
    '- A recoverable video without a weak step has no known step more than a quarter below its median',
  );
  expect((await run(october(five()))).text).not.toContain('without a weak step');
});

test('a median of nothing makes no step weak', async () => {
  const nothing = five({ completion_rate: '0', item_sold_cnt: 0 });
  const { text, structured } = await run(
    october([...nothing, video(6, { gmv: money('1'), completion_rate: null, item_sold_cnt: 0 })]),
  );
  expect(JSON.stringify(structured['videos'])).not.toContain('weak_step');
  expect(text).toContain('|none|9.00|');
});
