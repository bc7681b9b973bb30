import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    expect(result.structured).toMatchObject({ posts: 0, times: [] });
    expect(result.text).toContain('The vendor answered for');
  });
});
