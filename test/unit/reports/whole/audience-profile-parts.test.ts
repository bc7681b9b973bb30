import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { profileAudience } from '../../../../src/tools/profile_audience.ts';
import { bucket, segment } from '../../../support/month-reply.ts';
import { A, audience, B, C, FROM, GENDERS, post, shares, TO } from '../../../support/profiled-videos.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import { listOf } from '../../../support/written-replies.ts';

/** Which videos take part in a profile, in October 2026. */

/** Two halves of a month, with other figures in the second. */
const halves = (first: JsonObject, second: JsonObject): JsonObject => ({
  segments: [
    segment(FROM, TO, 0, [bucket(FROM, '2026-10-15', 0, first), bucket('2026-10-16', TO, 0, second)]),
  ],
});
const ROWS = [post(A, 500, '2026-10-02'), post(B, 500, '2026-10-03'), post(C, 500, '2026-10-04')];
const lists = (second: readonly JsonObject[]): JsonObject => ({
  segments: [
    segment(FROM, '2026-10-15', 0, [bucket(FROM, '2026-10-15', 0, ROWS)], 'timed_lists'),
    segment('2026-10-16', TO, 0, [bucket('2026-10-16', TO, 0, second)], 'timed_lists'),
  ],
});
const FULL = { like_cnt: 20, comment_cnt: 20, share_cnt: 10 };

const run = (own: Replies) => runnerOf(own)(profileAudience, { month: '2026-10', max_calls: 9 });

test('an audience that failed, and figures of some days, take no part', async () => {
  const own: Replies = {
    video_list: () => lists([post(A, null, '2026-10-02'), ...ROWS.slice(1)]),
    audience: (body) => (body.includes(C) ? 403 : audience(GENDERS)),
    detailed: (body) =>
      body.includes(B)
        ? halves(FULL, { like_cnt: null, comment_cnt: 20, share_cnt: 10 })
        : halves(FULL, FULL),
  };
  const { structured, text } = await run(own);
  // Of 1,000 views of the third video there were 100 interactions.
  expect(structured).toMatchObject({
    views: 1000,
    engagement_rate: 0.1,
    engagement_videos: 1,
    videos: [
      { video_id: B, share_of_views: 1 },
      { video_id: C, left_out: 'no_audience' },
      { video_id: A, left_out: 'views_of_some_days' },
    ],
  });
  expect(text).toContain('- Engagement leaves out 2 videos with figures on some of the days only.');
  expect(text).toContain(`- The audience of video ${C} is missing. The API key`);
  const one = await run({ ...own, video_list: () => lists(ROWS), audience: () => audience(GENDERS) });
  expect(one.text).toContain('- Engagement leaves out one video with figures on some of the days only.');
  const none = await run({ ...own, video_list: () => lists(ROWS), detailed: () => halves(FULL, FULL) });
  expect(none.text).not.toContain('Engagement leaves out');
});

test('a video without one of the interactions, or without views, has no engagement', async () => {
  const own = (views: number, stats: JsonObject): Replies => ({
    video_list: () => listOf(FROM, TO, [post(A, views, '2026-10-02')]),
    audience: () => audience(GENDERS),
    detailed: () => halves(stats, stats),
  });
  expect((await run(own(1000, FULL))).structured).toMatchObject({
    engagement_rate: 0.1,
    engagement_videos: 1,
  });
  const { share_cnt: _, ...two } = FULL;
  expect((await run(own(1000, two))).structured).toMatchObject({ engagement_videos: 0 });
  expect((await run(own(0, FULL))).structured).toMatchObject({ engagement_videos: 0, views: 0 });
});

test('the largest share comes first, and of equal ones the first by name', async () => {
  const { text } = await run({
    video_list: () => listOf(FROM, TO, [post(A, 500, '2026-10-02')]),
    audience: () => audience({ follower_genders: shares({ b: '0.3', a: '0.3', c: '0.4' }) }),
  });
  expect(text).toContain('Gender: c 40%, a 30%, b 30%\n');
});
