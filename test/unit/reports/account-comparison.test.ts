import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { addMonths, monthRange } from '../../../src/metrics/calendar.ts';
import { monthsFrom } from '../../../src/metrics/periods.ts';
import { gateInsights } from '../../../src/metrics/replies.ts';
import { type ComparedAccount, rankAccounts } from '../../../src/reports/account-comparison/rank-accounts.ts';
import { earning, MONTH, member, monthOf, reading } from '../../support/compared-accounts.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

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
