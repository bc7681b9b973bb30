import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, moneyOf, readFigures, sixDigits } from '../../../src/metrics/figures.ts';
import { ratioOf, sumFigures } from '../../../src/metrics/sums.ts';
import { INSIGHTS, LIVE } from '../../../src/metrics/vocabulary.ts';
import { money } from '../../support/month-reply.ts';

const day = fc.record({ shows: fc.nat(100_000), clicks: fc.nat(10_000), cents: fc.nat(1_000_000) });
const live = ({ shows, clicks, cents }: { shows: number; clicks: number; cents: number }) =>
  readFigures(
    {
      live_revenue: money((cents / 100).toFixed(2)),
      live_show_cnt: shows,
      live_watch_cnt: shows,
      product_view: 7,
      product_click: clicks,
      live_ctr: '0.5',
      live_show_gpm: money('1'),
      live_co: '0.1',
    },
    LIVE,
  ).figures;

describe('rates over a period', () => {
  it('are ratios of sums, in any order', () => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 31 }), (days) => {
        const shows = days.reduce((sum, { shows }) => sum + shows, 0);
        const clicks = days.reduce((sum, { clicks }) => sum + clicks, 0);
        const cents = days.reduce((sum, { cents }) => sum + cents, 0);
        for (const order of [days, [...days].reverse()]) {
          const totals = sumFigures(order.map(live), LIVE);
          if (shows === 0) {
            expect(totals.click_through_rate).toBeUndefined();
            expect(totals.live_gpm).toBeUndefined();
          } else {
            const rate = countOf(totals, 'click_through_rate');
            // More clicks than views are not a rate.
            if (clicks > shows) expect(rate).toBeUndefined();
            else expect(rate).toBeCloseTo(clicks / shows, 5);
            expect(moneyOf(totals, 'live_gpm')?.get('USD')?.toNumber() ?? 0).toBeCloseTo(
              (cents * 10) / shows,
              6,
            );
          }
        }
      }),
    );
  });

  it('are absent where their parts are not in the reply', () => {
    expect(
      countOf(sumFigures([live({ shows: 1, clicks: 1, cents: 1 })], LIVE), 'click_to_order_rate'),
    ).toBeUndefined();
  });

  it('compare the same days on both sides', () => {
    const whole = readFigures({ product_show_cnt: 100, product_click_cnt: 10 }, INSIGHTS).figures;
    const half = readFigures({ product_show_cnt: 900 }, INSIGHTS).figures;
    expect(countOf(sumFigures([whole, half], INSIGHTS), 'click_through_rate')).toBe(0.1);
  });

  it('take money only of one currency', () => {
    const usd = readFigures(
      { base_revenue: money('100'), commission_estimated: money('12.5') },
      INSIGHTS,
    ).figures;
    const eur = readFigures(
      { base_revenue: money('100', 'EUR'), commission_estimated: money('50', 'EUR') },
      INSIGHTS,
    ).figures;
    expect(countOf(sumFigures([usd, usd], INSIGHTS), 'commission_rate')).toBe(0.125);
    expect(countOf(sumFigures([usd, eur], INSIGHTS), 'commission_rate')).toBeUndefined();
  });

  it('per thousand are left out where money is in two currencies: each would need a count of its own', () => {
    const dollars = live({ shows: 1000, clicks: 0, cents: 500 });
    const euros = { ...dollars, live_revenue: new Map([['EUR', new Big(5)]]) };
    expect(sumFigures([dollars, dollars], LIVE).live_gpm?.get('USD')?.toNumber()).toBe(5);
    expect(sumFigures([dollars, euros], LIVE).live_gpm).toBeUndefined();
  });

  it('match the vendor on a known figure: 90.00 from 4,500 shows is 20 per thousand', () => {
    const totals = sumFigures([live({ shows: 4500, clicks: 0, cents: 9000 })], LIVE);
    expect(moneyOf(totals, 'live_gpm')?.get('USD')?.toString()).toBe('20');
  });
});

describe('a rate', () => {
  const usd = new Map([['USD', new Big('30')]]);
  const eur = new Map([['EUR', new Big('60')]]);
  const twice = new Map([['USD', new Big('60')]]);

  it('is one count of another or one amount of another in its currency, not rounded before it is used', () => {
    expect(ratioOf(1, 3)).toBe(1 / 3);
    expect(sixDigits(1 / 3)).toBe(0.333333);
    expect(ratioOf(0, 3)).toBe(0);
    expect(ratioOf(usd, twice)).toBe(0.5);
    expect(ratioOf(new Map(), twice)).toBe(0);
  });

  it('is nothing where a side is missing, the whole is zero, or the sides do not match', () => {
    for (const [part, whole] of [
      [undefined, 3],
      [3, undefined],
      [undefined, undefined],
      [usd, undefined],
      [undefined, usd],
      [1, 0],
      [0, 0],
      [usd, 3],
      [3, usd],
      [usd, eur],
      [usd, new Map()],
      [new Map(), new Map()],
      [usd, new Map([...usd, ...eur])],
    ] as const) {
      expect(ratioOf(part, whole)).toBeUndefined();
    }
  });

  it('is a number and never money, and the other way round', () => {
    const figures = readFigures({ revenue: money('1'), overall_item_sold_cnt: 2 }, INSIGHTS).figures;
    expect([countOf(figures, 'revenue'), countOf(figures, 'items_sold')]).toEqual([undefined, 2]);
    expect(moneyOf(figures, 'items_sold')).toBeUndefined();
    expect(moneyOf(figures, 'revenue')?.get('USD')?.toString()).toBe('1');
  });
});
