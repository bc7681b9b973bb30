import type { DateRange, IsoDate } from '../../metrics/calendar.ts';
import { type Change, changesOf, comparePeriods } from '../../metrics/comparison.ts';
import { isSameCurrency } from '../../metrics/currency.ts';
import { moneyOf, sixDigits, type WrittenMoney, writeFigures, writeMoney } from '../../metrics/figures.ts';
import { addMoney, amountIn, type Money } from '../../metrics/money.ts';
import { isMatching, type Matching, notesOf, type Reading, writeVerdict } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import { ratioOf } from '../../metrics/sums.ts';
import { INSIGHTS } from '../../metrics/vocabulary.ts';
import { money } from '../../render/numbers.ts';
import { type HealthParts, summarizeHealth } from '../account-health/compute.ts';
import type { ComparisonData, MemberData } from './plan.ts';

type InsightsSeries = Series<typeof INSIGHTS>;

/** What one account brings to a comparison; a part that failed is missing. */
export interface ComparedAccount {
  readonly account: string;
  readonly insights: Reading<InsightsSeries> | undefined;
  readonly previous: Reading<InsightsSeries> | undefined;
}

interface Entry {
  readonly account: string;
  readonly insights: Matching<InsightsSeries>;
  readonly previous: Reading<InsightsSeries> | undefined;
  /** Undefined where the account's own reply mixes currencies: such an account has no single figure to rank. */
  readonly currency: string | undefined;
  readonly revenue: Money | undefined;
}

/**
 * A month of several accounts side by side: ranked by revenue within each currency, never added across currencies. Only
 * accounts whose figures are about the month take part.
 */
export function compareMonth(members: readonly ComparedAccount[]) {
  const entries = members.flatMap(({ account, insights, previous }): Entry[] => {
    if (!isMatching(insights)) return [];
    const { denomination, totals } = insights.value;
    return [
      { account, insights, previous, currency: denomination.currency, revenue: moneyOf(totals, 'revenue') },
    ];
  });
  const currencies = [...new Set(entries.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = entries.filter((entry) => entry.currency === currency);
    const amount = ({ revenue }: Entry) => amountIn(revenue ?? new Map(), currency ?? '');
    const ranked = own.sort((a, b) => amount(b).cmp(amount(a)) || (a.account < b.account ? -1 : 1));
    const total = addMoney(ranked.flatMap(({ revenue }) => revenue ?? []));
    const share = ratioOf(ranked[0]?.revenue, total);
    return {
      currency,
      revenue: currency === undefined ? undefined : writeMoney(total, { currency, mixed: [] }),
      top_share: share === undefined || share < 0 || share > 1 ? undefined : sixDigits(share),
      accounts: ranked.map((entry, index) => ({ rank: index + 1, ...lineOf(entry) })),
    };
  });
}

const alignByDayOfMonth = (date: IsoDate, _of: DateRange): string => date.slice(8);

/** The change of an account's revenue, and over how many days it is measured. */
function revenueChangeOf({
  insights,
  previous,
}: Pick<ComparedAccount, 'insights' | 'previous'>): Change | undefined {
  if (!isMatching(insights) || !isMatching(previous)) return undefined;
  const { denomination } = insights.value;
  if (!isSameCurrency(previous.value.denomination, denomination)) return undefined;
  const comparison = comparePeriods(insights, previous, alignByDayOfMonth);
  return comparison && changesOf(comparison, INSIGHTS, denomination).revenue;
}

function lineOf({ account, insights, previous }: Entry) {
  const { totals, denomination, window } = insights.value;
  const { revenue, commission_estimated, items_sold } = writeFigures(totals, denomination);
  return {
    account,
    revenue,
    commission_estimated,
    items_sold,
    revenue_change: revenueChangeOf({ insights, previous })?.relative ?? undefined,
    days_with_data: window.days_with_data,
    last_day_with_data: window.last_day_with_data ?? undefined,
  };
}

/** The whole comparison, without what only the server knows. Pure. */
export function computeAccountComparison({ month, members, repeated, failed, calls }: ComparisonData) {
  const byAccount = new Map(members.map((member) => [member.account, member]));
  const windowDays = new Set(
    members.flatMap(({ insights }) => (isMatching(insights) ? insights.value.window.days_with_data : [])),
  );
  return {
    month,
    currencies: compareMonth(members).map((group) => ({
      ...group,
      accounts: group.accounts.map((line) => {
        const member = byAccount.get(line.account);
        const { days_with_data: days, ...rest } = line;
        return {
          ...rest,
          // Only where accounts differ: otherwise it would be a column of one value.
          ...(windowDays.size > 1 ? { days_with_data: days } : {}),
          label: member?.label,
          ...(member && healthOf(member)),
        };
      }),
    })),
    not_ranked: members.flatMap(({ account, insights }) =>
      insights === undefined || isMatching(insights)
        ? []
        : [
            {
              account,
              verdict: insights.verdict,
              answered: insights.answered && { from: insights.answered.from, to: insights.answered.to },
            },
          ],
    ),
    failed,
    calls,
    cached: members.length > 0 && members.every(({ isCached }) => isCached),
    verdicts: members.flatMap(({ account, insights, previous }) => [
      writeVerdict(`${account} earnings`, insights),
      writeVerdict(`${account} month before`, previous),
    ]),
    notes: [
      ...members.flatMap(({ failures }) => failures),
      ...repeated.map(
        ({ account, of }) =>
          `${account} has the same TikTok session as ${of}, so it is the same account: counted once.`,
      ),
      ...members.flatMap(memberNotes),
      ...members.flatMap(subsetNotes),
      'Commission is an estimate.',
    ],
  };
}

/** A change over fewer days than the account has, with the two sums that it is made of. */
function subsetNotes({ account, insights, previous }: MemberData): readonly string[] {
  const change = revenueChangeOf({ insights, previous });
  if (change === undefined || !isMatching(insights)) return [];
  const { window, denomination } = insights.value;
  if (change.days >= window.days_with_data) return [];
  const written = (value: WrittenMoney): string =>
    typeof value === 'number' ? money(value, denomination.currency) : money(value.amount, value.currency);
  return [
    `${account}: the change is over ${change.days} days in both months (${written(change.current)} against ${written(change.previous)}).`,
  ];
}

/** The caveats of one account's figures, with its name before them. */
const memberNotes = ({ account, insights, previous, violations }: MemberData): readonly string[] => [
  ...(insights === undefined ? [] : notesOf(insights).map((note) => `${account}: ${note}`)),
  ...(previous === undefined || isMatching(previous)
    ? []
    : notesOf(previous).map((note) => `${account}, month before: ${note}`)),
  ...(violations?.hasMore === true
    ? [`${account}: not all violations were read, so there can be more open appeals.`]
    : []),
];

function healthOf({ status, violations, scoreScale, clock }: MemberData) {
  const parts: HealthParts = { status, violations, scoreScale };
  const { level, score, scale, appeals } = summarizeHealth(parts, clock);
  return {
    level,
    score,
    scale: score === undefined ? undefined : scale.kind,
    open_appeals: appeals?.open.length,
  };
}
