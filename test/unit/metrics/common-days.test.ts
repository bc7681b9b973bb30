import Big from 'big.js';
import { expect, it } from 'vitest';
import { ratioWhereBoth, sumsWhereAll } from '../../../src/metrics/common-days.ts';
import type { AnyFigures } from '../../../src/metrics/figures.ts';

const usd = (amount: number) => new Map([['USD', new Big(amount)]]);
const parts = (...figures: readonly AnyFigures[]) => figures.map((one) => ({ figures: one }));

it('sums are over the parts that have all of the figures', () => {
  const days = parts(
    { orders: 2, product_clicks: 10, likes: 1 },
    { orders: 5 },
    { product_clicks: 90 },
    { orders: 3, product_clicks: 0 },
  );
  expect(sumsWhereAll(days, ['orders', 'product_clicks'])).toEqual({ orders: 5, product_clicks: 10 });
  expect(sumsWhereAll(days, ['orders'])).toEqual({ orders: 10 });
  expect(sumsWhereAll(days, ['orders', 'views'])).toEqual({});
  expect(sumsWhereAll([], ['orders'])).toEqual({});
});

it('a ratio is of money on the same days', () => {
  const days = parts(
    { direct_revenue: usd(10), revenue: usd(40) },
    { direct_revenue: usd(500) },
    { revenue: usd(900) },
    { direct_revenue: usd(0), revenue: usd(10) },
  );
  expect(ratioWhereBoth(days, 'direct_revenue', 'revenue')).toBe(0.2);
  expect(ratioWhereBoth(days.slice(1, 3), 'direct_revenue', 'revenue')).toBeUndefined();
  expect(
    ratioWhereBoth(
      parts({ direct_revenue: usd(1), revenue: new Map([['EUR', new Big(4)]]) }),
      'direct_revenue',
      'revenue',
    ),
  ).toBeUndefined();
});
