import {
  asList,
  at,
  type JsonObject,
  jsonObjects,
  parseJson,
  readBoolean,
  readNonNegative,
  readNumber,
  readUnixSeconds,
} from '../json.ts';
import { cleanObject, readId, readText, readUrl } from '../untrusted-text.ts';
import { instantAt } from './calendar.ts';

/** `get_account_health_status` in our words. The score is only passed on here: what it means is read with its scale. */
export function readHealthStatus(payload: JsonObject) {
  return {
    level: readText(at(payload, 'risk_info', 'risk_level_text')),
    score: readNonNegative(at(payload, 'violation_score')),
    score_shown: readBoolean(at(payload, 'is_show_score')),
    creator_status: readNumber(at(payload, 'creator_status')),
    light_color: readText(at(payload, 'risk_info', 'light_color')),
    dark_color: readText(at(payload, 'risk_info', 'dark_color')),
    rules_url: readUrl(at(payload, 'vio_score_rule_learn_url')),
  };
}

/** One entry of the violation list. */
export interface Violation {
  readonly record_id: string | undefined;
  readonly occurred_at: string | undefined;
  readonly reason: string | undefined;
  readonly type: string | undefined;
  readonly active: boolean | undefined;
  readonly enforcement: string[];
  readonly appealed: boolean | undefined;
  readonly can_appeal: boolean | undefined;
  readonly appeal_deadline: string | undefined;
  readonly detail: string | undefined;
  readonly suggestion: string | undefined;
  readonly policy_url: string | undefined;
}

/** The records of `get_account_violation_list` (upstream-api.md 6.2), instants at the given offset. */
export function readViolations(payload: JsonObject, offset: number): Violation[] {
  const instant = (value: unknown): string | undefined => {
    const seconds = readUnixSeconds(value);
    return seconds === undefined ? undefined : instantAt(seconds, offset);
  };
  return jsonObjects(at(payload, 'records')).map((record) => {
    const info = at(record, 'violation_info');
    return {
      record_id: readId(at(record, 'record_id')),
      occurred_at: instant(at(record, 'violation_time')),
      reason: readText(at(info, 'violation_reason')),
      type: readText(at(info, 'violation_type')),
      active: codeIs(at(record, 'record_status'), 1),
      enforcement: asList(at(record, 'enforcement_title')).flatMap((title) => readText(title) ?? []),
      appealed: codeIs(at(record, 'appeal_status'), 1),
      can_appeal: readBoolean(at(record, 'can_appeal')),
      appeal_deadline: instant(at(record, 'appeal_valid_time')),
      detail: readText(at(info, 'violation_detail')),
      suggestion: readText(at(info, 'violation_suggestion')),
      policy_url: readUrl(at(info, 'policy_url')),
    };
  });
}

/** What the vendor says to every violation of one reason. */
interface Guidance {
  readonly reason: string;
  readonly suggestion: string | undefined;
  readonly policy_url: string | undefined;
}

/**
 * Violations as results carry them: what is the same for all of one reason is said once, beside them. Where it differs
 * within a reason, or there is no reason, the violations keep it.
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

/** Whether a status code has a certain value; undefined when there is no code. */
function codeIs(value: unknown, wanted: number): boolean | undefined {
  const code = readNumber(value);
  return code === undefined ? undefined : code === wanted;
}

/** `get_creator_account_info` in our words (upstream-api.md 6.8). */
export function readAccountInfo(payload: JsonObject) {
  return {
    user_id: readId(at(payload, 'user_id')),
    tiktok_uid: readId(at(payload, 'tt_uid')),
    user_name: readText(at(payload, 'user_name')),
    nick_name: readText(at(payload, 'nick_name')),
    region: readText(at(payload, 'register_region_id')),
    user_type: readNumber(at(payload, 'user_type')),
    shop_owner: readBoolean(at(payload, 'shop_account_official')),
    partner_id: readId(at(payload, 'partner_id')),
    partner_name: readText(at(payload, 'partner_name')),
    permissions: asList(at(payload, 'permission_list')).flatMap((code) => readNumber(code) ?? []),
    avatar_uri: readText(at(payload, 'avatar', 'uri')),
    switches: readSwitches(at(payload, 'switch_info')),
    live_streamer_menu_experiment: readText(at(payload, 'live_streamer_menu_experiment')),
    experiment_variants: cleanObject(at(payload, 'experiment_variants')),
  };
}

/** `switch_info` is JSON inside a string; when it is not, the text itself is all there is to say. */
function readSwitches(value: unknown): unknown {
  if (typeof value !== 'string') return cleanObject(value ?? undefined);
  try {
    return cleanObject(parseJson(value));
  } catch {
    return readText(value);
  }
}
