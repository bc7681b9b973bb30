import type { Creator } from './creators.ts';
import { hex } from './random.ts';

/** What identifies one reply. */
export interface Stamp {
  readonly requestId: string;
  readonly now: Date;
  readonly path: string;
}

const SUPPORT = 'Sandbox: there is nobody to ask';

function clock(now: Date): object {
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

function docs(path: string): string {
  return `https://api.sandbox.invalid/docs#${path}`;
}

/** The vendor's envelope around `data`, a charged success whatever `data` itself says. */
function charged({ requestId, now, path }: Stamp, data: object): object {
  return {
    code: 200,
    request_id: requestId,
    message: 'Request successful. This request will incur a charge.',
    message_zh: '请求成功，本次请求将被计费。',
    support: SUPPORT,
    ...clock(now),
    docs: docs(path),
    cache_message: 'The link below opens this reply without a key for 24 hours.',
    cache_message_zh: '下方链接 24 小时内无需密钥即可打开。',
    cache_url: `https://cache.sandbox.invalid/api/v1/cache/public/${requestId}?sign=${hex(40, 'sign', requestId)}`,
    router: path,
    params: {},
    data,
  };
}

/** A success: the platform's own envelope inside the vendor's, or, for some accounts, the payload alone. */
export function success(stamp: Stamp, creator: Creator, payload: object): object {
  const { doubleEnvelope } = creator.habits;
  return charged(stamp, doubleEnvelope ? { code: 0, message: 'success', data: payload } : payload);
}

/** How the platform says that a session is dead: charged, and a success to anyone who reads only the status. */
export function deadSession(stamp: Stamp): object {
  return charged(stamp, { code: 401, message: 'no login', data: null });
}

/** The other way a dead session is met: a success with nothing in it. */
export function hollow(stamp: Stamp): object {
  return charged(stamp, { code: 0, message: 'success', data: {} });
}

/** The object below `detail` of an error. */
export function errorDetail(stamp: Stamp, code: number, message: string, extra: object = {}): object {
  return {
    code,
    request_id: stamp.requestId,
    message,
    message_zh: '请求失败。',
    support: SUPPORT,
    ...clock(stamp.now),
    docs: docs(stamp.path),
    router: stamp.path,
    ...extra,
  };
}
