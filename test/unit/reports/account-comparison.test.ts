import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { addMonths, monthRange } from '../../../src/metrics/calendar.ts';
import { monthsFrom } from '../../../src/metrics/periods.ts';
import { gateInsights } from '../../../src/metrics/replies.ts';
import type { Violation } from '../../../src/metrics/violations.ts';
import { exceptionsOf } from '../../../src/reports/account-comparison/exceptions.ts';
import {
  type ComparedAccount,
  rankAccounts,
  revenueChangeOf,
} from '../../../src/reports/account-comparison/rank-accounts.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const MONTH = '2026-10';
const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };

/** A month in which every day has the same figures. */
const monthOf = (month: string, figures: (date: string) => JsonObject): JsonObject => {
  const { from, to } = monthRange(month);
  return {
    segments: [
      segment(
        from,
        to,
        0,
        dates(from, to).map((date) => bucket(date, date, 0, figures(date))),
      ),
    ],
  };
};

/** A reply as its gate reads it, asked for a month. */
const reading = (month: string, payload: JsonObject) =>
  gateInsights(payload, { period: monthRange(month) }, CLOCK);

const member = (
  account: string,
  figures: JsonObject | ((date: string) => JsonObject),
  before?: JsonObject,
): ComparedAccount => ({
  account,
  period: monthsFrom(MONTH, 1),
  insights: reading(MONTH, monthOf(MONTH, typeof figures === 'function' ? () => ({}) : () => figures)),
  previous:
    before &&
    reading(
      addMonths(MONTH, -1),
      monthOf(addMonths(MONTH, -1), () => before),
    ),
});
const earning = (account: string, amount: string, currency = 'USD', before?: JsonObject) =>
  member(account, { revenue: money(amount, currency) }, before);

describe('accounts compared', () => {
  it('are ranked by revenue, each with its own figures and its change on the same days before', () => {
    const groups = rankAccounts([
      member(
        'small',
        { revenue: money('1.00'), commission_estimated: money('0.10'), overall_item_sold_cnt: 2 },
        { revenue: money('2.00') },
      ),
      member(
        'large',
        {
          revenue: money('3.00'),
          live_revenue: money('3.00'),
          commission_estimated: money('0.30'),
          overall_item_sold_cnt: 5,
        },
        { revenue: money('2.00') },
      ),
    ]);
    expect(groups).toEqual([
      {
        currency: 'USD',
        revenue: 124,
        top_share: 0.75,
        top_3_share: undefined,
        top_5_share: undefined,
        // 90 and 30 against 60 and 60.
        revenue_change: 0,
        accounts: [
          {
            rank: 1,
            account: 'large',
            revenue: 93,
            commission_estimated: 9.3,
            items_sold: 155,
            // September has 30 days: 90 against 60.
            revenue_change: 0.5,
            contribution: 0.25,
            days_with_data: 31,
            last_day_with_data: '2026-10-31',
          },
          {
            rank: 2,
            account: 'small',
            revenue: 31,
            commission_estimated: 3.1,
            items_sold: 62,
            revenue_change: -0.5,
            contribution: -0.25,
            days_with_data: 31,
            last_day_with_data: '2026-10-31',
          },
        ],
      },
    ]);
  });

  it('are ranked and added up within a currency, never across', () => {
    const groups = rankAccounts([
      earning('us-2', '1'),
      earning('jp', '1000', 'JPY'),
      earning('us-1', '4'),
      earning('de-1', '2', 'EUR'),
      earning('de-2', '6', 'EUR'),
    ]);
    expect(
      groups.map(({ currency, revenue, top_share, accounts }) => [
        currency,
        revenue,
        top_share,
        accounts.map(({ rank, account }) => `${rank} ${account}`),
      ]),
    ).toEqual([
      ['EUR', 248, 0.75, ['1 de-2', '2 de-1']],
      ['JPY', 31_000, 1, ['1 jp']],
      ['USD', 155, 0.8, ['1 us-1', '2 us-2']],
    ]);
  });

  it('have the share of the largest, of three where there are more, and of five where there are more', () => {
    const shares = (...amounts: readonly string[]) => {
      const [group] = rankAccounts(amounts.map((amount, index) => earning(`a${index}`, amount)));
      return [group?.top_share, group?.top_3_share, group?.top_5_share];
    };
    expect(shares('5', '3', '2')).toEqual([0.5, undefined, undefined]);
    expect(shares('5', '2', '2', '1')).toEqual([0.5, 0.9, undefined]);
    expect(shares('4', '2', '1', '2', '1')).toEqual([0.4, 0.8, undefined]);
    expect(shares('4', '1', '1', '2', '1', '1')).toEqual([0.4, 0.7, 0.9]);
    // Less than nothing in one account: the largest would have more than all of it.
    expect(shares('5', '-1')).toEqual([undefined, undefined, undefined]);
    expect(shares('1', '-5')).toEqual([undefined, undefined, undefined]);
    expect(shares('0', '-5')).toEqual([undefined, undefined, undefined]);
  });

  it('with the same revenue are in order of their names, however they arrive', () => {
    const names = (order: readonly string[]) =>
      rankAccounts(order.map((name) => earning(name, '5'))).map(({ accounts }) =>
        accounts.map(({ account }) => account),
      );
    for (const order of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
      ['b', 'c', 'a'],
    ]) {
      expect(names(order)).toEqual([['a', 'b', 'c']]);
    }
  });

  it('leave out those whose month failed, and compare nobody with nothing', () => {
    const failed = {
      account: 'failed',
      period: monthsFrom(MONTH, 1),
      insights: undefined,
      previous: undefined,
    };
    expect(
      rankAccounts([failed, earning('well', '1')]).map(({ accounts }) =>
        accounts.map(({ account }) => account),
      ),
    ).toEqual([['well']]);
    expect(rankAccounts([failed])).toEqual([]);
    expect(rankAccounts([])).toEqual([]);
  });

  it('put one without a revenue figure last, and give it none', () => {
    const [group] = rankAccounts([
      member('no-revenue', { commission_estimated: money('1') }, { revenue: money('2') }),
      earning('earning', '1'),
    ]);
    expect(group?.revenue).toBe(31);
    expect(group?.top_share).toBeUndefined();
    expect(group?.accounts.map(({ rank, account, revenue }) => [rank, account, revenue])).toEqual([
      [1, 'earning', 31],
      [2, 'no-revenue', undefined],
    ]);
    expect(group?.accounts[1]?.revenue_change).toBeUndefined();
  });

  it('have no change without a month before, after a month at zero, or without shared days', () => {
    const late = (date: string): JsonObject => (date > '2026-10-15' ? { revenue: money('1') } : {});
    const early = (date: string): JsonObject => (date <= '2026-09-15' ? { revenue: money('1') } : {});
    const groups = rankAccounts([
      earning('alone', '4'),
      earning('from-zero', '3', 'USD', { revenue: money('0') }),
      earning('half', '2', 'USD', { revenue: money('4') }),
      {
        ...earning('late', '1'),
        insights: reading(MONTH, monthOf(MONTH, late)),
        previous: reading(addMonths(MONTH, -1), monthOf(addMonths(MONTH, -1), early)),
      },
    ]);
    expect(
      groups.flatMap(({ accounts }) => accounts.map((line) => [line.account, line.revenue_change])),
    ).toEqual([
      ['alone', undefined],
      ['from-zero', undefined],
      ['half', -0.5],
      ['late', undefined],
    ]);
  });

  it('are measured against the month before alone, whatever else its reply brings', () => {
    const days = dates('2026-08-01', '2026-11-21').map((date) =>
      bucket(date, date, 0, { revenue: money(date.startsWith('2026-09') ? '2' : '777') }),
    );
    const previous = reading('2026-09', { segments: [segment('2026-08-01', '2026-11-21', 0, days)] });
    expect(rankAccounts([{ ...earning('one', '3'), previous }])[0]?.accounts[0]?.revenue_change).toBe(0.5);
  });

  it('know the last day with data of each, or that there is none', () => {
    const until = (last: string) => (date: string) => (date <= last ? { revenue: money('1') } : {});
    const groups = rankAccounts([
      { ...earning('a', '1'), insights: reading(MONTH, monthOf(MONTH, until('2026-10-20'))) },
      {
        ...earning('b', '1'),
        insights: reading(
          MONTH,
          monthOf(MONTH, () => ({})),
        ),
      },
    ]);
    const lines = groups.flatMap(({ accounts }) => accounts);
    expect(lines.find(({ account }) => account === 'a')?.last_day_with_data).toBe('2026-10-20');
    expect(lines.find(({ account }) => account === 'b')?.last_day_with_data).toBeUndefined();
  });

  it('keep one that mixes currencies itself apart from all others, without a figure to rank', () => {
    const mixing = (name: string): ComparedAccount => ({
      ...earning(name, '1'),
      insights: reading(
        MONTH,
        monthOf(MONTH, (date) => ({
          revenue: money('1', date < '2026-10-11' ? 'USD' : 'EUR'),
          overall_item_sold_cnt: 1,
        })),
      ),
    });
    const groups = rankAccounts([mixing('z-mixes'), mixing('mixes'), earning('us', '1')]);
    expect(
      groups.map(({ currency, accounts }) => [currency, accounts.map(({ account }) => account)]),
    ).toEqual([
      ['USD', ['us']],
      [undefined, ['mixes', 'z-mixes']],
    ]);
    expect(groups[1]?.top_share).toBeUndefined();
    expect(groups[1]?.accounts[0]).toEqual({
      rank: 1,
      account: 'mixes',
      revenue: undefined,
      commission_estimated: undefined,
      items_sold: 31,
      revenue_change: undefined,
      days_with_data: 31,
      last_day_with_data: '2026-10-31',
    });
  });

  it('without the figure come last, behind one with more returns than sales', () => {
    const silent = member('a-silent', { overall_item_sold_cnt: 1, commission_estimated: money('1') });
    const [group] = rankAccounts([silent, earning('negative', '-5'), earning('some', '3')]);
    expect(group?.accounts.map(({ account }) => account)).toEqual(['some', 'negative', 'a-silent']);
  });

  it('without any data are no zero', () => {
    const [group] = rankAccounts([member('silent', {}), member('quiet', {})]);
    expect(group).toMatchObject({ currency: undefined, revenue: undefined, top_share: undefined });
    expect(group?.accounts.map(({ account, revenue }) => [account, revenue])).toEqual([
      ['quiet', undefined],
      ['silent', undefined],
    ]);
  });

  it('take today from their own clock', () => {
    const clock = { now: new Date('2026-11-01T03:00:00Z'), offset: -28_800 };
    const payload = monthOf(MONTH, () => ({ revenue: money('1') }));
    const west = {
      account: 'west',
      period: monthsFrom(MONTH, 1),
      insights: gateInsights(payload, { period: monthRange(MONTH) }, clock),
      previous: undefined,
    };
    expect(rankAccounts([west])[0]?.accounts[0]?.revenue).toBe(31);
  });
});

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
