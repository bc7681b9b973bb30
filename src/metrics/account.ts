import {
  at,
  cleanObject,
  flag,
  id,
  type JsonObject,
  jsonObjects,
  list,
  measure,
  number,
  parseJson,
  text,
  unixSeconds,
  url,
} from '../json.ts';
import { instantAt } from './calendar.ts';

/** `get_account_health_status` in our words. The score is only passed on here: what it means is read with its scale. */
export function readHealthStatus(payload: JsonObject) {
  return {
    level: text(at(payload, 'risk_info', 'risk_level_text')),
    score: measure(at(payload, 'violation_score')),
    score_shown: flag(at(payload, 'is_show_score')),
    creator_status: number(at(payload, 'creator_status')),
    light_color: text(at(payload, 'risk_info', 'light_color')),
    dark_color: text(at(payload, 'risk_info', 'dark_color')),
    rules_url: url(at(payload, 'vio_score_rule_learn_url')),
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
    const seconds = unixSeconds(value);
    return seconds === undefined ? undefined : instantAt(seconds, offset);
  };
  return jsonObjects(at(payload, 'records')).map((record) => {
    const info = at(record, 'violation_info');
    return {
      record_id: id(at(record, 'record_id')),
      occurred_at: instant(at(record, 'violation_time')),
      reason: text(at(info, 'violation_reason')),
      type: text(at(info, 'violation_type')),
      active: codeIs(at(record, 'record_status'), 1),
      enforcement: list(at(record, 'enforcement_title')).flatMap((title) => text(title) ?? []),
      appealed: codeIs(at(record, 'appeal_status'), 1),
      can_appeal: flag(at(record, 'can_appeal')),
      appeal_deadline: instant(at(record, 'appeal_valid_time')),
      detail: text(at(info, 'violation_detail')),
      suggestion: text(at(info, 'violation_suggestion')),
      policy_url: url(at(info, 'policy_url')),
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
  const code = number(value);
  return code === undefined ? undefined : code === wanted;
}

/** `get_creator_account_info` in our words (upstream-api.md 6.8). */
export function readAccountInfo(payload: JsonObject) {
  return {
    user_id: id(at(payload, 'user_id')),
    tiktok_uid: id(at(payload, 'tt_uid')),
    user_name: text(at(payload, 'user_name')),
    nick_name: text(at(payload, 'nick_name')),
    region: text(at(payload, 'register_region_id')),
    user_type: number(at(payload, 'user_type')),
    shop_owner: flag(at(payload, 'shop_account_official')),
    partner_id: id(at(payload, 'partner_id')),
    partner_name: text(at(payload, 'partner_name')),
    permissions: list(at(payload, 'permission_list')).flatMap((code) => number(code) ?? []),
    avatar_uri: text(at(payload, 'avatar', 'uri')),
    switches: readSwitches(at(payload, 'switch_info')),
    live_streamer_menu_experiment: text(at(payload, 'live_streamer_menu_experiment')),
    experiment_variants: cleanObject(at(payload, 'experiment_variants')),
  };
}

/** `switch_info` is JSON inside a string; when it is not, the text itself is all there is to say. */
function readSwitches(value: unknown): unknown {
  if (typeof value !== 'string') return cleanObject(value ?? undefined);
  try {
    return cleanObject(parseJson(value));
  } catch {
    return text(value);
  }
}
