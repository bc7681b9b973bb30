import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { sixDigits, writeFigures } from '../../../src/metrics/denomination.ts';
import {
  countOf,
  hasReadableFigure,
  moneyOf,
  readFigures,
  unreadableNotes,
} from '../../../src/metrics/figures.ts';
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

describe('the figures of a row', () => {
  const read = (stats: JsonObject) => {
    const { figures, unreadable } = readFigures(stats, LIVE);
    return [writeFigures(figures, { currency: 'USD', mixed: [] }), unreadable];
  };

  it.each([null, undefined, ''])('are absent where they are %j', (nothing) => {
    const stats = { live_watch_cnt: nothing, live_ctr: nothing, live_revenue: nothing };
    expect(read(stats)).toEqual([{}, []]);
    expect(hasReadableFigure(stats, LIVE)).toBe(false);
  });

  it.each([
    ['live_ctr', '0', { click_through_rate: 0 }],
    ['live_ctr', 1, { click_through_rate: 1 }],
    ['live_watch_cnt', '0', { live_views: 0 }],
    ['live_watch_cnt', -3, { live_views: -3 }],
    ['live_revenue', { amount: '0' }, { live_revenue: 0 }],
    ['live_show_gpm', money('1.5'), { live_gpm: 1.5 }],
  ])('are there also at their ends: %s %j', (name, value, figures) => {
    expect(read({ [name]: value })).toEqual([figures, []]);
    expect(hasReadableFigure({ [name]: value, comments: 'x' }, LIVE)).toBe(true);
  });

  it.each([
    ['live_ctr', 'click_through_rate', -0.01, '-0.01'],
    ['live_ctr', 'click_through_rate', '1.01', '1.01'],
    ['live_ctr', 'click_through_rate', 'often', 'often'],
    ['live_watch_cnt', 'live_views', 1.5, '1.5'],
    ['live_watch_cnt', 'live_views', 'many, many, many viewers', 'many, many, many vi…'],
    ['live_watch_cnt', 'live_views', [1], '[1]'],
    ['live_revenue', 'live_revenue', { amount: 'nine', currency_code: 'USD' }, 'nine'],
    ['live_revenue', 'live_revenue', 'nine', 'nine'],
  ])('that cannot be read are told as they were written: %s as %s %j', (name, figure, value, written) => {
    expect(read({ [name]: value })).toEqual([{}, [{ name: figure, written }]]);
    expect(hasReadableFigure({ [name]: value }, LIVE)).toBe(false);
  });

  it('that are a difference need the whole and all of its parts', () => {
    const other = (stats: JsonObject) =>
      readFigures(stats, INSIGHTS).figures.other_revenue?.get('USD')?.toNumber();
    const all = { revenue: money('10'), live_revenue: money('3'), video_revenue: money('5') };
    expect(other(all)).toBe(2);
    expect(other({ ...all, revenue: money('7') })).toBe(-1);
    expect(other({ ...all, revenue: null })).toBeUndefined();
    expect(other({ ...all, live_revenue: null })).toBeUndefined();
    expect(other({ ...all, video_revenue: null })).toBeUndefined();
    expect(hasReadableFigure({ undefined: 1, other_revenue: money('1') }, INSIGHTS)).toBe(false);
  });

  it('that cannot be read are said once each', () => {
    const { unreadable } = readFigures({ live_watch_cnt: 'many', live_ctr: '7' }, LIVE);
    const views = readFigures({ live_watch_cnt: 'few' }, LIVE).unreadable;
    expect(unreadableNotes([])).toEqual([]);
    expect(unreadableNotes([...unreadable, ...views])).toEqual([
      '2 values of live_views could not be read (for example "many"): left out, not counted as zero.',
      'One value of click_through_rate could not be read as a fraction from 0 to 1 (for example "7"): left out, not counted as zero.',
    ]);
  });
});
