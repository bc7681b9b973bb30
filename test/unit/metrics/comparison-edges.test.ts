import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import {
  addMonths,
  clip,
  covers,
  type DateRange,
  dateOfDay,
  datesIn,
  daysIn,
  hourAt,
  monthRange,
  parseDate,
  rangeOfAll,
  rangeOver,
  recentMonths,
  span,
} from '../../../src/metrics/calendar.ts';
import { comparedPeriod, placeIn } from '../../../src/metrics/compared-period.ts';
import { changesOf, comparePeriods } from '../../../src/metrics/comparison.ts';
import { addMoney, amountIn, minorDigits, readMoney, subtractMoney } from '../../../src/metrics/money.ts';
import { withUnit } from '../../../src/metrics/periods.ts';
import { isMatching, type Matching } from '../../../src/metrics/reading.ts';
import { readSeries, type Series } from '../../../src/metrics/series.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

/** What mutation testing found that no other test would have noticed. */

const TODAY = '2026-11-24';
const CLOCK = { now: new Date(`${TODAY}T12:00:00Z`), offset: 0 };

const read = (
  { from, to }: DateRange,
  buckets: readonly JsonObject[],
  period: DateRange | undefined = { from, to },
): Matching<Series<typeof INSIGHTS>> => {
  const reading = readSeries({ segments: [segment(from, to, 0, buckets)] }, INSIGHTS, { period }, CLOCK);
  if (!isMatching(reading)) throw new TypeError(reading.verdict);
  return reading;
};

const days = (range: DateRange, statsOf: (date: string) => JsonObject) =>
  read(
    range,
    dates(range.from, range.to).map((date) => bucket(date, date, 0, statsOf(date))),
  );

const stretch = (range: DateRange, stats: JsonObject) =>
  read(range, [bucket(range.from, range.to, 0, stats)]);

const DAY = (date: string): string => date.slice(8);

describe('two periods', () => {
  const october = monthRange('2026-10');
  const september = monthRange('2026-09');

  it('are compared on days that both have a figure, whichever lacks it', () => {
    const sold = (before: string, after: string) => (date: string) =>
      DAY(date) >= before && DAY(date) <= after
        ? { overall_item_sold_cnt: 2, product_click_cnt: 1 }
        : { product_click_cnt: 1 };
    const comparison = comparePeriods(
      days(october, sold('01', '20')),
      days(september, sold('11', '30')),
      DAY,
    );
    expect(comparison?.current.items_sold).toBe(20);
    expect(comparison?.previous.items_sold).toBe(20);
    expect(comparison?.days.get('items_sold')).toBe(10);
    expect(comparison?.days.get('product_clicks')).toBe(30);
  });

  it('have no figure that is no rate on one side', () => {
    const rate = (clicks: number) => () => ({ product_click_cnt: clicks, product_show_cnt: 10 });
    for (const [now, before] of [
      [11, 5],
      [5, 11],
      [11, 11],
    ] as const) {
      const comparison = comparePeriods(days(october, rate(now)), days(september, rate(before)), DAY);
      expect(comparison?.current.click_through_rate).toBeUndefined();
      expect(comparison?.previous.click_through_rate).toBeUndefined();
      expect(comparison?.days.has('click_through_rate')).toBe(false);
    }
    const possible = comparePeriods(days(october, rate(5)), days(september, rate(2)), DAY);
    expect([possible?.current.click_through_rate, possible?.previous.click_through_rate]).toEqual([0.5, 0.2]);
  });

  it('have no rate without a whole on one side', () => {
    const rate = (shown: number) => () => ({ product_click_cnt: 0, product_show_cnt: shown });
    for (const [now, before] of [
      [10, 0],
      [0, 10],
    ] as const) {
      const comparison = comparePeriods(days(october, rate(now)), days(september, rate(before)), DAY);
      expect(comparison?.days.has('click_through_rate')).toBe(false);
    }
  });

  it('are compared as wholes only where both are whole', () => {
    const sold = { overall_item_sold_cnt: 3 };
    expect(comparePeriods(stretch(october, sold), stretch(september, sold), DAY)).toMatchObject({
      mostDays: 31,
      mostDaysBefore: 30,
    });
    const open = { from: '2026-11-01', to: '2026-11-22' };
    const partial = read(open, [bucket(open.from, open.to, 0, sold)], monthRange('2026-11'));
    expect(partial.verdict).toBe('partial');
    expect(comparePeriods(partial, stretch(october, sold), DAY)).toBeUndefined();
    expect(comparePeriods(stretch(october, sold), partial, DAY)).toBeUndefined();
    expect(comparePeriods(partial, partial, DAY)).toBeUndefined();
  });

  it('leave today out', () => {
    const week = { from: '2026-11-18', to: TODAY };
    const before = { from: '2026-11-11', to: '2026-11-17' };
    const sold = () => ({ overall_item_sold_cnt: 1 });
    const place = placeIn(withUnit(week));
    const comparison = comparePeriods(days(week, sold), days(before, sold), place);
    expect(comparison?.current.items_sold).toBe(6);
    expect([...(comparison?.paired?.previous ?? [])]).toEqual(dates('2026-11-11', '2026-11-16'));
  });

  it('are placed by what was asked for, not by where the data begins', () => {
    const from = (start: string) => (date: string) => (date < start ? {} : { overall_item_sold_cnt: 1 });
    const week = { from: '2026-11-09', to: '2026-11-15' };
    const before = { from: '2026-11-02', to: '2026-11-08' };
    const comparison = comparePeriods(
      days(week, from('2026-11-11')),
      days(before, from('2026-11-03')),
      placeIn(withUnit(week)),
    );
    expect(comparison?.range).toEqual({ from: '2026-11-04', to: '2026-11-08' });
  });

  it('change by nothing where one side has money of several currencies', () => {
    const two = (date: string) => ({ revenue: money('1', DAY(date) === '01' ? 'EUR' : 'USD') });
    const one = () => ({ revenue: money('1') });
    const mixed = { currency: undefined, mixed: ['EUR', 'USD'] };
    for (const [now, before] of [
      [two, one],
      [one, two],
      [two, two],
    ] as const) {
      const comparison = comparePeriods(days(october, now), days(september, before), DAY);
      expect(comparison && changesOf(comparison, INSIGHTS, mixed)).toEqual({});
    }
    const same = comparePeriods(days(october, one), days(september, one), DAY);
    expect(same && changesOf(same, INSIGHTS, mixed)).toEqual({});
  });

  it.each([
    ['previous', '2026-10-01', '2026-10-31', '2026-09-01', '2026-09-30'],
    ['previous', '2026-07-01', '2026-09-30', '2026-04-01', '2026-06-30'],
    ['previous', '2026-11-09', '2026-11-15', '2026-11-02', '2026-11-08'],
    ['previous', '2026-03-01', '2026-03-10', '2026-02-19', '2026-02-28'],
    ['year_before', '2026-10-01', '2026-10-31', '2025-10-01', '2025-10-31'],
    ['year_before', '2025-02-01', '2025-02-28', '2024-02-01', '2024-02-29'],
    ['year_before', '2025-01-01', '2025-02-28', '2024-01-01', '2024-02-29'],
    ['year_before', '2026-11-09', '2026-11-15', '2025-11-10', '2025-11-16'],
    ['year_before', '2024-02-29', '2024-03-01', '2023-02-28', '2023-03-01'],
    ['year_before', '2026-11-03', '2026-11-05', '2025-11-03', '2025-11-05'],
  ] as const)('%s of %s to %s is %s to %s', (compare, from, to, first, last) => {
    expect(comparedPeriod(withUnit({ from, to }), compare)).toMatchObject({ from: first, to: last });
    expect(comparedPeriod(withUnit({ from, to }), 'none')).toBeUndefined();
  });

  it('are placed by months and days for months, by days for others', () => {
    const quarter = { from: '2026-07-01', to: '2026-09-30' };
    expect(placeIn({ ...quarter, unit: 'month' })('2026-08-05', quarter)).toBe('1 05');
    expect(placeIn({ ...quarter, unit: 'day' })('2026-08-05', quarter)).toBe('35');
  });
});

describe('days', () => {
  it('are in ranges', () => {
    const range = { from: '2026-10-05', to: '2026-10-09' };
    expect(daysIn(range)).toBe(5);
    expect(datesIn(range)).toEqual(dates(range.from, range.to));
    expect(datesIn({ from: range.to, to: range.from })).toEqual([]);
    expect(span(range)).toBe('2026-10-05 to 2026-10-09');
    expect(span({ from: range.to, to: range.to })).toBe('2026-10-09');
    expect(rangeOfAll([])).toBeUndefined();
    expect(rangeOver(undefined, range)).toEqual(range);
    expect(dateOfDay(0)).toBe('1970-01-01');
    expect(recentMonths('2026-02')).toEqual([
      '2026-02',
      '2026-01',
      '2025-12',
      '2025-11',
      '2025-10',
      '2025-09',
    ]);
    expect([hourAt(0, 0), hourAt(0, 3600), hourAt(0, -3600)]).toEqual([0, 1, 23]);
    expect(addMonths('0012-01', -1)).toBe('0011-12');
  });

  it('are read in whole texts only', () => {
    for (const text of ['x2026-10-05', '2026-10-05x', ' 10-05-2026', '2026-10-05 '])
      expect(parseDate(text)).toBeUndefined();
    expect(parseDate('0099-01-01')).toBe('0099-01-01');
    expect(parseDate('0100-01-01')).toBe('0100-01-01');
  });

  it('of two ranges are what is in both, in either, or all of one in the other', () => {
    const day = fc.integer({ min: 0, max: 40 }).map(dateOfDay);
    const range = fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
    fc.assert(
      fc.property(range, range, (one, other) => {
        const [mine, theirs] = [datesIn(one), datesIn(other)];
        const both = mine.filter((date) => theirs.includes(date));
        const common = clip(one, other);
        expect(common === undefined ? [] : datesIn(common)).toEqual(both);
        expect(covers(one, other)).toBe(both.length === theirs.length);
        const all = [...mine, ...theirs].sort();
        expect(rangeOfAll([one, other])).toEqual({ from: all[0], to: all.at(-1) });
      }),
    );
  });
});

describe('money', () => {
  const usd = (amount: string) => {
    const read = readMoney(money(amount));
    return typeof read === 'object' ? read : new Map();
  };

  it('adds up exactly, whatever its size and digits', () => {
    const amount = fc
      .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 8 }))
      .map(([units, digits]) => ({ units: units * 10n ** BigInt(8 - digits), text: shifted(units, digits) }));
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 6 }), (amounts) => {
        const sum = amountIn(addMoney(amounts.map(({ text }) => usd(text))), 'USD');
        const exact = amounts.reduce((all, { units }) => all + units, 0n);
        expect(sum.times(1e8).toFixed()).toBe(exact.toString());
      }),
    );
  });

  it('is subtracted currency by currency', () => {
    const left = subtractMoney(usd('5.00'), usd('1.50'), new Map([...usd('0.25')]));
    expect(amountIn(left, 'USD').toFixed(2)).toBe('3.25');
  });

  it('is read or not as documented', () => {
    expect(readMoney(null)).toBeUndefined();
    expect(readMoney({ amount: null, currency_code: 'USD' })).toBeUndefined();
    const without = readMoney({ amount: '1' });
    expect(typeof without === 'object' && [...without.keys()]).toEqual(['XXX']);
    expect(['JPY', 'VND', 'IDR', 'USD', 'KWD', 'nonsense'].map(minorDigits)).toEqual([0, 0, 0, 2, 3, 2]);
  });
});

/** An integer with its decimal point moved to the left. */
function shifted(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  return `${units < 0n ? '-' : ''}${text.slice(0, point)}${digits > 0 ? `.${text.slice(point)}` : ''}`;
}
