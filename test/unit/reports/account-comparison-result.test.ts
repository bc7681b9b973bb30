import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { addMonths, monthRange } from '../../../src/metrics/calendar.ts';
import { gateInsights } from '../../../src/metrics/replies.ts';
import { computeAccountComparison } from '../../../src/reports/account-comparison/compute.ts';
import type { ComparisonData, MemberData } from '../../../src/reports/account-comparison/plan.ts';
import { accountComparisonSchema } from '../../../src/reports/account-comparison/schema.ts';
import { accountComparisonText } from '../../../src/reports/account-comparison/text.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

/** What a comparison of accounts says as a whole: its fields, its notes, and its text. */

const MONTH = '2026-10';
const BEFORE = addMonths(MONTH, -1);
const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };

type Figures = (date: string) => JsonObject;

/** A month as its gate reads it; the vendor may have answered for another. */
const reading = (month: string, figures: Figures, answered = month) => {
  const { from, to } = monthRange(answered);
  const days = dates(from, to).map((date) => bucket(date, date, 0, figures(date)));
  return gateInsights({ segments: [segment(from, to, 0, days)] }, { period: monthRange(month) }, CLOCK);
};

const revenue =
  (amount: string, currency = 'USD'): Figures =>
  () => ({ revenue: money(amount, currency), commission_estimated: money('0.10', currency) });

const member = (
  account: string,
  now: Figures,
  before?: Figures,
  other: Partial<MemberData> = {},
): MemberData => ({
  account,
  label: undefined,
  period: { ...monthRange(MONTH), unit: 'month' },
  insights: reading(MONTH, now),
  previous: before && reading(BEFORE, before),
  status: undefined,
  violations: undefined,
  scoreScale: undefined,
  sessionEnd: undefined,
  clock: CLOCK,
  isCached: true,
  failures: [],
  ...other,
});

const NO_VIOLATIONS = {
  violations: [],
  total: 0,
  hasMore: false,
  periodFrom: undefined,
  periodTo: undefined,
  creatorStatus: undefined,
};

const STATUS = {
  level: 'At risk',
  score: 17,
  score_shown: true,
  creator_status: 0,
  light_color: undefined,
  dark_color: undefined,
  rules_url: undefined,
};

const compute = (members: readonly MemberData[], other: Partial<ComparisonData> = {}) =>
  computeAccountComparison({
    name: undefined,
    sort: 'revenue',
    members,
    repeated: [],
    failed: [],
    leftOut: undefined,
    calls: 3,
    ...other,
  });

const linesOf = (members: readonly MemberData[]) =>
  compute(members).currencies.flatMap(({ accounts }) => accounts);

describe('a comparison of accounts', () => {
  const first = member('first', revenue('6.00'), revenue('4.00'), {
    label: 'Main shop',
    status: STATUS,
    violations: NO_VIOLATIONS,
    scoreScale: 'points',
  });
  const whole = () =>
    compute(
      [
        first,
        member('second', revenue('2.00'), revenue('6.00'), {
          violations: { ...NO_VIOLATIONS, hasMore: true },
          failures: ['The health of second is missing.'],
        }),
        member('euros', revenue('3.00', 'EUR')),
        member('moved', revenue('1.00'), undefined, {
          previous: reading(BEFORE, revenue('1.00'), '2025-04'),
        }),
        member('elsewhere', revenue('1.00'), undefined, {
          insights: reading(MONTH, revenue('9.00'), '2025-03'),
        }),
        member('west', revenue('1.00'), undefined, {
          period: { from: '2026-10-02', to: '2026-10-31', unit: 'day' },
        }),
      ],
      {
        repeated: [{ account: 'again', of: 'first' }],
        failed: [
          { account: 'ended', error: 'The session has ended: log in again.', isSession: true },
          { account: 'down', error: 'The vendor is down.', isSession: false },
        ],
        leftOut: { asked: 1, maxCalls: 24 },
        calls: 17,
      },
    );

  it('says everything once: what needs attention, each currency, and what was left out', () => {
    const { period, month, exceptions, not_ranked, failed, calls, cached, verdicts } = whole();
    expect({ period, month, not_ranked, failed, calls, cached }).toEqual({
      month: MONTH,
      period: { name: undefined, ...monthRange(MONTH) },
      not_ranked: [
        { account: 'elsewhere', verdict: 'elsewhere', answered: { from: '2025-03-01', to: '2025-03-31' } },
      ],
      failed: [
        { account: 'ended', error: 'The session has ended: log in again.' },
        { account: 'down', error: 'The vendor is down.' },
      ],
      calls: 17,
      cached: true,
    });
    expect(exceptions.map(({ account, kind, fact }) => [account, kind, fact])).toEqual([
      ['ended', 'session_ended', 'The session has ended.'],
      [
        'first',
        'score_near_threshold',
        'The score is 1 from 18, the next threshold (E-commerce suspended (videos, LIVE, showcase)).',
      ],
      ['down', 'no_data', 'Its calls failed.'],
      ['elsewhere', 'no_data', 'No figures for 2026-10-01 to 2026-10-31.'],
      ['second', 'fell', 'Revenue is 66.67% below that of the period before, over 30 days of each.'],
    ]);
    expect(verdicts.map(({ part, verdict }) => `${part}: ${verdict}`)).toMatchInlineSnapshot(`
      [
        "first earnings: same",
        "first before: same",
        "second earnings: same",
        "second before: same",
        "euros earnings: same",
        "euros before: missing",
        "moved earnings: same",
        "moved before: elsewhere",
        "elsewhere earnings: elsewhere",
        "elsewhere before: missing",
        "west earnings: same",
        "west before: missing",
      ]
    `);
  });

  it('reads like this, every caveat in it', () => {
    const result = accountComparisonSchema.parse(whole());
    expect(accountComparisonText({ ...result, sandbox: true })).toMatchInlineSnapshot(`
      "Accounts compared · 2026-10 · sandbox, invented data · 17 upstream calls

      Needs attention
      - ended: The session has ended.
      - first: The score is 1 from 18, the next threshold (E-commerce suspended (videos, LIVE, showcase)).
      - down: Its calls failed.
      - elsewhere: No figures for 2026-10-01 to 2026-10-31.
      - second: Revenue is 66.67% below that of the period before, over 30 days of each.

      EUR
      |rank|account|revenue|commission, est.|last day with data|
      |-:|-|-:|-:|-|
      |1|euros|93.00|3.10|2026-10-31|

      USD · together 310.00 · the largest has 60% of it · the largest three 90% · -20.0% over the 2 with a change
      all rows: commission, est. 3.10 · last day with data 2026-10-31
      |rank|account|label|revenue|change|contribution|level|score|scale|open appeals|
      |-:|-|-|-:|-:|-:|-|-:|-|-:|
      |1|first|Main shop|186.00|+50.0%|+20.0%|At risk|17|points|0|
      |2|second||62.00|-66.7%|-40.0%||||0|
      |3|moved||31.00|||||||
      |4|west||31.00|||||||

      Not compared
      - ended: The session has ended: log in again.
      - down: The vendor is down.

      Notes
      - The health of second is missing.
      - again has the same TikTok session as first, so it is the same account: counted once.
      - west: the period is 2026-10-02 to 2026-10-31 there.
      - Level and score: requested for 1 of 6 accounts, those with the most violations, because the earnings use the calls; violations and appeals are there for all. max_calls 24 would include them.
      - second: not all violations were read, so there can be more open appeals.
      - moved, before: The vendor returned 2025-04-01 to 2025-04-30, not 2026-09-01 to 2026-09-30 as requested.
      - elsewhere: The vendor returned 2025-03-01 to 2025-03-31, not 2026-10-01 to 2026-10-31 as requested.
      - first: the change is over 30 days in both periods (180.00 against 120.00).
      - second: the change is over 30 days in both periods (60.00 against 180.00).
      - Commission is an estimate."
    `);
  });

  it('carries the level and score of an account only where they were read', () => {
    const [line] = linesOf([first]);
    expect(line).toMatchObject({
      label: 'Main shop',
      level: 'At risk',
      score: 17,
      scale: 'points',
      open_appeals: 0,
    });
    const [without] = linesOf([member('bare', revenue('1'))]);
    expect(without).toMatchObject({ label: undefined, level: undefined, score: undefined, scale: undefined });
    expect(without?.open_appeals).toBeUndefined();
  });

  it('has days with data beside each account only where they differ', () => {
    const short = member('short', (date) => (date === '2026-10-15' ? {} : { revenue: money('1') }));
    expect(linesOf([first, short]).map(({ days_with_data }) => days_with_data)).toEqual([31, 30]);
    expect(linesOf([first, member('second', revenue('1'))]).every((one) => !('days_with_data' in one))).toBe(
      true,
    );
  });

  it('is of no period without accounts, and names a month only where the period is one', () => {
    expect(compute([])).toMatchObject({
      currencies: [],
      cached: false,
      notes: ['Commission is an estimate.'],
    });
    expect([compute([]).period, compute([]).month]).toEqual([undefined, undefined]);
    const days = { from: '2026-10-01', to: '2026-10-31', unit: 'day' } as const;
    const result = compute([member('one', revenue('1'), undefined, { period: days })], {
      name: 'last_30_days',
    });
    expect(result.month).toBeUndefined();
    expect(result.period).toEqual({ name: 'last_30_days', from: days.from, to: days.to });
  });

  it('leaves out one whose figures failed, or do not say which days they cover', () => {
    const failed = member('failed', revenue('1'), undefined, { insights: undefined });
    const undated = gateInsights({ segments: [] }, { period: monthRange(MONTH) }, CLOCK);
    const result = compute([
      first,
      failed,
      member('undated', revenue('1'), undefined, { insights: undated }),
    ]);
    expect(result.not_ranked).toEqual([{ account: 'undated', verdict: 'unknown', answered: undefined }]);
    expect(result.notes.filter((note) => note.startsWith('failed'))).toEqual([]);
  });

  it('says whose own calendar ends on another day', () => {
    const other = member('other', revenue('1'), undefined, {
      period: { from: '2026-10-01', to: '2026-10-30', unit: 'day' },
    });
    expect(compute([first, other]).notes).toContain('other: the period is 2026-10-01 to 2026-10-30 there.');
  });

  it('is cached only where every account is', () => {
    const live = member('live', revenue('1'), undefined, { isCached: false });
    expect([compute([first]).cached, compute([first, live]).cached]).toEqual([true, false]);
  });

  it('has the money of a change in a note where it is over fewer days than the account has', () => {
    const until = (last: string) => (date: string) =>
      date <= last ? { revenue: money('2.00') } : { overall_item_sold_cnt: 1 };
    const notesOf = (before: Figures) => compute([member('one', revenue('3.00'), before)]).notes;
    expect(notesOf(until('2026-09-01'))).toContain(
      'one: the change is over one day in both periods (3.00 against 2.00).',
    );
    expect(notesOf(until('2026-09-12'))).toContain(
      'one: the change is over 12 days in both periods (36.00 against 24.00).',
    );
    // All of September has a day of its place in August.
    const even = member('one', revenue('1'), undefined, {
      insights: reading(BEFORE, revenue('3.00')),
      previous: reading('2026-08', revenue('2.00')),
    });
    expect(compute([even]).notes).toEqual(['Commission is an estimate.']);
  });

  it('names the accounts that can have more, only where there is another to be compared with', () => {
    const short = (account: string) =>
      member(account, (date) =>
        date < '2026-10-11' ? { revenue: money('9') } : { overall_item_sold_cnt: 1 },
      );
    const uneven = (...members: MemberData[]) =>
      compute(members).notes.filter((note) => note.includes('ranked by'));
    expect(uneven(short('a'), short('b'), first)).toEqual([
      'USD: ranked by what is told; a, b can have more, so there is no share of the largest.',
    ]);
    expect(uneven(short('a'), first)).toHaveLength(1);
    expect(uneven(short('a'))).toEqual([]);
    const mixing = (account: string) =>
      member(account, (date) =>
        date < '2026-10-03'
          ? { overall_item_sold_cnt: 1 }
          : { revenue: money('9', date < '2026-10-16' ? 'USD' : 'EUR') },
      );
    expect(uneven(mixing('m'), mixing('n'))).toEqual([
      'Accounts: ranked by what is told; m, n can have more, so there is no share of the largest.',
    ]);
    expect(uneven(first, member('other', revenue('1')))).toEqual([]);
  });

  it('says of how many accounts the level was requested', () => {
    const left = (asked: number) =>
      compute([first, member('b', revenue('1'))], { leftOut: { asked, maxCalls: 9 } }).notes[0];
    expect(left(1)).toBe(
      'Level and score: requested for 1 of 2 accounts, those with the most violations, because the earnings use the calls; violations and appeals are there for all. max_calls 9 would include them.',
    );
    expect(left(0)).toBe(
      'Level and score: requested for none of 2 accounts, because the earnings use the calls; violations and appeals are there for all. max_calls 9 would include them.',
    );
  });
});

describe('the text of a comparison', () => {
  const view = (other: object) =>
    accountComparisonText({ exceptions: [], currencies: [], failed: [], calls: 1, notes: [], ...other });

  it('is headed by the month, or else the days, or neither', () => {
    const days = { from: '2026-10-01', to: '2026-10-07' };
    expect(view({ month: MONTH, period: days })).toBe('Accounts compared · 2026-10 · 1 upstream call');
    expect(view({ period: days })).toBe('Accounts compared · 2026-10-01 to 2026-10-07 · 1 upstream call');
    expect(view({ calls: 2 })).toBe('Accounts compared · 2 upstream calls');
  });

  it('has sums and shares only of several accounts, and says of how many a change is', () => {
    const group = (accounts: readonly object[], shares: object = {}) =>
      view({
        currencies: [
          { currency: 'USD', revenue: 10, top_share: 0.5, revenue_change: 0.25, accounts, ...shares },
        ],
      }).split('\n')[2];
    const account = (name: string, change?: number) => ({
      account: name,
      revenue: 5,
      revenue_change: change,
    });
    expect(group([account('a', 0.25)])).toBe('USD');
    expect(group([account('a', 0.25), account('b', 0.25)])).toBe(
      'USD · together 10.00 · the largest has 50% of it · +25.0% in all',
    );
    expect(group([account('a', 0.25), account('b')], { top_3_share: 0.9, top_5_share: 0.95 })).toBe(
      'USD · together 10.00 · the largest has 50% of it · the largest three 90% · the largest five 95% · +25.0% over the 1 with a change',
    );
    expect(
      group([account('a'), account('b')], {
        revenue: undefined,
        top_share: undefined,
        revenue_change: undefined,
      }),
    ).toBe('USD');
    expect(group([account('a'), account('b')], { currency: undefined, revenue: undefined })).toContain(
      'No single currency, or no figures yet',
    );
  });
});
