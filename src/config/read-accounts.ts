import { dirname, resolve } from 'node:path';
import type { Accounts, ConfiguredAccount, ScoreScale } from '../credentials/account.ts';
import { accountNotes } from '../credentials/account-notes.ts';
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
  /** Whether the accounts file is the one that `setup` wrote. */
  readonly isStored: boolean;
  /** Why they cannot be used, as sentences without the values. */
  readonly problems: readonly string[];
}

/** The accounts according to the settings and files at the moment. */
export interface LoadedAccounts {
  /** Includes accounts that cannot be used, with their problems. */
  readonly accounts: Accounts;
  /** The files that were read, or could not be. */
  readonly files: readonly string[];
  /** As sentences without the values. */
  readonly problems: readonly string[];
  /** Harmless peculiarities, as sentences. */
  readonly notes: readonly string[];
}

/** The name of the account that TIKTOK_COOKIE configures. */
const SINGLE_ACCOUNT = 'main';

/** Reads all configured accounts: those of the accounts file, or the one of the cookie settings. */
export function readAccounts(
  settings: AccountSettings,
  env: Environment,
  readFile: ReadFile,
): Promise<LoadedAccounts> {
  return settings.accountsFile === undefined
    ? readSingleAccount(settings, readFile)
    : readAccountsFile(settings.accountsFile, settings, env, readFile);
}

/** A result without accounts, with the reasons. */
const unreadable = (files: readonly string[], problems: readonly string[]): LoadedAccounts => ({
  accounts: { byName: new Map(), defaultName: SINGLE_ACCOUNT, problems },
  files,
  problems,
  notes: [],
});

async function readSingleAccount(
  { cookie, cookieFile, proxy, scoreScale, problems }: AccountSettings,
  readFile: ReadFile,
): Promise<LoadedAccounts> {
  const files = cookieFile === undefined ? [] : [cookieFile];
  if (cookie === undefined && cookieFile === undefined) return unreadable(files, problems);
  const found =
    problems.length > 0
      ? { problem: problems.join(' ') }
      : cookie !== undefined
        ? { text: cookie }
        : await readCookieFile(cookieFile ?? '', readFile);
  const source = cookie === undefined ? SETTINGS.cookieFile.env : SETTINGS.cookie.env;
  const problem = 'problem' in found ? found.problem : undefined;
  const account = {
    cookie: 'text' in found ? found.text : '',
    source,
    file: cookieFile,
    proxy,
    scoreScale,
    problem,
  };
  return {
    accounts: { byName: new Map([[SINGLE_ACCOUNT, account]]), defaultName: SINGLE_ACCOUNT },
    files,
    problems: problem === undefined || problems.length > 0 ? problems : [problem],
    notes: [],
  };
}

async function readCookieFile(
  path: string,
  readFile: ReadFile,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  try {
    return { text: await readFile(path) };
  } catch (error) {
    return { problem: `${SETTINGS.cookieFile.env} ${describeReadError(error, path)}` };
  }
}

/** What messages call the accounts file. */
const ACCOUNTS_FILE = SETTINGS.accountsFile.env;

async function readAccountsFile(
  path: string,
  { problems: conflicts, isStored }: Pick<AccountSettings, 'problems' | 'isStored'>,
  env: Environment,
  readFile: ReadFile,
): Promise<LoadedAccounts> {
  let text: string;
  try {
    text = await readFile(path);
  } catch (error) {
    return unreadable([path], [...conflicts, `${ACCOUNTS_FILE} ${describeReadError(error, path)}`]);
  }
  const file = parseAccountsFile(text);
  const whole = [...conflicts, ...file.problems.map((problem) => `${ACCOUNTS_FILE}: ${problem}`)];
  if (file.accounts.length === 0) return unreadable([path], whole);
  const read = await Promise.all(
    file.accounts.map(async ({ name, credential, fields, problems }) => {
      const found = credential && (await findCookie(credential, path, env, readFile));
      const faults = [
        ...problems,
        ...(found !== undefined && 'problem' in found ? [`account "${name}": ${found.problem}`] : []),
      ].map((fault) => `${ACCOUNTS_FILE}: ${fault}`);
      const { proxy, label, score_scale: scoreScale } = fields ?? {};
      const account = {
        cookie: found !== undefined && 'text' in found ? found.text : '',
        source: found !== undefined && 'source' in found ? found.source : ACCOUNTS_FILE,
        inAccountsFile: credential?.cookie === undefined ? ('reference' as const) : ('cookie' as const),
        isStored: (isStored && found?.file === undefined) || undefined,
        file: found?.file,
        proxy,
        label,
        scoreScale,
        problem: [...conflicts, ...faults].join(' ') || undefined,
      };
      return { name, account, faults };
    }),
  );
  const accounts = {
    byName: new Map<string, ConfiguredAccount>(read.map(({ name, account }) => [name, account])),
    defaultName: file.defaultName,
    problems: whole,
  };
  return {
    accounts,
    files: [path, ...read.flatMap(({ account }) => (account.file === undefined ? [] : [account.file]))],
    problems: [...whole, ...read.flatMap(({ faults }) => faults)],
    notes: accountNotes(accounts),
  };
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
