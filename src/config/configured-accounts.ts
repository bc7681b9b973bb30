import { dirname, resolve } from 'node:path';
import type { Accounts, ConfiguredAccount, ScoreScale } from '../credentials/account.ts';
import { isProxyUrl } from '../credentials/proxy-url.ts';
import { type Credential, readAccountsFile } from './accounts-file.ts';
import { type ReadFile, readFault } from './private-file.ts';

/** The settings that say which accounts there are, as they were written. */
export interface AccountSettings {
  readonly cookie: string | undefined;
  readonly cookieFile: string | undefined;
  readonly accountsFile: string | undefined;
  readonly proxy: string | undefined;
  readonly scoreScale: string | undefined;
}

/** What the settings and their files say at the moment. */
export interface AccountReading {
  /** Only to be used without problems. */
  readonly accounts: Accounts;
  /** The files that were read or should have been. */
  readonly files: readonly string[];
  /** As sentences without the values. */
  readonly problems: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Nothing but the name of what a host should have put there. */
const UNFILLED = /^\$\{[^{}]*\}$/;

/**
 * The text of a setting; undefined when it was left blank. Hosts pass a field that nobody filled in as an empty string
 * or as its bare placeholder, like `${user_config.cookie}`.
 */
export function settingOf(env: Environment, name: string): string | undefined {
  const text = env[name]?.trim() ?? '';
  return text === '' || UNFILLED.test(text) ? undefined : text;
}

/** The name of the account that TIKTOK_COOKIE configures. */
const ONLY_ACCOUNT = 'main';

/** Reads all configured accounts, those of the accounts file or the one of `TIKTOK_COOKIE`. */
export function readAccounts(
  settings: AccountSettings,
  env: Environment,
  readFile: ReadFile,
): AccountReading {
  const { cookie, cookieFile, accountsFile, proxy, scoreScale } = settings;
  const others = {
    TIKTOK_COOKIE: cookie,
    TIKTOK_COOKIE_FILE: cookieFile,
    TIKTOK_PROXY: proxy,
    TIKTOK_SCORE_SCALE: scoreScale,
  };
  if (accountsFile === undefined) return readOnly(settings, readFile);
  const also = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const reading = readMany(accountsFile, env, readFile);
  if (also.length === 0) return reading;
  return {
    ...reading,
    problems: [
      `TIKTOK_ACCOUNTS_FILE is not used together with ${also.join(', ')}: keep the file or the ${also.length === 1 ? 'variable' : 'variables'}.`,
      ...reading.problems,
    ],
  };
}

function readOnly(settings: AccountSettings, readFile: ReadFile): AccountReading {
  const { cookie, cookieFile, proxy, scoreScale } = settings;
  const problems: string[] = [];
  if (proxy !== undefined && !isProxyUrl(proxy))
    problems.push('TIKTOK_PROXY is not a URL. Use http://user:pass@host:port.');
  const scale = readScale(scoreScale);
  if (scoreScale !== undefined && scale === undefined)
    problems.push('TIKTOK_SCORE_SCALE must be points or rating.');
  if (cookie !== undefined && cookieFile !== undefined)
    problems.push('TIKTOK_COOKIE and TIKTOK_COOKIE_FILE are both set. Keep one.');
  const byName = new Map<string, ConfiguredAccount>();
  const rest = { proxy, scoreScale: scale };
  if (cookie !== undefined) {
    byName.set(ONLY_ACCOUNT, { cookie, source: 'TIKTOK_COOKIE', ...rest });
  } else if (cookieFile !== undefined) {
    try {
      byName.set(ONLY_ACCOUNT, { cookie: readFile(cookieFile), source: 'TIKTOK_COOKIE_FILE', ...rest });
    } catch (error) {
      problems.push(`TIKTOK_COOKIE_FILE ${readFault(error)}`);
    }
  }
  return {
    accounts: { byName, defaultName: ONLY_ACCOUNT },
    files: cookieFile === undefined ? [] : [cookieFile],
    problems,
  };
}

const readScale = (written: string | undefined): ScoreScale | undefined => {
  const scale = written?.toLowerCase();
  return scale === 'points' || scale === 'rating' ? scale : undefined;
};

function readMany(path: string, env: Environment, readFile: ReadFile): AccountReading {
  const byName = new Map<string, ConfiguredAccount>();
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    const problems = [`TIKTOK_ACCOUNTS_FILE ${readFault(error)}`];
    return { accounts: { byName, defaultName: '' }, files: [path], problems };
  }
  const file = readAccountsFile(text);
  const problems = file.problems.map((problem) => `TIKTOK_ACCOUNTS_FILE: ${problem}`);
  const files = [path];
  for (const { name, credential, fields } of file.accounts) {
    if (credential === undefined) continue;
    if (credential.cookie_file !== undefined) files.push(resolve(dirname(path), credential.cookie_file));
    const found = cookieOf(credential, path, env, readFile);
    if ('problem' in found) {
      problems.push(`TIKTOK_ACCOUNTS_FILE: account "${name}": ${found.problem}`);
    } else {
      const { proxy, label, score_scale: scoreScale } = fields ?? {};
      byName.set(name, { ...found, proxy, label, scoreScale });
    }
  }
  return { accounts: { byName, defaultName: file.defaultName }, files, problems };
}

/** An account's cookie and the setting it stands in. */
function cookieOf(
  { cookie_file, cookie_env, cookie }: Credential,
  path: string,
  env: Environment,
  readFile: ReadFile,
): { readonly cookie: string; readonly source: string } | { readonly problem: string } {
  if (cookie_file !== undefined) {
    try {
      const text = readFile(resolve(dirname(path), cookie_file));
      return { cookie: text, source: 'cookie_file in TIKTOK_ACCOUNTS_FILE' };
    } catch (error) {
      return { problem: `cookie_file ${readFault(error)}` };
    }
  }
  if (cookie_env !== undefined) {
    const text = settingOf(env, cookie_env);
    return text !== undefined
      ? { cookie: text, source: 'cookie_env in TIKTOK_ACCOUNTS_FILE' }
      : { problem: 'cookie_env names a variable that is not set.' };
  }
  return { cookie: cookie ?? '', source: 'cookie in TIKTOK_ACCOUNTS_FILE' };
}
