import { asList, at, type JsonObject, parseJson, readBoolean, readNumber } from '../json.ts';
import { cleanObject, readId, readText } from '../untrusted-text.ts';
import { type Reading, undatedReading } from './reading.ts';
import { ValueReader } from './value-reader.ts';

/** `get_creator_account_info` in our words (upstream-api.md 6.8). */
export function readAccountInfo(payload: JsonObject): Reading<AccountInfo> {
  const limit = ACCOUNT_LIMITS.get(readNumber(at(payload, 'inner_code')) ?? 0);
  const values = new ValueReader();
  const info = accountInfoOf(payload, values);
  return undatedReading(info, [...(limit === undefined ? [] : [limit]), ...values.notes()]);
}

/**
 * What TikTok's codes say that may come together with an account's profile: its session works, and the account is
 * limited (upstream-api.md 2.8).
 */
export const ACCOUNT_LIMITS: ReadonlyMap<number, string> = new Map([
  [
    16501011,
    'TikTok says that this account has no e-commerce permission (code 16501011): it has no figures.',
  ],
  [
    16501043,
    'TikTok says that the identity of this creator is not verified (code 16501043): the account is limited.',
  ],
]);

/** Who an account is. */
export type AccountInfo = ReturnType<typeof accountInfoOf>;

function accountInfoOf(payload: JsonObject, values: ValueReader) {
  return {
    user_id: values.read('user_id', at(payload, 'user_id'), readId),
    tiktok_uid: values.read('tiktok_uid', at(payload, 'tt_uid'), readId),
    user_name: values.read('user_name', at(payload, 'user_name'), readText),
    nick_name: values.read('nick_name', at(payload, 'nick_name'), readText),
    region: values.read('region', at(payload, 'register_region_id'), readText),
    user_type: values.read('user_type', at(payload, 'user_type'), readNumber),
    shop_owner: values.read('shop_owner', at(payload, 'shop_account_official'), readBoolean),
    partner_id: values.read('partner_id', at(payload, 'partner_id'), readId),
    partner_name: values.read('partner_name', at(payload, 'partner_name'), readText),
    permissions: asList(at(payload, 'permission_list')).flatMap(
      (code) => values.read('permissions', code, readNumber) ?? [],
    ),
    avatar_uri: readText(at(payload, 'avatar', 'uri')),
    switches: readSwitches(at(payload, 'switch_info')),
    live_streamer_menu_experiment: readText(at(payload, 'live_streamer_menu_experiment')),
    experiment_variants: cleanObject(at(payload, 'experiment_variants')),
  };
}

/** `switch_info` is JSON inside a string; if it is not valid JSON, the text itself is kept. */
function readSwitches(value: unknown): unknown {
  if (typeof value !== 'string') return cleanObject(value ?? undefined);
  try {
    return cleanObject(parseJson(value));
  } catch {
    return readText(value);
  }
}
