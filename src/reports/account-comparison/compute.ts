import { at, type JsonObject, readCount } from '../../json.ts';
import { readHealthStatus, readViolations } from '../../metrics/account.ts';
import { addMonths, type Month, monthRange } from '../../metrics/calendar.ts';
import { changesOf, pairMonths } from '../../metrics/comparison.ts';
import {
  denominationOf,
  moneyOf,
  rateOf,
  sixDigits,
  writeFigures,
  writeMoney,
} from '../../metrics/figures.ts';
import { addMoney, amountIn, type Money } from '../../metrics/money.ts';
import { readStats, type Stats } from '../../metrics/time-series.ts';
import { MONTH } from '../../metrics/vocabulary.ts';
import type { Clock } from '../../metrics/window.ts';
import { summarizeHealth } from '../account-health/compute.ts';
import type { ComparisonData, MemberData } from './plan.ts';

/** What one account brings to a comparison; a part that failed is missing. */
export interface ComparedAccount {
  readonly account: string;
  readonly insights: JsonObject | undefined;
  readonly previous: JsonObject | undefined;
  readonly clock: Clock;
}

interface Entry {
  readonly account: string;
  readonly stats: Stats;
  readonly previous: Stats | undefined;
  /** Undefined where the account's own reply mixes currencies: such an account has no single figure to rank. */
  readonly currency: string | undefined;
  readonly revenue: Money | undefined;
}

/**
 * A month of several accounts side by side: ranked by revenue within each currency, never added across currencies.
 * Pure: each member brings its own clock.
 */
export function compareMonth(month: Month, members: readonly ComparedAccount[]) {
  const entries = members.flatMap(({ account, insights, previous, clock }): Entry[] => {
    if (insights === undefined) return [];
    const stats = readStats(insights, MONTH, monthRange(month), clock);
    const before = previous && readStats(previous, MONTH, monthRange(addMonths(month, -1)), clock);
    const { currency } = denominationOf(stats.days.map((day) => day.figures));
    return [{ account, stats, previous: before, currency, revenue: moneyOf(stats.totals, 'revenue') }];
  });
  const currencies = [...new Set(entries.map(({ currency }) => currency))].sort();
  const groups = currencies.map((currency) => {
    const own = entries.filter((entry) => entry.currency === currency);
    const amount = ({ revenue }: Entry) => amountIn(revenue ?? new Map(), currency ?? '');
    const ranked = own.sort((a, b) => amount(b).cmp(amount(a)) || (a.account < b.account ? -1 : 1));
    const total = addMoney(ranked.flatMap(({ revenue }) => revenue ?? []));
    const share = rateOf(ranked[0]?.revenue, total);
    return {
      currency,
      revenue: currency === undefined ? undefined : writeMoney(total, { currency, mixed: [] }),
      top_share: share === undefined ? undefined : sixDigits(share),
      accounts: ranked.map((entry, index) => ({ rank: index + 1, ...lineOf(entry) })),
    };
  });
  return groups;
}

function lineOf({ account, stats, previous }: Entry) {
  const comparison = previous && pairMonths(stats, previous);
  const change = comparison && changesOf(comparison, MONTH, stats.denomination);
  const { revenue, commission_estimated, items_sold } = writeFigures(stats.totals, stats.denomination);
  return {
    account,
    revenue,
    commission_estimated,
    items_sold,
    revenue_change: change?.['revenue']?.relative ?? undefined,
    last_day_with_data: stats.window.last_day_with_data ?? undefined,
  };
}

/** The whole comparison, without what only the server knows. Pure. */
export function computeAccountComparison({ month, members, failed, calls }: ComparisonData) {
  const byAccount = new Map(members.map((member) => [member.account, member]));
  return {
    month,
    currencies: compareMonth(month, members).map((group) => ({
      ...group,
      accounts: group.accounts.map((line) => {
        const member = byAccount.get(line.account);
        return { ...line, label: member?.label, ...(member && healthOf(member)) };
      }),
    })),
    failed,
    calls,
    cached: members.length > 0 && members.every(({ isCached }) => isCached),
    notes: [...members.flatMap(({ failures }) => failures), 'Commission is an estimate.'],
  };
}

function healthOf({ status, violations, scoreScale, clock }: MemberData) {
  const { level, score, scale, appeals } = summarizeHealth(
    {
      status: status && readHealthStatus(status),
      violations: violations && readViolations(violations, clock.offset),
      total: readCount(at(violations, 'total')),
      scoreScale,
    },
    clock,
  );
  return {
    level,
    score,
    scale: score === undefined ? undefined : scale.kind,
    open_appeals: appeals?.open.length,
  };
}
