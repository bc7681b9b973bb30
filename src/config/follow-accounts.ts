import type { Accounts } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { type ReadFile, stampOf } from './private-file.ts';
import { readAccounts } from './read-accounts.ts';
import type { Config } from './read-config.ts';
import type { Environment } from './read-settings.ts';
import { WatchedAccounts } from './watched-accounts.ts';

/** How soon a changed file is noticed. */
export const LOOK_AT_FILES_MS = 1000;

interface FollowingParts {
  readonly env: Environment;
  readonly readFile: ReadFile;
  readonly redactor: Redactor;
  readonly now: () => Date;
}

/** The accounts as their files change; undefined when they come from no file. */
export function followAccounts(
  { accounts, accountSettings, problems }: Config,
  { env, readFile, redactor, now }: FollowingParts,
): WatchedAccounts | undefined {
  const { accountsFile, cookieFile } = accountSettings;
  if (accountsFile === undefined && cookieFile === undefined) return undefined;
  // Their secrets are known before the accounts are checked, and until the files are read again.
  let latest: Accounts = accounts;
  redactor.follow(() => latest);
  return new WatchedAccounts({
    first: accounts,
    firstProblems: problems,
    async read() {
      const reading = await readAccounts(accountSettings, env, readFile);
      latest = reading.accounts;
      return reading;
    },
    stamp: stampOf,
    now,
    report: (problem) => console.error(problem),
  });
}
