import { CREATORS, type Creator } from './creators.ts';
import { hex } from './random.ts';

/** A session header as browsers send it. The values say what they are, so nobody takes them for a leak. */
function inventedCookie(name: string): string {
  const value = (part: string, length: number): string =>
    `sandbox-${name}-${part}-${hex(length, 'cookie', name, part)}`;
  return [
    `tt-target-idc=${value('idc', 8)}`,
    `passport_csrf_token=${value('csrf', 32)}`,
    `sessionid=${value('sessionid', 32)}`,
    `sessionid_ss=${value('sessionid', 32)}`,
    `ttwid=${value('ttwid', 64)}`,
    `msToken=${value('msToken', 96)}`,
  ].join('; ');
}

const EXPIRED_NAME = 'expired';

/** The sessions that the sandbox knows, by the name of their account; the last one has ended. */
export const SESSIONS: ReadonlyMap<string, { readonly cookie: string; readonly label: string }> = new Map(
  [...CREATORS, { name: EXPIRED_NAME, label: 'A session that has expired' }].map(({ name, label }) => [
    name,
    { cookie: inventedCookie(name), label },
  ]),
);

function cookieValues(cookie: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const pair of cookie.split(';')) {
    const [name = '', ...rest] = pair.split('=');
    values.set(name.trim(), rest.join('=').trim());
  }
  return values;
}

const BY_SESSION_ID = new Map(
  [...SESSIONS].map(([name, { cookie }]) => [cookieValues(cookie).get('sessionid'), name]),
);

/**
 * The creator of a cookie's session: a creator, or `expired` for a session that has ended. An unknown one is taken for
 * the first creator's, so that examples from the vendor's documentation work here too; undefined without `sessionid`
 * (upstream-api.md 1.4).
 */
export function sessionOwner(cookie: string): Creator | 'expired' | undefined {
  const session = cookieValues(cookie).get('sessionid');
  if (!session) return undefined;
  const name = BY_SESSION_ID.get(session);
  if (name === EXPIRED_NAME) return EXPIRED_NAME;
  return CREATORS.find((creator) => creator.name === name) ?? CREATORS[0];
}
