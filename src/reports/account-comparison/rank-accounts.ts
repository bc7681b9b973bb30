import { placeIn } from '../../metrics/compared-period.ts';
import { type Change, changesOf, comparePeriods } from '../../metrics/comparison.ts';
import {
  isSameCurrency,
  sixDigits,
  type WrittenMoney,
  writeFigures,
  writeMoney,
} from '../../metrics/denomination.ts';
import { moneyOf } from '../../metrics/figures.ts';
import { addMoney, amountIn, type Money } from '../../metrics/money.ts';
import type { Period } from '../../metrics/periods.ts';
import { isMatching, type Matching, type Reading } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import { ratioOf } from '../../metrics/sums.ts';
import { INSIGHTS } from '../../metrics/vocabulary.ts';
import type { SortKey } from './schema.ts';

type InsightsSeries = Series<typeof INSIGHTS>;

/** The input of one account; a part that failed is missing. */
export interface ComparedAccount {
  readonly account: string;
  readonly period: Period;
  readonly insights: Reading<InsightsSeries> | undefined;
  readonly previous: Reading<InsightsSeries> | undefined;
}

interface RankedAccount {
  readonly account: string;
  readonly insights: Matching<InsightsSeries>;
  /** Undefined if the account's reply mixes currencies, so that there is no single figure to rank. */
  readonly currency: string | undefined;
  readonly revenue: Money | undefined;
  readonly commission: Money | undefined;
  /** Days with revenue, if fewer than those with data. */
  readonly daysShort: number | undefined;
  /** The change of revenue over the days that both periods have. */
  readonly change: Change | undefined;
}

/**
 * A period of several accounts side by side: ranked within each currency, never added across currencies. Only accounts
 * whose figures are about the period take part.
 */
export function rankAccounts(members: readonly ComparedAccount[], sort: SortKey = 'revenue') {
  const entries = members.flatMap((member): RankedAccount[] => {
    const { account, insights } = member;
    if (!isMatching(insights)) return [];
    const { denomination, totals, coverage, window } = insights.value;
    const days = coverage.get('revenue') ?? 0;
    return [
      {
        account,
        insights,
        currency: denomination.currency,
        revenue: moneyOf(totals, 'revenue'),
        commission: moneyOf(totals, 'commission_estimated'),
        daysShort: days < window.days_with_data ? days : undefined,
        change: revenueChangeOf(member),
      },
    ];
  });
  const currencies = [...new Set(entries.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const code = currency ?? '';
    const own = entries.filter((entry) => entry.currency === currency);
    const ranked = own.sort((a, b) => compareEntries(a, b, code, sort) || (a.account < b.account ? -1 : 1));
    const total = addMoney(ranked.flatMap(({ revenue }) => revenue ?? []));
    const largest = own
      .flatMap(({ revenue }) => revenue ?? [])
      .sort((a, b) => amountIn(b, code).cmp(amountIn(a, code)));
    // An account with missing days would look too small, and the shares of the others too large.
    const isEven = ranked.every(({ daysShort }) => daysShort === undefined);
    const shareOf = (count: number): number | undefined => {
      if (!isEven) return undefined;
      const share = ratioOf(addMoney(largest.slice(0, count)), total);
      return share === undefined || share <= 0 || share > 1 ? undefined : sixDigits(share);
    };
    const changes = ranked.flatMap(({ change }) => change ?? []);
    const before = changes.reduce((sum, { previous }) => sum + singleAmount(previous), 0);
    const difference = changes.reduce((sum, { absolute }) => sum + absolute, 0);
    return {
      currency,
      revenue: currency === undefined ? undefined : writeMoney(total, { currency, mixed: [] }),
      top_share: shareOf(1),
      // With no more accounts than that, they are all of it.
      top_3_share: own.length > 3 ? shareOf(3) : undefined,
      top_5_share: own.length > 5 ? shareOf(5) : undefined,
      revenue_change: before > 0 ? sixDigits(difference / before) : undefined,
      revenue_change_days: before > 0 ? unevenDays(changes) : undefined,
      accounts: ranked.map((entry, index) => ({
        rank: index + 1,
        ...lineOf(entry),
        // For one account it is the account's own change.
        contribution:
          own.length > 1 && before > 0 && entry.change !== undefined
            ? sixDigits(entry.change.absolute / before)
            : undefined,
      })),
    };
  });
}

/** The fewest and the most days that changes are over; undefined if all are over as many. */
function unevenDays(changes: readonly Change[]): readonly number[] | undefined {
  const days = changes.map((change) => change.days);
  const [fewest, most] = [Math.min(...days), Math.max(...days)];
  return fewest === most ? undefined : [fewest, most];
}

/** The largest first; an account without the figure comes last. */
function compareEntries(a: RankedAccount, b: RankedAccount, currency: string, sort: SortKey): number {
  if (sort === 'change') {
    const change = (entry: RankedAccount): number => entry.change?.relative ?? Number.NEGATIVE_INFINITY;
    // Two without a change differ by no number.
    return change(b) - change(a) || 0;
  }
  const amount = (entry: RankedAccount) => (sort === 'revenue' ? entry.revenue : entry.commission);
  const [first, second] = [amount(a), amount(b)];
  if (first === undefined || second === undefined)
    return Number(first === undefined) - Number(second === undefined);
  return amountIn(second, currency).cmp(amountIn(first, currency));
}

/** Money of a single currency as a number. */
export const singleAmount = (value: WrittenMoney): number =>
  typeof value === 'number' ? value : value.amount;

/** The change of an account's revenue, and over how many days it is measured. */
export function revenueChangeOf({ insights, previous, period }: ComparedAccount): Change | undefined {
  if (!isMatching(insights) || !isMatching(previous)) return undefined;
  const { denomination } = insights.value;
  if (!isSameCurrency(previous.value.denomination, denomination)) return undefined;
  const comparison = comparePeriods(insights, previous, placeIn(period), ['revenue']);
  return comparison && changesOf(comparison, INSIGHTS, denomination).revenue;
}

function lineOf({ account, insights, change, daysShort }: RankedAccount) {
  const { totals, denomination, window } = insights.value;
  const { revenue, commission_estimated, items_sold } = writeFigures(totals, denomination);
  return {
    account,
    revenue,
    revenue_days: daysShort,
    commission_estimated,
    items_sold,
    revenue_change: change?.relative ?? undefined,
    days_with_data: window.days_with_data,
    last_day_with_data: window.last_day_with_data ?? undefined,
  };
}
