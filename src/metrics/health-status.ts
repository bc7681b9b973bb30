import { at, type JsonObject, readBoolean, readNumber } from '../json.ts';
import { readText, readUrl } from '../untrusted-text.ts';
import { type Reading, undatedReading } from './reading.ts';
import { ValueReader } from './value-reader.ts';

/** The state of an account. The score is only passed on here; its scale says what it means. */
export type HealthStatus = ReturnType<typeof healthStatusOf>;

/** Reads `get_account_health_status` (upstream-api.md 6.1). */
export function readHealthStatus(payload: JsonObject): Reading<HealthStatus> {
  const values = new ValueReader();
  return undatedReading(healthStatusOf(payload, values), values.notes());
}

const healthStatusOf = (payload: JsonObject, values: ValueReader) => ({
  level: values.read('level', at(payload, 'risk_info', 'risk_level_text'), readText),
  score: values.read('score', at(payload, 'violation_score'), readNumber),
  score_shown: values.read('score_shown', at(payload, 'is_show_score'), readBoolean),
  creator_status: values.read('creator_status', at(payload, 'creator_status'), readNumber),
  light_color: readText(at(payload, 'risk_info', 'light_color')),
  dark_color: readText(at(payload, 'risk_info', 'dark_color')),
  rules_url: readUrl(at(payload, 'vio_score_rule_learn_url')),
});
