import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Tool } from '../../../../src/mcp/define-tool.ts';
import { attributeSales } from '../../../../src/tools/attribute_sales.ts';
import { compareVideos } from '../../../../src/tools/compare_videos.ts';
import { findPostingTimes } from '../../../../src/tools/find_posting_times.ts';
import { profileAudience } from '../../../../src/tools/profile_audience.ts';
import { reviewProducts } from '../../../../src/tools/review_products.ts';
import { runnerOf } from '../../../support/run-tool.ts';

/** What a model reads of the arguments of a report beside the shared ones, and which it refuses. */

test.each<[Tool, string, string]>([
  [profileAudience, 'month', 'YYYY-MM. Default the last full one.'],
  [profileAudience, 'item_ids', 'Video ids. Default the most viewed.'],
  [findPostingTimes, 'months', 'Back from today. Default 3.'],
  [compareVideos, 'item_ids', 'Video ids. Default the newest.'],
  [compareVideos, 'previous', 'Videos before them. Default 7.'],
  [reviewProducts, 'period', 'Such as last_7_days. Default last_30_days.'],
  [attributeSales, 'product_id', 'Who sells it.'],
  [attributeSales, 'item_id', 'What this video sells.'],
  [attributeSales, 'dry_run', 'Only the plan, no call.'],
])('%# says what an argument means', ({ fixedInput }, name, words) => {
  expect(fixedInput[name]?.description).toBe(words);
});

const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `74000000000000000${10 + index}`);

test.each<[Tool, string, readonly unknown[], readonly unknown[]]>([
  [findPostingTimes, 'months', [1, 12], [0, 13, 1.5]],
  [compareVideos, 'previous', [1, 20], [0, 21]],
  [compareVideos, 'item_ids', [ids(1), ids(5)], [ids(0), ids(6)]],
  [profileAudience, 'item_ids', [ids(10)], [ids(11)]],
])('%# takes no less and no more than it says', async (tool, name, good, bad) => {
  const { fixedInput } = tool;
  for (const value of good) expect(z.object(fixedInput).safeParse({ [name]: value }).success).toBe(true);
  for (const value of bad) {
    const { sent, text } = await runnerOf({})(tool, { [name]: value });
    expect([sent, text.includes(name)]).toEqual([[], true]);
  }
});
