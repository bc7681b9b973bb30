import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../../src/json.ts';
import { addDays, type DateRange, monthRange } from '../../../src/metrics/calendar.ts';
import { changesOf, comparePeriods } from '../../../src/metrics/comparison.ts';
import { moneyOf } from '../../../src/metrics/figures.ts';
import { isMatching, notesOf, type Reading, withOwnDates } from '../../../src/metrics/reading.ts';
import { readRows } from '../../../src/metrics/rows.ts';
import type { Series } from '../../../src/metrics/series.ts';
import { INSIGHTS, VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';
import { readId } from '../../../src/untrusted-text.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';
import { CLOCK, daily, OCTOBER, read, whole } from '../../support/october-replies.ts';

/** Kinds of replies that once gave a wrong figure, each with its variations; odd-replies.test.ts has more. */

const revenueOf = (reading: Reading<Series<typeof INSIGHTS>>): number | undefined =>
  moneyOf(withOwnDates(reading).totals, 'revenue')?.get('USD')?.toNumber();

describe('another period than the one asked for', () => {
  it.each([
    ['a part of it', '2026-10-26', '2026-11-24', 'narrower', { from: '2026-10-26', to: '2026-10-31' }],
    ['another month', '2025-04-01', '2025-04-30', 'elsewhere', { from: '2025-04-01', to: '2025-04-30' }],
    ['the days before', '2026-09-01', '2026-09-30', 'elsewhere', { from: '2026-09-01', to: '2026-09-30' }],
  ] as const)('by days, %s: has a verdict and its own days', (_, from, to, verdict, answered) => {
    const reading = read(
      whole(
        { from, to },
        daily({ from, to }, () => ({ revenue: money('10') })),
      ),
    );
    expect([reading.verdict, reading.answered, isMatching(reading)]).toEqual([verdict, answered, false]);
    expect(notesOf(reading)[0]).toMatch(/^The vendor returned .* not 2026-10-01 to 2026-10-31 as requested/);
  });

  it('in one bucket of two months: is wider, and is not the figure of the month', () => {
    const both = { from: '2026-09-01', to: '2026-10-31' };
    const reading = read(whole(both, [bucket(both.from, both.to, 0, { revenue: money('6100') })]));
    expect([reading.verdict, reading.answered]).toEqual(['wider', both]);
  });

  it('in natural weeks across its edges: is narrower, the weeks within', () => {
    const weeks = ['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26'].map((from) =>
      bucket(from, addDays(from, 6), 0, { revenue: money('7') }),
    );
    const reading = read(whole({ from: '2026-09-28', to: '2026-11-01' }, weeks));
    expect([reading.verdict, reading.answered]).toEqual([
      'narrower',
      { from: '2026-10-05', to: '2026-10-25' },
    ]);
    expect(revenueOf(reading)).toBe(21);
  });

  it('in rolling 28 days: is not the month', () => {
    const rolling = { from: '2026-10-04', to: '2026-10-31' };
    const reading = read(whole(rolling, [bucket(rolling.from, rolling.to, 0, { revenue: money('28') })]));
    expect([reading.verdict, reading.answered]).toEqual(['narrower', rolling]);
  });

  it.each([
    ['2026-11-26', 'partial'],
    ['2026-11-23', 'partial'],
    ['2026-11-22', 'narrower'],
    ['2026-11-30', 'partial'],
  ])('that is open and ends on %s: is %s', (to, verdict) => {
    const range = { from: '2026-11-01', to };
    const reading = read(
      whole(range, [bucket(range.from, to, 0, { revenue: money('5') })]),
      monthRange('2026-11'),
    );
    expect(reading.verdict).toBe(verdict);
    const { days_with_data, last_day_with_data } = withOwnDates(reading).window;
    // Days that have not come yet are not days with data.
    expect(days_with_data).toBe(Math.min(26, Number(to.slice(8))));
    expect(last_day_with_data).toBe(to > '2026-11-26' ? '2026-11-26' : to);
  });
});

describe('rows in several stretches', () => {
  const idOf = (row: JsonObject) => readId(at(row, 'id'));
  const rows = (buckets: readonly JsonObject[], period = OCTOBER) =>
    readRows(
      { segments: [segment(period.from, period.to, 0, buckets, 'timed_lists')] },
      VIDEO_ROW,
      idOf,
      { period },
      CLOCK,
    );
  const video = (gmv: string | null, views: number, ctr?: string): JsonObject => ({
    id: '1',
    gmv: gmv === null ? null : money(gmv),
    vv_cnt: views,
    ctr,
  });
  const FEBRUARY = monthRange('2027-02');
  const weeks = ['2027-02-01', '2027-02-08', '2027-02-15', '2027-02-22'];
  const NOW = { now: new Date('2027-03-20T12:00:00Z'), offset: 0 };
  const february = (own: (index: number) => JsonObject) =>
    readRows(
      {
        segments: [
          segment(
            FEBRUARY.from,
            FEBRUARY.to,
            0,
            weeks.map((from, index) => bucket(from, addDays(from, 6), 0, [own(index)])),
            'timed_lists',
          ),
        ],
      },
      VIDEO_ROW,
      idOf,
      { period: FEBRUARY },
      NOW,
    );

  it('add up where they follow each other, rates by their weight', () => {
    const reading = february((index) =>
      video(String((index + 1) * 100), 100 * (index + 1), index === 3 ? '0.2' : '0.1'),
    );
    expect(reading.verdict).toBe('same');
    const [row] = withOwnDates(reading).rows;
    expect(row?.figures.gmv?.get('USD')?.toNumber()).toBe(1000);
    expect(row?.figures.click_through_rate).toBeCloseTo(
      (100 * 0.1 + 200 * 0.1 + 300 * 0.1 + 400 * 0.2) / 1000,
      9,
    );
  });

  it('say what a sum leaves out', () => {
    const reading = february((index) => video(index === 1 ? null : '100', 5));
    const [row] = withOwnDates(reading).rows;
    expect(row?.figures.gmv?.get('USD')?.toNumber()).toBe(300);
    expect(notesOf(reading)).toContain(
      'gmv of one row has a value in some stretches only; the sum leaves out the others.',
    );
  });

  it('are one figure where they overlap', () => {
    const both = rows([
      bucket('2026-10-01', '2026-10-31', 0, [video('1000', 10)]),
      bucket('2026-10-05', '2026-10-11', 0, [video('100', 1)]),
    ]);
    expect(withOwnDates(both).rows[0]?.figures.gmv?.get('USD')?.toNumber()).toBe(1000);
    expect(both.verdict).toBe('same');
  });

  it('are narrower than the month where days between them are missing', () => {
    const reading = rows([
      bucket('2026-10-01', '2026-10-07', 0, [video('1', 1)]),
      bucket('2026-10-25', '2026-10-31', 0, [video('2', 1)]),
    ]);
    expect(reading.verdict).toBe('narrower');
    expect(notesOf(reading)).toContain('The reply leaves out 17 days between its first day and its last.');
  });

  it('keep a rate that has nothing to be weighted by where there is only one', () => {
    const [row] = withOwnDates(
      rows([bucket('2026-10-01', '2026-10-31', 0, [{ id: '1', ctr: '0.25' }])]),
    ).rows;
    expect(row?.figures.click_through_rate).toBe(0.25);
  });
});

describe('days without a figure', () => {
  const changes = (now: readonly JsonObject[], before: readonly JsonObject[]) => {
    const current = read(now);
    const previous = read(before, monthRange('2026-09'));
    if (!isMatching(current) || !isMatching(previous)) throw new TypeError('not matching');
    const comparison = comparePeriods(current, previous, (date) => date.slice(8));
    return comparison && changesOf(comparison, INSIGHTS, { currency: 'USD', mixed: [] });
  };
  const september = monthRange('2026-09');

  it.each(['revenue', 'commission_estimated'] as const)('%s null on ten days is no loss', (name) => {
    const one = { revenue: money('10'), commission_estimated: money('1') };
    const now = whole(
      OCTOBER,
      daily(OCTOBER, (date) => (date > '2026-10-21' ? { ...one, [name]: null } : one)),
    );
    const change = changes(
      now,
      whole(
        september,
        daily(september, () => one),
      ),
    )?.[name];
    expect(change).toMatchObject({ relative: 0, days: 21 });
    const reading = read(now);
    expect(withOwnDates(reading).coverage.get(name)).toBe(21);
    expect(notesOf(reading).join('\n')).toMatch(new RegExp(`${name}[^\n]*: a value on 21 of 31 days`));
  });

  it('nor is a week without it where there are only weeks', () => {
    const weeksOf = (period: DateRange, revenue: (index: number) => JsonObject | null) => {
      const edges = [1, 11, 21].map((day) => `${period.from.slice(0, 8)}${String(day).padStart(2, '0')}`);
      return whole(
        period,
        edges.map((from, index) => {
          const next = edges[index + 1];
          const to = next === undefined ? period.to : addDays(next, -1);
          return bucket(from, to, 0, { revenue: revenue(index), overall_item_sold_cnt: 2 });
        }),
      );
    };
    const compared = changes(
      weeksOf(OCTOBER, () => money('10')),
      weeksOf(september, (index) => (index === 0 ? null : money('10'))),
    );
    expect(compared?.revenue).toBeUndefined();
    expect(compared?.items_sold).toMatchObject({ absolute: 0, days: 31, previous_days: 30 });
  });

  it.each([
    ['ids', { item_id: '7300000000000000001', creator_id: '7499000000000000001' }],
    ['nulls', { revenue: null, overall_item_sold_cnt: null }],
    ['nothing', {}],
  ])('are no data where buckets hold only %s', (_, stats) => {
    const reading = read(
      whole(
        OCTOBER,
        daily(OCTOBER, (date) => (date > '2026-10-20' ? stats : { revenue: money('1') })),
      ),
    );
    expect(withOwnDates(reading).window).toMatchObject({
      days_with_data: 20,
      last_day_with_data: '2026-10-20',
      complete: false,
    });
    const none = read(
      whole(
        OCTOBER,
        daily(OCTOBER, () => stats),
      ),
    );
    expect(withOwnDates(none).window).toMatchObject({ days_with_data: 0, last_day_with_data: null });
    expect(none.isComplete).toBe(false);
  });

  it('after today are placeholders, whatever they hold', () => {
    const november = monthRange('2026-11');
    const reading = read(
      whole(
        november,
        daily(november, (date) => ({ revenue: money(date > '2026-11-24' ? '0' : '1') })),
      ),
      november,
    );
    expect(withOwnDates(reading).window).toMatchObject({
      days_with_data: 26,
      last_day_with_data: '2026-11-26',
    });
  });
});

describe('days beside the total of their month', () => {
  const month = (total: string) =>
    segment(OCTOBER.from, OCTOBER.to, 0, [bucket(OCTOBER.from, OCTOBER.to, 0, { revenue: money(total) })]);
  const some = (count: number) =>
    segment(
      OCTOBER.from,
      OCTOBER.to,
      0,
      daily({ from: '2026-10-01', to: addDays('2026-10-01', count - 1) }, () => ({ revenue: money('100') })),
    );

  it.each([
    [7, 3100],
    [30, 3100],
    [31, 3100],
  ])('%i days: the total is the one that covers the month', (count, total) => {
    const reading = read([some(count), month('3100')]);
    expect([revenueOf(reading), withOwnDates(reading).coverage.get('revenue')]).toEqual([total, 31]);
    expect(withOwnDates(reading).days).toHaveLength(count);
    expect(notesOf(reading).some((note) => note.startsWith('Some days are missing'))).toBe(count < 31);
  });

  it('that is another than the sum of all days is said', () => {
    const reading = read([some(31), month('4000')]);
    expect(revenueOf(reading)).toBe(3100);
    expect(notesOf(reading).join()).toMatch(/do not add up to the vendor's own total.*revenue/);
    const weeks = segment(OCTOBER.from, OCTOBER.to, 0, [
      bucket('2026-10-01', '2026-10-15', 0, { revenue: money('1') }),
      bucket('2026-10-16', '2026-10-31', 0, { revenue: money('2') }),
    ]);
    expect(notesOf(read([weeks, month('9')])).join()).toMatch(/do not add up/);
  });

  it('and days of which two replies differ are said', () => {
    const day = (amount: string) =>
      segment('2026-10-01', '2026-10-31', 0, [
        bucket('2026-10-05', '2026-10-05', 0, { revenue: money(amount) }),
      ]);
    for (const order of [
      [day('1'), day('2')],
      [day('2'), day('1')],
    ]) {
      const reading = read(order);
      expect(revenueOf(reading)).toBe(1);
      expect(notesOf(reading)).toContain(
        'The reply has two different sets of figures for 2026-10-05; one of them is used.',
      );
    }
  });

  it('of an open month count until yesterday, so that a day that is late makes no total coarse', () => {
    const november = monthRange('2026-11');
    const reading = read(
      [
        segment(
          november.from,
          november.to,
          0,
          daily({ from: '2026-11-01', to: '2026-11-24' }, () => ({ revenue: money('1') })),
        ),
        segment(november.from, november.to, 0, [
          bucket(november.from, november.to, 0, { revenue: money('24') }),
        ]),
      ],
      november,
    );
    expect([reading.verdict, revenueOf(reading), withOwnDates(reading).coverage.get('revenue')]).toEqual([
      'partial',
      24,
      24,
    ]);
  });
});
