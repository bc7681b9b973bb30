import { ApiError } from '../errors.ts';
import { type Cookie, readCookie } from './cookie.ts';

/**
 * One configured creator account. The cookie is parsed when it is first needed, so that a bad one fails only its own
 * calls.
 */
export interface ConfiguredAccount {
  /** In any form that `readCookie` takes. */
  readonly cookie: string;
  /** The setting the cookie came from, for error messages. */
  readonly source: string;
  /** Whether `setup` stored it, so that a command can replace it. */
  readonly isStored?: boolean | undefined;
  /** What the accounts file has of it, if anything: the cookie itself, or only where it is. */
  readonly inAccountsFile?: 'cookie' | 'reference' | undefined;
  /** The file that it was read from, if it was. */
  readonly file?: string | undefined;
  /** The proxy that the vendor uses towards TikTok, not one of this server. */
  readonly proxy?: string | undefined;
  /** The owner's name for it. */
  readonly label?: string | undefined;
  readonly scoreScale?: ScoreScale | undefined;
  /**
   * What to do about a cookie that cannot be used or whose session has ended; if left out, it follows from where the
   * cookie is kept.
   */
  readonly renewal?: string | undefined;
  /** Why it cannot be used, apart from its cookie: sentences without the values. */
  readonly problem?: string | undefined;
}

/** The scale of the health score, which perhaps only the account's owner knows (upstream-api.md 7.11). */
export type ScoreScale = 'points' | 'rating';

/**
 * All configured accounts by name, and the one that is used when none is named. They may change while the server runs:
 * read the properties again for each request. A change makes a new map and never modifies one.
 */
export interface Accounts {
  readonly byName: ReadonlyMap<string, ConfiguredAccount>;
  readonly defaultName: string;
  /** What is wrong with their settings or file as a whole: sentences without the values. */
  readonly problems?: readonly string[] | undefined;
}

/** The account that a call is made for. */
export interface Account {
  readonly name: string;
  readonly cookie: Cookie;
  readonly proxy: string | undefined;
  readonly scoreScale?: ScoreScale | undefined;
  /** What to do when its session has ended, as sentences: where its cookie is kept. */
  readonly renewal?: string | undefined;
}

/** The account name in results when the cookie came as an argument. */
export const INLINE = 'inline';

/** The identity arguments that every tool takes. */
export interface Identity {
  readonly account?: string | undefined;
  readonly cookie?: string | undefined;
  readonly proxy?: string | undefined;
}

/** The account that a text means by its name, or else its label, in any case; undefined if none or several match. */
export function accountNamed({ byName }: Accounts, text: string): string | undefined {
  if (byName.has(text)) return text;
  const wanted = text.trim().toLowerCase();
  const isNamed = ([name]: readonly [string, unknown]): boolean => name.toLowerCase() === wanted;
  const isLabelled = ([, { label }]: readonly [string, ConfiguredAccount]): boolean =>
    label?.trim().toLowerCase() === wanted;
  for (const isMeant of [isNamed, isLabelled]) {
    const [found, ...others] = [...byName].filter(isMeant);
    if (found !== undefined) return others.length === 0 ? found[0] : undefined;
  }
  return undefined;
}

/**
 * The account a call is for: the cookie argument if given, else the named account, else the default.
 * @param now tells which cookies have expired
 * @throws ApiError `config` when there is no usable cookie
 */
export function chooseAccount(accounts: Accounts, wanted: Identity, now: Date): Account {
  if (wanted.cookie !== undefined) {
    const cookie = readCookie(wanted.cookie, 'The cookie argument', now);
    return {
      name: INLINE,
      cookie,
      proxy: wanted.proxy,
      renewal: `${COPY_AGAIN} and pass them as the cookie argument.`,
    };
  }
  const name = wanted.account ?? accounts.defaultName;
  const found = accounts.byName.get(name);
  if (found === undefined) throw notConfigured(name, accounts);
  if (found.problem !== undefined)
    throw new ApiError('config', found.problem, { next: afterCorrecting(found) });
  const cookie = readCookie(found.cookie, `${found.source} (account "${name}")`, now);
  return {
    name,
    cookie,
    proxy: wanted.proxy ?? found.proxy,
    scoreScale: found.scoreScale,
    renewal: found.renewal ?? renewalOf(name, found, accounts.byName.size > 1),
  };
}

const COPY_AGAIN = 'Log in to TikTok Shop in a browser, copy the cookies again';

/** What to do about an ended session: one instruction, for the one place where the cookie is. */
function renewalOf(
  name: string,
  { source, file, isStored, inAccountsFile }: ConfiguredAccount,
  hasOthers: boolean,
): string {
  const place =
    isStored === true
      ? ` and replace the old ones: run "tiktok-creator-mcp accounts refresh ${name}" in a terminal.`
      : file !== undefined
        ? ` and save them in ${file} in place of the old ones: a changed file is picked up by itself.`
        : inAccountsFile === 'cookie'
          ? ` and replace those of "${name}" in TIKTOK_ACCOUNTS_FILE: a changed file is picked up by itself.`
          : `, put them in place of the old ones (${source}) and restart the server.`;
  const login = hasOthers
    ? `Log in to TikTok Shop in a browser as the creator of "${name}", copy the cookies again`
    : COPY_AGAIN;
  return `${login}${place}${hasOthers ? ' Other accounts are not affected.' : ''}`;
}

function notConfigured(name: string, { byName, problems = [] }: Accounts): ApiError {
  const [problem] = problems;
  if (byName.size === 0 && problem !== undefined) return new ApiError('config', problems.join(' '));
  if (byName.size === 0)
    return new ApiError('config', 'No account is configured.', {
      unset: 'TIKTOK_COOKIE_FILE or TIKTOK_COOKIE to the TikTok cookies of the creator',
    });
  return new ApiError('config', `No cookie is configured for account "${name}".`, {
    next: `The configured accounts are: ${[...byName.keys()].join(', ')}.`,
  });
}

/** Changes of files are picked up, changes of the environment are not. */
const afterCorrecting = ({ file, inAccountsFile }: ConfiguredAccount): string =>
  file !== undefined || inAccountsFile !== undefined
    ? 'Correct it: a changed file is picked up by itself. Other accounts are not affected.'
    : 'Correct the setting and restart the server.';
