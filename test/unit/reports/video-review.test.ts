import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { monthsFrom } from '../../../src/metrics/periods.ts';
import { gateInsights, gateVideoList } from '../../../src/metrics/replies.ts';
import { computeVideoReview } from '../../../src/reports/video-review/compute.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-12-20T00:00:00Z'), offset: 0 };
const OCTOBER = monthRange('2026-10');

interface Video {
  readonly views: number;
  readonly ctr: string;
  readonly items: number;
  readonly gmv: string;
  readonly direct?: string;
  readonly day?: string;
}

/** 1,000 views, 5 % CTR, 2 items, 40.00: 40 for each 1,000 views. */
const usual: Video = { views: 1000, ctr: '0.05', items: 2, gmv: '40.00' };

const review = (
  videos: readonly Video[],
  rest: { readonly hasMore?: boolean; readonly clock?: typeof CLOCK } = {},
) => {
  const { clock = CLOCK } = rest;
  const rows = videos.map(({ views, ctr, items, gmv, direct = '10.00', day = '2026-09-15' }, index) => ({
    video_meta: {
      item_id: `74000000000000000${10 + index}`,
      name: `Video ${index}`,
      publish_time: Date.parse(`${day}T12:00:00Z`) / 1000,
    },
    vv_cnt: views,
    ctr,
    item_sold_cnt: items,
    gmv: money(gmv),
    direct_gmv: money(direct),
    completion_rate: '0.2',
  }));
  const { from, to } = OCTOBER;
  const list: JsonObject = {
    segments: [
      {
        ...segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists'),
        list_control: {
          next_pagination: {
            has_more: rest.hasMore === true,
            next_page: 1,
            total: rest.hasMore === true ? 30 : rows.length,
          },
        },
      },
    ],
  };
  const earnings = {
    segments: [
      segment(from, to, 0, [
        bucket(from, to, 0, { revenue: money('1000.00'), commission_estimated: money('120.00') }),
      ]),
    ],
  };
  return computeVideoReview(
    {
      name: undefined,
      period: monthsFrom('2026-10', 1),
      videos: gateVideoList(list, { period: OCTOBER, page: 0 }, clock),
      insights: gateInsights(earnings, { period: OCTOBER }, clock),
      failures: [],
    },
    { clock, calls: 2 },
  );
};

const times = (count: number, video: Video = usual): readonly Video[] =>
  Array.from({ length: count }, () => video);

describe('a review of videos', () => {
  it('holds each against the medians, with what it would have sold more', () => {
    // Half the GMV on twice the views: 10 for each 1,000 where the others have 40.
    const weak = { ...usual, views: 2000, gmv: '20.00', items: 1 };
    const result = review([...times(5), weak]);
    expect(result.medians).toEqual({
      videos: 6,
      completion_rate: 0.2,
      click_through_rate: 0.05,
      items_per_view: 0.002,
      gmv_per_1000_views: 40,
    });
    expect(result.videos[0]).toMatchObject({
      gmv_per_1000_views: 10,
      direct_share: 0.5,
      weak_step: 'items_per_view',
      recoverable_gmv: 60,
      // 12 % of the revenue is commission.
      recoverable_commission: 7.2,
    });
    expect(result).toMatchObject({ recoverable_gmv: 60, recoverable_commission: 7.2 });
    expect(result.videos[1]?.recoverable_gmv).toBeUndefined();
  });

  it('has medians from 5 videos on that have 1,000 views and a product', () => {
    expect(review(times(4)).medians).toEqual({ videos: 4 });
    expect(review(times(5)).medians.click_through_rate).toBe(0.05);
    expect(review([...times(4), { ...usual, views: 999 }]).medians.videos).toBe(4);
    expect(review([...times(4), { ...usual, ctr: '0', items: 0, gmv: '0' }]).medians.videos).toBe(4);
  });

  it('calls a step weak that is more than a quarter below the median, the first of them', () => {
    const stepOf = (ctr: string) => review([...times(5), { ...usual, ctr }]).videos.at(-1)?.weak_step;
    expect(stepOf('0.0375')).toBeUndefined();
    expect(stepOf('0.0374')).toBe('click_through_rate');
  });

  it('flags what is striking', () => {
    const flagsOf = (video: Partial<Video>) => review([{ ...usual, ...video }]).videos[0]?.flags;
    expect(flagsOf({})).toBeUndefined();
    expect(flagsOf({ ctr: '0', items: 0, gmv: '0' })).toEqual(['views_without_clicks']);
    expect(flagsOf({ views: 999, ctr: '0', items: 0, gmv: '0' })).toBeUndefined();
    expect(flagsOf({ views: 2000, items: 0, gmv: '0' })).toEqual(['clicks_without_sales']);
    expect(flagsOf({ views: 1999, items: 0, gmv: '0' })).toBeUndefined();
    expect(flagsOf({ views: 99 })).toEqual(['sales_without_views']);
    expect(flagsOf({ views: 100 })).toBeUndefined();
  });

  it('has a direct share of at most all of it', () => {
    const shareOf = (direct: string) => review([{ ...usual, direct }]).videos[0]?.direct_share;
    expect(shareOf('40.00')).toBe(1);
    expect(shareOf('40.01')).toBeUndefined();
  });

  it('counts what was published in the days of the list, only where it has read the whole list', () => {
    const days = ['2026-09-30', '2026-10-01', '2026-10-03', '2026-10-20'].map((day) => ({ ...usual, day }));
    expect(review(days).cadence).toEqual({ published: 3, per_week: 0.7, longest_gap_days: 17 });
    // The list claims the whole month; 3 videos in the 21 days so far are one a week.
    const early = review(days, { clock: { now: new Date('2026-10-21T12:00:00Z'), offset: 0 } });
    expect(early.cadence).toEqual({ published: 3, per_week: 1, longest_gap_days: 17 });
    const more = review(days, { hasMore: true });
    expect(more.cadence).toBeUndefined();
    expect(more.notes.join(' ')).toContain('4 of 30 videos were read');
  });
});
