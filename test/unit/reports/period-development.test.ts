import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { monthsFrom, type Period } from '../../../src/metrics/periods.ts';
import { trendBlock } from '../../../src/reports/period/development-text.ts';
import { comparedLabel, type PeriodParts, type PeriodScope } from '../../../src/reports/period/plan.ts';
import { periodText } from '../../../src/reports/period/text.ts';
import { money } from '../../support/month-reply.ts';
import { before, earningsOver, reportOf, viewOf } from '../../support/period-data.ts';
import { earningDay } from '../../support/written-replies.ts';

/** Where a period is heading, how it grew, and over which days it is compared. */

const NOVEMBER = monthsFrom('2026-11', 1);
const OCTOBER = monthsFrom('2026-10', 1);
const LIMITS = 'Commission is an estimate; refunds, payouts and paid commission are not in this data.';

/** Midday of a day of November, at UTC. */
const on = (day: string) => ({ now: new Date(`2026-11-${day}T12:00:00Z`), offset: 0 });

const revenue = (amount: string, currency = 'USD'): JsonObject => ({ revenue: money(amount, currency) });

describe('the pace of an open period', () => {
  const pace = (
    figures: (date: string, index: number) => JsonObject,
    previous: (date: string) => JsonObject = () => revenue('100'),
    today = '21',
  ) => {
    const clock = on(today);
    const report = reportOf(
      NOVEMBER,
      {
        insights: earningsOver(
          NOVEMBER,
          (date, index) => (index < Number(today) - 1 ? figures(date, index) : {}),
          clock,
        ),
        previous: earningsOver(OCTOBER, previous, clock),
      },
      {},
      clock,
    );
    const line = periodText(viewOf(report))
      .split('\n')
      .find((one) => one.startsWith('Pace'));
    return { outlook: report.outlook, line };
  };

  it('is what the rest brings like the days so far, and what it takes to equal the month before', () => {
    expect(pace(() => revenue('100'))).toEqual({
      outlook: {
        reported_days: 20,
        remaining_days: 10,
        projected_revenue: 3000,
        low: 3000,
        high: 3000,
        by_weekday: true,
        previous_revenue: 3100,
        needed_per_day: 110,
      },
      line: 'Pace: 3,000.00 at the end, 8 of 10 times between 3,000.00 and 3,000.00 (20 days reported, 10 to come, weighted by weekday) · to equal the 3,100.00 of the month before, 110.00 a day',
    });
  });

  it('needs nothing more where the month before is reached', () => {
    const { outlook, line } = pace(() => revenue('200'));
    expect(outlook).toMatchObject({ previous_revenue: 3100, needed_per_day: 0 });
    expect(line).toMatch(/ · already at the 3,100\.00 of the month before$/);
  });

  it('is not held against a month in another currency, or that lacks days', () => {
    const short =
      'Pace: 3,000.00 at the end, 8 of 10 times between 3,000.00 and 3,000.00 (20 days reported, 10 to come)';
    expect(
      pace(
        () => revenue('100'),
        () => revenue('100', 'EUR'),
      ).line,
    ).toBe(short);
    const lacking = pace(
      () => revenue('100'),
      (date) => (date === '2026-10-09' ? { overall_item_sold_cnt: 1 } : revenue('100')),
    );
    expect(lacking.line).toBe(short.replace(')', ', weighted by weekday)'));
    expect(lacking.outlook).not.toHaveProperty('previous_revenue');
  });

  it('expects unknown days to be like the others, and then says nothing of what is needed', () => {
    const { outlook, line } = pace((_, index) =>
      index === 3 ? { overall_item_sold_cnt: 1 } : revenue('100'),
    );
    expect(outlook).toMatchObject({
      reported_days: 19,
      remaining_days: 10,
      unknown_days: 1,
      projected_revenue: 3000,
    });
    expect(outlook).not.toHaveProperty('needed_per_day');
    expect(line).toMatch(
      /\(19 days reported, 10 to come, 1 unknown and expected like the others, weighted by weekday\)$/,
    );
  });

  it('is none under five days, nor of a period that has ended', () => {
    expect(pace(() => revenue('100'), undefined, '05').outlook).toBeUndefined();
    expect(pace(() => revenue('100'), undefined, '06').outlook).toMatchObject({
      reported_days: 5,
      remaining_days: 25,
    });
    const parts = { insights: earningsOver(OCTOBER, () => revenue('100')) };
    expect(reportOf(OCTOBER, parts).outlook).toBeUndefined();
    expect(reportOf(NOVEMBER, {}, {}, on('21')).outlook).toBeUndefined();
  });

  it('is told on the last day of a period, and not after it', () => {
    const open = pace(() => revenue('100'), undefined, '30');
    expect(open.outlook).toMatchObject({ reported_days: 29, remaining_days: 1 });
  });
});

describe('the trend of closed months', () => {
  const amounts = new Map([
    ['2026-07', '10'],
    ['2026-08', '20'],
    ['2026-09', '20'],
    ['2026-10', '80'],
  ]);
  const SUMMER: Period = { from: '2026-07-01', to: '2026-10-31', unit: 'month' };
  const trend = (period: Period, figures: (date: string) => JsonObject) =>
    reportOf(period, { insights: earningsOver(period, figures) }, { by: 'month', compare: 'none' }).trend;
  const amountOf = (date: string) => revenue(amounts.get(date.slice(0, 7)) ?? '0');

  it('has an index of the first month, growth on the month before, and compound growth', () => {
    expect(trend(SUMMER, amountOf)).toEqual({
      months: [
        { month: '2026-07', revenue: 310, index: 100, growth: null },
        { month: '2026-08', revenue: 620, index: 200, growth: 1 },
        { month: '2026-09', revenue: 600, index: 193.5, growth: -0.032258 },
        { month: '2026-10', revenue: 2480, index: 800, growth: 3.133333 },
      ],
      compound_growth: 1,
    });
  });

  it('is none under three whole months, or without a single currency', () => {
    expect(trend({ ...SUMMER, from: '2026-09-01' }, amountOf)).toBeUndefined();
    expect(trend({ ...SUMMER, from: '2026-08-01' }, amountOf)?.months).toHaveLength(3);
    expect(trend({ ...SUMMER, from: '2026-08-02', unit: 'day' }, amountOf)).toBeUndefined();
    const mixed = (date: string) => revenue('1', date < '2026-09-01' ? 'EUR' : 'USD');
    expect(trend(SUMMER, mixed)).toBeUndefined();
    expect(trend(SUMMER, () => ({ overall_item_sold_cnt: 1 }))).toBeUndefined();
  });

  it('has neither index nor growth on nothing', () => {
    const fromZero = trend(SUMMER, (date) => (date < '2026-08-01' ? revenue('0') : amountOf(date)));
    expect(fromZero).toMatchObject({
      months: [{ index: null, growth: null }, { index: null, growth: null }, { growth: -0.032258 }, {}],
      compound_growth: null,
    });
    const toZero = trend(SUMMER, (date) => (date > '2026-10-00' ? revenue('0') : amountOf(date)));
    expect(toZero).toMatchObject({ months: [{}, {}, {}, { index: 0, growth: -1 }] });
  });

  it('reads as a table, with the compound growth where there is one', () => {
    const months = [{ month: '2026-07', revenue: 310, index: 100, growth: null }];
    expect(trendBlock({ months, compound_growth: 0.5 }, 'USD').split('\n')[0]).toBe(
      'Trend over 1 closed months (index: the first is 100, +50.0% a month compounded)',
    );
    expect(trendBlock({ months, compound_growth: null }, 'USD')).toMatch(
      /^Trend over 1 closed months \(index: the first is 100\)\n.*310/s,
    );
  });
});

describe('a period against the one before', () => {
  const against = (
    current: (date: string) => JsonObject,
    previous: (date: string) => JsonObject,
    [now, earlier]: readonly [Period, { from: string; to: string }] = [OCTOBER, monthRange('2026-08')],
  ) => reportOf(now, { insights: earningsOver(now, current), previous: earningsOver(earlier, previous) });
  const OLD: readonly [Period, { from: string; to: string }] = [
    { from: '2026-10-01', to: '2026-10-10', unit: 'day' },
    before({ from: '2026-10-01', to: '2026-10-10' }, 10),
  ];

  it('has money in neither change nor totals where the currencies differ', () => {
    const { change, notes, previous } = against(
      () => earningDay(),
      () => earningDay({}, 'EUR'),
      OLD,
    );
    expect(Object.keys(change ?? {}).sort()).toEqual([
      'click_through_rate',
      'commission_rate',
      'items_per_click',
      'items_sold',
      'product_clicks',
      'product_impressions',
    ]);
    expect(previous?.totals).toMatchObject({ revenue: { amount: 1000, currency: 'EUR' }, items_sold: 20 });
    expect(notes).toEqual([LIMITS, 'The 10 days before: in EUR, this period in USD. Money is not compared.']);
  });

  it('says which figures are compared over fewer days than the others', () => {
    const notes = (missing: number) =>
      against(
        (date) => earningDay(Number(date.slice(8)) <= missing ? { overall_item_sold_cnt: null } : {}),
        () => earningDay(),
        OLD,
      ).notes.filter((note) => note.includes('compared over'));
    expect(notes(3)).toEqual([
      'items_sold, items_per_click, average_item_price: compared over 7 days in both periods.',
    ]);
    expect(notes(9)).toEqual([
      'items_sold, items_per_click, average_item_price: compared over one day in both periods.',
    ]);
    expect(notes(0)).toEqual([]);
  });

  it('of one shared day says so', () => {
    const one = against(
      (date) => (date === '2026-10-01' ? earningDay() : { live_order_cnt: 1 }),
      () => earningDay(),
      [
        { from: '2026-10-01', to: '2026-10-02', unit: 'day' },
        { from: '2026-09-29', to: '2026-09-30' },
      ],
    );
    expect(one.notes).toMatchInlineSnapshot(`
      [
        "Commission is an estimate; refunds, payouts and paid commission are not in this data.",
        "Data ends on 2026-10-01, before 2026-10-02: the days after it are left out, not counted as zero.",
        "Compared with the 2 days before over the one day that both have data for.",
      ]
    `);
  });

  it.each<[Partial<PeriodScope>, Period, string]>([
    [{ compare: 'year_before' }, OCTOBER, 'the same days a year before'],
    [{}, OCTOBER, 'the month before'],
    [{}, monthsFrom('2026-07', 3), 'the 3 months before'],
    [{}, { from: '2026-10-05', to: '2026-10-11', unit: 'week' }, 'the week before'],
    [{}, { from: '2026-10-05', to: '2026-10-18', unit: 'week' }, 'the 14 days before'],
    [{}, { from: '2026-10-05', to: '2026-10-11', unit: 'day' }, 'the 7 days before'],
    [{}, { from: '2026-10-05', to: '2026-10-05', unit: 'day' }, 'the day before'],
    [
      { compared: { from: '2026-10-01', to: '2026-10-03', unit: 'day' } },
      { from: '2026-10-05', to: '2026-10-05', unit: 'day' },
      'the 3 days before',
    ],
  ])('%o of %o is called "%s"', (other, period, words) => {
    expect(comparedLabel({ compared: undefined, compare: 'previous', ...other, period })).toBe(words);
  });
});

describe('weeks and months of a period', () => {
  it('name the figures that are told on fewer of their days, three at most', () => {
    const period: Period = { from: '2026-09-28', to: '2026-10-25', unit: 'week' };
    const notes = (days: number, by: PeriodScope['by'] = 'week') =>
      reportOf(
        period,
        {
          insights: earningsOver(period, (_, index) =>
            earningDay(index % 7 === 0 && index < days ? { overall_item_sold_cnt: null } : {}),
          ),
        } satisfies PeriodParts,
        { by, compare: 'none' },
      ).notes.filter((note) => note.includes(` by ${by}`));
    expect(notes(1)).toEqual(['items_sold by week: on 6 of 7 days in 2026-09-28 to 2026-10-04.']);
    expect(notes(15)).toEqual([
      'items_sold by week: on 6 of 7 days in 2026-09-28 to 2026-10-04, 6 of 7 days in 2026-10-05 to 2026-10-11, 6 of 7 days in 2026-10-12 to 2026-10-18.',
    ]);
    expect(notes(28)).toEqual([
      'items_sold by week: on 6 of 7 days in 2026-09-28 to 2026-10-04, 6 of 7 days in 2026-10-05 to 2026-10-11, 6 of 7 days in 2026-10-12 to 2026-10-18 and in one other fewer.',
    ]);
    expect(notes(28, 'day')).toEqual([]);
    expect(notes(28, 'month')).toEqual([
      'items_sold by month: on 2 of 3 days in 2026-09-28 to 2026-09-30, 22 of 25 days in 2026-10-01 to 2026-10-25.',
    ]);
  });
});
