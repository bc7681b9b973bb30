import type { ReportMoment } from '../../mcp/define-report.ts';
import { readHealthStatus, readViolations, type Violation } from '../../metrics/account.ts';
import { instantAt } from '../../metrics/calendar.ts';
import { onePerId } from '../../metrics/rows.ts';
import { readScore } from '../../metrics/score-scale.ts';
import type { Clock } from '../../metrics/window.ts';
import type { AccountHealthData } from './plan.ts';

/** What the health of an account is judged from; a part that failed is missing. */
export interface HealthParts {
  readonly status:
    | {
        readonly level: string | undefined;
        readonly score: number | undefined;
        readonly score_shown: boolean | undefined;
        readonly creator_status: number | undefined;
        readonly rules_url: string | undefined;
      }
    | undefined;
  readonly violations: readonly Violation[] | undefined;
  /** The vendor's own count of violations. */
  readonly total: number | undefined;
  /** The scale that the account's owner has settled, if any. */
  readonly scoreScale?: 'points' | 'rating' | undefined;
}

/** The state of an account. Pure: the clock is an argument. */
export function summarizeHealth({ status, violations, total, scoreScale }: HealthParts, clock: Clock) {
  const counts = violations && countViolations(violations, total, clock.now);
  const appeals = violations && readAppeals(violations, clock);
  return {
    level: status?.level,
    score: status?.score,
    creator_status: status?.creator_status,
    ...readScore(status?.score, status?.level, scoreScale),
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
      ...(status?.score_shown === false ? ['TikTok does not show this score to the creator.'] : []),
      ...(status?.creator_status
        ? [
            `Creator status is ${status.creator_status}; 0 is normal, the vendor does not explain other codes.`,
          ]
        : []),
      ...(counts && counts.read < counts.total
        ? [`Only ${counts.read} of ${counts.total} violations were read.`]
        : []),
    ],
  };
}

/** What is open to the creator, as facts. */
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
    ...(appeals && appeals.submitted.length > 0
      ? [`${appeals.submitted.length} already appealed; TikTok decides.`]
      : []),
  ];
}

/** Violations counted: all, by reason and type, and what recurs. */
export interface ViolationCounts {
  readonly total: number;
  readonly active: number;
  /** Records that were read; fewer than `total` when the page limit was reached. */
  readonly read: number;
  readonly by_reason: {
    readonly reason: string;
    readonly type?: string | undefined;
    readonly count: number;
    readonly active: number;
  }[];
  readonly repeated_in_90_days: { readonly reason: string; readonly count: number }[];
}

/** The appeal desk. */
export interface Appeals {
  /** Soonest deadline first. */
  readonly open: {
    readonly record_id?: string | undefined;
    readonly reason?: string | undefined;
    readonly type?: string | undefined;
    readonly deadline?: string | undefined;
    readonly hours_left?: number | undefined;
    readonly enforcement: string[];
  }[];
  readonly submitted: {
    readonly record_id?: string | undefined;
    readonly reason?: string | undefined;
    readonly type?: string | undefined;
  }[];
  /** Appeals whose deadline has passed. */
  readonly lapsed: number;
}

/** Six violations for one reason within this many days mean removal, whatever the score. */
const REPEAT_DAYS = 90;

/** Counts violations; `total` is the vendor's own count where it gives one. */
function countViolations(
  violations: readonly Violation[],
  total: number | undefined,
  now: Date,
): ViolationCounts {
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
  return {
    total: Math.max(total ?? 0, violations.length),
    active: violations.filter(({ active }) => active === true).length,
    read: violations.length,
    by_reason: [...groups.values()].sort((a, b) => b.count - a.count),
    repeated_in_90_days: [...recent]
      .filter(([, count]) => count > 1)
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count),
  };
}

/** Sorts violations into what can still be appealed, what is, and what no longer can be. */
function readAppeals(violations: readonly Violation[], { now, offset }: Clock): Appeals {
  const open: Appeals['open'] = [];
  let lapsed = 0;
  for (const violation of violations) {
    if (violation.appealed === true) continue;
    const deadline =
      violation.appeal_deadline === undefined ? undefined : Date.parse(violation.appeal_deadline);
    if (deadline !== undefined && deadline <= now.getTime()) lapsed += 1;
    else if (violation.can_appeal === true) {
      const { record_id, reason, type, enforcement } = violation;
      open.push({
        record_id,
        reason,
        type,
        deadline: deadline === undefined ? undefined : instantAt(deadline / 1000, offset),
        hours_left: deadline === undefined ? undefined : Math.floor((deadline - now.getTime()) / 3_600_000),
        enforcement,
      });
    }
  }
  open.sort(
    (a, b) =>
      (a.hours_left ?? Number.POSITIVE_INFINITY) - (b.hours_left ?? Number.POSITIVE_INFINITY) ||
      compare(a.deadline, b.deadline),
  );
  const submitted = violations
    .filter(({ appealed }) => appealed === true)
    .map(({ record_id, reason, type }) => ({ record_id, reason, type }));
  return { open, submitted, lapsed };
}

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);

/** `9 d 4 h` for 220 hours. */
export const daysAndHours = (hours: number): string =>
  hours < 24 ? `${hours} h` : `${Math.floor(hours / 24)} d ${hours % 24} h`;

/** The whole report from the payloads. Pure. */
export function computeAccountHealth(
  { status, violations, scoreScale, knowsOffset, failures }: AccountHealthData,
  { clock, calls }: ReportMoment,
) {
  const records = violations?.pages.flatMap((page) => readViolations(page, clock.offset));
  const health = summarizeHealth(
    {
      status: status && readHealthStatus(status),
      violations: records && onePerId(records, ({ record_id }) => record_id),
      total: violations?.total,
      scoreScale,
    },
    clock,
  );
  return {
    ...health,
    calls,
    notes: [
      ...health.notes,
      ...(violations?.failure === undefined ? [] : [violations.failure]),
      ...failures,
      ...(knowsOffset ? [] : ["Times are in UTC: the account's own offset is not known."]),
    ],
  };
}
