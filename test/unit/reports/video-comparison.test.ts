import { describe, expect, it } from 'vitest';
import { addDays, dateAt, utcOffsetText } from '../../../src/metrics/calendar.ts';
import type { Post } from '../../../src/metrics/posts.ts';
import { gateVideoDetail } from '../../../src/metrics/replies.ts';
import { computeVideoComparison } from '../../../src/reports/video-comparison/compute.ts';
import type { VideoDays } from '../../../src/reports/video-comparison/plan.ts';
import { bucket, segment } from '../../support/month-reply.ts';
import { wallClock } from '../../support/video-list-reply.ts';

const NOW = new Date('2026-10-20T12:00:00Z');

interface Day {
  readonly impressions: number;
  readonly likes?: number;
}

/** A video of a day, with what each day from then on brought; null is a day without data. */
function video(date: string, days: readonly (Day | null)[], { offset = 0, id = date } = {}): VideoDays {
  const publishedAt = wallClock(`${date}T18:00`, offset);
  const post: Post = {
    id,
    title: `Video ${id}`,
    publishedAt,
    date: dateAt(publishedAt, offset),
    figures: {},
    partial: new Set(),
  };
  const to = addDays(date, days.length - 1);
  const buckets = days.map((day, index) =>
    bucket(
      addDays(date, index),
      addDays(date, index),
      offset,
      day === null ? {} : { product_view_cnt: day.impressions, like_cnt: day.likes ?? 0 },
    ),
  );
  const payload = { segments: [segment(date, to, offset, buckets)] };
  return {
    post,
    reading: gateVideoDetail(payload, { period: { from: date, to } }, { now: NOW, offset }),
  };
}

const compare = (videos: readonly VideoDays[], previous: readonly VideoDays[], notFound: string[] = []) =>
  computeVideoComparison(
    { videos, previous, notFound, today: '2026-10-20', failures: [] },
    { clock: { now: NOW, offset: 0 }, calls: 9 },
  );

/** Videos with 10, 20, 30 … impressions a day for three days. */
const usual = (count: number): readonly VideoDays[] =>
  Array.from({ length: count }, (_, index) => {
    const day = { impressions: 10 * (index + 1), likes: 1 };
    return video(addDays('2026-09-10', index), [day, day, day]);
  });

const impressionsOf = (result: ReturnType<typeof compare>) =>
  result.videos[0]?.compared.find(({ figure }) => figure === 'product_impressions');

describe('a comparison of videos', () => {
  it('ends with the last whole day: what today has so far is no day like those of others', () => {
    const today = NOW.toISOString().slice(0, 10);
    const day = { impressions: 50 };
    const result = compare([video(addDays(today, -2), [day, day, { impressions: 1 }])], usual(5));
    expect(result.videos[0]).toMatchObject({ age_days: 1 });
    expect(impressionsOf(result)?.value).toBe(100);
  });

  it('holds the sums up to an age against those of the videos before at that age', () => {
    const result = compare(
      [
        video('2026-10-10', [
          { impressions: 30, likes: 2 },
          { impressions: 70, likes: 3 },
        ]),
      ],
      usual(5),
    );
    // After two days the others have 20, 40, 60, 80 and 100: the 30th percentile is 44, the 70th 76.
    expect(impressionsOf(result)).toEqual({
      figure: 'product_impressions',
      value: 100,
      videos: 5,
      median: 60,
      percentile_30: 44,
      percentile_70: 76,
      position: 'above',
    });
    expect(result.videos[0]).toMatchObject({
      age_days: 1,
      curve: [
        { age_days: 0, product_impressions: 30, likes: 2 },
        { age_days: 1, product_impressions: 100, likes: 5 },
      ],
    });
    expect(result.previous_median).toMatchObject([
      { age_days: 0, videos: 5, product_impressions: 30, likes: 1 },
      { age_days: 1, videos: 5, product_impressions: 60, likes: 2 },
    ]);
    expect(result.previous).toHaveLength(5);
  });

  it('says where in the band it is', () => {
    const at = (impressions: number) =>
      impressionsOf(compare([video('2026-10-10', [{ impressions }])], usual(5)));
    // On the first day the others have 10 to 50: the band is from 22 to 38.
    expect(at(21)?.position).toBe('below');
    expect(at(22)?.position).toBe('within');
    expect(at(38)?.position).toBe('within');
    expect(at(39)?.position).toBe('above');
  });

  it('has a band from 5 previous videos on', () => {
    const one = [video('2026-10-10', [{ impressions: 30 }])];
    const four = compare(one, usual(4));
    expect(impressionsOf(four)).toEqual({ figure: 'product_impressions', value: 30, videos: 4 });
    expect(four.previous_median).toEqual([]);
    expect(four.notes.join(' ')).toContain('There are 4 previous videos');
    const five = compare(one, usual(5));
    expect(impressionsOf(five)?.position).toBe('within');
    expect(five.notes.join(' ')).not.toContain('previous videos to compare with');
  });

  it('counts only those that have reached the age', () => {
    const days = (count: number) => Array.from({ length: count }, () => ({ impressions: 10 }));
    const previous = [...usual(4), video('2026-09-20', days(1))];
    expect(impressionsOf(compare([video('2026-10-10', days(1))], previous))?.videos).toBe(5);
    expect(impressionsOf(compare([video('2026-10-10', days(2))], previous))).toMatchObject({ videos: 4 });
    expect(impressionsOf(compare([video('2026-10-10', days(2))], previous))?.median).toBeUndefined();
  });

  it('ends a curve where a day has no data, and reads no zero there', () => {
    const gap = [{ impressions: 10 }, null, { impressions: 10 }];
    const result = compare([video('2026-10-10', gap)], usual(5));
    expect(result.videos[0]).toMatchObject({
      age_days: 0,
      curve: [{ age_days: 0, product_impressions: 10 }],
    });
    const none = compare([video('2026-10-10', [null, { impressions: 10 }])], usual(5));
    expect(none.videos[0]).toMatchObject({ compared: [], curve: [] });
    expect(none.notes.join(' ')).toContain('No daily figures from the day of publication on: 2026-10-10');
  });

  it('compares 28 days at most', () => {
    const days = Array.from({ length: 31 }, () => ({ impressions: 1 }));
    const result = compare([video('2026-09-10', days)], []);
    expect(result.videos[0]?.age_days).toBe(27);
    expect(impressionsOf(result)?.value).toBe(28);
  });

  it.each(Array.from({ length: 27 }, (_, index) => (index - 12) * 3600))(
    "counts from the account's own day of publication at an offset of %i s",
    (offset) => {
      const result = compare([video('2026-10-10', [{ impressions: 5 }, { impressions: 6 }], { offset })], []);
      expect(result.videos[0]).toMatchObject({ age_days: 1 });
      expect(impressionsOf(result)?.value).toBe(11);
      expect(result.window).toMatchObject({
        from: '2026-10-10',
        to: '2026-10-11',
        utc_offset: utcOffsetText(offset),
      });
    },
  );

  it('names what it did not find, and what the figures lack', () => {
    const { notes } = compare([], [], ['7400000000000000001', '7400000000000000002']);
    expect(notes.join(' ')).not.toContain('No video has had views');
    expect(notes.join(' ')).toContain(
      'Not among the videos with views this month or last: 7400000000000000001, 7400000000000000002.',
    );
    expect(notes.join(' ')).toContain('no views and no sales');
  });
});
