import type { Creator } from './creators.ts';
import { hex } from './random.ts';

/** What identifies one reply. */
export interface ReplyStamp {
  readonly requestId: string;
  readonly now: Date;
  readonly path: string;
}

const SUPPORT = 'Sandbox: there is nobody to ask';

function clockFields(now: Date): object {
  return {
    // Wall clock of Los Angeles without an offset, summer time included: only time_stamp is an instant.
    time: new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/Los_Angeles',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(now),
    time_stamp: Math.floor(now.getTime() / 1000),
    time_zone: 'America/Los_Angeles',
  };
}

function docsUrl(path: string): string {
  return `https://api.sandbox.invalid/docs#${path}`;
}

/** The vendor's envelope around `data`, a charged success whatever `data` itself says. */
function charged({ requestId, now, path }: ReplyStamp, data: object): object {
  return {
    code: 200,
    request_id: requestId,
    message: 'Request successful. This request will incur a charge.',
    message_zh: '请求成功，本次请求将被计费。',
    support: SUPPORT,
    ...clockFields(now),
    docs: docsUrl(path),
    cache_message: 'The link below opens this reply without a key for 24 hours.',
    cache_message_zh: '下方链接 24 小时内无需密钥即可打开。',
    cache_url: `https://cache.sandbox.invalid/api/v1/cache/public/${requestId}?sign=${hex(40, 'sign', requestId)}`,
    router: path,
    params: {},
    data,
  };
}

/** A success: the platform's own envelope inside the vendor's, or, for some accounts, the payload alone. */
export function payloadReply(stamp: ReplyStamp, creator: Creator, payload: object): object {
  const { doubleEnvelope } = creator.habits;
  return charged(stamp, doubleEnvelope ? { code: 0, message: 'success', data: payload } : payload);
}

/** One reply to a dead session: charged, and a success to anyone who reads only the HTTP status. */
export function deadSession(stamp: ReplyStamp): object {
  return charged(stamp, { code: 401, message: 'no login', data: null });
}

/** The other reply to a dead session: a success with nothing in it (upstream-api.md 2.3). */
export function emptySuccess(stamp: ReplyStamp): object {
  return charged(stamp, { code: 0, message: 'success', data: {} });
}

/** The object below `detail` of an error. */
export function errorDetail(stamp: ReplyStamp, code: number, message: string, extra: object = {}): object {
  return {
    code,
    request_id: stamp.requestId,
    message,
    message_zh: '请求失败。',
    support: SUPPORT,
    ...clockFields(stamp.now),
    docs: docsUrl(stamp.path),
    router: stamp.path,
    ...extra,
  };
}
