import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denominationOf, writeFigures, writeMoney } from '../../../src/metrics/denomination.ts';
import { moneyOf, readFigures } from '../../../src/metrics/figures.ts';
import {
  addMoney,
  amountIn,
  type Money,
  minorDigits,
  readMoney,
  toNumber,
  UNREADABLE,
} from '../../../src/metrics/money.ts';
import { mixedNotes } from '../../../src/metrics/notes.ts';
import { sumFigures } from '../../../src/metrics/sums.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { money } from '../../support/month-reply.ts';

const cents = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const text = (value: number): string =>
  `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 100)}.${String(Math.abs(value) % 100).padStart(2, '0')}`;
const read = (amount: unknown, currency?: unknown): Money | undefined => {
  const money = readMoney({ amount, currency_code: currency });
  return money === UNREADABLE ? undefined : money;
};

describe('money', () => {
  it('adds up in decimal, in any order', () => {
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 60 }), (values) => {
        const parts = values.flatMap((value) => read(text(value), 'USD') ?? []);
        const expected = values.reduce((a, b) => a + b, 0);
        expect(amountIn(addMoney(parts), 'USD').times(100).toNumber()).toBe(expected);
        expect(
          amountIn(addMoney([...parts].reverse()), 'USD')
            .times(100)
            .toNumber(),
        ).toBe(expected);
        expect(toNumber(amountIn(addMoney(parts), 'USD'), 'USD')).toBe(expected / 100);
      }),
    );
    expect(
      toNumber(
        amountIn(
          addMoney([read('0.1', 'USD'), read('0.2', 'USD')].filter((part) => part !== undefined)),
          'USD',
        ),
        'USD',
      ),
    ).toBe(0.3);
  });

  it('never adds across currencies', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cents, fc.constantFrom('USD', 'EUR', 'BRL')), { maxLength: 40 }),
        (values) => {
          const sum = addMoney(values.flatMap(([value, currency]) => read(text(value), currency) ?? []));
          for (const currency of ['USD', 'EUR', 'BRL']) {
            const own = values
              .filter(([, code]) => code === currency)
              .reduce((total, [value]) => total + value, 0);
            expect(amountIn(sum, currency).times(100).toNumber()).toBe(own);
          }
        },
      ),
    );
  });

  it('rounds once, to the minor unit people use', () => {
    expect(['USD', 'JPY', 'VND', 'IDR', 'KWD', 'BRL', 'XXX', ''].map(minorDigits)).toEqual([
      2, 0, 0, 0, 3, 2, 2, 2,
    ]);
    const thirds = ['0.005', '0.005', '0.005'].flatMap((amount) => read(amount, 'USD') ?? []);
    expect(toNumber(amountIn(addMoney(thirds), 'USD'), 'USD')).toBe(0.02);
    expect(toNumber(amountIn(addMoney([read('1234.6', 'JPY') ?? new Map()]), 'JPY'), 'JPY')).toBe(1235);
  });

  it('reads what the wire sends and nothing else', () => {
    expect(read('386.54', 'SGD')?.get('SGD')?.toString()).toBe('386.54');
    expect(read(386.54, 'sgd')?.get('SGD')?.toString()).toBe('386.54');
    expect(read('0', '')?.size).toBe(0);
    expect(read('5', undefined)?.get('XXX')?.toString()).toBe('5');
    for (const bad of [
      ' ',
      'R$ 1,00',
      '1,5',
      '1,234.56',
      'NaN',
      '1e400',
      '-Infinity',
      {},
      [],
      true,
      Number.NaN,
    ]) {
      expect(readMoney({ amount: bad, currency_code: 'USD' })).toBe(UNREADABLE);
    }
    for (const none of ['', null, undefined]) {
      expect(readMoney({ amount: none, currency_code: 'USD' })).toBeUndefined();
      expect(readMoney(none)).toBeUndefined();
    }
    for (const bad of ['12', 12, true, false, [], [money('1')]]) expect(readMoney(bad)).toBe(UNREADABLE);
  });

  it('gives a mixed answer row by row and says what its totals leave out', () => {
    const rows = [
      readFigures({ revenue: money('10.00', 'USD'), overall_item_sold_cnt: 1 }, INSIGHTS).figures,
      readFigures({ revenue: money('5.50', 'EUR'), overall_item_sold_cnt: 2 }, INSIGHTS).figures,
    ];
    const denomination = denominationOf(rows);
    const totals = sumFigures(rows, INSIGHTS);
    expect(denomination).toEqual({ currency: undefined, mixed: ['EUR', 'USD'] });
    expect(rows.map((row) => writeFigures(row, denomination))).toEqual([
      { revenue: { amount: 10, currency: 'USD' }, items_sold: 1 },
      { revenue: { amount: 5.5, currency: 'EUR' }, items_sold: 2 },
    ]);
    expect(writeFigures(totals, denomination)).toEqual({ items_sold: 3 });
    expect(moneyOf(totals, 'revenue')?.size).toBe(2);
    expect(mixedNotes(totals, denomination)).toEqual([
      'Several currencies (EUR, USD) are never added up. revenue 10.00 USD and 5.50 EUR',
    ]);
  });
});

describe('money at its edges', () => {
  it('adds up exactly, whatever the size and the decimals of the amounts', () => {
    const amount = fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }))
      .map(([digits, decimals]) => new Big(digits.toString()).times(new Big(10).pow(-decimals)));
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), (amounts) => {
        const sum = addMoney(amounts.map((one) => new Map([['USD', one]])));
        const expected = amounts.reduce((all, one) => all.plus(one), new Big(0));
        expect(amountIn(sum, 'USD').eq(expected)).toBe(true);
      }),
    );
  });

  it.each([
    // 2^53 ten thousandths are 900,719,925,474.0992: from there on not every whole number of them is a double.
    ['-900719925474', '1000000000000.0001', '99280074526.0001'],
    ['900719925474.0991', '0.0001', '900719925474.0992'],
    ['900719925474.0992', '0.0001', '900719925474.0993'],
    ['99999999999.9999', '0.00001', '99999999999.99991'],
    ['-999999999999999', '1000000000000000', '1'],
  ])('%s and %s are %s', (one, other, sum) => {
    const parts = [one, other].map((amount) => new Map([['USD', new Big(amount)]]));
    expect(amountIn(addMoney(parts), 'USD').toFixed()).toBe(sum);
    expect(amountIn(addMoney([...parts].reverse()), 'USD').toFixed()).toBe(sum);
  });

  it('is read from text with blanks around it, and never from other ways to write a number', () => {
    expect(read(' 5.50 ', 'USD')?.get('USD')?.toString()).toBe('5.5');
    expect(read('1e2', 'USD')?.get('USD')?.toString()).toBe('100');
    for (const bad of ['0x10', '0b1', '+5', '1_000'])
      expect(readMoney({ amount: bad, currency_code: 'USD' })).toBe(UNREADABLE);
  });

  it('has no currency where the code is none', () => {
    for (const code of ['US', 'USDT', 'XUSD', '$', 'US1', 7, null, {}]) {
      expect([...(read('5', code)?.keys() ?? [])]).toEqual(['XXX']);
      expect(read('0.00', code)?.size).toBe(0);
    }
    expect([...(read('0', ' brl ')?.keys() ?? [])]).toEqual(['BRL']);
  });

  it('is rounded to two digits in a currency nobody knows', () => {
    expect(['USDT', 'XUSD', 'usd', 'US'].map(minorDigits)).toEqual([2, 2, 2, 2]);
  });

  it("is written in the answer's currency, or with its own where the answer mixes several", () => {
    const yen = read('1234.6', 'JPY') ?? new Map();
    expect(writeMoney(yen, { currency: 'JPY', mixed: [] })).toBe(1235);
    const mixed = { currency: undefined, mixed: ['JPY', 'USD'] };
    expect(writeMoney(yen, mixed)).toEqual({ amount: 1235, currency: 'JPY' });
    expect(writeMoney(addMoney([yen, read('1', 'USD') ?? new Map()]), mixed)).toBeUndefined();
    expect(writeMoney(read('0', '') ?? yen, mixed)).toBe(0);
    expect(writeMoney(read('0', '') ?? yen, { currency: undefined, mixed: [] })).toBe(0);
  });
});
