import { expect } from 'vitest';
import { privateReader, stampOf } from '../../src/config/private-file.ts';
import { type AccountSettings, readAccounts } from '../../src/config/read-accounts.ts';
import { WatchedAccounts } from '../../src/config/watched-accounts.ts';
import { NOW } from './cookie-exports.ts';
import { cookieOf } from './temporary-folder.ts';

const readPrivate = privateReader(process.platform !== 'win32');
const NONE: AccountSettings = {
  isStored: false,
  cookie: undefined,
  cookieFile: undefined,
  accountsFile: undefined,
  proxy: undefined,
  scoreScale: undefined,
  problems: [],
};

/** The accounts of these settings, followed; `problems` is what stderr would get. */
export async function follow(settings: Partial<AccountSettings>) {
  const read = () => readAccounts({ ...NONE, ...settings }, {}, readPrivate);
  const { accounts: first, problems: faults } = await read();
  expect(faults).toEqual([]);
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const live = new WatchedAccounts({
    first,
    firstProblems: [],
    read,
    stamp: stampOf,
    now: () => NOW,
    report,
  });
  return { live, problems };
}

/** The content of an accounts file with these accounts. */
export const file = (...names: readonly string[]): object => ({
  accounts: Object.fromEntries(names.map((name) => [name, { cookie: cookieOf(name) }])),
});
