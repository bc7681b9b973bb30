import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type DateRange, dateOf, datesIn, daysIn } from '../../../src/metrics/calendar.ts';
import { comparedPeriod, placeIn } from '../../../src/metrics/compared-period.ts';
import { granularityFor } from '../../../src/metrics/grouping.ts';
import {
  monthsOf,
  PERIOD_NAMES,
  type PeriodName,
  resolvePeriod,
  weekdayOf,
} from '../../../src/metrics/periods.ts';

/** A Tuesday; figures end two days before. */
const PRESENT = { today: '2026-11-24', lastReported: '2026-11-22' };

const named = (period: PeriodName) => resolvePeriod({ period }, PRESENT);
const range = ({ from, to }: DateRange): string => `${from} ${to}`;

const anyDate = fc.integer({ min: 0, max: 4000 }).map((days): string => addDays('2020-01-01', days));
const anyPresent = fc
  .record({ today: anyDate, lag: fc.integer({ min: 0, max: 5 }) })
  .map(({ today, lag }) => ({ today, lastReported: addDays(today, -lag) }));

describe('a named period', () => {
  it.each([
    ['last_7_days', '2026-11-16 2026-11-22', 'day'],
    ['last_14_days', '2026-11-09 2026-11-22', 'day'],
    ['last_28_days', '2026-10-26 2026-11-22', 'day'],
    ['last_30_days', '2026-10-24 2026-11-22', 'day'],
    ['last_90_days', '2026-08-25 2026-11-22', 'day'],
    ['this_week', '2026-11-23 2026-11-29', 'week'],
    ['last_week', '2026-11-16 2026-11-22', 'week'],
    ['this_month', '2026-11-01 2026-11-30', 'month'],
    ['last_month', '2026-10-01 2026-10-31', 'month'],
    ['this_quarter', '2026-10-01 2026-12-31', 'month'],
    ['last_quarter', '2026-07-01 2026-09-30', 'month'],
    ['last_6_months', '2026-05-01 2026-10-31', 'month'],
    ['last_12_months', '2025-11-01 2026-10-31', 'month'],
    ['year_to_date', '2026-01-01 2026-11-22', 'day'],
  ] as const)('%s on a Tuesday is %s, by %s', (period, days, unit) => {
    expect(range(named(period))).toBe(days);
    expect(named(period).unit).toBe(unit);
  });

  it('ends yesterday where the last reported day is not known', () => {
    expect(range(resolvePeriod({ period: 'last_7_days' }, { ...PRESENT, lastReported: undefined }))).toBe(
      '2026-11-17 2026-11-23',
    );
  });

  it('has a year to date that begins this year, also while only last year is reported', () => {
    const present = { today: '2027-01-01', lastReported: '2026-12-30' };
    expect(range(resolvePeriod({ period: 'year_to_date' }, present))).toBe('2027-01-01 2027-01-01');
    const reported = { today: '2027-01-03', lastReported: '2027-01-01' };
    expect(range(resolvePeriod({ period: 'year_to_date' }, reported))).toBe('2027-01-01 2027-01-01');
  });

  it('stays within a year of today, and begins before it ends', () => {
    fc.assert(
      fc.property(anyPresent, fc.constantFrom(...PERIOD_NAMES), (present, period) => {
        const { from, to } = resolvePeriod({ period }, present);
        expect(from <= to).toBe(true);
        expect(from <= present.today).toBe(true);
        expect(daysIn({ from, to })).toBeLessThanOrEqual(366);
      }),
    );
  });

  it('lets weeks begin on Monday and end on Sunday', () => {
    fc.assert(
      fc.property(anyPresent, fc.constantFrom('this_week', 'last_week'), (present, period) => {
        const week = resolvePeriod({ period }, present);
        expect([weekdayOf(week.from), weekdayOf(week.to), daysIn(week)]).toEqual([0, 6, 7]);
      }),
    );
  });
});

describe('periods tile', () => {
  it('the last 14 days are the last 7 and the 7 before', () => {
    fc.assert(
      fc.property(anyPresent, (present) => {
        const seven = resolvePeriod({ period: 'last_7_days' }, present);
        const before = comparedPeriod(seven, 'previous');
        const fourteen = resolvePeriod({ period: 'last_14_days' }, present);
        expect([...datesIn(before ?? seven), ...datesIn(seven)]).toEqual(datesIn(fourteen));
      }),
    );
  });

  it('a quarter is its three months, a period of months as many months before it', () => {
    fc.assert(
      fc.property(
        anyPresent,
        fc.constantFrom('last_quarter', 'this_quarter', 'last_6_months'),
        (present, name) => {
          const period = resolvePeriod({ period: name }, present);
          const months = monthsOf(period);
          const days = months.flatMap((month) =>
            datesIn(
              resolvePeriod({ from: `${month}-01`, to: lastOf(month) }, { ...present, today: period.to }),
            ),
          );
          expect(days).toEqual(datesIn(period));
          const before = comparedPeriod(period, 'previous');
          expect(before && monthsOf(before).length).toBe(months.length);
          expect(before && addDays(before.to, 1)).toBe(period.from);
        },
      ),
    );
  });

  it('the days just before are as many, and end where the period begins', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 366 }), (from, length) => {
        const to = addDays(from, length - 1);
        const period = resolvePeriod({ from, to }, { today: to, lastReported: to });
        const before = comparedPeriod(period, 'previous');
        if (period.unit === 'month' || before === undefined) return;
        expect(daysIn(before)).toBe(length);
        expect(addDays(before.to, 1)).toBe(from);
        expect(weekdayOf(before.from) === 0).toBe(
          period.unit === 'week' || weekdayOf(addDays(from, -length)) === 0,
        );
      }),
    );
  });
});

/** The last day of a month, the long way. */
const lastOf = (month: string): string => {
  let day = `${month}-28`;
  while (addDays(day, 1).startsWith(month)) day = addDays(day, 1);
  return day;
};

describe('what a period is compared with', () => {
  it.each([
    ['last_7_days', 'previous', '2026-11-09 2026-11-15'],
    ['last_week', 'previous', '2026-11-09 2026-11-15'],
    ['last_week', 'year_before', '2025-11-17 2025-11-23'],
    ['last_month', 'previous', '2026-09-01 2026-09-30'],
    ['last_month', 'year_before', '2025-10-01 2025-10-31'],
    ['last_quarter', 'previous', '2026-04-01 2026-06-30'],
    ['last_30_days', 'year_before', '2025-10-24 2025-11-22'],
  ] as const)('%s by %s is %s', (period, compare, days) => {
    const other = comparedPeriod(named(period), compare);
    expect(other && range(other)).toBe(days);
  });

  it('is nothing for none', () => {
    expect(comparedPeriod(named('last_week'), 'none')).toBeUndefined();
  });

  it('takes the last of February for a leap day', () => {
    const leap = resolvePeriod(
      { from: '2028-02-20', to: '2028-02-29' },
      { today: '2028-03-05', lastReported: undefined },
    );
    const other = comparedPeriod(leap, 'year_before');
    expect(other && range(other)).toBe('2027-02-20 2027-02-28');
  });

  it('reads whole months in from and to as months, and whole weeks as weeks', () => {
    const unit = (from: string, to: string) => resolvePeriod({ from, to }, PRESENT).unit;
    expect(unit('2026-07-01', '2026-09-30')).toBe('month');
    expect(unit('2026-11-02', '2026-11-15')).toBe('week');
    expect(unit('2026-11-02', '2026-11-16')).toBe('day');
    // 2027-02: whole weeks and a whole month; the month counts.
    expect(
      resolvePeriod(
        { from: '2027-02-01', to: '2027-02-28' },
        { today: '2027-03-02', lastReported: undefined },
      ).unit,
    ).toBe('month');
  });

  it('meets days of equal place: the same day of the same month, or the same day counted from the start', () => {
    const months = named('last_quarter');
    const before = comparedPeriod(months, 'previous') ?? months;
    expect(placeIn(months)('2026-08-15', months)).toBe(placeIn(months)('2026-05-15', before));
    expect(placeIn(months)('2026-08-15', months)).not.toBe(placeIn(months)('2026-04-15', before));
    const days = named('last_7_days');
    expect(placeIn(days)('2026-11-18', days)).toBe('2');
  });
});

describe('a period asked for by its days', () => {
  it.each([
    [{}, 'No period was given.', 'Send period, or from and to.'],
    [{ to: '2026-11-01' }, 'to was given without from.', 'Send period, or from and to.'],
    [
      { period: 'last_week', from: '2026-11-01' },
      'period was given together with from or to.',
      'Send either period, or from and to.',
    ],
    [
      { period: 'last_week', to: '2026-11-01' },
      'period was given together with from or to.',
      'Send either period, or from and to.',
    ],
    [{ from: '2026-11-10', to: '2026-11-01' }, 'to 2026-11-01 is before from 2026-11-10.', 'Swap them.'],
    [
      { from: '2026-11-25' },
      "from 2026-11-25 is after today (2026-11-24) in the account's time zone.",
      'Send an earlier from.',
    ],
    [
      { from: '2025-11-01', to: '2026-11-02' },
      '2025-11-01 to 2026-11-02 are 367 days; a period has at most 366.',
      'Ask for a shorter period.',
    ],
  ] as const)('%j is refused: %s', (asked, message, next) => {
    expect(() => resolvePeriod(asked, PRESENT)).toThrow(
      expect.objectContaining({ kind: 'invalid_request', message, next }),
    );
  });

  it('without to ends on the last reported day', () => {
    expect(range(resolvePeriod({ from: '2026-11-10' }, PRESENT))).toBe('2026-11-10 2026-11-22');
    expect(range(resolvePeriod({ from: '2026-11-24' }, PRESENT))).toBe('2026-11-24 2026-11-24');
  });

  it('may be a leap year long', () => {
    const year = resolvePeriod(
      { from: '2028-01-01', to: '2028-12-31' },
      { today: '2029-01-05', lastReported: undefined },
    );
    expect(daysIn(year)).toBe(366);
  });
});

describe('days at any offset', () => {
  it('have seven different dates in a week, with and without a change of the clock in it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -12 * 4, max: 14 * 4 }).map((quarters) => quarters * 900),
        // Around the changes of the clock in the US and in Europe.
        fc.constantFrom(
          '2026-03-08T10:00:00Z',
          '2026-03-29T01:00:00Z',
          '2026-10-25T01:00:00Z',
          '2026-11-01T09:00:00Z',
        ),
        fc.integer({ min: -36, max: 36 }),
        (offset, instant, hours) => {
          const today = dateOf(new Date(Date.parse(instant) + hours * 3_600_000), offset);
          const week = resolvePeriod({ period: 'this_week' }, { today, lastReported: undefined });
          expect(new Set(datesIn(week)).size).toBe(7);
          expect(datesIn(week)).toContain(today);
        },
      ),
    );
  });
});

describe('how finely a period is told', () => {
  it.each([
    ['2026-10-01', '2026-10-31', 'day'],
    ['2026-10-01', '2026-11-01', 'week'],
    ['2026-07-01', '2026-09-30', 'week'],
    ['2026-07-01', '2026-10-01', 'month'],
  ])('%s to %s by %s', (from, to, by) => {
    expect(granularityFor({ from, to })).toBe(by);
  });
});
