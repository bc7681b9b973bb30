import {
  asList,
  at,
  type JsonObject,
  jsonObjects,
  readBoolean,
  readCount,
  readNumber,
  readUnixSeconds,
} from '../json.ts';
import { readId, readText, readUrl } from '../untrusted-text.ts';
import { instantAt } from './calendar.ts';
import { firstPerId } from './first-per-id.ts';
import { joinNotes } from './part-notes.ts';
import { type Clock, type Reading, undatedReading, withOwnDates } from './reading.ts';
import { ValueReader } from './value-reader.ts';

/** One entry of the violation list. */
export interface Violation {
  readonly record_id: string | undefined;
  readonly occurred_at: string | undefined;
  readonly reason: string | undefined;
  readonly type: string | undefined;
  readonly active: boolean | undefined;
  readonly enforcement: string[];
  /** In words; both readings where the sources disagree (upstream-api.md 6.15). */
  readonly appeal_state: string | undefined;
  /** Whether an appeal was submitted; undefined if the code does not tell. */
  readonly appealed: boolean | undefined;
  readonly can_appeal: boolean | undefined;
  readonly appeal_deadline: string | undefined;
  readonly detail: string | undefined;
  readonly suggestion: string | undefined;
  readonly policy_url: string | undefined;
}

/** Violation records of one or several pages. */
export interface ViolationList {
  readonly violations: readonly Violation[];
  /** The vendor's own count; undefined if it gives none. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly periodFrom: string | undefined;
  readonly periodTo: string | undefined;
  readonly creatorStatus: number | undefined;
}

/** Reads `get_account_violation_list` (upstream-api.md 6.2), instants at the account's offset. */
export function readViolations(payload: JsonObject, { offset = 0 }: Clock): Reading<ViolationList> {
  const values = new ValueReader();
  const instant = (name: string, value: unknown): string | undefined => {
    // Zero stands for "none".
    const seconds = readNumber(value) === 0 ? undefined : values.read(name, value, readUnixSeconds);
    return seconds === undefined ? undefined : instantAt(seconds, offset);
  };
  const records = jsonObjects(at(payload, 'records'));
  const skipped = asList(at(payload, 'records')).length - records.length;
  const read = records.map((record) => violationOf(record, values, instant));
  const violations = firstPerId(read, ({ record_id: id }) => id);
  const repeated = read.length - violations.length;
  const list = {
    violations,
    total: values.read('total', at(payload, 'total'), readCount),
    hasMore: values.read('has_more', at(payload, 'has_more'), readBoolean) === true,
    periodFrom: instant('period_from', at(payload, 'start_time')),
    periodTo: instant('period_to', at(payload, 'end_time')),
    creatorStatus: values.read('creator_status', at(payload, 'creator_status'), readNumber),
  };
  return undatedReading(list, [
    ...(skipped > 0 ? [`Entries of the list that are not records were left out: ${skipped}.`] : []),
    ...(repeated > 0 ? [`Repeated records were left out: ${repeated}.`] : []),
    ...values.notes(),
  ]);
}

function violationOf(
  record: JsonObject,
  values: ValueReader,
  instant: (name: string, value: unknown) => string | undefined,
): Violation {
  const info = at(record, 'violation_info');
  const status = values.read('active', at(record, 'record_status'), readNumber);
  const appeal = values.read('appeal_state', at(record, 'appeal_status'), readNumber);
  return {
    record_id: values.read('record_id', at(record, 'record_id'), readId),
    occurred_at: instant('occurred_at', at(record, 'violation_time')),
    reason: values.read('reason', at(info, 'violation_reason'), readText),
    type: readText(at(info, 'violation_type')),
    active: status === undefined ? undefined : status === 1,
    enforcement: asList(at(record, 'enforcement_title')).flatMap(
      (title) => values.read('enforcement', title, readText) ?? [],
    ),
    appeal_state: appeal === undefined ? undefined : (APPEAL_STATES.get(appeal)?.words ?? `code ${appeal}`),
    appealed: appeal === undefined ? undefined : APPEAL_STATES.get(appeal)?.isSubmitted,
    can_appeal: values.read('can_appeal', at(record, 'can_appeal'), readBoolean),
    appeal_deadline: instant('appeal_deadline', at(record, 'appeal_valid_time')),
    detail: readText(at(info, 'violation_detail')),
    suggestion: readText(at(info, 'violation_suggestion')),
    policy_url: readUrl(at(info, 'policy_url')),
  };
}

/** The vendor documents 0 and 1, TikTok's own client 1 to 5, and they disagree on 1 (upstream-api.md 6.15). */
const APPEAL_STATES: ReadonlyMap<number, { readonly words: string; readonly isSubmitted?: boolean }> =
  new Map([
    [0, { words: 'not appealed', isSubmitted: false }],
    [1, { words: 'appealed or not submitted' }],
    [2, { words: 'under review', isSubmitted: true }],
    [3, { words: 'approved', isSubmitted: true }],
    [4, { words: 'rejected', isSubmitted: true }],
    [5, { words: 'expired', isSubmitted: false }],
  ]);

/**
 * Two pages as one list. A record that recurs counts once; one without an id counts as a repeat if an earlier page has
 * exactly the same.
 */
export function joinViolations(
  earlier: Reading<ViolationList>,
  later: Reading<ViolationList>,
): Reading<ViolationList> {
  const before = withOwnDates(earlier);
  const after = withOwnDates(later);
  const keyOf = (violation: Violation): string => violation.record_id ?? JSON.stringify(violation);
  const known = new Set(before.violations.map(keyOf));
  const added = after.violations.filter((violation) => !known.has(keyOf(violation)));
  return undatedReading(
    {
      ...after,
      total: after.total ?? before.total,
      violations: [...before.violations, ...added],
    },
    joinNotes(earlier.notes, later.notes),
  );
}

/** The state of an appeal against a violation at a moment. */
export type AppealStatus =
  /** It can be submitted. */
  | 'open'
  /** The deadline lies ahead, and the reply does not say whether an appeal is possible. */
  | 'unknown'
  | 'submitted'
  /** The deadline has passed without an appeal. */
  | 'lapsed'
  /** It is over, or was never possible. */
  | 'none';

/** Whether a violation can be appealed now: only `can_appeal` and the deadline tell (upstream-api.md 6.15). */
export function appealStatusOf(violation: Violation, now: Date): AppealStatus {
  const { can_appeal: canAppeal, appeal_deadline: deadline, appealed, appeal_state: state } = violation;
  const isPast = deadline !== undefined && Date.parse(deadline) <= now.getTime();
  if (canAppeal === true && !isPast) return 'open';
  if (state === 'approved' || state === 'rejected') return 'none';
  if (appealed === true || (appealed === undefined && state !== undefined)) return 'submitted';
  if (isPast) return 'lapsed';
  return canAppeal === undefined && deadline !== undefined ? 'unknown' : 'none';
}

/** What the vendor says about every violation with the same reason. */
interface Guidance {
  readonly reason: string;
  readonly suggestion: string | undefined;
  readonly policy_url: string | undefined;
}

/**
 * Violations as results have them: what is the same for all violations with one reason is given once, beside them. If
 * it differs, or there is no reason, the violations keep it.
 */
export function writeViolations(violations: readonly Violation[]) {
  const said = new Map<string, Guidance | undefined>();
  for (const { reason, suggestion, policy_url } of violations) {
    if (reason === undefined) continue;
    const before = said.get(reason);
    const isSame = before?.suggestion === suggestion && before?.policy_url === policy_url;
    said.set(
      reason,
      !said.has(reason) || (before && isSame) ? { reason, suggestion, policy_url } : undefined,
    );
  }
  const guidance = [...said.values()].flatMap((one) =>
    one === undefined || (one.suggestion ?? one.policy_url) === undefined ? [] : one,
  );
  return {
    violations: violations.map((violation) => {
      const { suggestion, policy_url, ...own } = violation;
      return own.reason !== undefined && said.get(own.reason) ? own : violation;
    }),
    guidance: guidance.length > 0 ? guidance : undefined,
  };
}
