import { dirname, resolve } from 'node:path';
import type { Accounts, ConfiguredAccount, ScoreScale } from '../credentials/account.ts';
import { type Credential, parseAccountsFile } from './accounts-file.ts';
import { describeReadError, type ReadFile } from './private-file.ts';
import { type Environment, variable } from './read-settings.ts';
import { SETTINGS } from './settings.ts';

/** The settings that say which accounts there are. */
export interface AccountSettings {
  readonly cookie: string | undefined;
  readonly cookieFile: string | undefined;
  readonly accountsFile: string | undefined;
  readonly proxy: string | undefined;
  readonly scoreScale: ScoreScale | undefined;
}

/** What the settings and their files say at the moment. */
export interface LoadedAccounts {
  /** Only to be used without problems. */
  readonly accounts: Accounts;
  /** The files that were read or should have been. */
  readonly files: readonly string[];
  /** As sentences without the values. */
  readonly problems: readonly string[];
}

/** The name of the account that TIKTOK_COOKIE configures. */
const SINGLE_ACCOUNT = 'main';

/** Reads all configured accounts: those of the accounts file, or the one of the cookie settings. */
export const readAccounts = (
  settings: AccountSettings,
  env: Environment,
  readFile: ReadFile,
): LoadedAccounts =>
  settings.accountsFile === undefined
    ? readSingleAccount(settings, readFile)
    : readAccountsFile(settings.accountsFile, env, readFile);

function readSingleAccount(
  { cookie, cookieFile, proxy, scoreScale }: AccountSettings,
  readFile: ReadFile,
): LoadedAccounts {
  const problems: string[] = [];
  const byName = new Map<string, ConfiguredAccount>();
  if (cookie !== undefined) {
    byName.set(SINGLE_ACCOUNT, { cookie, source: SETTINGS.cookie.env, proxy, scoreScale });
  } else if (cookieFile !== undefined) {
    try {
      const source = SETTINGS.cookieFile.env;
      byName.set(SINGLE_ACCOUNT, { cookie: readFile(cookieFile), source, proxy, scoreScale });
    } catch (error) {
      problems.push(`${SETTINGS.cookieFile.env} ${describeReadError(error)}`);
    }
  }
  return {
    accounts: { byName, defaultName: SINGLE_ACCOUNT },
    files: cookieFile === undefined ? [] : [cookieFile],
    problems,
  };
}

/** How messages name the accounts file. */
const ACCOUNTS_FILE = SETTINGS.accountsFile.env;

function readAccountsFile(path: string, env: Environment, readFile: ReadFile): LoadedAccounts {
  const byName = new Map<string, ConfiguredAccount>();
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const problems = [`${ACCOUNTS_FILE} ${describeReadError(error)}`];
    return { accounts: { byName, defaultName: '' }, files: [path], problems };
  }
  const file = parseAccountsFile(text);
  const problems = file.problems.map((problem) => `${ACCOUNTS_FILE}: ${problem}`);
  const files = [path];
  for (const { name, credential, fields } of file.accounts) {
    if (credential === undefined) continue;
    if (credential.cookie_file !== undefined) files.push(resolve(dirname(path), credential.cookie_file));
    const found = findCookie(credential, path, env, readFile);
    if ('problem' in found) {
      problems.push(`${ACCOUNTS_FILE}: account "${name}": ${found.problem}`);
    } else {
      const { proxy, label, score_scale: scoreScale } = fields ?? {};
      byName.set(name, { ...found, proxy, label, scoreScale });
    }
  }
  return { accounts: { byName, defaultName: file.defaultName }, files, problems };
}

/** An account's cookie and the setting it comes from. */
function findCookie(
  { cookie_file, cookie_env, cookie }: Credential,
  path: string,
  env: Environment,
  readFile: ReadFile,
): { readonly cookie: string; readonly source: string } | { readonly problem: string } {
  if (cookie_file !== undefined) {
    try {
      const text = readFile(resolve(dirname(path), cookie_file));
      return { cookie: text, source: `cookie_file in ${ACCOUNTS_FILE}` };
    } catch (error) {
      return { problem: `cookie_file ${describeReadError(error)}` };
    }
  }
  if (cookie_env !== undefined) {
    const text = variable(env, cookie_env);
    return text !== undefined
      ? { cookie: text, source: `cookie_env in ${ACCOUNTS_FILE}` }
      : { problem: 'cookie_env names a variable that is not set.' };
  }
  return { cookie: cookie ?? '', source: `cookie in ${ACCOUNTS_FILE}` };
}
