import { LOOPBACK } from './parse-address.ts';
import { parsePath } from './parse-path.ts';
import { PATH_START } from './parse-setting.ts';
import type { Refuse } from './refuse.ts';

/** Where the accounts of an access token's subject are defined. */
export type AccountsSource =
  /** A claim with the account names. */
  | { readonly claim: string }
  /** A file with a claim, and the accounts for each of its values. */
  | { readonly file: string };

/** A URL that access tokens contain, unchanged. */
export function parseIdentifier(written: string, refuse: Refuse): string | undefined {
  if (!URL.canParse(written)) return refuse('is not a URL, such as https://login.example.');
  const { protocol, hostname, username, password, search, hash } = new URL(written);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname)))
    return refuse('must start with https:// (http:// only for this machine itself).');
  const isPlain = [username, password, search, hash].every((part) => part === '');
  return isPlain ? written : refuse('must have no user, query or fragment.');
}

/** The name of a claim, or the path of a file. */
export function parseAccountsSource(written: string, refuse: Refuse): AccountsSource | undefined {
  if (!PATH_START.test(written)) return { claim: written };
  const file = parsePath(written, refuse);
  return file === undefined ? undefined : { file };
}
