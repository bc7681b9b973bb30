import { at, type JsonObject, readBoolean, readNumber } from '../json.ts';
import { readText, readUrl } from '../untrusted-text.ts';
import { type Reading, undatedReading } from './reading.ts';

/** The state of an account. The score is only passed on here: what it means is read with its scale. */
export type HealthStatus = ReturnType<typeof healthStatusOf>;

/** Reads `get_account_health_status` (upstream-api.md 6.1). */
export const readHealthStatus = (payload: JsonObject): Reading<HealthStatus> => {
  const score = at(payload, 'violation_score');
  const isUnreadable = score !== undefined && score !== null && readNumber(score) === undefined;
  return undatedReading(
    healthStatusOf(payload),
    isUnreadable ? ['The score could not be read as a number.'] : [],
  );
};

const healthStatusOf = (payload: JsonObject) => ({
  level: readText(at(payload, 'risk_info', 'risk_level_text')),
  score: readNumber(at(payload, 'violation_score')),
  score_shown: readBoolean(at(payload, 'is_show_score')),
  creator_status: readNumber(at(payload, 'creator_status')),
  light_color: readText(at(payload, 'risk_info', 'light_color')),
  dark_color: readText(at(payload, 'risk_info', 'dark_color')),
  rules_url: readUrl(at(payload, 'vio_score_rule_learn_url')),
});
