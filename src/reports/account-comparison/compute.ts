import { monthOf } from '../../metrics/calendar.ts';
import type { WrittenMoney } from '../../metrics/denomination.ts';
import { isMatching, writeVerdict } from '../../metrics/reading.ts';
import { money } from '../../render/values.ts';
import { type HealthParts, summarizeHealth } from '../account-health/compute.ts';
import { wholeMonthOf } from '../period/plan.ts';
import { exceptionsOf } from './exceptions.ts';
import { leftOutNote, memberNotes, otherDays } from './notes.ts';
import type { ComparisonData, MemberData } from './plan.ts';
import { rankAccounts, revenueChangeOf, singleAmount } from './rank-accounts.ts';

/** The whole comparison, except for what only the server knows. Pure. */
export function computeAccountComparison(data: ComparisonData) {
  const { name, sort, members, repeated, failed, leftOut, calls } = data;
  const [first] = members;
  const groups = rankAccounts(members, sort);
  const changes = new Map(members.map((member) => [member.account, revenueChangeOf(member)]));
  const byAccount = new Map(members.map((member) => [member.account, member]));
  const windowDays = new Set(
    members.flatMap(({ insights }) => (isMatching(insights) ? insights.value.window.days_with_data : [])),
  );
  return {
    month: first && wholeMonthOf(first.period) && monthOf(first.period.from),
    period: first && { name, from: first.period.from, to: first.period.to },
    exceptions: [...exceptionsOf(data, changes)],
    currencies: groups.map((group) => ({
      ...group,
      accounts: group.accounts.map((line) => {
        const member = byAccount.get(line.account);
        const { days_with_data: days, ...rest } = line;
        return {
          ...rest,
          // Only if accounts differ, to avoid a column with one value.
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
    failed: failed.map(({ account, error }) => ({ account, error })),
    calls,
    cached: members.length > 0 && members.every(({ isCached }) => isCached),
    verdicts: members.flatMap(({ account, insights, previous }) => [
      writeVerdict(`${account} earnings`, insights),
      writeVerdict(`${account} before`, previous),
    ]),
    notes: [
      ...members.flatMap(({ failures }) => failures),
      ...repeated.map(
        ({ account, of }) =>
          `${account} has the same TikTok session as ${of}, so it is the same account: counted once.`,
      ),
      ...otherDays(members),
      ...(leftOut === undefined ? [] : [leftOutNote(leftOut, members.length)]),
      ...members.flatMap(memberNotes),
      ...groups.flatMap(({ currency, accounts }) => unevenNote(currency, accounts)),
      ...members.flatMap(changeDaysNotes),
      'Commission is an estimate.',
    ],
  };
}

/** Why a group has no shares of the largest. */
const unevenNote = (
  currency: string | undefined,
  accounts: readonly { readonly account: string; readonly revenue_days: number | undefined }[],
): readonly string[] => {
  const short = accounts.flatMap(({ account, revenue_days: days }) => (days === undefined ? [] : account));
  return short.length === 0 || accounts.length < 2
    ? []
    : [
        `${currency ?? 'Accounts'}: ranked by what is told; ${short.join(', ')} can have more, so there is no share of the largest.`,
      ];
};

/** A change over fewer days than the account has, with the two sums. */
function changeDaysNotes(member: MemberData): readonly string[] {
  const { account, insights } = member;
  const change = revenueChangeOf(member);
  if (change === undefined || !isMatching(insights)) return [];
  const { window, denomination } = insights.value;
  if (change.days >= window.days_with_data) return [];
  const written = (value: WrittenMoney): string => money(singleAmount(value), denomination.currency);
  return [
    `${account}: the change is over ${change.days === 1 ? 'one day' : `${change.days} days`} in both periods (${written(change.current)} against ${written(change.previous)}).`,
  ];
}

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
