import { ApiError } from '../errors.ts';
import { type Cookie, readCookie } from './cookie.ts';

/** One configured creator account. The cookie is read when it is first needed, so that a bad one fails its own calls only. */
export interface ConfiguredAccount {
  readonly cookie: string;
  /** The setting the cookie came from, for error messages. */
  readonly source: string;
  /** The proxy that the vendor uses towards TikTok, not our own egress. */
  readonly proxy?: string | undefined;
}

/** All configured accounts by name, and the one that answers when none is named. */
export interface Accounts {
  readonly byName: ReadonlyMap<string, ConfiguredAccount>;
  readonly defaultName: string;
}

/** Who a call is made for. */
export interface Account {
  readonly name: string;
  readonly cookie: Cookie;
  readonly proxy: string | undefined;
}

/** The name that results carry when the cookie came as an argument. */
const INLINE = 'inline';

/** The identity arguments that every tool takes. */
export interface Identity {
  readonly account?: string | undefined;
  readonly cookie?: string | undefined;
  readonly proxy?: string | undefined;
}

/**
 * The account a call is for: the cookie argument if given, else the named account, else the default.
 * @throws ApiError `config` when there is no usable cookie
 */
export function chooseAccount(accounts: Accounts, wanted: Identity): Account {
  if (wanted.cookie !== undefined) {
    return { name: INLINE, cookie: readCookie(wanted.cookie, 'The cookie argument'), proxy: wanted.proxy };
  }
  const name = wanted.account ?? accounts.defaultName;
  const found = accounts.byName.get(name);
  if (found === undefined) {
    throw new ApiError('config', `No cookie is configured for account "${name}".`, {
      next: "Set TIKTOK_COOKIE (or TIKTOK_COOKIE_FILE) to the creator's TikTok cookie string and restart the server, or pass the cookie argument.",
    });
  }
  const cookie = readCookie(found.cookie, `${found.source} (account "${name}")`);
  return { name, cookie, proxy: wanted.proxy ?? found.proxy };
}
