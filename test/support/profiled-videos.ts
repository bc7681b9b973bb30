import type { JsonObject } from '../../src/json.ts';
import { bucket, segment } from './month-reply.ts';
import { videoRow } from './written-replies.ts';

export const [FROM, TO] = ['2026-10-01', '2026-10-31'];
export const idOf = (index: number): string => `74000000000000000${10 + index}`;
export const [A, B, C] = [idOf(1), idOf(2), idOf(3)];

/** Shares as the vendor lists them. */
export const shares = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([key, value]) => ({ key, value }));

/** Shares of two genders. */
export const GENDERS = { follower_genders: shares({ female: '0.8', male: '0.2' }) };

/** The audience of a video in a month. */
export const audience = (
  stats: JsonObject,
  [from, to]: readonly [string, string] = [FROM, TO],
): JsonObject => ({
  segments: [segment(from, to, 0, [bucket(from, to, 0, stats)], 'timed_profile')],
});

/** A video of a list, published at noon of a day. */
export const post = (id: string, views: number | null, day: string, other: JsonObject = {}): JsonObject => ({
  ...videoRow(id, '10', { vv_cnt: views }),
  video_meta: {
    item_id: id,
    name: `Video ${id.slice(-2)}`,
    publish_time: Date.parse(`${day}T12:00:00Z`) / 1000,
  },
  ...other,
});
