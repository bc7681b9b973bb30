import { dateOf, daysIn, instantAt, span } from '../../metrics/calendar.ts';
import type { Change } from '../../metrics/comparison.ts';
import { isMatching } from '../../metrics/reading.ts';
import { counted, percent } from '../../render/values.ts';
import { isLapsing } from '../account-health/alerts.ts';
import { summarizeHealth } from '../account-health/compute.ts';
import type { ComparisonData, MemberData } from './plan.ts';
import { EXCEPTIONS } from './schema.ts';

/** Why an account needs attention. */
export interface Exception {
  readonly account: string;
  readonly kind: (typeof EXCEPTIONS)[number];
  readonly fact: string;
  /** The deadline. */
  readonly until?: string | undefined;
}

/** The smallest fall of revenue that is reported. */
const FALL = -0.2;

/** How many days ahead the end of an appeal or session is reported. */
const DAYS_AHEAD = 7;

/**
 * The accounts that need attention: a session that has ended or will end within 7 days, health alerts, no figures, an
 * appeal that ends within 7 days, violations since the period began, and revenue that fell by more than 20 %.
 * @param changes the change of revenue by account, where known
 */
export function exceptionsOf(
  { members, failed }: Pick<ComparisonData, 'members' | 'failed'>,
  changes: ReadonlyMap<string, Pick<Change, 'relative' | 'days'> | undefined>,
): readonly Exception[] {
  const found = [
    // The failures say what to do about them.
    ...failed.map(
      ({ account, isSession }): Exception =>
        isSession
          ? { account, kind: 'session_ended', fact: 'The session has ended.' }
          : { account, kind: 'no_data', fact: 'Its calls failed.' },
    ),
    ...members.flatMap((member) => exceptionsOfMember(member, changes.get(member.account))),
  ];
  const urgency = ({ kind }: Exception): number => EXCEPTIONS.indexOf(kind);
  return found.sort((a, b) => urgency(a) - urgency(b) || (a.account < b.account ? -1 : 1));
}

function exceptionsOfMember(
  member: MemberData,
  change: Pick<Change, 'relative' | 'days'> | undefined,
): readonly Exception[] {
  const { account, insights, period, status, violations, scoreScale, lost, sessionEnd, clock } = member;
  const { now, offset = 0 } = clock;
  const one = (kind: Exception['kind'], fact: string, until?: string): Exception => ({
    account,
    kind,
    fact,
    until,
  });
  const limit = now.getTime() + DAYS_AHEAD * 86_400_000;
  const { alerts, appeals } = summarizeHealth({ status, violations, scoreScale, lost }, clock);
  const due =
    appeals?.open.filter(
      (appeal) => appeal.deadline !== undefined && Date.parse(appeal.deadline) <= limit && !isLapsing(appeal),
    ) ?? [];
  const [first] = due;
  const recent =
    violations?.violations.filter(
      ({ occurred_at: at }) => at !== undefined && dateOf(new Date(at), offset) >= period.from,
    ) ?? [];
  const endOf = (session: Date): string => instantAt(Math.floor(session.getTime() / 1000), offset);
  // A change from zero is no fall.
  const relative = change?.relative ?? 0;
  const overDays =
    change !== undefined && change.days < daysIn(period)
      ? `, over ${change.days === 1 ? 'one day' : `${change.days} days`} of each`
      : '';
  const hasData = isMatching(insights) && insights.value.window.days_with_data > 0;
  return [
    ...alerts.map(({ kind, fact, until }) => one(kind, fact, until)),
    ...(hasData ? [] : [one('no_data', `No figures for ${span(period)}.`)]),
    ...(first === undefined
      ? []
      : [
          one(
            'appeal_due',
            `${counted(due.length, 'appeal')} possible until ${first.deadline}.`,
            first.deadline,
          ),
        ]),
    ...(recent.length === 0
      ? []
      : [one('new_violations', `${counted(recent.length, 'violation')} since ${period.from}.`)]),
    ...(sessionEnd === undefined || sessionEnd.getTime() > limit
      ? []
      : [one('session_ending', `The session probably ends ${endOf(sessionEnd)}.`, endOf(sessionEnd))]),
    ...(relative >= FALL
      ? []
      : [one('fell', `Revenue is ${percent(-relative)} below that of the period before${overDays}.`)]),
  ];
}
