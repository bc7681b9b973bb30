import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import {
  currenciesOf,
  type Denomination,
  denominationFor,
  denominationOf,
  denominationOfParts,
  isSameCurrency,
  writeFigures,
  writeMoney,
} from '../../../src/metrics/denomination.ts';
import { type Reading, readingOf, type Verdict } from '../../../src/metrics/reading.ts';

const NONE: Denomination = { currency: undefined, mixed: [] };
const USD: Denomination = { currency: 'USD', mixed: [] };
const EUR: Denomination = { currency: 'EUR', mixed: [] };
const BOTH: Denomination = { currency: undefined, mixed: ['EUR', 'USD'] };

const money = (amounts: Readonly<Record<string, string>>) =>
  new Map(Object.entries(amounts).map(([code, amount]) => [code, new Big(amount)]));

describe('the currency of a result', () => {
  it('is the one of all of its money, prices too, or none if there are several', () => {
    const usd = { revenue: money({ USD: '1' }) };
    const eur = { gmv: money({ EUR: '1' }) };
    expect(denominationOf([])).toEqual(NONE);
    expect(denominationOf([{ items_sold: 1 }])).toEqual(NONE);
    expect(denominationOf([usd, { items_sold: 1 }, usd])).toEqual(USD);
    expect(denominationOf([usd, eur])).toEqual(BOTH);
    expect(denominationOf([usd], [money({ EUR: '2' })])).toEqual(BOTH);
    expect(denominationOf([], [money({ EUR: '2' })])).toEqual(EUR);
  });

  it('is that of its first part that has one, whatever days that is about', () => {
    const part = (
      denomination: Denomination,
      verdict: Verdict = 'same',
    ): Reading<{ denomination: Denomination }> =>
      readingOf({ denomination }, verdict, { asked: undefined, answered: undefined, notes: [] });
    expect(denominationOfParts([])).toEqual(NONE);
    expect(denominationOfParts([undefined, part(NONE)])).toEqual(NONE);
    expect(denominationOfParts([undefined, part(NONE), part(EUR), part(USD)])).toEqual(EUR);
    expect(denominationOfParts([part(NONE), part(BOTH), part(USD)])).toEqual(BOTH);
    expect(denominationOfParts([part(USD, 'elsewhere'), part(EUR)])).toEqual(USD);
  });

  it('is in words', () => {
    expect([USD, BOTH, NONE].map(currenciesOf)).toEqual(['USD', 'EUR and USD', '']);
  });
});

describe('a part in another currency than the result', () => {
  it('keeps its own', () => {
    expect(denominationFor(USD, USD)).toEqual(USD);
    expect(denominationFor(EUR, USD)).toEqual({ currency: undefined, mixed: ['EUR'] });
    expect(denominationFor(EUR, NONE)).toEqual({ currency: undefined, mixed: ['EUR'] });
    expect(denominationFor(NONE, USD)).toEqual(USD);
    expect(denominationFor(NONE, BOTH)).toEqual(BOTH);
    expect(denominationFor(BOTH, USD)).toEqual(BOTH);
    expect(denominationFor(USD, BOTH)).toEqual({ currency: undefined, mixed: ['USD'] });
  });

  it('is not added to it', () => {
    expect(isSameCurrency(USD, USD)).toBe(true);
    expect(isSameCurrency(NONE, USD)).toBe(true);
    expect(isSameCurrency(NONE, NONE)).toBe(true);
    expect(isSameCurrency(EUR, USD)).toBe(false);
    expect(isSameCurrency(USD, NONE)).toBe(false);
    expect(isSameCurrency(BOTH, USD)).toBe(false);
    expect(isSameCurrency(USD, BOTH)).toBe(false);
    expect(isSameCurrency(NONE, BOTH)).toBe(false);
    // Which several it would be added to, nobody can tell.
    expect(isSameCurrency(BOTH, BOTH)).toBe(false);
  });
});

describe('money as results have it', () => {
  it('is a number in the currency of the result, rounded once', () => {
    expect(writeMoney(money({ USD: '1.005' }), USD)).toBe(1.01);
    expect(writeMoney(money({ JPY: '900.5' }), { currency: 'JPY', mixed: [] })).toBe(901);
    expect(writeMoney(money({}), USD)).toBe(0);
    expect(writeMoney(money({}), BOTH)).toBe(0);
  });

  it('has its own currency beside another, but for nothing', () => {
    expect(writeMoney(money({ EUR: '2' }), USD)).toEqual({ amount: 2, currency: 'EUR' });
    expect(writeMoney(money({ EUR: '0' }), USD)).toBe(0);
    expect(writeMoney(money({ USD: '2' }), BOTH)).toEqual({ amount: 2, currency: 'USD' });
    expect(writeMoney(money({ USD: '0' }), BOTH)).toEqual({ amount: 0, currency: 'USD' });
    expect(writeMoney(money({ USD: '2' }), { currency: undefined, mixed: ['USD'] })).toEqual({
      amount: 2,
      currency: 'USD',
    });
  });

  it('is no figure in several currencies', () => {
    const both = money({ USD: '2', EUR: '3' });
    expect(writeMoney(both, BOTH)).toBeUndefined();
    expect(writeFigures({ revenue: both, items_sold: 2, commission_rate: 1 / 3 }, BOTH)).toStrictEqual({
      items_sold: 2,
      commission_rate: 0.333333,
    });
  });
});
