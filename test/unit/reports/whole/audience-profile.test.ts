import { expect, test } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../../../src/json.ts';
import { profileAudience } from '../../../../src/tools/profile_audience.ts';
import { bucket, segment } from '../../../support/month-reply.ts';
import { A, audience, B, C, FROM, GENDERS, idOf, post, TO } from '../../../support/profiled-videos.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import { daysUpTo, listOf, monthAsked } from '../../../support/written-replies.ts';

/** Profiles from the request to the text, on 24 November 2026. */

const interactions = (stats: JsonObject): JsonObject => ({
  segments: [segment(FROM, TO, 0, [bucket(FROM, TO, 0, stats)])],
});

/** Of November and October by publish time: eleven posts of 1 to 11 November, with 100 to 1,100 views. */
const POSTS = Array.from({ length: 11 }, (_, index) =>
  post(idOf(index + 20), 100 * (index + 1), `2026-11-${String(index + 1).padStart(2, '0')}`),
).reverse();

const OCTOBER = [post(B, 1000, '2026-10-02'), post(A, 3000, '2026-10-03'), post(C, null, '2026-10-04')];

const isByViews = (body: string): boolean => body.includes('VIDEO_LIST_VV_CNT');

const world = (own: Replies = {}): Replies => ({
  video_list: (body) => {
    const rows = monthAsked(body) === '2026-11' ? POSTS : isByViews(body) ? OCTOBER : [];
    return listOf(...daysUpTo(monthAsked(body), '2026-11-23'), rows);
  },
  audience: (body) => audience(body.includes(C) ? {} : GENDERS),
  detailed: () => interactions({ like_cnt: 90, comment_cnt: 6, share_cnt: 4 }),
  ...own,
});

test('a whole profile', async () => {
  const { text, fields, sent, progress } = await runnerOf(world())(profileAudience);
  expect(text).toMatchInlineSnapshot(`
    "Audience profile · account main · 2026-10-01 to 2026-10-31 (UTC+0) · 9 upstream calls

    2 of 3 videos of 2026-10, 4,000 views · typical views 650 (median of 10 recent posts) · engagement 5% (likes, comments and shares per view, 2 videos)

    Gender: female 80%, male 20%
    Age: unknown 100%
    Region: unknown 100%

    Videos, most views first
    |video id|title|views|share of views|left out|
    |-|-|-:|-:|-|
    |7400000000000000011|Video 11|3,000|75%||
    |7400000000000000012|Video 12|1,000|25%||
    |7400000000000000013|Video 13|||no audience|

    Notes
    - Each share is the sum of (views × share of the video) ÷ views, over the videos with a share of views; what their shares leave open is unknown. They are viewers of these videos, not followers. One person may have watched several.
    - Typical views: the median of the last 10 posts that are at least 7 days old, over all their days, from 5 on.
    - The vendor sent the rows in a different order than requested.
    - No audience data for this video in this period yet."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "month "2026-10"
    window {"from":"2026-10-01","to":"2026-10-31","utc_offset":"+00:00","complete":true}
    genders {"parts":[{"key":"female","share":0.8},{"key":"male","share":0.2}],"unknown":0}
    ages {"parts":[],"unknown":1}
    regions {"parts":[],"unknown":1}
    views 4000
    videos [{"video_id":"7400000000000000011","title":"Video 11","views":3000,"share_of_views":0.75},{"video_id":"7400000000000000012","title":"Video 12","views":1000,"share_of_views":0.25},{"video_id":"7400000000000000013","title":"Video 13","left_out":"no_audience"}]
    engagement_rate 0.05
    engagement_videos 2
    typical_views 650
    typical_posts 10
    calls 9
    verdicts [{"part":"video list","verdict":"same"},{"part":"audience of 7400000000000000011","verdict":"same"},{"part":"audience of 7400000000000000012","verdict":"same"},{"part":"audience of 7400000000000000013","verdict":"same"},{"part":"interactions of 7400000000000000011","verdict":"same"},{"part":"interactions of 7400000000000000012","verdict":"same"},{"part":"interactions of 7400000000000000013","verdict":"same"}]"
  `);
  expect(sent).toMatchInlineSnapshot(`
    [
      "get_video_list_analytics {"start_date":"11-01-2026","page":0,"rules":"VIDEO_LIST_PUBLISH_TIME"}",
      "get_video_list_analytics {"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_VV_CNT"}",
      "get_video_list_analytics {"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_PUBLISH_TIME"}",
      "get_video_audience_stats {"start_date":"10-01-2026","item_id":"7400000000000000011"}",
      "get_video_detailed_stats {"start_date":"10-01-2026","item_id":"7400000000000000011"}",
      "get_video_audience_stats {"start_date":"10-01-2026","item_id":"7400000000000000012"}",
      "get_video_detailed_stats {"start_date":"10-01-2026","item_id":"7400000000000000012"}",
      "get_video_audience_stats {"start_date":"10-01-2026","item_id":"7400000000000000013"}",
      "get_video_detailed_stats {"start_date":"10-01-2026","item_id":"7400000000000000013"}",
    ]
  `);
  expect(progress).toMatchInlineSnapshot(`
    [
      "1/2 The video list of 2026-11",
      "2/2 The video list of 2026-10",
      "1/6 The audience of video 7400000000000000011",
      "2/6 The likes, comments and shares of video 7400000000000000011",
      "3/6 The audience of video 7400000000000000012",
      "4/6 The likes, comments and shares of video 7400000000000000012",
      "5/6 The audience of video 7400000000000000013",
      "6/6 The likes, comments and shares of video 7400000000000000013",
    ]
  `);
});

const run = (own: Replies = {}, args: JsonObject = {}) => runnerOf(world(own))(profileAudience, args);

/** A list of October as it comes, whatever order was asked for. */
const october = (...rows: readonly JsonObject[]): Replies => ({
  video_list: (body) =>
    listOf(...daysUpTo(monthAsked(body), '2026-11-23'), monthAsked(body) === '2026-10' ? rows : []),
});

test('ten videos at most, most views first', async () => {
  const many = Array.from({ length: 12 }, (_, index) => post(idOf(index), 100 + index, '2026-10-02'));
  const { structured } = await run(october(...many));
  const ids = z.array(z.object({ video_id: z.string() })).parse(structured['videos']);
  expect(ids.map(({ video_id: id }) => id)).toEqual(Array.from({ length: 10 }, (_, back) => idOf(11 - back)));
});

test('the days of an audience are those of the list, and nothing is asked beside it', async () => {
  const week = (body: string): JsonObject =>
    listOf('2026-11-14', '2026-11-20', isByViews(body) ? [post(A, 3000, '2026-10-03')] : []);
  const own = {
    video_list: week,
    audience: () => audience(GENDERS, ['2026-11-01', '2026-11-30']),
  };
  const { text, structured, sent } = await run(own);
  expect(sent.filter((call) => !call.includes('video_list'))).toEqual([
    `get_video_audience_stats {"start_date":"11-01-2026","item_id":"${A}"}`,
  ]);
  expect(structured).toMatchObject({ month: '2026-11', views: 3000, engagement_videos: 0, typical_posts: 0 });
  expect(structured).not.toHaveProperty('engagement_rate');
  expect(text).toMatchInlineSnapshot(`
    "Audience profile · account main · 2026-11-14 to 2026-11-20 (UTC+0) · 3 upstream calls

    1 of 1 video of 2026-11, 3,000 views

    Gender: female 80%, male 20%
    Age: unknown 100%
    Region: unknown 100%

    Videos, most views first
    |video id|title|views|share of views|
    |-|-|-:|-:|
    |7400000000000000011|Video 11|3,000|100%|

    Notes
    - Each share is the sum of (views × share of the video) ÷ views, over the videos with a share of views; what their shares leave open is unknown. They are viewers of these videos, not followers. One person may have watched several.
    - The views are those of 2026-11-14 to 2026-11-20, which the video list covers: they weigh the audiences of 2026-11, and there is no engagement.
    - No typical views: posts at least 7 days old and read over all their days: 0, of 5 that are needed.
    - The vendor returned 2026-11-14 to 2026-11-20, not 2026-10-01 to 2026-10-31 as requested."
  `);
});

test('videos by their ids are looked for page after page, until all are there', async () => {
  const paged = (body: string): JsonObject => {
    const page = Number(/"page":(\d)/.exec(body)?.[1]);
    if (monthAsked(body) !== '2026-10') return listOf(...daysUpTo(monthAsked(body), '2026-11-23'), []);
    return listOf(FROM, TO, [post(idOf(page), 1000 - page, '2026-10-02')], {
      has_more: true,
      next_page: page + 1,
    });
  };
  const pagesOf = async (ids: readonly string[]) => {
    const { sent, structured } = await run({ video_list: paged }, { month: '2026-10', item_ids: [...ids] });
    return { pages: sent.filter((call) => call.includes('VIDEO_LIST_VV_CNT')).length, structured };
  };
  const found = await pagesOf([idOf(1), idOf(0)]);
  expect(found.pages).toBe(2);
  expect(JSON.stringify(found.structured)).not.toContain('Not among');
  const absent = await pagesOf([idOf(0), idOf(8), idOf(9)]);
  expect(absent.pages).toBe(5);
  expect(absent.structured['notes']).toContain(
    `Not among the videos of 2026-10 that were read: ${idOf(8)}, ${idOf(9)}.`,
  );
  const default_ = await run({ video_list: paged });
  expect(default_.sent.filter((call) => call.includes('VIDEO_LIST_VV_CNT'))).toHaveLength(1);
});

test.each([
  // Two lists of recent videos and one by views leave seven calls: three videos with two each.
  [10, 9, 7],
  // One list of nine leaves eight.
  [9, 9, 6],
  [4, 3, 9],
  // One video at least: the second call for it is refused.
  [2, 2, 9],
])(
  'of ten videos a limit of %i calls, of which it makes %i, leaves out %i',
  async (max_calls, made, left) => {
    const ten = Array.from({ length: 10 }, (_, index) => post(idOf(index), 100 + index, '2026-10-02'));
    const { structured, text } = await run(october(...ten), { max_calls });
    expect(structured['calls']).toBe(made);
    expect(text).toContain(`- The limit of calls left out ${left} videos; max_calls raises it.`);
    expect(text.includes('- Typical views were not read.')).toBe(max_calls < 10);
  },
);

test('a part that fails is named, and the others count', async () => {
  const { text, structured } = await run({
    detailed: (body) =>
      body.includes(A) ? 403 : interactions({ like_cnt: 30, comment_cnt: 10, share_cnt: 10 }),
    video_list: (body) =>
      isByViews(body) ? listOf(FROM, TO, OCTOBER) : monthAsked(body) === '2026-11' ? 403 : 500,
  });
  expect(structured).toMatchObject({ engagement_rate: 0.05, engagement_videos: 1, typical_posts: 0 });
  expect(text).toMatchInlineSnapshot(`
    "Audience profile · account main · 2026-10-01 to 2026-10-31 (UTC+0) · 8 upstream calls

    2 of 3 videos of 2026-10, 4,000 views · engagement 5% (likes, comments and shares per view, 1 video)

    Gender: female 80%, male 20%
    Age: unknown 100%
    Region: unknown 100%

    Videos, most views first
    |video id|title|views|share of views|left out|
    |-|-|-:|-:|-|
    |7400000000000000011|Video 11|3,000|75%||
    |7400000000000000012|Video 12|1,000|25%||
    |7400000000000000013|Video 13|||no audience|

    Notes
    - The list of recent videos is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - The likes, comments and shares of video 7400000000000000011 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Each share is the sum of (views × share of the video) ÷ views, over the videos with a share of views; what their shares leave open is unknown. They are viewers of these videos, not followers. One person may have watched several.
    - Typical views were not read.
    - The vendor sent the rows in a different order than requested.
    - No audience data for this video in this period yet."
  `);
});

test('a profile of which everything fails is an error', async () => {
  const { text } = await run({ audience: () => 403, detailed: () => 403 });
  expect(text).toMatchInlineSnapshot(
    `"The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope."`,
  );
});

test('a month without videos', async () => {
  const { text } = await run(october(), { month: '2026-10' });
  expect(text).toMatchInlineSnapshot(`
    "Audience profile · account main · 2026-10-01 to 2026-10-31 (UTC+0) · 3 upstream calls

    0 of 0 videos of 2026-10, 0 views

    No audience can be used.

    Notes
    - Each share is the sum of (views × share of the video) ÷ views, over the videos with a share of views; what their shares leave open is unknown. They are viewers of these videos, not followers. One person may have watched several.
    - No typical views: posts at least 7 days old and read over all their days: 0, of 5 that are needed."
  `);
});
