import { dirname, resolve } from 'node:path';
import type { Accounts, ConfiguredAccount, ScoreScale } from '../credentials/account.ts';
import { sharedSessions } from '../credentials/shared-sessions.ts';
import type { Credential } from './accounts-file-schema.ts';
import { parseAccountsFile } from './parse-accounts-file.ts';
import { parsePath } from './parse-path.ts';
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
  /** What is odd but does no harm, as sentences. */
  readonly notes: readonly string[];
}

/** The name of the account that TIKTOK_COOKIE configures. */
const SINGLE_ACCOUNT = 'main';

/** Reads all configured accounts: those of the accounts file, or the one of the cookie settings. */
export const readAccounts = (
  settings: AccountSettings,
  env: Environment,
  readFile: ReadFile,
): Promise<LoadedAccounts> =>
  settings.accountsFile === undefined
    ? readSingleAccount(settings, readFile)
    : readAccountsFile(settings.accountsFile, env, readFile);

async function readSingleAccount(
  { cookie, cookieFile, proxy, scoreScale }: AccountSettings,
  readFile: ReadFile,
): Promise<LoadedAccounts> {
  const problems: string[] = [];
  const byName = new Map<string, ConfiguredAccount>();
  if (cookie !== undefined) {
    byName.set(SINGLE_ACCOUNT, { cookie, source: SETTINGS.cookie.env, proxy, scoreScale });
  } else if (cookieFile !== undefined) {
    try {
      const source = SETTINGS.cookieFile.env;
      byName.set(SINGLE_ACCOUNT, { cookie: await readFile(cookieFile), source, proxy, scoreScale });
    } catch (error) {
      problems.push(`${SETTINGS.cookieFile.env} ${describeReadError(error, cookieFile)}`);
    }
  }
  return {
    accounts: { byName, defaultName: SINGLE_ACCOUNT },
    files: cookieFile === undefined ? [] : [cookieFile],
    problems,
    notes: [],
  };
}

/** How messages name the accounts file. */
const ACCOUNTS_FILE = SETTINGS.accountsFile.env;

async function readAccountsFile(path: string, env: Environment, readFile: ReadFile): Promise<LoadedAccounts> {
  const byName = new Map<string, ConfiguredAccount>();
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    const problems = [`${ACCOUNTS_FILE} ${describeReadError(error, path)}`];
    return { accounts: { byName, defaultName: '' }, files: [path], problems, notes: [] };
  }
  const file = parseAccountsFile(text);
  const problems = [...file.problems, ...file.accounts.flatMap((account) => account.problems)].map(
    (problem) => `${ACCOUNTS_FILE}: ${problem}`,
  );
  const files = [path];
  const found = await Promise.all(
    file.accounts.map(({ credential }) => credential && findCookie(credential, path, env, readFile)),
  );
  for (const [index, { name, fields }] of file.accounts.entries()) {
    const cookie = found[index];
    if (cookie === undefined) continue;
    if (cookie.file !== undefined) files.push(cookie.file);
    if ('problem' in cookie) {
      problems.push(`${ACCOUNTS_FILE}: account "${name}": ${cookie.problem}`);
    } else {
      const { proxy, label, score_scale: scoreScale } = fields ?? {};
      const { text: written, source, file: from } = cookie;
      byName.set(name, { cookie: written, source, file: from, proxy, label, scoreScale });
    }
  }
  const accounts = { byName, defaultName: file.defaultName };
  return { accounts, files, problems, notes: sharedSessions(accounts) };
}

/** An account's cookie with the setting it comes from, or why there is none. */
type FoundCookie = { readonly file?: string } & (
  | { readonly text: string; readonly source: string }
  | { readonly problem: string }
);

async function findCookie(
  { cookie_file, cookie_env, cookie }: Credential,
  path: string,
  env: Environment,
  readFile: ReadFile,
): Promise<FoundCookie> {
  if (cookie_file !== undefined) {
    let problem = '';
    const written = parsePath(cookie_file, (says) => {
      problem = `cookie_file ${says}`;
      return undefined;
    });
    if (written === undefined) return { problem };
    const file = resolve(dirname(path), written);
    try {
      return { file, text: await readFile(file), source: `cookie_file in ${ACCOUNTS_FILE}` };
    } catch (error) {
      return { file, problem: `cookie_file ${describeReadError(error, file)}` };
    }
  }
  if (cookie_env !== undefined) {
    const text = variable(env, cookie_env);
    return text !== undefined
      ? { text, source: `cookie_env in ${ACCOUNTS_FILE}` }
      : { problem: 'cookie_env names a variable that is not set.' };
  }
  return { text: cookie ?? '', source: `cookie in ${ACCOUNTS_FILE}` };
}
