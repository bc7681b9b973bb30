import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, quantile, reachOf80Percent, wilsonInterval } from '../../../src/metrics/statistics.ts';

describe('middle values', () => {
  it('are the middle one, or half way between two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });

  it('have the other quantiles by linear interpolation', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.3)).toBeCloseTo(22, 10);
    expect(quantile([10, 20, 30, 40, 50], 0.7)).toBeCloseTo(38, 10);
    expect(quantile([10, 20], 1)).toBe(20);
  });
});

describe('the interval of a share', () => {
  it('is the Wilson score interval', () => {
    // 10 of 100: 0.0552 to 0.1744 in every table.
    const interval = wilsonInterval(10, 100);
    expect(interval?.low).toBeCloseTo(0.0552, 4);
    expect(interval?.high).toBeCloseTo(0.1744, 4);
  });

  it('holds the share and stays from 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (trials, part) => {
          const hits = Math.round(trials * part);
          const { low = 2, high = -1 } = wilsonInterval(hits, trials) ?? {};
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(1);
          expect(low).toBeLessThanOrEqual(hits / trials + 1e-12);
          expect(high).toBeGreaterThanOrEqual(hits / trials - 1e-12);
        },
      ),
    );
  });

  it('does not exist without trials, or with fewer hits than none or more than trials', () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
    expect(wilsonInterval(3, 2)).toBeUndefined();
    expect(wilsonInterval(-1, 5)).toBeUndefined();
  });
});

it.each([
  [4, 1.533],
  [10, 1.372],
  [30, 1.31],
  [100000, 1.2816],
])('Student’s t for 80 %% and %d degrees of freedom is %d', (freedom, t) => {
  expect(reachOf80Percent(freedom)).toBeCloseTo(t, 2);
});
