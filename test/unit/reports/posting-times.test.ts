import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/metrics/calendar.ts';
import { computePostingTimes } from '../../../src/reports/posting-times/compute.ts';
import { type ListedVideo, videoListReading } from '../../support/video-list-reply.ts';

/** 1 October 2026 is a Thursday. */
const TODAY = '2026-11-20';
const HOUR = 3600;

interface Setting {
  readonly offset?: number;
  readonly hasMore?: boolean;
  readonly today?: string;
}

const times = (
  videos: readonly ListedVideo[],
  { offset = 0, hasMore = false, today = TODAY }: Setting = {},
) => {
  const now = new Date(`${today}T12:00:00Z`);
  return computePostingTimes(
    {
      months: ['2026-10'],
      today,
      failures: [],
      lists: [{ month: '2026-10', list: videoListReading('2026-10', videos, { offset, now, hasMore }) }],
    },
    { clock: { now, offset }, calls: 1 },
  );
};

let made = 0;
const video = (published: string, views = 1000, gmv = '10.00'): ListedVideo => {
  made += 1;
  return { id: `74000000000000${10_000 + made}`, published, views, gmv };
};
/** As many posts on Thursdays at noon. */
const noons = (count: number): readonly ListedVideo[] =>
  Array.from({ length: count }, (_, index) => video(`${addDays('2026-10-01', 7 * (index % 4))}T12:00`));

const cellsOf = (result: ReturnType<typeof times>) =>
  result.times.map(({ weekday, part_of_day: part, posts }) => [weekday, part, posts]);

describe('posting times', () => {
  it('has the medians of each weekday and part of the day, most views first', () => {
    const saturday = [
      video('2026-10-03T18:00', 3000, '30.00'),
      video('2026-10-10T23:59', 5000, '50.00'),
      video('2026-10-17T20:00', 9000, '10.00'),
    ];
    const result = times([...noons(27), ...saturday]);
    expect(result).toMatchObject({ posts: 30, median_views: 1000, median_gmv: 10, currency: 'USD' });
    expect(result.times).toEqual([
      {
        weekday: 'Saturday',
        part_of_day: 'evening',
        posts: 3,
        median_views: 5000,
        median_gmv: 30,
        views_index: 500,
      },
      {
        weekday: 'Thursday',
        part_of_day: 'afternoon',
        posts: 27,
        median_views: 1000,
        median_gmv: 10,
        views_index: 100,
      },
    ]);
  });

  it('tells nothing under 30 posts', () => {
    const few = times(noons(29));
    expect(few).toMatchObject({ posts: 29, times: [], median_views: undefined });
    expect(few.notes.join(' ')).toContain('29 posts are too few');
    expect(times(noons(30)).times).toHaveLength(1);
  });

  it('leaves out posts younger than 7 days', () => {
    const today = '2026-10-29';
    const withLast = (day: string) => times([...noons(29), video(`${day}T12:00`)], { today });
    expect(withLast('2026-10-22')).toMatchObject({ posts: 30, too_young: 0, last_post: '2026-10-22' });
    expect(withLast('2026-10-23')).toMatchObject({ posts: 29, too_young: 1 });
  });

  it('merges times with under 3 posts: within their part of the day, then all of them', () => {
    const two = [video('2026-10-03T08:00'), video('2026-10-10T08:00')];
    expect(cellsOf(times([...noons(30), ...two]))).toEqual([
      ['Thursday', 'afternoon', 30],
      // Two have no median worth the name.
      [undefined, undefined, 2],
    ]);
    expect(times([...noons(30), ...two]).times[1]?.median_views).toBeUndefined();
    const third = video('2026-10-04T09:00');
    expect(cellsOf(times([...noons(30), ...two, third]))).toContainEqual([undefined, 'morning', 3]);
    const sameDay = video('2026-10-17T11:59');
    expect(cellsOf(times([...noons(30), ...two, sameDay]))).toContainEqual(['Saturday', 'morning', 3]);
    const atNight = video('2026-10-05T05:59');
    expect(cellsOf(times([...noons(30), ...two, atNight]))).toContainEqual([undefined, undefined, 3]);
  });

  it.each(Array.from({ length: 27 }, (_, index) => index - 12))(
    "reads weekday and hour in the account's own time at UTC%i",
    (hours) => {
      const edge = ['2026-10-03T17:59', '2026-10-10T17:59', '2026-10-17T17:59'];
      const night = ['2026-10-04T00:00', '2026-10-11T05:59', '2026-10-18T03:00'];
      const all = [...noons(30), ...edge.map((one) => video(one)), ...night.map((one) => video(one))];
      const cells = cellsOf(times(all, { offset: hours * HOUR }));
      expect(cells).toContainEqual(['Saturday', 'afternoon', 3]);
      expect(cells).toContainEqual(['Sunday', 'night', 3]);
      expect(cells).toContainEqual(['Thursday', 'afternoon', 30]);
    },
  );

  it('keeps the offset that replies have on both sides of a change of clocks', () => {
    // US clocks go back on 1 November 2026; the vendor answers with UTC-8 before it and after it.
    const before = Array.from({ length: 3 }, (_, index) => video(`2026-10-${25 + 2 * index}T18:00`));
    const result = times([...noons(30), ...before], { offset: -8 * HOUR });
    expect(cellsOf(result).filter(([, part]) => part === 'evening')).toEqual([[undefined, 'evening', 3]]);
    expect(result.window.utc_offset).toBe('-08:00');
    expect(result.notes.join(' ')).toContain('without daylight saving');
  });

  it('leaves out posts of which a later list was not read far enough', () => {
    const videos = [video('2026-10-29T12:00'), ...noons(30), video('2026-10-01T00:00')];
    const sorted = videos.toSorted((a, b) => (a.published < b.published ? 1 : -1));
    expect(times(sorted, { hasMore: true })).toMatchObject({ posts: 32, incomplete: 0 });
    const now = new Date('2026-11-20T12:00:00Z');
    const list = (month: string, own: readonly ListedVideo[], hasMore: boolean) => ({
      month,
      list: videoListReading(month, own, { now, hasMore }),
    });
    const both = computePostingTimes(
      {
        months: ['2026-11', '2026-10'],
        today: TODAY,
        failures: [],
        lists: [list('2026-11', [video('2026-10-22T12:00', 7)], true), list('2026-10', sorted, false)],
      },
      { clock: { now, offset: 0 }, calls: 2 },
    );
    // November goes on below 22 October 12:00: views of older posts may be in the rest.
    const older = sorted.filter(({ published }) => published < '2026-10-22T12:00').length;
    expect(both.incomplete).toBe(older);
    expect(both.notes.join(' ')).toContain(`${older} posts are left out`);
  });

  it('adds the views of a post over the months', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    const evening = ['2026-10-29T20:00', '2026-10-22T20:00', '2026-10-15T20:00'].map((one) => video(one));
    const result = computePostingTimes(
      {
        months: ['2026-11', '2026-10'],
        today: TODAY,
        failures: [],
        lists: [
          {
            month: '2026-11',
            list: videoListReading(
              '2026-11',
              evening.map((one) => ({ ...one, views: 4000, gmv: '2.50' })),
              { now },
            ),
          },
          { month: '2026-10', list: videoListReading('2026-10', [...evening, ...noons(27)], { now }) },
        ],
      },
      { clock: { now, offset: 0 }, calls: 2 },
    );
    expect(result.times[0]).toMatchObject({
      weekday: 'Thursday',
      part_of_day: 'evening',
      posts: 3,
      median_views: 5000,
      median_gmv: 12.5,
    });
  });

  it('uses no list about other days, and says whose days it has', () => {
    const now = new Date('2026-11-20T12:00:00Z');
    const list = videoListReading('2026-10', noons(40), { now, asked: '2026-09' });
    const result = computePostingTimes(
      { months: ['2026-09'], today: TODAY, failures: [], lists: [{ month: '2026-09', list }] },
      { clock: { now, offset: 0 }, calls: 1 },
    );
    expect(result).toMatchObject({ posts: undefined, times: [] });
    expect(result.notes[0]).toBe(
      'No video list is about the months requested, so the number of posts is unknown.',
    );
    expect(result.verdicts).toMatchObject([{ part: 'video list 2026-09', verdict: 'elsewhere' }]);
    expect(result.notes.join(' ')).toContain('returned 2026-10-01 to 2026-10-31');
  });
});
