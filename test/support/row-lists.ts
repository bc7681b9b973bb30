import { at, type JsonObject } from '../../src/json.ts';
import { readRows } from '../../src/metrics/rows.ts';
import { VIDEO_ROW } from '../../src/metrics/vocabulary.ts';
import { readId } from '../../src/untrusted-text.ts';
import { bucket, segment } from './month-reply.ts';

export const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
export const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
/** A video with its views. */
export const row = (item_id: string | undefined, views: number): JsonObject => ({
  video_meta: { item_id },
  vv_cnt: views,
});
export const videoId = (wire: JsonObject) => readId(at(wire, 'video_meta', 'item_id'));
/** A segment that lists rows for some days. */
export const list = (
  from: string,
  to: string,
  rows: readonly JsonObject[],
  pagination?: JsonObject,
): JsonObject => ({
  ...segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists'),
  ...(pagination ? { list_control: { next_pagination: pagination } } : {}),
});
/** The reading of a video list that was asked for October 2026. */
export const reading = (segments: readonly JsonObject[], page = 0) =>
  readRows({ segments }, VIDEO_ROW, videoId, { period: OCTOBER, page }, CLOCK);
