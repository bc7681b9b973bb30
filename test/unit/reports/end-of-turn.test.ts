import { expect, test } from 'vitest';
import { endOfTurn } from '../../../src/reports/account-comparison/end-of-turn.ts';

test.each([
  // Four at a time: six accounts take two rounds, and the levels after them a third.
  [0, 6, 55_000 / 3],
  [0, 4, 27_500],
  [0, 1, 27_500],
  // Nobody has less than 15 s, or more than is left.
  [0, 20, 15_000],
  [30_000, 2, 45_000],
  [45_000, 2, 55_000],
])('at %d ms, with %d accounts waiting, a turn ends at %d ms', (now, waiting, end) => {
  expect(endOfTurn(now, 55_000, waiting)).toBeCloseTo(end);
});
