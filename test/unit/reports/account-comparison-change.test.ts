import { describe, expect, it } from 'vitest';
import { addMonths } from '../../../src/metrics/calendar.ts';
import { monthsFrom } from '../../../src/metrics/periods.ts';
import type { Violation } from '../../../src/metrics/violations.ts';
import { exceptionsOf } from '../../../src/reports/account-comparison/exceptions.ts';
import {
  type ComparedAccount,
  rankAccounts,
  revenueChangeOf,
} from '../../../src/reports/account-comparison/rank-accounts.ts';
import { earning, MONTH, member, monthOf, reading } from '../../support/compared-accounts.ts';
import { money } from '../../support/month-reply.ts';

describe('what accounts add to the change', () => {
  const group = (sort?: 'revenue' | 'change' | 'commission') =>
    rankAccounts(
      [
        earning('a', '4', 'USD', { revenue: money('2') }),
        earning('b', '3', 'USD', { revenue: money('4') }),
        earning('c', '2', 'USD', { revenue: money('1') }),
        earning('d', '1', 'USD', { revenue: money('3') }),
      ],
      sort,
    )[0];

  it('is their contribution: together the change of all', () => {
    const { accounts = [], revenue_change } = group() ?? {};
    expect(accounts.map(({ account, contribution }) => [account, contribution])).toEqual([
      ['a', 0.2],
      ['b', -0.1],
      ['c', 0.1],
      ['d', -0.2],
    ]);
    expect(revenue_change).toBe(0);
  });

  it('is concentrated in the largest three of more than three', () => {
    expect(group()).toMatchObject({ top_share: 0.4, top_3_share: 0.9, top_5_share: undefined });
  });

  it('can be what they are sorted by', () => {
    const order = (sort?: 'revenue' | 'change' | 'commission') =>
      group(sort)?.accounts.map(({ account }) => account);
    expect(order()).toEqual(['a', 'b', 'c', 'd']);
    expect(order('change')).toEqual(['a', 'c', 'b', 'd']);
    // None has a commission, so their names decide.
    expect(order('commission')).toEqual(['a', 'b', 'c', 'd']);
    // Who is largest does not depend on it.
    expect(group('change')).toMatchObject({ top_share: 0.4, top_3_share: 0.9 });
  });

  it.each([0, 1, 2, 3])('puts those without the figure last, whoever comes first', (turn) => {
    const some = [
      member('low', { revenue: money('9'), commission_estimated: money('1') }, { revenue: money('12') }),
      member('b-none', { revenue: money('2') }),
      member('high', { revenue: money('3'), commission_estimated: money('2') }, { revenue: money('1') }),
      member('a-none', { revenue: money('1') }),
    ];
    const turned = [...some.slice(turn), ...some.slice(0, turn)];
    const wanted = ['high', 'low', 'a-none', 'b-none'];
    for (const sort of ['commission', 'change'] as const)
      expect(rankAccounts(turned, sort)[0]?.accounts.map(({ account }) => account)).toEqual(wanted);
  });

  it('is nothing for one account, and nothing on nothing', () => {
    const contributions = (...accounts: readonly ComparedAccount[]) =>
      rankAccounts(accounts).flatMap((one) => one.accounts.map(({ contribution }) => contribution));
    expect(contributions(earning('a', '4', 'USD', { revenue: money('2') }))).toEqual([undefined]);
    const fromZero = (name: string) => earning(name, '4', 'USD', { revenue: money('0') });
    expect(contributions(fromZero('a'), fromZero('b'))).toEqual([undefined, undefined]);
  });

  it('is not told of a month before in another currency, even of one without revenue', () => {
    const before = reading(
      addMonths(MONTH, -1),
      monthOf(addMonths(MONTH, -1), () => ({ revenue: money('0', 'EUR') })),
    );
    expect(revenueChangeOf({ ...earning('a', '4'), previous: before })).toBeUndefined();
  });
});

describe('accounts that need attention', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const violation = (occurred_at: string, appeal_deadline?: string): Violation => ({
    record_id: occurred_at,
    occurred_at,
    reason: 'A reason',
    type: undefined,
    active: true,
    detail: undefined,
    suggestion: undefined,
    policy_url: undefined,
    appeal_state: 'not appealed',
    appealed: false,
    enforcement: [],
    can_appeal: appeal_deadline === undefined ? undefined : true,
    appeal_deadline,
  });
  const exceptions = (
    given: {
      readonly violations?: readonly Violation[];
      readonly sessionEnd?: string;
      readonly change?: number;
    } = {},
    data: 'some' | 'none' = 'some',
  ) => {
    const { violations, sessionEnd, change } = given;
    const figures = { revenue: money('1') };
    return exceptionsOf(
      {
        failed: [],
        members: [
          {
            ...earning('one', '1'),
            insights: reading(
              MONTH,
              monthOf(MONTH, () => (data === 'some' ? figures : {})),
            ),
            previous: undefined,
            label: undefined,
            period: monthsFrom(MONTH, 1),
            status: undefined,
            violations: violations && {
              violations,
              total: violations.length,
              hasMore: false,
              periodFrom: undefined,
              periodTo: undefined,
              creatorStatus: undefined,
            },
            scoreScale: undefined,
            sessionEnd: sessionEnd === undefined ? undefined : new Date(sessionEnd),
            clock: { now, offset: 0 },
            isCached: false,
            failures: [],
          },
        ],
      },
      new Map(change === undefined ? [] : [['one', { relative: change, days: 30 }]]),
    ).map(({ kind }) => kind);
  };

  it('are none where nothing is the matter', () => {
    expect(exceptions()).toEqual([]);
  });

  it('fell by more than 20 %, not by as much', () => {
    expect(exceptions({ change: -0.2 })).toEqual([]);
    expect(exceptions({ change: -0.200001 })).toEqual(['fell']);
  });

  it('have an appeal within 7 days, not later', () => {
    const due = (deadline: string) =>
      exceptions({ violations: [violation('2026-09-01T00:00:00+00:00', deadline)] });
    expect(due('2026-11-29T12:00:00+00:00')).toEqual(['appeal_due']);
    expect(due('2026-11-29T12:00:01+00:00')).toEqual([]);
    // One appeal is one entry, however soon it lapses.
    expect(due('2026-11-25T12:00:00+00:00')).toEqual(['appeal_due']);
    expect(due('2026-11-25T11:59:59+00:00')).toEqual(['appeal_lapsing']);
  });

  it('have violations since the period began, not before', () => {
    expect(exceptions({ violations: [violation('2026-10-01T00:00:00+00:00')] })).toEqual(['new_violations']);
    expect(exceptions({ violations: [violation('2026-09-30T23:59:59+00:00')] })).toEqual([]);
  });

  it('have a session that ends within 7 days', () => {
    expect(exceptions({ sessionEnd: '2026-11-29T12:00:00Z' })).toEqual(['session_ending']);
    expect(exceptions({ sessionEnd: '2026-11-29T12:00:01Z' })).toEqual([]);
  });

  it('have no figures, the most urgent first', () => {
    expect(exceptions({ change: -0.5, sessionEnd: '2026-11-23T00:00:00Z' }, 'none')).toEqual([
      'no_data',
      'session_ending',
      'fell',
    ]);
  });
});
