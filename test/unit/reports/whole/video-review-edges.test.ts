import { expect, test } from 'vitest';
import { money } from '../../../support/month-reply.ts';
import { firstOf, five, idOf, october, run, video } from '../../../support/reviewed-videos.ts';

/** Reviews of videos that lack something, on 24 November 2026. */

test('posts count on the days that were asked for, and one has no gap', async () => {
  const posts = [
    video(1, {}, '2026-10-04'),
    video(2, {}, '2026-10-05'),
    video(3, {}, '2026-10-07'),
    video(4, {}, '2026-10-08'),
  ];
  const cadence = async (from: string, to: string) =>
    (await run(october(posts), { from, to })).structured['cadence'];
  expect(await cadence('2026-10-01', '2026-10-07')).toEqual({
    published: 3,
    per_week: 3,
    longest_gap_days: 2,
  });
  expect(await cadence('2026-10-01', '2026-10-04')).toEqual({ published: 1, per_week: 1.8 });
});

test('a video without a time of publication is no post of any day', async () => {
  const untimed = { ...video(1), video_meta: { item_id: idOf(1), name: 'Video 1' } };
  const { structured } = await run(october([untimed, video(2)]));
  expect(structured).toMatchObject({ listed: 2, cadence: { published: 1 } });
  expect(await firstOf([untimed])).not.toHaveProperty('published');
});

test('a direct share is from none to all', async () => {
  expect(await firstOf([video(1, { direct_gmv: money('0') })])).toMatchObject({ direct_share: 0 });
  expect(await firstOf([video(1, { direct_gmv: money('-1') })])).not.toHaveProperty('direct_share');
});

test('without earnings there is no commission to recover', async () => {
  const weak = video(6, { gmv: money('4') });
  const { structured, text } = await run({ ...october([...five(), weak]), insights: () => 403 });
  expect(structured).toMatchObject({ recoverable_gmv: 6 });
  expect(JSON.stringify(structured)).not.toContain('recoverable_commission');
  expect(text).toContain('\nRecoverable at the median: GMV 6.00 (upper bound)\n');
  expect(text).toContain('- The earnings part is missing. The API key may not use this endpoint');
});

test('a step that no video tells has no median, and no count of those behind it', async () => {
  const { structured, text } = await run(october(five({ completion_rate: null })));
  expect(structured['medians']).toEqual({
    videos: 5,
    click_through_rate: 0.1,
    items_per_view: 0.001,
    gmv_per_1000_views: 5,
  });
  expect(text).not.toContain('The median of');
});

test('a list without videos', async () => {
  const { text } = await run(october([]));
  expect(text).toMatchInlineSnapshot(`
    "Videos reviewed · account main · 2026-10-01 to 2026-10-31 (UTC+0) · 2 upstream calls

    0 videos
    No medians: 0 videos have 1,000 views and a product
    Published 0, 0 a week

    Notes
    - Medians are those of the listed videos with at least 1,000 views and a product, from 5 of them on. A step is weak when it is more than a quarter below its median. Recoverable GMV is (median GMV per view − own) × views: an upper bound, not a forecast."
  `);
});
