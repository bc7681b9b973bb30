import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import {
  addFigureMoney,
  dueDaysUntil,
  isImpossibleRate,
  partsWith,
  plainSum,
  sumFigures,
  sumOf,
  totalsOf,
} from '../../../src/metrics/sums.ts';
import { INSIGHTS, LIVE, VIDEO_DETAIL, VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';

const TODAY = '2026-11-22';

describe('the parts of a weighted rate', () => {
  const source = VIDEO_ROW.click_through_rate;
  const both = { figures: { click_through_rate: 0.1, views: 100 } };
  const noWeight = { figures: { click_through_rate: 0.5 } };
  const noRate = { figures: { views: 900 } };

  it('are those that have the rate and its weight, and one alone needs no weight', () => {
    expect(partsWith([both, noWeight, noRate], 'click_through_rate', source)).toEqual([both]);
    expect(partsWith([noWeight], 'click_through_rate', source)).toEqual([noWeight]);
    expect(partsWith([noRate], 'click_through_rate', source)).toEqual([]);
  });

  it('make no rate where nothing weighs', () => {
    const idle = { click_through_rate: 0.1, views: 0 };
    expect(sumOf([idle, idle], 'click_through_rate', source)).toBeUndefined();
    expect(sumFigures([idle, idle], VIDEO_ROW)).toEqual({ views: 0 });
    expect(
      sumOf(
        [
          { click_through_rate: 0.1, views: 30 },
          { click_through_rate: 0.3, views: 10 },
        ],
        'click_through_rate',
        source,
      ),
    ).toBeCloseTo(0.15, 12);
  });
});

describe('different people', () => {
  it('are those of one part, and of several not known', () => {
    expect(sumOf([{ buyers: 3 }], 'buyers', LIVE.buyers)).toBe(3);
    expect(sumOf([{ buyers: 3 }, { buyers: 4 }], 'buyers', LIVE.buyers)).toBeUndefined();
    expect(sumOf([], 'buyers', LIVE.buyers)).toBeUndefined();
  });

  const stretch = (from: string, to: string, days: number) => ({
    from,
    to,
    days,
    figures: { buyers: 5, likes: 1 },
  });
  const totals = (stretches: readonly ReturnType<typeof stretch>[], tiles = stretches) =>
    totalsOf(stretches, tiles, LIVE, ({ from, to }) => (from === to ? 1 : 7), TODAY).byName;

  it('are told of the only day, and of no week', () => {
    const day = { from: '2026-10-05', to: '2026-10-05' };
    const week = { from: '2026-10-05', to: '2026-10-11' };
    expect(totals([stretch(day.from, day.to, 1)]).get('buyers')?.value).toBe(5);
    const ofWeek = totals([stretch(week.from, week.to, 7)]);
    expect([ofWeek.get('buyers'), ofWeek.get('likes')?.value]).toEqual([undefined, 1]);
    expect(totals([stretch(day.from, day.to, 1)], []).get('buyers')).toBeUndefined();
  });
});

describe('a rate without a sum', () => {
  it('is that of the first stretch over all days with data', () => {
    const filled = { from: '2026-10-01', to: '2026-10-31' };
    const whole = { ...filled, days: 31, figures: { completion_rate: 0.4 } };
    const stretches = [
      { ...filled, to: '2026-10-15', days: 15, figures: { completion_rate: 0.1 } },
      whole,
      { from: '2026-09-01', to: '2026-10-31', days: 61, figures: { completion_rate: 0.9 } },
    ];
    const { byName } = totalsOf(stretches, [whole], VIDEO_DETAIL, () => 1, TODAY);
    expect(byName.get('completion_rate')).toMatchObject({ value: 0.4, days: 31 });
  });
});

describe('figures without a sum', () => {
  it('stay where there is one part, and are left out of several, also where one part alone has them', () => {
    expect(sumFigures([{ completion_rate: 0.4, likes: 1 }], VIDEO_DETAIL)).toEqual({
      completion_rate: 0.4,
      likes: 1,
    });
    expect(sumFigures([{ completion_rate: 0.4, likes: 1 }, { likes: 2 }], VIDEO_DETAIL)).toEqual({
      likes: 3,
    });
    expect(sumFigures([{ buyers: 3 }, { likes: 2 }], LIVE)).toEqual({ likes: 2 });
  });
});

describe('money of several parts', () => {
  it('adds up by currency over the parts that have it', () => {
    const usd = (amount: number) => ({ gmv: new Map([['USD', new Big(amount)]]) });
    const sum = addFigureMoney([usd(1.1), {}, usd(2.2), { gmv: new Map([['SGD', new Big(5)]]) }], 'gmv');
    expect([...sum].map(([code, amount]) => [code, amount.toNumber()])).toEqual([
      ['USD', 3.3],
      ['SGD', 5],
    ]);
    expect([...addFigureMoney([], 'gmv')]).toEqual([]);
  });
});

describe('a plain sum', () => {
  it('is of the parts that have the figure', () => {
    expect(plainSum([{ likes: 3 }, {}, { likes: 4 }], 'likes')).toBe(7);
    expect(plainSum([{ likes: 0 }, {}], 'likes')).toBe(0);
    expect(plainSum([{}, { views: 1 }], 'likes')).toBeUndefined();
    expect(plainSum([], 'likes')).toBeUndefined();
  });
});

describe('a rate', () => {
  it('is possible from nothing to all, and impossible beyond', () => {
    const rates = [-0.001, 0, 0.5, 1, 1.001].map((value) => isImpossibleRate('click_through_rate', value));
    expect(rates).toEqual([true, false, false, false, true]);
    expect(isImpossibleRate('likes', 2)).toBe(false);
  });

  it('of parts that all clicked is 1', () => {
    const all = { product_clicks: 10, product_impressions: 10 };
    expect(sumFigures([all, all], INSIGHTS).click_through_rate).toBe(1);
    expect(sumFigures([all, { ...all, product_clicks: 11 }], INSIGHTS).click_through_rate).toBeUndefined();
  });
});

describe('the days that are due', () => {
  // Today is 22 November: after three days of lag, the 18th is the last that must be in.
  const days = (lastDaily: string | undefined, from: string, to: string) =>
    dueDaysUntil(TODAY, lastDaily)({ from, to });

  it('end with the usual lag, or later where later days have come', () => {
    expect(days(undefined, '2026-11-16', '2026-11-22')).toBe(3);
    expect(days('2026-11-10', '2026-11-16', '2026-11-22')).toBe(3);
    expect(days('2026-11-21', '2026-11-16', '2026-11-22')).toBe(6);
    expect(days('2026-11-21', '2026-11-16', '2026-11-17')).toBe(2);
  });

  it('are none in a stretch that begins after them', () => {
    expect(days(undefined, '2026-11-19', '2026-11-22')).toBe(0);
    expect(days(undefined, '2026-11-21', '2026-11-22')).toBe(0);
  });
});
