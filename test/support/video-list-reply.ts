import type { JsonObject } from '../../src/json.ts';
import { type Month, monthRange } from '../../src/metrics/calendar.ts';
import { gateVideoList } from '../../src/metrics/replies.ts';
import { bucket, money, segment } from './month-reply.ts';

/** A video as a list tells it. */
export interface ListedVideo {
  readonly id: string;
  /** `YYYY-MM-DDTHH:MM`, in the account's time zone. */
  readonly published: string;
  readonly views: number;
  readonly gmv: string;
}

/** Unix seconds of a wall clock at an offset in seconds. */
export const wallClock = (written: string, offset: number): number =>
  Date.parse(`${written}:00Z`) / 1000 - offset;

/** A month's video list as the gate lets it through. */
export function videoListReading(
  month: Month,
  videos: readonly ListedVideo[],
  {
    offset = 0,
    now,
    hasMore = false,
    asked = month,
  }: {
    readonly offset?: number;
    readonly now: Date;
    readonly hasMore?: boolean;
    /** The month that was asked for, where the reply is about another one. */
    readonly asked?: Month;
  },
) {
  const period = monthRange(month);
  const rows = videos.map(({ id, published, views, gmv }) => ({
    video_meta: { item_id: id, name: `Video ${id}`, publish_time: wallClock(published, offset) },
    vv_cnt: views,
    ctr: '0.05',
    item_sold_cnt: 1,
    gmv: money(gmv),
    direct_gmv: money('0'),
    completion_rate: '0.2',
  }));
  const payload: JsonObject = {
    segments: [
      {
        ...segment(
          period.from,
          period.to,
          offset,
          [bucket(period.from, period.to, offset, rows)],
          'timed_lists',
        ),
        list_control: { next_pagination: { has_more: hasMore, next_page: 1 } },
      },
    ],
  };
  return gateVideoList(
    payload,
    { period: monthRange(asked), page: 0, rules: 'VIDEO_LIST_PUBLISH_TIME' },
    { now, offset },
  );
}
