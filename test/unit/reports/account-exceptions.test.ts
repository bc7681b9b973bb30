import { describe, expect, it } from 'vitest';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { gateInsights } from '../../../src/metrics/replies.ts';
import type { Violation } from '../../../src/metrics/violations.ts';
import { exceptionsOf } from '../../../src/reports/account-comparison/exceptions.ts';
import type { MemberData } from '../../../src/reports/account-comparison/plan.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

/** What is said of an account that needs attention, word for word, in its own time. */

const { from, to } = monthRange('2026-10');
const OFFSET = -28_800;
const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: OFFSET };

const insights = (revenue?: string) =>
  gateInsights(
    {
      segments: [
        segment(
          from,
          to,
          OFFSET,
          dates(from, to).map((date) =>
            bucket(date, date, OFFSET, revenue === undefined ? {} : { revenue: money(revenue) }),
          ),
        ),
      ],
    },
    { period: { from, to } },
    CLOCK,
  );

const violation = (id: string, other: Partial<Violation>): Violation => ({
  record_id: id,
  occurred_at: '2026-09-01T00:00:00Z',
  reason: 'A reason',
  type: undefined,
  active: true,
  detail: undefined,
  suggestion: undefined,
  policy_url: undefined,
  appeal_state: 'not appealed',
  appealed: false,
  enforcement: [],
  can_appeal: true,
  appeal_deadline: undefined,
  ...other,
});

const having = (violations: readonly Violation[]): Partial<MemberData> => ({
  violations: {
    violations,
    total: violations.length,
    hasMore: false,
    periodFrom: undefined,
    periodTo: undefined,
    creatorStatus: undefined,
  },
});

const member = (account: string, other: Partial<MemberData> = {}): MemberData => ({
  account,
  label: undefined,
  period: { from, to, unit: 'month' },
  insights: insights('1.00'),
  previous: undefined,
  status: undefined,
  violations: undefined,
  scoreScale: undefined,
  sessionEnd: undefined,
  clock: CLOCK,
  isCached: false,
  failures: [],
  ...other,
});

const of = (
  other: Partial<MemberData>,
  change?: { readonly relative: number | null; readonly days: number },
): readonly object[] =>
  exceptionsOf(
    { failed: [], members: [member('one', other)] },
    new Map(change === undefined ? [] : [['one', change]]),
  ).map(({ account: _, ...told }) => told);

describe('an account that needs attention', () => {
  it('has no figures where none came, or those of other days', () => {
    const none = [{ kind: 'no_data', fact: 'No figures for 2026-10-01 to 2026-10-31.', until: undefined }];
    expect(of({ insights: insights() })).toEqual(none);
    expect(of({ insights: undefined })).toEqual(none);
    expect(of({})).toEqual([]);
  });

  it('has appeals that end within a week, the first of them named', () => {
    const deadlines = ['2026-11-28T20:00:00Z', '2026-11-27T20:00:00Z', '2026-12-24T20:00:00Z'];
    const open = deadlines.map((appeal_deadline, index) => violation(`7${index}`, { appeal_deadline }));
    expect(of(having(open))).toEqual([
      {
        kind: 'appeal_due',
        fact: '2 appeals possible until 2026-11-27T12:00:00-08:00.',
        until: '2026-11-27T12:00:00-08:00',
      },
    ]);
    expect(of(having(open.slice(0, 1)))).toMatchObject([
      { fact: '1 appeal possible until 2026-11-28T12:00:00-08:00.' },
    ]);
    // Without a deadline nothing is due; one that lapses sooner is said as that alone.
    expect(of(having([violation('70', {})]))).toEqual([]);
    const lapsing = violation('71', { appeal_deadline: '2026-11-23T20:00:00Z' });
    expect(of(having([lapsing, ...open]))).toMatchObject([
      { kind: 'appeal_lapsing', until: '2026-11-23T12:00:00-08:00' },
      { kind: 'appeal_due', until: '2026-11-27T12:00:00-08:00' },
    ]);
  });

  it('has violations since the first day of the period, as its own calendar has it', () => {
    const at = (...times: readonly (string | undefined)[]) =>
      of(having(times.map((occurred_at, index) => violation(`7${index}`, { occurred_at }))));
    expect(at('2026-10-01T08:00:00Z', '2026-11-20T00:00:00Z')).toEqual([
      { kind: 'new_violations', fact: '2 violations since 2026-10-01.', until: undefined },
    ]);
    expect(at('2026-10-01T08:00:00Z', undefined)).toMatchObject([{ fact: '1 violation since 2026-10-01.' }]);
    // Still September in California.
    expect(at('2026-10-01T07:59:59Z')).toEqual([]);
  });

  it('has days in UTC where its offset is not known', () => {
    const clock = { now: CLOCK.now, offset: undefined };
    const occurred_at = '2026-09-30T23:59:59Z';
    expect(of({ clock, ...having([violation('70', { occurred_at })]) })).toEqual([]);
    expect(of({ clock, ...having([violation('70', { occurred_at: '2026-10-01T00:00:00Z' })]) })).toHaveLength(
      1,
    );
  });

  it('has a session that ends, to the second', () => {
    expect(of({ sessionEnd: new Date('2026-11-25T20:00:00.900Z') })).toEqual([
      {
        kind: 'session_ending',
        fact: 'The session probably ends 2026-11-25T12:00:00-08:00.',
        until: '2026-11-25T12:00:00-08:00',
      },
    ]);
  });

  it.each([
    { days: 31, over: '' },
    { days: 30, over: ', over 30 days of each' },
    { days: 1, over: ', over one day of each' },
  ])('has a revenue that fell on $days of 31 days', ({ days, over }) => {
    expect(of({}, { relative: -0.5, days })).toEqual([
      { kind: 'fell', fact: `Revenue is 50% below that of the period before${over}.`, until: undefined },
    ]);
    expect(of({}, { relative: null, days })).toEqual([]);
    expect(of({}, { relative: 0.5, days })).toEqual([]);
  });

  it('is told of products that it lost, and of a score near its next threshold', () => {
    const status = {
      level: 'At risk',
      score: 17,
      score_shown: true,
      creator_status: 0,
      light_color: undefined,
      dark_color: undefined,
      rules_url: undefined,
    };
    const lost = { from, to, seen: '2026-11-20', product_ids: ['1', '2', '3', '4'] };
    expect(of({ status, scoreScale: 'points', lost })).toEqual([
      {
        kind: 'score_near_threshold',
        fact: 'The score is 1 from 18, the next threshold (E-commerce suspended (videos, LIVE, showcase)).',
        until: undefined,
      },
      {
        kind: 'product_unavailable',
        fact: '4 products with revenue in 2026-10-01 to 2026-10-31 were unavailable when the showcase was last reviewed, 2026-11-20: 1, 2, 3.',
        until: undefined,
      },
    ]);
    expect(of({ lost: { ...lost, product_ids: ['9'] } })).toMatchObject([
      {
        fact: 'A product with revenue in 2026-10-01 to 2026-10-31 was unavailable when the showcase was last reviewed, 2026-11-20: 9.',
      },
    ]);
  });
});

describe('accounts that need attention', () => {
  const order = (...names: readonly string[]) =>
    exceptionsOf(
      {
        failed: names.map((account) => ({ account, error: 'Down.', isSession: account.startsWith('ended') })),
        members: [member('quiet', { insights: undefined })],
      },
      new Map(),
    ).map(({ account, kind }) => `${account} ${kind}`);

  it('are in order of what is the matter, and of their names', () => {
    const wanted = [
      'ended-a session_ended',
      'ended-b session_ended',
      'aa no_data',
      'quiet no_data',
      'zz no_data',
    ];
    expect(order('zz', 'ended-b', 'aa', 'ended-a')).toEqual(wanted);
    expect(order('ended-a', 'aa', 'ended-b', 'zz')).toEqual(wanted);
  });

  it('say what to do with the failures, and here only what failed', () => {
    const failed = [
      { account: 'a', error: 'Log in again.', isSession: true },
      { account: 'b', error: 'Try later.', isSession: false },
    ];
    expect(exceptionsOf({ failed, members: [] }, new Map())).toEqual([
      { account: 'a', kind: 'session_ended', fact: 'The session has ended.' },
      { account: 'b', kind: 'no_data', fact: 'Its calls failed.' },
    ]);
  });
});
