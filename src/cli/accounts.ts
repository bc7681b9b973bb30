import type { AccountsWanted } from '../config/load-config.ts';
import { type Accounts, accountNamed } from '../credentials/account.ts';
import { accountNotes } from '../credentials/account-notes.ts';
import { inspectCookie } from '../credentials/cookie.ts';
import { nearestName } from '../nearest-name.ts';
import { type AccountStore, StoreError } from './account-store.ts';
import { askForAccount, askForCookie } from './ask-account.ts';
import { Cancelled } from './dialog.ts';
import { matchingFiles } from './matching-files.ts';
import {
  accountsInFiles,
  cookieIn,
  cookieInFile,
  type KnownAccounts,
  titleForAccount,
} from './new-account.ts';
import type { SetupMachine } from './setup-machine.ts';
import { layOut, neutral } from './terminal.ts';

/** What `accounts` needs in addition: cookies from a pipe. */
type AccountsMachine = SetupMachine & { readonly readStdin: () => Promise<string> };

interface Subcommand {
  /** The arguments that may follow, and how many. */
  readonly takes: string;
  readonly most: number;
  readonly run: (words: readonly string[], machine: AccountsMachine, wanted: AccountsWanted) => Promise<void>;
}

/** The subcommands of `accounts`. */
const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ['list', { takes: 'nothing else', most: 0, run: list }],
  ['add', { takes: 'cookie files', most: Number.POSITIVE_INFINITY, run: add }],
  ['refresh', { takes: 'the name of one account and a cookie file', most: 2, run: refresh }],
  ['remove', { takes: 'the name of one account', most: 1, run: remove }],
]);

/** Shows or changes the stored accounts; returns whether it was done. */
export async function runAccounts(wanted: AccountsWanted, machine: AccountsMachine): Promise<boolean> {
  const { terminal } = machine;
  const [word = 'list', ...words] = wanted.words;
  const subcommand = SUBCOMMANDS.get(word);
  const names = [...SUBCOMMANDS.keys()];
  if (subcommand === undefined) {
    const nearest = nearestName(word, names);
    const meant = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    terminal.printError(`accounts takes ${names.join(', ')}.${meant}\n`);
    return false;
  }
  try {
    if (words.length > subcommand.most)
      throw new StoreError(`accounts ${word} takes ${subcommand.takes}. Nothing was changed.`);
    if (word !== 'add' && wanted.accountName !== undefined)
      throw new StoreError('--account only works with "accounts add". Nothing was changed.');
    await subcommand.run(words, machine, wanted);
    return true;
  } catch (error) {
    if (error instanceof Cancelled) terminal.printError('Cancelled. Nothing was written.\n');
    else if (error instanceof StoreError) terminal.printError(`${error.message}\n`);
    else throw error;
    return false;
  }
}

async function list(_words: readonly string[], { store, terminal, now }: AccountsMachine): Promise<void> {
  const { accounts: stored, default: chosen } = await store.accounts();
  const rows = Object.entries(stored).map(([name, { label = '', cookie }]) => {
    const found = cookie === undefined ? undefined : cookieIn(cookie, now());
    const state = found === undefined ? 'in a file' : 'fault' in found ? found.fault : 'usable';
    const end = cookie === undefined ? undefined : inspectCookie(cookie, now()).probableEnd;
    const title = `${name}${name === chosen ? ' (default)' : ''}`;
    return [title, label, state, end?.toISOString().slice(0, 10) ?? ''].map(neutral);
  });
  terminal.print(
    rows.length === 0
      ? 'No account is stored. "tiktok-creator-mcp setup" or "tiktok-creator-mcp accounts add" stores one.\n'
      : layOut([['account', 'label', 'cookie', 'probably valid until'].map(neutral), ...rows], terminal),
  );
}

async function add(
  words: readonly string[],
  machine: AccountsMachine,
  { accountName }: AccountsWanted,
): Promise<void> {
  const { store, dialog, now, remember, terminal } = machine;
  const files = (await Promise.all(words.map(matchingFiles))).flat();
  if (files.length > 1 && accountName !== undefined)
    throw new StoreError('--account names one account, so it takes one cookie file.');
  const known = await store.known();
  if (words.length === 0 && dialog !== undefined) {
    const title = accountName === undefined ? undefined : titleForAccount(accountName, known);
    refuseKnown(title === undefined ? [] : [title.name], known);
    const account =
      title === undefined
        ? await askForAccount(machine, dialog, known)
        : { ...title, cookie: await askForCookie(machine, dialog) };
    await store.saveAccounts([account]);
    terminal.print(`Stored: ${account.name}.\n`);
    return tellAccountNotes(machine);
  }
  const named = accountName === undefined ? [] : [accountName];
  const added =
    files.length > 0
      ? await accountsInFiles(files, named, machine)
      : [{ ...titleForAccount(accountName ?? '', known), cookie: await pipedCookie(machine) }];
  refuseKnown(
    added.map(({ name }) => name),
    known,
  );
  for (const { cookie } of added) remember(cookie);
  await store.saveAccounts(added);
  terminal.print(`Stored: ${added.map(({ name }) => name).join(', ')}.\n`);
  await tellAccountNotes(machine);

  async function pipedCookie({ readStdin }: AccountsMachine): Promise<string> {
    const found = cookieIn(await readStdin(), now());
    if ('fault' in found) throw new StoreError(`Standard input ${found.fault}. Nothing was written.`);
    return found.cookie;
  }
}

/** @throws StoreError where a name is taken */
function refuseKnown(names: readonly string[], known: KnownAccounts): void {
  const double = names.filter((name) => known.has(name));
  if (double.length > 0)
    throw new StoreError(
      `${double.join(', ')}: stored already. "tiktok-creator-mcp accounts refresh NAME" replaces a cookie. Nothing was written.`,
    );
}

async function refresh(words: readonly string[], machine: AccountsMachine): Promise<void> {
  const { store, dialog, readFile, now, readStdin, remember, terminal } = machine;
  const [written, file] = words;
  const { accounts: stored } = await machine.store.accounts();
  const [only, ...others] = Object.keys(stored);
  const name = await storedName(written ?? (others.length === 0 ? only : undefined), machine);
  let cookie: string;
  if (file === undefined && dialog !== undefined) cookie = await askForCookie(machine, dialog);
  else {
    const found =
      file === undefined ? cookieIn(await readStdin(), now()) : await cookieInFile(file, readFile, now());
    if ('fault' in found)
      throw new StoreError(`${file ?? 'Standard input'} ${found.fault}. The stored cookie stays.`);
    cookie = found.cookie;
  }
  remember(cookie);
  await store.saveAccounts([{ name, cookie }]);
  terminal.print(`The cookie of ${name} is replaced. A running server picks it up by itself.\n`);
  await tellAccountNotes(machine);
}

async function remove(
  words: readonly string[],
  machine: AccountsMachine,
  { yes }: AccountsWanted,
): Promise<void> {
  const { store, dialog, terminal } = machine;
  const name = await storedName(words[0], machine);
  if (!yes) {
    if (dialog === undefined)
      throw new StoreError(
        `There is no terminal to ask at: to remove ${name}, use --yes. Nothing was removed.`,
      );
    if (!(await dialog.confirm(`Delete the stored cookie of "${name}"?`, true))) throw new Cancelled();
  }
  await store.removeAccount(name);
  terminal.print(`${name} is removed.\n`);
}

/** The stored account that a text means: its name or its label, in any case. */
async function storedName(written: string | undefined, { store }: AccountsMachine): Promise<string> {
  const { accounts: stored } = await store.accounts();
  const names = Object.keys(stored);
  const known = names.length === 0 ? 'None is stored.' : `Stored are: ${names.join(', ')}.`;
  if (written === undefined) throw new StoreError(`The name of the account is missing. ${known}`);
  const found = accountNamed(accountsIn(stored), written);
  if (found === undefined) throw new StoreError(`No such account is stored. ${known}`);
  return found;
}

/** Stored accounts in the form that lookups take. */
function accountsIn(stored: Awaited<ReturnType<AccountStore['accounts']>>['accounts']): Accounts {
  const byName = new Map(
    Object.entries(stored).map(([name, { label, cookie = '' }]) => [name, { label, cookie, source: '' }]),
  );
  return { byName, defaultName: '' };
}

/** Warns about stored accounts that are easily confused, because a cookie is easily stored under the wrong name. */
async function tellAccountNotes({ store, terminal }: AccountsMachine): Promise<void> {
  const { accounts: stored } = await store.accounts();
  for (const sentence of accountNotes(accountsIn(stored))) terminal.printError(`${sentence}\n`);
}
