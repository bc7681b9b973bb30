import { expect, test } from 'vitest';
import { endOfTurn } from '../../../src/reports/account-comparison/end-of-turn.ts';

test.each([
  // Four at a time: six accounts take two rounds, and the levels after them a third.
  [0, 6, 20_000],
  [0, 4, 27_500],
  [0, 1, 27_500],
  [15_000, 5, 15_000 + 20_000],
  // Nobody has less than 20 s, or more than is left.
  [0, 20, 20_000],
  [30_000, 2, 50_000],
  [45_000, 2, 55_000],
])('at %d ms, with %d accounts waiting, a turn ends at %d ms', (now, waiting, end) => {
  expect(endOfTurn(now, 55_000, waiting)).toBeCloseTo(end);
});
