import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { findPostingTimes } from '../../../../src/tools/find_posting_times.ts';
import { money } from '../../../support/month-reply.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import { daysUpTo, listOf, monthAsked, videoRow } from '../../../support/written-replies.ts';

/** Posting times from the request to the text, on 24 November 2026. 1 October 2026 is a Thursday. */

const idOf = (index: number): string => `74000000000000000${10 + index}`;

const post = (
  index: number,
  published: string,
  views: number | null,
  other: JsonObject = {},
): JsonObject => ({
  ...videoRow(idOf(index), '10.005', { vv_cnt: views, ...other }),
  video_meta: { item_id: idOf(index), name: 'A post', publish_time: Date.parse(`${published}Z`) / 1000 },
});

const daysOf = (body: string) => daysUpTo(monthAsked(body), '2026-11-23');

/** A list of some posts in October, newest first, and nothing in other months. */
const october = (posts: readonly JsonObject[], pagination?: JsonObject): Replies => ({
  video_list: (body) =>
    monthAsked(body) === '2026-10' ? listOf(...daysOf(body), posts, pagination) : listOf(...daysOf(body), []),
});

/** As many posts on Thursdays at noon, all of one day and hour. */
const noons = (count: number, other: (index: number) => JsonObject = () => ({})): readonly JsonObject[] =>
  Array.from({ length: count }, (_, index) => post(index, '2026-10-01T12:00', 1000, other(index)));

const run = (replies: Replies, args: JsonObject = { months: 2 }) => runnerOf(replies)(findPostingTimes, args);

test('all of it', async () => {
  const evenings = ['24', '17', '10'].map((day, index) =>
    post(40 + index, `2026-10-${day}T20:00`, 1500 * (index + 1)),
  );
  const odd = [
    post(50, '2026-10-12T07:00', 100),
    post(51, '2026-10-11T03:00', 100),
    post(52, '2026-10-06T03:00', null),
  ];
  const tooYoung = post(60, '2026-11-18T12:00', 5);
  const { text, fields, sent, progress } = await run(
    {
      video_list: (body) =>
        listOf(
          ...daysOf(body),
          { '2026-11': [tooYoung], '2026-10': [...evenings, ...odd, ...noons(26)] }[monthAsked(body)] ?? [],
        ),
    },
    {},
  );
  expect(text).toMatchInlineSnapshot(`
    "Posting times · account main · 2026-09-01 to 2026-11-24 (UTC+0) · USD · 3 upstream calls

    32 posts from 2026-10-01 to 2026-10-24 · 1 younger than a week left out · median views 1,000 · median GMV 10.01

    By publication, most views first (night 0–6, morning 6–12, afternoon 12–18, evening 18–24)
    all rows: median GMV 10.01
    |weekday|part of day|posts|median views|views index|
    |-|-|-:|-:|-:|
    |Saturday|evening|3|3,000|300|
    |Thursday|afternoon|26|1,000|100|
    |other times||3|||

    Notes
    - Medians per post of its views and GMV from publication to 2026-11-24, by the time of publication. Posts younger than 7 days are left out; times with under 3 posts are merged. Hours are at UTC+00:00 all year, without daylight saving.
    - Only videos that still have views are in the lists: deleted ones are missing. When followers are online is not in this data, and better times need not be the reason for more views.
    - The views of 1 of the 32 posts are not told: medians are of the others, from 3 on.
    - The vendor sent the rows in a different order than requested."
  `);
  expect(fields).toMatchInlineSnapshot(`
    "window {"from":"2026-09-01","to":"2026-11-24","utc_offset":"+00:00","complete":false}
    currency "USD"
    posts 32
    too_young 1
    incomplete 0
    first_post "2026-10-01"
    last_post "2026-10-24"
    median_views 1000
    median_gmv 10.01
    times [{"weekday":"Saturday","part_of_day":"evening","posts":3,"median_views":3000,"median_gmv":10.01,"views_index":300},{"weekday":"Thursday","part_of_day":"afternoon","posts":26,"median_views":1000,"median_gmv":10.01,"views_index":100},{"posts":3,"median_gmv":10.01}]
    calls 3
    verdicts [{"part":"video list 2026-11","verdict":"partial","asked":{"from":"2026-11-01","to":"2026-11-30"},"answered":{"from":"2026-11-01","to":"2026-11-23"}},{"part":"video list 2026-10","verdict":"same"},{"part":"video list 2026-09","verdict":"same"}]"
  `);
  expect(sent).toMatchInlineSnapshot(`
    [
      "get_video_list_analytics {"start_date":"11-01-2026","page":0,"rules":"VIDEO_LIST_PUBLISH_TIME"}",
      "get_video_list_analytics {"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_PUBLISH_TIME"}",
      "get_video_list_analytics {"start_date":"09-01-2026","page":0,"rules":"VIDEO_LIST_PUBLISH_TIME"}",
    ]
  `);
  expect(progress).toMatchInlineSnapshot(`
    [
      "1/3 The video list of 2026-11",
      "2/3 The video list of 2026-10",
      "3/3 The video list of 2026-09",
    ]
  `);
});

test('29 posts are too few, and one of several lists is too young', async () => {
  expect((await run(october(noons(29)))).text).toMatchInlineSnapshot(`
    "Posting times · account main · 2026-10-01 to 2026-11-24 (UTC+0) · USD · 2 upstream calls

    29 posts from 2026-10-01 to 2026-10-01

    Notes
    - 29 posts are too few to compare times: 30 are needed. More months and pages read more."
  `);
  const one = await run(october(noons(1)));
  expect(one.text).toContain(
    'One post is too few to compare times: 30 are needed. More months and pages read more.',
  );
});

test('posts from before the months count no more than those of the future', async () => {
  const posts = [post(41, '2026-11-25T12:00', 9), ...noons(30), post(40, '2026-09-30T23:59', 9)];
  const { structured } = await run(october(posts));
  expect(structured).toMatchObject({
    posts: 30,
    too_young: 0,
    first_post: '2026-10-01',
    last_post: '2026-10-01',
  });
  const ofToday = await run(october([post(41, '2026-11-24T00:01', 9), ...noons(30)]));
  expect(ofToday.structured).toMatchObject({ posts: 30, too_young: 1 });
});

test('views and GMV that posts do not tell', async () => {
  const { text, structured } = await run(
    october(
      noons(30, (index) => ({ ...(index < 2 ? { vv_cnt: null } : {}), ...(index < 3 ? { gmv: null } : {}) })),
    ),
  );
  expect(structured).toMatchObject({ posts: 30, median_views: 1000, median_gmv: 10.01 });
  expect(text).toMatchInlineSnapshot(`
    "Posting times · account main · 2026-10-01 to 2026-11-24 (UTC+0) · USD · 2 upstream calls

    30 posts from 2026-10-01 to 2026-10-01 · median views 1,000 · median GMV 10.01

    By publication, most views first (night 0–6, morning 6–12, afternoon 12–18, evening 18–24)
    |weekday|part of day|posts|median views|median GMV|views index|
    |-|-|-:|-:|-:|-:|
    |Thursday|afternoon|30|1,000|10.01|100|

    Notes
    - Medians per post of its views and GMV from publication to 2026-11-24, by the time of publication. Posts younger than 7 days are left out; times with under 3 posts are merged. Hours are at UTC+00:00 all year, without daylight saving.
    - Only videos that still have views are in the lists: deleted ones are missing. When followers are online is not in this data, and better times need not be the reason for more views.
    - The views of 2 of the 30 posts are not told: medians are of the others, from 3 on.
    - The GMV of 3 of the 30 posts is not told: medians are of the others, from 3 on."
  `);
});

test('posts that tell no views at all have no order and no index', async () => {
  const { structured } = await run(october(noons(30, () => ({ vv_cnt: null }))));
  expect(structured['times']).toEqual([
    { weekday: 'Thursday', part_of_day: 'afternoon', posts: 30, median_gmv: 10.01 },
  ]);
  const zero = await run(october(noons(30, () => ({ vv_cnt: 0 }))));
  expect(zero.structured['times']).toMatchObject([{ median_views: 0 }]);
  expect(JSON.stringify(zero.structured['times'])).not.toContain('views_index');
});

test('several currencies have no median GMV, and are no fault of a post', async () => {
  const { text, structured } = await run(
    october(noons(30, (index) => ({ gmv: money('10', index < 15 ? 'USD' : 'EUR') }))),
  );
  expect(structured).toMatchObject({ posts: 30, median_views: 1000 });
  expect(structured).not.toHaveProperty('median_gmv');
  expect(text).toMatchInlineSnapshot(`
    "Posting times · account main · 2026-10-01 to 2026-11-24 (UTC+0) · 2 upstream calls

    30 posts from 2026-10-01 to 2026-10-01 · median views 1,000

    By publication, most views first (night 0–6, morning 6–12, afternoon 12–18, evening 18–24)
    |weekday|part of day|posts|median views|views index|
    |-|-|-:|-:|-:|
    |Thursday|afternoon|30|1,000|100|

    Notes
    - Medians per post of its views and GMV from publication to 2026-11-24, by the time of publication. Posts younger than 7 days are left out; times with under 3 posts are merged. Hours are at UTC+00:00 all year, without daylight saving.
    - Only videos that still have views are in the lists: deleted ones are missing. When followers are online is not in this data, and better times need not be the reason for more views.
    - The posts sold in several currencies: there is no median GMV."
  `);
});

test('a month that was not read to its end leaves out what is older than its last post', async () => {
  const both = (older: number): Replies => ({
    video_list: (body) =>
      monthAsked(body) === '2026-11'
        ? listOf(...daysOf(body), [post(60, '2026-10-01T12:00', 7)], { has_more: true, next_page: 1 })
        : listOf(...daysOf(body), [
            ...noons(30),
            ...Array.from({ length: older }, (_, index) => post(40 + index, '2026-10-01T11:59', 9)),
          ]),
  });
  const one = await run(both(1), { months: 2, pages: 1 });
  expect(one.structured).toMatchObject({ posts: 31, incomplete: 1 });
  expect(one.text).toContain(
    'One post is left out: a month after publication could not be read to its end, so the figures are incomplete. pages reads more.',
  );
  const two = await run(both(2), { months: 2, pages: 1 });
  expect(two.text).toContain('- 2 posts are left out: a month after publication');
  const none = await run(both(0), { months: 2, pages: 1 });
  expect(none.text).not.toContain('left out: a month');
});

test('pages of a list', async () => {
  const full = october(noons(30), { has_more: true, next_page: 1 });
  const pagesOf = async (args: JsonObject) =>
    (await run(full, { months: 2, ...args })).sent.filter((call) => call.includes('10-01-2026')).length;
  // A second page with the same posts ends the list.
  expect(await pagesOf({})).toBe(2);
  expect(await pagesOf({ pages: 1 })).toBe(1);
  const growing = (body: string): JsonObject => {
    const page = Number(/"page":(\d+)/.exec(body)?.[1]);
    const own = monthAsked(body) === '2026-10' ? [post(page, '2026-10-05T12:00', 1)] : [];
    return listOf(...daysOf(body), own, { has_more: own.length > 0, next_page: page + 1 });
  };
  const ofOctober = async (args: JsonObject) =>
    (await run({ video_list: growing }, { months: 2, ...args })).sent.filter((call) =>
      call.includes('10-01-2026'),
    ).length;
  expect(await ofOctober({})).toBe(5);
  expect(await ofOctober({ pages: 7 })).toBe(7);
});

test('a list by publish time is read no further back than the first of the months', async () => {
  const back = (body: string): JsonObject => {
    const page = Number(/"page":(\d+)/.exec(body)?.[1]);
    const day = ['2026-10-20', '2026-10-01', '2026-09-30', '2026-09-20'][page] ?? '';
    const own = monthAsked(body) === '2026-10' ? [post(page, `${day}T12:00`, 1)] : [];
    return listOf(...daysOf(body), own, { has_more: own.length > 0, next_page: page + 1 });
  };
  const { sent } = await run({ video_list: back });
  expect(sent.filter((call) => call.includes('10-01-2026'))).toHaveLength(3);
});

test('a page that fails, and a month that does', async () => {
  const failing = (body: string): JsonObject | number => {
    if (monthAsked(body) === '2026-09' || body.includes('"page":1')) return 403;
    return listOf(...daysOf(body), monthAsked(body) === '2026-10' ? noons(30) : [], {
      has_more: monthAsked(body) === '2026-10',
      next_page: 1,
    });
  };
  const { text, structured, progress } = await run({ video_list: failing }, { months: 3 });
  expect(structured['verdicts']).toMatchObject([
    { part: 'video list 2026-11', verdict: 'partial' },
    { part: 'video list 2026-10', verdict: 'same' },
    { part: 'video list 2026-09', verdict: 'missing' },
  ]);
  expect(text).toMatchInlineSnapshot(`
    "Posting times · account main · 2026-09-01 to 2026-11-24 (UTC+0) · USD · 4 upstream calls

    30 posts from 2026-10-01 to 2026-10-01 · median views 1,000 · median GMV 10.01

    By publication, most views first (night 0–6, morning 6–12, afternoon 12–18, evening 18–24)
    |weekday|part of day|posts|median views|median GMV|views index|
    |-|-|-:|-:|-:|-:|
    |Thursday|afternoon|30|1,000|10.01|100|

    Notes
    - Page 1 of the video list of 2026-10 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - The video list of 2026-09 is missing. The API key may not use this endpoint (the vendor said: "not today") (HTTP 403). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.
    - Medians per post of its views and GMV from publication to 2026-11-24, by the time of publication. Posts younger than 7 days are left out; times with under 3 posts are merged. Hours are at UTC+00:00 all year, without daylight saving.
    - Only videos that still have views are in the lists: deleted ones are missing. When followers are online is not in this data, and better times need not be the reason for more views."
  `);
  expect(progress).toEqual(
    expect.arrayContaining(['1/3 The video list of 2026-11', '3/3 The video list of 2026-10']),
  );
  expect((await run({ video_list: () => 403 })).text).toContain('The API key may not use this endpoint');
});

test('other days than those of the newest month end the reading', async () => {
  const { text, fields, sent } = await run({
    video_list: () => listOf('2026-11-14', '2026-11-20', noons(1), { has_more: true, next_page: 1 }),
  });
  expect(sent).toHaveLength(1);
  expect(fields).toContain('"part":"video list 2026-10","verdict":"missing"');
  expect(text).toMatchInlineSnapshot(`
    "Posting times · account main · 2026-10-01 to 2026-11-24 (UTC+0) · 1 upstream call

    Unknown number of posts

    Notes
    - No video list is about the months requested, so the number of posts is unknown.
    - The vendor returned 2026-11-14 to 2026-11-20, not 2026-11-01 to 2026-11-30 as requested."
  `);
});
