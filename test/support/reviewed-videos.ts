import type { JsonObject } from '../../src/json.ts';
import { reviewVideos } from '../../src/tools/review_videos.ts';
import { type Replies, runnerOf } from './run-tool.ts';
import { daily, daysUpTo, earningDay, listOf, monthAsked, videoRow } from './written-replies.ts';

export const idOf = (index: number): string => `74000000000000000${10 + index}`;

/** 2,000 views, 10 % CTR, 2 items and 10.00, so 5.00 for 1,000 views. */
export const video = (index: number, other: JsonObject = {}, published = '2026-10-05'): JsonObject => ({
  ...videoRow(idOf(index), '10', other),
  video_meta: {
    item_id: idOf(index),
    name: `Video ${index}`,
    publish_time: Date.parse(`${published}T12:00:00Z`) / 1000,
  },
});
/** Five such videos. */
export const five = (other: JsonObject = {}): readonly JsonObject[] =>
  [1, 2, 3, 4, 5].map((index) => video(index, other));

export const daysOf = (body: string) => daysUpTo(monthAsked(body), '2026-11-23');

/** Earnings of each day, and other replies. */
export const world = (own: Replies = {}): Replies => ({
  insights: (body) => daily(...daysOf(body), () => earningDay()),
  ...own,
});
/** With these videos in October. */
export const october = (rows: readonly JsonObject[], pagination?: JsonObject): Replies =>
  world({
    video_list: (body) => listOf(...daysOf(body), monthAsked(body) === '2026-10' ? rows : [], pagination),
  });

/** Reviews them. */
export const run = (replies: Replies, args: JsonObject = { month: '2026-10' }) =>
  runnerOf(replies)(reviewVideos, args);
/** The review of the first of some videos. */
export const firstOf = async (rows: readonly JsonObject[]) => {
  const { structured } = await run(october(rows));
  return Array.isArray(structured['videos']) ? structured['videos'][0] : undefined;
};
