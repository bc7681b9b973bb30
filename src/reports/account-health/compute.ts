import type { ReportMoment } from '../../mcp/define-report.ts';
import { instantAt } from '../../metrics/calendar.ts';
import type { HealthStatus } from '../../metrics/health-status.ts';
import { type Clock, withOwnDates } from '../../metrics/reading.ts';
import { readScore } from '../../metrics/score-scale.ts';
import {
  type AppealStatus,
  appealStatusOf,
  type Violation,
  type ViolationList,
} from '../../metrics/violations.ts';
import type { LostProducts } from '../product-review/lost-products.ts';
import { healthAlerts } from './alerts.ts';
import type { AccountHealthData } from './plan.ts';

/** The input of an account health report; a part that failed is missing. */
export interface HealthParts {
  readonly status: HealthStatus | undefined;
  readonly violations: ViolationList | undefined;
  /** The scale set in the account's configuration, if any. */
  readonly scoreScale?: 'points' | 'rating' | undefined;
  /** Products that earned before and no longer can. */
  readonly lost?: LostProducts | undefined;
}

/** The state of an account. Pure: the clock is an argument. */
export function summarizeHealth({ status, violations: list, scoreScale, lost }: HealthParts, clock: Clock) {
  const violations = list?.violations;
  const counts = list && countViolations(list, clock.now);
  const appeals = violations && readAppeals(violations, clock);
  const meaning = readScore(status?.score, status?.level, scoreScale);
  return {
    alerts: healthAlerts(meaning, appeals, lost),
    level: status?.level,
    score: status?.score,
    creator_status: status?.creator_status,
    ...meaning,
    violations: counts,
    appeals,
    enforcement: [
      ...new Set(
        (violations ?? [])
          .filter(({ active }) => active === true)
          .flatMap((violation) => violation.enforcement),
      ),
    ],
    rules_url: status?.rules_url,
    options: optionsOf(appeals),
    notes: [
      ...(status?.score_shown === false
        ? ['TikTok does not show this score to the creator, so it may not be in force.']
        : []),
      ...(status?.creator_status
        ? [
            `Creator status is ${status.creator_status}; 0 is normal, the vendor does not explain other codes.`,
          ]
        : []),
      ...(counts === undefined || counts.is_complete
        ? []
        : [
            counts.total === undefined
              ? `${counts.read} violations were read and there are more; the vendor does not say how many.`
              : `Only ${counts.read} of ${counts.total} violations were read.`,
          ]),
    ],
  };
}

/** What the creator is allowed to do. */
function optionsOf(appeals: Appeals | undefined): string[] {
  const first = appeals?.open[0];
  return [
    ...(appeals && first
      ? [
          `${appeals.open.length === 1 ? 'One violation' : `${appeals.open.length} violations`} can still be appealed in TikTok Shop${
            first.hours_left === undefined
              ? ''
              : `; the first deadline is in ${daysAndHours(first.hours_left)}`
          }.`,
        ]
      : []),
    ...(appeals && appeals.right_not_told.length > 0
      ? [
          `For ${appeals.right_not_told.length} more with a deadline ahead, TikTok does not say whether they can be appealed.`,
        ]
      : []),
    ...submittedOptions(appeals?.submitted ?? []),
  ];
}

/** Appeals that were made, and codes that may mean one (upstream-api.md 6.15). */
function submittedOptions(submitted: Appeals['submitted']): string[] {
  const made = submitted.filter(({ state }) => state === APPEALED).length;
  const unclear = submitted.length - made;
  return [
    ...(made > 0 ? [`${made} already appealed; TikTok decides.`] : []),
    ...(unclear > 0
      ? [
          `${unclear === 1 ? 'One violation' : `${unclear} violations`} may have been appealed or not: the code can mean either, and TikTok Shop shows which.`,
        ]
      : []),
  ];
}

/** The states of appeals that were certainly made. */
const APPEALED = 'under review';

/** The counts of violations: all, by reason and type, and repeated ones. */
export interface ViolationCounts {
  /** Undefined if not all were read and the vendor does not state the number. */
  readonly total?: number | undefined;
  readonly active: number;
  /** Records that were read. */
  readonly read: number;
  /** Whether all records were read. */
  readonly is_complete: boolean;
  readonly by_reason: {
    readonly reason: string;
    readonly type?: string | undefined;
    readonly count: number;
    readonly active: number;
  }[];
  readonly repeated_in_90_days: { readonly reason: string; readonly count: number }[];
}

type AppealRecord = {
  readonly record_id?: string | undefined;
  readonly reason?: string | undefined;
  readonly type?: string | undefined;
};

/** An appeal that can still be made. */
export interface OpenAppeal extends AppealRecord {
  readonly deadline?: string | undefined;
  readonly hours_left?: number | undefined;
  readonly enforcement: string[];
}

/** The state of all appeals. */
export interface Appeals {
  /** Soonest deadline first. */
  readonly open: OpenAppeal[];
  /** Violations with a future deadline, if the reply does not say whether they can be appealed. */
  readonly right_not_told: OpenAppeal[];
  readonly submitted: (AppealRecord & { readonly state?: string | undefined })[];
  /** Appeals whose deadline has passed. */
  readonly lapsed: number;
}

/** The window in which violations for the same reason are counted as repeated. */
const REPEAT_DAYS = 90;

function countViolations({ violations, total, hasMore }: ViolationList, now: Date): ViolationCounts {
  const since = now.getTime() - REPEAT_DAYS * 86_400_000;
  const groups = new Map<
    string,
    { reason: string; type: string | undefined; count: number; active: number }
  >();
  const recent = new Map<string, number>();
  for (const { reason = 'no reason given', type, active, occurred_at } of violations) {
    const key = JSON.stringify([reason, type]);
    const group = groups.get(key) ?? { reason, type, count: 0, active: 0 };
    groups.set(key, { ...group, count: group.count + 1, active: group.active + (active === true ? 1 : 0) });
    const at = occurred_at === undefined ? Number.NaN : Date.parse(occurred_at);
    if (at >= since && at <= now.getTime()) recent.set(reason, (recent.get(reason) ?? 0) + 1);
  }
  const read = violations.length;
  const known = total === undefined ? (hasMore ? undefined : read) : Math.max(total, read);
  return {
    total: known === read && hasMore ? undefined : known,
    active: violations.filter(({ active }) => active === true).length,
    read,
    is_complete: known === read && !hasMore,
    by_reason: [...groups.values()].sort((a, b) => b.count - a.count),
    repeated_in_90_days: [...recent]
      .filter(([, count]) => count > 1)
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count),
  };
}

/** Sorts violations into those that can still be appealed, are appealed, and can no longer be appealed. */
function readAppeals(violations: readonly Violation[], { now, offset = 0 }: Clock): Appeals {
  const stands = violations.map((violation) => ({ violation, stand: appealStatusOf(violation, now) }));
  const those = (wanted: AppealStatus): readonly Violation[] =>
    stands.filter(({ stand }) => stand === wanted).map(({ violation }) => violation);
  const withDeadlines = (some: readonly Violation[]): OpenAppeal[] =>
    some
      .map(({ record_id, reason, type, enforcement, appeal_deadline }) => {
        const deadline = appeal_deadline === undefined ? undefined : Date.parse(appeal_deadline);
        return {
          record_id,
          reason,
          type,
          deadline: deadline === undefined ? undefined : instantAt(deadline / 1000, offset),
          hours_left: deadline === undefined ? undefined : Math.floor((deadline - now.getTime()) / 3_600_000),
          enforcement,
        };
      })
      .sort(
        (a, b) =>
          (a.hours_left ?? Number.POSITIVE_INFINITY) - (b.hours_left ?? Number.POSITIVE_INFINITY) ||
          compareTexts(a.deadline, b.deadline),
      );
  return {
    open: withDeadlines(those('open')),
    right_not_told: withDeadlines(those('unknown')),
    submitted: those('submitted').map(({ record_id, reason, type, appeal_state: state }) => ({
      record_id,
      reason,
      type,
      state,
    })),
    lapsed: those('lapsed').length,
  };
}

const compareTexts = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

/** `9 d 4 h` for 220 hours. */
export const daysAndHours = (hours: number): string =>
  hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d ${hours % 24} h`;

/** The whole report from the readings. Pure. */
export function computeAccountHealth(
  { status, violations, scoreScale, lost, knowsOffset, failures }: AccountHealthData,
  { clock, calls }: ReportMoment,
) {
  const health = summarizeHealth(
    {
      status: status && withOwnDates(status),
      violations: violations && withOwnDates(violations.reading),
      scoreScale,
      lost,
    },
    clock,
  );
  return {
    ...health,
    calls,
    notes: [
      ...health.notes,
      ...(status?.notes ?? []),
      ...(violations === undefined ? [] : [...violations.reading.notes, ...violations.notes]),
      ...failures,
      ...(knowsOffset ? [] : ["Times are in UTC: the account's own offset is not known."]),
    ],
  };
}
