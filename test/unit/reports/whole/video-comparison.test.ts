import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { addDays } from '../../../../src/metrics/calendar.ts';
import { compareVideos } from '../../../../src/tools/compare_videos.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import { daily, daysUpTo, listOf, monthAsked, videoRow } from '../../../support/written-replies.ts';

/** Comparisons of videos from the request to the text, on 24 November 2026. */

const idOf = (index: number): string => `74000000000000000${10 + index}`;

const post = (index: number, day: string, other: JsonObject = {}): JsonObject => ({
  ...videoRow(idOf(index), '10', other),
  video_meta: {
    item_id: idOf(index),
    name: `Video ${index}`,
    publish_time: Date.parse(`${day}T18:00:00Z`) / 1000,
  },
});

/** Nine videos of November, one every second day from the 3rd to the 19th, newest first. */
const NINE = Array.from({ length: 9 }, (_, back) => post(9 - back, addDays('2026-11-19', -2 * back)));

const daysOf = (body: string) => daysUpTo(monthAsked(body), '2026-11-22');
const indexIn = (body: string): number => Number(/"item_id":"\d+(\d\d)"/.exec(body)?.[1]) - 10;

const november =
  (rows: readonly JsonObject[], pagination?: JsonObject): Replies['video_list'] =>
  (body) =>
    listOf(...daysOf(body), monthAsked(body) === '2026-11' ? rows : [], pagination);

/** Each day brings a video ten times its number of impressions. */
const world = (own: Replies = {}): Replies => ({
  video_list: november(NINE),
  detailed: (body) =>
    daily(...daysOf(body), () => ({
      product_view_cnt: 10 * indexIn(body),
      like_cnt: 1,
      comment_cnt: 2,
      share_cnt: 3,
      new_follower_cnt: 4,
    })),
  ...own,
});

const run = (own: Replies = {}, args: JsonObject = {}) => runnerOf(world(own))(compareVideos, args);

test('the newest video and the seven before it', async () => {
  const { text, fields, sent, progress } = await run();
  expect(text).toMatchInlineSnapshot(`
    "Videos compared · account main · 2026-11-05 to 2026-11-22 (UTC+0) · against the 7 before · 9 upstream calls

    7400000000000000019 Video 9 · published 2026-11-19, up to day 3 of its life
    all rows: videos 7
    |figure|value|median|percentile 30|percentile 70|position|
    |-|-:|-:|-:|-:|-|
    |impressions|360|200|152|248|above|
    |likes|4|4|4|4|within|
    |comments|8|8|8|8|within|
    |shares|12|12|12|12|within|
    |new followers|16|16|16|16|within|

    Impressions up to each day of its life
    |day|impressions|median of previous|
    |-:|-:|-:|
    |0|90|50|
    |1|180|100|
    |2|270|150|
    |3|360|200|

    Notes
    - Sums from publication to the same age; day 0 is the day of publication, however few hours it had. Medians and the 30th to 70th percentile are those of the previous videos that have reached the age, from 5 on. At most 28 days are compared.
    - These daily figures have no views and no sales: review_videos has those, over a period."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "window {"from":"2026-11-05","to":"2026-11-22","utc_offset":"+00:00","complete":true}
    videos [{"video_id":"7400000000000000019","title":"Video 9","published":"2026-11-19T18:00:00+00:00","age_days":3,"compared":[{"figure":"product_impressions","value":360,"videos":7,"median":200,"percentile_30":152,"percentile_70":248,"position":"above"},{"figure":"likes","value":4,"videos":7,"median":4,"percentile_30":4,"percentile_70":4,"position":"within"},{"figure":"comments","value":8,"videos":7,"median":8,"percentile_30":8,"percentile_70":8,"position":"within"},{"figure":"shares","value":12,"videos":7,"median":12,"percentile_30":12,"percentile_70":12,"position":"within"},{"figure":"new_followers","value":16,"videos":7,"median":16,"percentile_30":16,"percentile_70":16,"position":"within"}],"curve":[{"age_days":0,"product_impressions":90,"likes":1,"comments":2,"shares":3,"new_followers":4},{"age_days":1,"product_impressions":180,"likes":2,"comments":4,"shares":6,"new_followers":8},{"age_days":2,"product_impressions":270,"likes":3,"comments":6,"shares":9,"new_followers":12},{"age_days":3,"product_impressions":360,"likes":4,"comments":8,"shares":12,"new_followers":16}]}]
    previous [{"video_id":"7400000000000000018","title":"Video 8","published":"2026-11-17T18:00:00+00:00"},{"video_id":"7400000000000000017","title":"Video 7","published":"2026-11-15T18:00:00+00:00"},{"video_id":"7400000000000000016","title":"Video 6","published":"2026-11-13T18:00:00+00:00"},{"video_id":"7400000000000000015","title":"Video 5","published":"2026-11-11T18:00:00+00:00"},{"video_id":"7400000000000000014","title":"Video 4","published":"2026-11-09T18:00:00+00:00"},{"video_id":"7400000000000000013","title":"Video 3","published":"2026-11-07T18:00:00+00:00"},{"video_id":"7400000000000000012","title":"Video 2","published":"2026-11-05T18:00:00+00:00"}]
    previous_median [{"age_days":0,"videos":7,"product_impressions":50,"likes":1,"comments":2,"shares":3,"new_followers":4},{"age_days":1,"videos":7,"product_impressions":100,"likes":2,"comments":4,"shares":6,"new_followers":8},{"age_days":2,"videos":7,"product_impressions":150,"likes":3,"comments":6,"shares":9,"new_followers":12},{"age_days":3,"videos":7,"product_impressions":200,"likes":4,"comments":8,"shares":12,"new_followers":16}]
    calls 9
    verdicts [{"part":"video 7400000000000000019","verdict":"partial","asked":{"from":"2026-11-19","to":"2026-11-24"},"answered":{"from":"2026-11-19","to":"2026-11-22"}},{"part":"video 7400000000000000018","verdict":"same"},{"part":"video 7400000000000000017","verdict":"same"},{"part":"video 7400000000000000016","verdict":"same"},{"part":"video 7400000000000000015","verdict":"same"},{"part":"video 7400000000000000014","verdict":"same"},{"part":"video 7400000000000000013","verdict":"same"},{"part":"video 7400000000000000012","verdict":"same"}]"
  `);
  expect(sent).toMatchInlineSnapshot(`
    [
      "get_video_list_analytics {"start_date":"11-01-2026","page":0,"rules":"VIDEO_LIST_PUBLISH_TIME"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000019"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000018"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000017"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000016"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000015"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000014"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000013"}",
      "get_video_detailed_stats {"start_date":"11-01-2026","item_id":"7400000000000000012"}",
    ]
  `);
  expect(progress).toMatchInlineSnapshot(`
    [
      "1/8 Video 7400000000000000019 in 2026-11",
      "2/8 Video 7400000000000000018 in 2026-11",
      "3/8 Video 7400000000000000017 in 2026-11",
      "4/8 Video 7400000000000000016 in 2026-11",
      "5/8 Video 7400000000000000015 in 2026-11",
      "6/8 Video 7400000000000000014 in 2026-11",
      "7/8 Video 7400000000000000013 in 2026-11",
      "8/8 Video 7400000000000000012 in 2026-11",
    ]
  `);
});

test('some videos by their ids, each against those before the oldest of them', async () => {
  const { text, structured, sent } = await run({}, { item_ids: [idOf(8), idOf(6), idOf(30)], previous: 1 });
  expect(structured).toMatchObject({
    videos: [{ video_id: idOf(8) }, { video_id: idOf(6) }],
    previous: [{ video_id: idOf(5), title: 'Video 5', published: '2026-11-11T18:00:00+00:00' }],
    previous_median: [],
  });
  // One of them is in neither month, so both are read.
  expect(sent.filter((call) => call.includes('video_list'))).toHaveLength(2);
  expect(text).toMatchInlineSnapshot(`
    "Videos compared · account main · 2026-11-11 to 2026-11-22 (UTC+0) · against the one before · 5 upstream calls

    7400000000000000018 Video 8 · published 2026-11-17, up to day 5 of its life
    all rows: videos 1
    |figure|value|
    |-|-:|
    |impressions|480|
    |likes|6|
    |comments|12|
    |shares|18|
    |new followers|24|

    Impressions up to each day of its life
    |day|impressions|
    |-:|-:|
    |0|80|
    |1|160|
    |2|240|
    |3|320|
    |5|480|

    7400000000000000016 Video 6 · published 2026-11-13, up to day 9 of its life
    all rows: videos 1
    |figure|value|
    |-|-:|
    |impressions|600|
    |likes|10|
    |comments|20|
    |shares|30|
    |new followers|40|

    Impressions up to each day of its life
    |day|impressions|
    |-:|-:|
    |0|60|
    |1|120|
    |2|180|
    |3|240|
    |6|420|
    |9|600|

    Notes
    - Sums from publication to the same age; day 0 is the day of publication, however few hours it had. Medians and the 30th to 70th percentile are those of the previous videos that have reached the age, from 5 on. At most 28 days are compared.
    - These daily figures have no views and no sales: review_videos has those, over a period.
    - Not among the videos with views this month or last: 7400000000000000040.
    - There is one previous video to compare with; a band takes 5."
  `);
});

test.each([
  // Enough in the first month, or not.
  [{ previous: 8 }, 1],
  [{ previous: 9 }, 2],
  [{ item_ids: [idOf(9), idOf(8)] }, 1],
  [{ item_ids: [idOf(2)], previous: 1 }, 1],
  [{ item_ids: [idOf(1)], previous: 1 }, 2],
])('%j takes %i video lists', async (args, lists) => {
  const { sent } = await run({}, args);
  expect(sent.filter((call) => call.includes('video_list'))).toHaveLength(lists);
});

test('pages of a list are read until there are enough', async () => {
  const paged: Replies['video_list'] = (body) => {
    const page = Number(/"page":(\d)/.exec(body)?.[1]);
    return listOf(...daysOf(body), [NINE[page] ?? post(1, '2026-11-03')], {
      has_more: true,
      next_page: page + 1,
    });
  };
  const pagesOf = async (previous: number) =>
    (await run({ video_list: paged }, { previous })).sent.filter((call) => call.includes('video_list'))
      .length;
  expect(await pagesOf(2)).toBe(3);
  // Five of the first month, and those of the other.
  expect(await pagesOf(5)).toBe(10);
});

test('a video is read in each month that it lived in, up to the age that it is compared at', async () => {
  const rows = [post(2, '2026-10-20'), post(1, '2026-09-28')];
  const { structured, sent } = await run({ video_list: november(rows) });
  expect(sent.filter((call) => call.includes('detailed'))).toEqual([
    `get_video_detailed_stats {"start_date":"10-01-2026","item_id":"${idOf(2)}"}`,
    `get_video_detailed_stats {"start_date":"11-01-2026","item_id":"${idOf(2)}"}`,
    `get_video_detailed_stats {"start_date":"09-01-2026","item_id":"${idOf(1)}"}`,
    `get_video_detailed_stats {"start_date":"10-01-2026","item_id":"${idOf(1)}"}`,
  ]);
  // 28 days from 20 October on.
  expect(structured).toMatchObject({
    window: { from: '2026-09-28', to: '2026-11-16', complete: true },
    videos: [
      { age_days: 27, compared: [{ figure: 'product_impressions', value: 560, videos: 1 }, {}, {}, {}, {}] },
    ],
  });
  const young = await run({ video_list: november([post(2, '2026-11-22'), post(1, '2026-10-30')]) });
  // Two days of the newest: those of the other are of October, and one of November.
  expect(young.sent.filter((call) => call.includes('detailed'))).toHaveLength(3);
});

test('videos without days, and one that has not begun', async () => {
  const { text, structured } = await run({
    video_list: november([post(3, '2026-11-24'), ...NINE.slice(0, 2)]),
    detailed: () => ({ segments: [] }),
  });
  expect(structured).toMatchObject({
    window: { from: '2026-11-24', to: '2026-11-24', complete: false },
    videos: [{ compared: [], curve: [] }],
  });
  expect(text).toMatchInlineSnapshot(`
    "Videos compared · account main · 2026-11-24 to 2026-11-24 (UTC+0) · against the 2 before · 5 upstream calls

    7400000000000000013 Video 3 · published 2026-11-24

    Notes
    - Sums from publication to the same age; day 0 is the day of publication, however few hours it had. Medians and the 30th to 70th percentile are those of the previous videos that have reached the age, from 5 on. At most 28 days are compared.
    - These daily figures have no views and no sales: review_videos has those, over a period.
    - There are 2 previous videos to compare with; a band takes 5.
    - No daily figures from the day of publication on: 7400000000000000013, 7400000000000000019, 7400000000000000018.
    - The reply does not say which days it covers; 2026-11-24 was requested.
    - No data was returned for 2026-11-24; that is not the same as zero.
    - The reply does not say which days it covers; 2026-11-19 was requested.
    - No data was returned for 2026-11-19; that is not the same as zero.
    - The reply does not say which days it covers; 2026-11-17 was requested.
    - No data was returned for 2026-11-17; that is not the same as zero."
  `);
});

test('a video without a title, of two days', async () => {
  const untitled = {
    ...post(3, '2026-11-21'),
    video_meta: { item_id: idOf(3), publish_time: Date.parse('2026-11-21T18:00:00Z') / 1000 },
  };
  const { text } = await run({ video_list: november([untitled]) });
  expect(text).toContain(`\n\n${idOf(3)} · published 2026-11-21, up to day 1 of its life\n`);
  expect(text).toContain(
    '\n\nImpressions up to each day of its life\n|day|impressions|\n|-:|-:|\n|0|30|\n|1|60|\n',
  );
});

test('no videos at all', async () => {
  const { text } = await run({ video_list: november([]) });
  expect(text).toMatchInlineSnapshot(`
    "Videos compared · account main · 2026-11-24 to 2026-11-24 (UTC+0) · against none before · 2 upstream calls

    Notes
    - Sums from publication to the same age; day 0 is the day of publication, however few hours it had. Medians and the 30th to 70th percentile are those of the previous videos that have reached the age, from 5 on. At most 28 days are compared.
    - These daily figures have no views and no sales: review_videos has those, over a period.
    - No video has had views this month or last.
    - There are 0 previous videos to compare with; a band takes 5."
  `);
});

test('what fails is named, and is an error where it is all', async () => {
  const { text } = await run(
    {
      detailed: (body) =>
        indexIn(body) < 9 ? 403 : daily(...daysOf(body), () => ({ product_view_cnt: 10 })),
      video_list: (body) =>
        body.includes('"page":1') ? 403 : november(NINE, { has_more: true, next_page: 1 })(body),
    },
    { previous: 9 },
  );
  expect(text).toMatchInlineSnapshot(`
    "Videos compared · account main · 2026-11-19 to 2026-11-22 (UTC+0) · against the 8 before · 13 upstream calls

    7400000000000000019 Video 9 · published 2026-11-19, up to day 3 of its life
    |figure|value|videos|
    |-|-:|-:|
    |impressions|40|0|

    Impressions up to each day of its life
    |day|impressions|
    |-:|-:|
    |0|10|
    |1|20|
    |2|30|
    |3|40|

    Notes
    - Page 1 of the video list of 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Page 1 of the video list of 2026-10 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000018 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000017 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000016 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000015 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000014 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000013 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000012 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Video 7400000000000000011 in 2026-11 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Sums from publication to the same age; day 0 is the day of publication, however few hours it had. Medians and the 30th to 70th percentile are those of the previous videos that have reached the age, from 5 on. At most 28 days are compared.
    - These daily figures have no views and no sales: review_videos has those, over a period.
    - No daily figures from the day of publication on: 7400000000000000018, 7400000000000000017, 7400000000000000016, 7400000000000000015, 7400000000000000014, 7400000000000000013, 7400000000000000012, 7400000000000000011."
  `);
  expect((await run({ detailed: () => 403 })).text).toMatch(/^The API key may not use this endpoint/);
});

test('a value at the edge of the band is within it', async () => {
  // Of ten times 1 to 7 impressions the 70th percentile is 10 × (5 + 0.2) = 52, the 30th 10 × (2 + 0.8) = 28.
  const positionOf = async (impressions: number) => {
    const { structured } = await run({
      video_list: november(NINE.slice(1)),
      detailed: (body) =>
        daily(...daysOf(body), (date) => ({
          product_view_cnt: date !== '2026-11-17' && indexIn(body) === 8 ? null : 10 * indexIn(body),
          ...(indexIn(body) === 8 && date === '2026-11-17' ? { product_view_cnt: impressions } : {}),
        })),
    });
    return JSON.stringify(structured['videos']).match(/"percentile_30":[^}]*/)?.[0];
  };
  expect(await positionOf(52)).toBe('"percentile_30":28,"percentile_70":52,"position":"within"');
  expect(await positionOf(28)).toContain('"within"');
  expect(await positionOf(53)).toContain('"above"');
  expect(await positionOf(27)).toContain('"below"');
});

test('a figure that one day does not tell ends there, and the others go on', async () => {
  const { structured } = await run({
    detailed: (body) =>
      daily(...daysOf(body), (date) => ({
        product_view_cnt: 10 * indexIn(body),
        ...(date === '2026-11-21' ? {} : { like_cnt: 1 }),
      })),
  });
  // The newest is of the 19th.
  expect(structured).toMatchObject({
    videos: [
      {
        age_days: 3,
        compared: [{ figure: 'product_impressions', value: 360 }],
        curve: [{ likes: 1 }, { likes: 2 }, { age_days: 2, product_impressions: 270 }, { age_days: 3 }],
      },
    ],
  });
  expect(JSON.stringify(structured['videos'])).not.toContain('"likes":3');
});
