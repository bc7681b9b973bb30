import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitProduct, splitSum } from '../../../src/metrics/decomposition.ts';

const cents = fc.integer({ min: -50_000_000, max: 500_000_000 }).map((value) => new Big(value).div(100));
const count = fc.integer({ min: 1, max: 10_000_000 });
const price = fc.integer({ min: 1, max: 500_000_000 }).map((value) => new Big(value).div(100));

/** Impressions, clicks, items, revenue of one period. */
const funnel = fc.record({ impressions: count, clicks: count, items: count, revenue: price });
type Funnel = { impressions: number; clicks: number; items: number; revenue: Big };

const factorsOf = (now: Funnel, before: Funnel) => {
  const of = ({ impressions, clicks, items, revenue }: Funnel) => [
    impressions,
    clicks / impressions,
    items / clicks,
    revenue.toNumber() / items,
  ];
  const current = of(now);
  const previous = of(before);
  return ['impressions', 'ctr', 'items per click', 'price per item'].map((name, index) => ({
    name,
    current: current[index] ?? 0,
    previous: previous[index] ?? 0,
  }));
};

const split = (now: Funnel, before: Funnel, order: readonly number[] = [0, 1, 2, 3], digits = 2) => {
  const factors = factorsOf(now, before);
  const sorted = order.flatMap((index) => factors[index] ?? []);
  const result = splitProduct(sorted, { current: now.revenue, previous: before.revenue }, digits);
  if ('zero' in result) throw new Error(`zero ${result.zero.name}`);
  return result;
};

const sum = (effects: readonly { readonly effect: number }[]): Big =>
  effects.reduce((total, { effect }) => total.plus(effect), new Big(0));

describe('the change of a sum', () => {
  it('is the changes of its parts', () => {
    const result = splitSum(
      [
        { name: 'live', current: new Big('120.50'), previous: new Big('200') },
        { name: 'video', current: new Big('80'), previous: new Big('79.99') },
      ],
      2,
    );
    expect(result).toEqual({
      change: -79.49,
      effects: [
        { name: 'live', current: 120.5, previous: 200, effect: -79.5 },
        { name: 'video', current: 80, previous: 79.99, effect: 0.01 },
      ],
    });
  });

  it('adds up in whole units where a currency has no cents', () => {
    const parts = ['a', 'b', 'c'].map((name) => ({ name, current: new Big('1.4'), previous: new Big(0) }));
    const { change, effects } = splitSum(parts, 0);
    expect(change).toBe(4);
    expect(effects.map(({ effect }) => effect)).toEqual([2, 1, 1]);
  });

  it.each([
    [[0.2, 0.4, 0.4], 1, [0, 1, 0]],
    [[10.2, 0.4, 0.4], 11, [10, 1, 0]],
    [[0.4, 20.3, 10.45], 31, [0, 20, 11]],
    [[0.4, 0.4, 0.4, 0.4, 0.4], 2, [1, 1, 0, 0, 0]],
    [[0.3, 0.45, 0.4, 0.45, 0.4], 2, [0, 1, 0, 1, 0]],
    [[-0.2, -0.4, -0.4], -1, [0, -1, 0]],
    // Halves are rounded away from zero: one unit too many, taken from the one that gained the most, the first of equals.
    [[0.6, 0.5, 0.5], 2, [1, 0, 1]],
  ] as const)('%j in whole units is %d as %j', (parts, whole, rounded) => {
    const { change, effects } = splitSum(
      parts.map((part, index) => ({ name: String(index), current: new Big(part), previous: new Big(0) })),
      0,
    );
    expect(change).toBe(whole);
    expect(effects.map(({ effect }) => effect + 0)).toEqual(rounded);
  });

  it('adds up to the cent, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, cents), { minLength: 1, maxLength: 5 }), (amounts) => {
        const parts = amounts.map(([current, previous], index) => ({
          name: String(index),
          current,
          previous,
        }));
        const { change, effects } = splitSum(parts, 2);
        expect(sum(effects).eq(change)).toBe(true);
      }),
    );
  });
});

describe('the change of a product', () => {
  it('by the logarithmic mean, computed by hand', () => {
    // 100 × 10 % × 1 × 10 = 100, then 200 × 5 % × 2 × 10 = 200: the mean is 100 / ln 2 = 144.27.
    const before = { impressions: 100, clicks: 10, items: 10, revenue: new Big(100) };
    const now = { impressions: 200, clicks: 10, items: 20, revenue: new Big(200) };
    const { change, effects } = split(now, before);
    expect(change).toBe(100);
    expect(effects.map(({ effect }) => effect)).toEqual([100, -100, 100, 0]);
  });

  it('adds up to the cent, in any order of the factors, and with the other sign the other way round', () => {
    fc.assert(
      fc.property(
        funnel,
        funnel,
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        (now, before, order) => {
          const straight = split(now, before);
          expect(sum(straight.effects).eq(straight.change)).toBe(true);
          expect(new Big(straight.change).eq(now.revenue.minus(before.revenue))).toBe(true);
          const back = split(before, now);
          for (const [index, { effect }] of straight.effects.entries()) {
            expect(back.effects[index]?.effect).toBeCloseTo(-effect, 10);
          }
          const shuffled = new Map(
            split(now, before, order).effects.map(({ name, effect }) => [name, effect]),
          );
          // What rounding leaves, a cent at most, may fall to another factor.
          for (const { name, effect } of straight.effects)
            expect(Math.abs((shuffled.get(name) ?? Number.NaN) - effect)).toBeLessThan(0.0100001);
        },
      ),
    );
  });

  it('spreads over its factors what they do not explain, one unit after the other', () => {
    // 4 × 1 against 1 × 1 is 3 more, all of it the first factor's; the whole rose by 8: 5 units are left for two.
    const factors = [
      { name: 'clicks', current: 4, previous: 1 },
      { name: 'items per click', current: 1, previous: 1 },
    ];
    const result = splitProduct(factors, { current: new Big(10), previous: new Big(2) }, 0);
    expect(result).toMatchObject({ change: 8 });
    expect('effects' in result && result.effects.map(({ effect }) => effect)).toEqual([6, 2]);
  });

  it('is nothing where nothing changed', () => {
    const same = { impressions: 300, clicks: 20, items: 3, revenue: new Big('59.97') };
    const { change, effects } = split(same, same);
    expect(change).toBe(0);
    expect(effects.every(({ effect }) => effect === 0)).toBe(true);
  });

  it.each([
    [0, 10, 'current'],
    [10, 0, 'previous'],
    [0, 0, 'both'],
    [Number.NaN, 5, 'current'],
    [-3, 5, 'current'],
  ])('names a factor of %d and %d instead of computing with it', (current, previous, period) => {
    const factors = [
      { name: 'clicks', current: 5, previous: 6 },
      { name: 'items', current, previous },
    ];
    expect(splitProduct(factors, { current: new Big(0), previous: new Big(0) }, 2)).toEqual({
      zero: { name: 'items', period },
    });
  });
});
