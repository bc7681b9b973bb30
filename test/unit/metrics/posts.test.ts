import { describe, expect, it } from 'vitest';
import { isSettled, postsOf, readBackTo } from '../../../src/metrics/posts.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';
import type { Rows } from '../../../src/metrics/rows.ts';
import type { VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';
import { type ListedVideo, videoListReading, wallClock } from '../../support/video-list-reply.ts';

const NOW = new Date('2026-11-20T12:00:00Z');

const video = (id: string, published: string, views: number): ListedVideo => ({
  id,
  published,
  views,
  gmv: '1.50',
});
const list = (
  month: string,
  videos: readonly ListedVideo[],
  setting: { offset?: number; hasMore?: boolean } = {},
) => withOwnDates(videoListReading(month, videos, { now: NOW, ...setting }));

/** The same rows as a vendor sends them who does not tell when a video was published. */
const undated = ({ rows, ...rest }: Rows<typeof VIDEO_ROW>, id: string): Rows<typeof VIDEO_ROW> => ({
  ...rest,
  rows: rows.map((row) => (row.id === id ? { ...row, source: {} } : row)),
});

describe('the posts of some lists', () => {
  // Made in each test: what is made while tests are collected fails without a test that fails.
  const october = () =>
    list('2026-10', [
      video('7400000000000000002', '2026-10-20T09:00', 100),
      video('7400000000000000003', '2026-10-05T09:00', 10),
      video('7400000000000000001', '2026-10-20T09:00', 1000),
    ]);
  const november = () => list('2026-11', [video('7400000000000000003', '2026-10-05T09:00', 7)]);

  it('are there once, newest first and at the same time by id, with their figures added up', () => {
    const posts = postsOf([november(), october()]);
    expect(posts.map(({ id, date, figures }) => [id.at(-1), date, figures.views])).toEqual([
      ['1', '2026-10-20', 1000],
      ['2', '2026-10-20', 100],
      ['3', '2026-10-05', 17],
    ]);
    expect(posts[2]).toMatchObject({
      title: 'Video 7400000000000000003',
      publishedAt: wallClock('2026-10-05T09:00', 0),
    });
    expect(posts[2]?.figures.gmv?.get('USD')?.toNumber()).toBe(3);
    expect(postsOf([october(), november()])).toEqual(posts);
    expect(postsOf([])).toEqual([]);
  });

  it("are dated by the account's own calendar", () => {
    const [late] = postsOf([
      list('2026-10', [video('7400000000000000009', '2026-10-07T23:30', 1)], { offset: -28_800 }),
    ]);
    expect(late?.date).toBe('2026-10-07');
  });

  it('are those whose publish time is known', () => {
    const ids = postsOf([undated(october(), '7400000000000000002')]).map(({ id }) => id.at(-1));
    expect(ids).toEqual(['1', '3']);
  });
});

describe('how far back a list was read', () => {
  const videos = [
    video('7400000000000000001', '2026-10-20T09:00', 1),
    video('7400000000000000002', '2026-10-06T09:00', 1),
  ];

  it('is its oldest video, or all the way', () => {
    expect(readBackTo(list('2026-10', videos))).toBeUndefined();
    const more = list('2026-10', videos, { hasMore: true });
    expect(readBackTo(more)).toBe(wallClock('2026-10-06T09:00', 0));
    expect(readBackTo(undated(more, '7400000000000000002'))).toBe(wallClock('2026-10-20T09:00', 0));
    expect(readBackTo(list('2026-10', [], { hasMore: true }))).toBe(Number.POSITIVE_INFINITY);
  });
});

it('a post is settled after 7 days', () => {
  const [post] = postsOf([list('2026-10', [video('7400000000000000001', '2026-10-20T23:00', 1)])]);
  expect(
    ['2026-10-20', '2026-10-26', '2026-10-27', '2026-11-30'].map((today) => post && isSettled(post, today)),
  ).toEqual([false, false, true, true]);
});
