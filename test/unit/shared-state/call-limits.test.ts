import { expect, test } from 'vitest';
import { createRateLimiter } from '../../../src/shared-state/call-limits.ts';

test('those who share a key take turns, however many calls each of them has waiting', async () => {
  const limiter = createRateLimiter();
  const begun: string[] = [];
  const run = (principal: string, count: number): Promise<void>[] =>
    Array.from({ length: count }, (_, index) =>
      limiter.run(
        async () => {
          begun.push(`${principal}${index}`);
        },
        new AbortController().signal,
        principal,
      ),
    );
  const busy = run('busy', 24);
  const late = [...run('late', 2), ...run('other', 1)];
  await Promise.all(late);
  // Four had begun before the others came.
  expect(begun.slice(0, 8)).toEqual([
    'busy0',
    'busy1',
    'busy2',
    'busy3',
    'late0',
    'other0',
    'busy4',
    'late1',
  ]);
  await Promise.all(busy);
  const own = begun.filter((name) => name.startsWith('busy'));
  expect(own).toEqual(Array.from({ length: 24 }, (_, index) => `busy${index}`));
}, 10_000);
