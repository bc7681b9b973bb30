import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { WEEKDAYS } from '../../src/metrics/grouping.ts';
import { type Connection, connectToSandbox } from '../support/connect.ts';
import { storiesOf } from '../support/sandbox-stories.ts';

/** The stories that the sandbox's figures hold must come out of the analyses. */

let sandbox: Connection;
beforeAll(async () => {
  sandbox = await connectToSandbox({ cached: true });
});
afterAll(() => sandbox.close());

/** A weekday's name; the sandbox's weeks begin on Sunday with 0. */
const weekdayName = (fromSunday: number) => WEEKDAYS[(fromSunday + 6) % 7];

describe('find_posting_times', () => {
  const found = z.object({
    posts: z.number(),
    times: z.array(
      z.object({
        weekday: z.string().optional(),
        part_of_day: z.string().optional(),
        views_index: z.number().optional(),
      }),
    ),
  });

  test.each(['sg', 'br'] as const)('finds the good hours of %s in half a year', async (account) => {
    const { structured, text } = await sandbox.call('find_posting_times', { account, months: 6 });
    const { posts, times } = found.parse(structured);
    expect(posts).toBeGreaterThanOrEqual(30);
    const { weekdays } = storiesOf(account).goodHours;
    for (const weekday of weekdays.map(weekdayName)) {
      const cell = times.find((one) => one.weekday === weekday && one.part_of_day === 'evening');
      expect(cell?.views_index, text).toBeGreaterThan(140);
      expect(times.indexOf(cell ?? {}), text).toBeLessThan(4);
    }
  });

  test('asks for no other month where the vendor answers for its own days', async () => {
    const { result, sent } = await sandbox.watch('find_posting_times', { account: 'us' });
    expect(sent).toHaveLength(1);
    expect(result.structured).toMatchObject({ times: [] });
    expect(result.structured).not.toHaveProperty('posts');
    expect(result.text).toContain('Unknown number of posts');
    expect(result.text).toContain('The vendor returned');
  });
});

describe('compare_videos', () => {
  const compared = z.object({
    videos: z.array(
      z.object({
        video_id: z.string(),
        published: z.string(),
        age_days: z.number(),
        compared: z.array(
          z.object({ figure: z.string(), value: z.number(), position: z.string().optional() }),
        ),
      }),
    ),
    previous: z.array(z.object({ published: z.string() })),
  });

  test('holds the newest video against the seven before, with a call for each month that they lived in', async () => {
    const fresh = await connectToSandbox({ cached: true });
    onTestFinished(fresh.close);
    const { result, sent } = await fresh.watch('compare_videos', { account: 'br' });
    expect(result.isError, result.text).toBe(false);
    const { videos, previous } = compared.parse(result.structured);
    expect(videos).toHaveLength(1);
    expect(previous).toHaveLength(7);
    expect(previous.every(({ published }) => published < (videos[0]?.published ?? ''))).toBe(true);
    expect(sent.length).toBeLessThanOrEqual(1 + 2 * 8);
    expect(result.structured).toMatchObject({ calls: sent.length });
    const again = await fresh.watch('compare_videos', { account: 'br' });
    expect(again.sent).toEqual([]);
  });

  test('adds up the days that get_video_detailed_stats tells', async () => {
    const list = await sandbox.call('get_video_list_analytics', { account: 'sg', start_date: '2026-11-01' });
    const { videos } = z
      .object({ videos: z.array(z.object({ video_id: z.string(), published: z.string() })) })
      .parse(list.structured);
    // Published in this month, so that its whole life is in one reply.
    const [one] = videos.filter(({ published }) => published < '2026-11-12');
    const id = one?.video_id ?? '';
    const { structured } = await sandbox.call('compare_videos', { account: 'sg', item_ids: [id] });
    const [video] = compared.parse(structured).videos;
    const daily = await sandbox.call('get_video_detailed_stats', {
      account: 'sg',
      item_id: id,
      start_date: '2026-11-01',
    });
    const { days } = z
      .object({ days: z.array(z.object({ date: z.string(), likes: z.number() })) })
      .parse(daily.structured);
    const from = one?.published.slice(0, 10) ?? '';
    const likes = days.filter(({ date }) => date >= from).reduce((sum, day) => sum + day.likes, 0);
    expect(likes).toBeGreaterThan(0);
    expect(video?.compared.find(({ figure }) => figure === 'likes')?.value).toBe(likes);
  });

  test('says which of the videos asked for it did not find', async () => {
    const { text } = await sandbox.call('compare_videos', {
      account: 'sg',
      item_ids: ['7400000000000000001'],
    });
    expect(text).toContain('Not among the videos with views this month or last: 7400000000000000001');
  });
});

describe('review_videos', () => {
  test.each(['us', 'sg', 'br'])('says as a sum what the shown amounts of %s add up to', async (account) => {
    const amounts = z.object({
      recoverable_gmv: z.number(),
      videos: z.array(z.object({ recoverable_gmv: z.number().default(0) })),
    });
    const result = amounts.parse((await sandbox.call('review_videos', { account })).structured);
    const cents = result.videos.reduce((sum, video) => sum + Math.round(video.recoverable_gmv * 100), 0);
    expect(Math.round(result.recoverable_gmv * 100)).toBe(cents);
  });

  const reviewed = z.object({
    period: z.object({ from: z.string(), to: z.string() }),
    window: z.object({ from: z.string(), to: z.string() }),
    listed: z.number(),
    cadence: z.object({ published: z.number() }),
    videos: z.array(z.object({ video_id: z.string(), published: z.string(), views: z.number() })),
  });

  test('adds up the months of a period, and counts the posts of its own days', async () => {
    const account = 'sg';
    const review = async (args: object) =>
      reviewed.parse((await sandbox.call('review_videos', { account, ...args })).structured);
    const months = await Promise.all(['2026-10', '2026-11'].map((month) => review({ month })));
    const { structured, text } = await sandbox.call('review_videos', { account, period: 'last_30_days' });
    const both = reviewed.parse(structured);
    const viewsOf = ({ videos }: z.output<typeof reviewed>) =>
      videos.reduce((sum, { views }) => sum + views, 0);
    expect(viewsOf(both)).toBe(months.reduce((sum, month) => sum + viewsOf(month), 0));
    expect(both.listed).toBeLessThan(months.reduce((sum, { listed }) => sum + listed, 0));
    const { from, to } = both.period;
    const own = both.videos.filter(({ published }) => published >= from && published.slice(0, 10) <= to);
    expect(both.cadence.published).toBe(own.length);
    expect(text).toContain(
      `the figures are about 2026-10-01 to ${both.window.to}, posts a week about ${from}`,
    );
  });

  test('asks for no other month where the vendor answers for its own days', async () => {
    const fresh = await connectToSandbox({ cached: true });
    onTestFinished(fresh.close);
    const { result, sent } = await fresh.watch('review_videos', { account: 'us', period: 'last_quarter' });
    expect(result.isError, result.text).toBe(false);
    expect(sent.filter((path) => JSON.stringify(path).includes('video_list'))).toHaveLength(3);
    expect(result.text).toContain('The vendor returned');
  });
});
