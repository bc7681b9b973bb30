import { asList, at, type JsonObject, parseJson, readBoolean, readNumber } from '../json.ts';
import { cleanObject, readId, readText } from '../untrusted-text.ts';
import { type Reading, undatedReading } from './reading.ts';

/** `get_creator_account_info` in our words (upstream-api.md 6.8). */
export function readAccountInfo(payload: JsonObject): Reading<AccountInfo> {
  const limit = ACCOUNT_LIMITS.get(readNumber(at(payload, 'inner_code')) ?? 0);
  return undatedReading(accountInfoOf(payload), limit === undefined ? [] : [limit]);
}

/** Codes beside which an account's profile came: its session works, and the account is limited (upstream-api.md 2.8). */
const ACCOUNT_LIMITS: ReadonlyMap<number, string> = new Map([
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

function accountInfoOf(payload: JsonObject) {
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
