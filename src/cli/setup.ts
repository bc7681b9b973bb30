import { hostFiles } from '../config/hosts.ts';
import type { SetupWanted } from '../config/load-config.ts';
import { needsApiKey, parseApiKey, parseBaseUrl } from '../config/parse-address.ts';
import { describeReadError, type ReadFile } from '../config/private-file.ts';
import { type Environment, variable } from '../config/read-settings.ts';
import { SETTINGS } from '../config/settings.ts';
import { ACCOUNT_SETTINGS } from '../config/stored-settings.ts';
import { xdgConfigHome } from '../config/user-folders.ts';
import { type StoredAccount, StoreError } from './account-store.ts';
import { askForAccount } from './ask-account.ts';
import { Cancelled } from './dialog.ts';
import { entryFor, type HostLaunch, hostBlock } from './host-entry.ts';
import { accountsInFiles } from './new-account.ts';
import { flagsFault } from './setup-flags.ts';
import { addToHosts, removeFromHosts } from './setup-hosts.ts';
import type { SetupMachine } from './setup-machine.ts';

/** What `setup` needs in addition. */
interface SetupExtras {
  readonly launch: HostLaunch;
  /** Checks what is stored; returns whether there are no problems. */
  readonly check: (live: boolean) => Promise<boolean>;
}

/** Stores key and accounts, adds the server to hosts, and offers a check. Returns whether all of it was done. */
export async function setup(
  wanted: SetupWanted,
  machine: SetupMachine,
  { launch, check }: SetupExtras,
): Promise<boolean> {
  const { terminal, store, places } = machine;
  const fault = flagsFault(wanted, places);
  if (fault !== undefined) {
    terminal.printError(`${fault} Nothing was written.\n`);
    return false;
  }
  const started = withFolder(launch, places.env);
  if (wanted.print !== undefined) return printBlock(wanted.print, started, machine);
  let isStored = false;
  try {
    if (wanted.remove) return await removeAll(wanted, machine);
    const settings = await settingsToStore(wanted, machine);
    const accounts = await accountsToStore(wanted, machine);
    const replaced = await store.replacedBy(accounts);
    await store.saveSettings(settings);
    await store.saveAccounts(accounts);
    for (const name of replaced)
      terminal.printError(`The stored cookie of ${name} is replaced by one of another session.\n`);
    isStored = true;
    terminal.print(await summary(machine));
    const isAdded = await addToHosts(wanted, machine, started);
    const live = wanted.live || (await askForLiveCheck(machine));
    terminal.print('\n');
    const isGood = await check(live);
    terminal.print(
      isGood ? `\nRestart your assistant, ${ASK}` : `\nCorrect that, restart your assistant, ${ASK}`,
    );
    return isAdded && isGood;
  } catch (error) {
    if (error instanceof Cancelled) {
      terminal.printError(
        isStored ? 'Cancelled. Key and accounts are stored.\n' : 'Cancelled. Nothing was written.\n',
      );
    } else if (error instanceof StoreError) terminal.printError(`${error.message}\n`);
    else throw error;
    return false;
  }
}

const ASK = `and ask it: How is my month going?

Later, in a terminal:
- "tiktok-creator-mcp accounts add" adds an account.
- "tiktok-creator-mcp accounts refresh NAME" replaces the cookie of an account whose session has ended.
- "tiktok-creator-mcp setup --remove" undoes all of this.
`;

/** Hosts do not pass on a changed folder of the user's settings, unless their own file says so. */
function withFolder(launch: HostLaunch, env: Environment): HostLaunch {
  const folder = xdgConfigHome(env);
  return folder === undefined ? launch : { ...launch, env: { XDG_CONFIG_HOME: folder } };
}

function printBlock(name: string, launch: HostLaunch, { terminal, places }: SetupMachine): boolean {
  const host = hostFiles(name, places);
  if (host === undefined) return false;
  terminal.printError(`Put this into ${host.userFile} (${host.title}):\n`);
  terminal.print(hostBlock(host.section, entryFor(host.name, launch)));
  return true;
}

/** The settings from flags or questions. */
async function settingsToStore(
  { keyFile }: SetupWanted,
  { places, store, readFile, dialog, remember }: SetupMachine,
): Promise<Record<string, string>> {
  const { apiKey, baseUrl } = SETTINGS;
  const stored = await store.settings();
  const address = variable(places.env, baseUrl.env);
  const settings: Record<string, string> = address === undefined ? {} : { [baseUrl.env]: address };
  const faults: string[] = [];
  const url = parseBaseUrl(address ?? stored[baseUrl.env] ?? baseUrl.default, (says) => {
    faults.push(`${baseUrl.env} ${says}`);
    return undefined;
  });
  if (url === undefined || faults.length > 0) throw new StoreError(faults.join(' '));
  const given = keyFile === undefined ? variable(places.env, apiKey.env) : await keyInFile(keyFile, readFile);
  const known = stored[apiKey.env];
  if (given !== undefined) {
    const fault = keyFault(given);
    if (fault !== undefined)
      throw new StoreError(`${keyFile === undefined ? apiKey.env : 'The key file'} ${fault}`);
    remember(given);
    return { ...settings, [apiKey.env]: given };
  }
  if (dialog === undefined) {
    if (known === undefined && needsApiKey(url))
      throw new StoreError(
        'The API key is missing: use --key-file FILE, or set TIKHUB_API_KEY. Nothing was written.',
      );
    return settings;
  }
  dialog.say(PROMISE);
  const answer = await dialog.secret(
    known === undefined
      ? 'TikHub API key (from https://user.tikhub.io)'
      : 'TikHub API key (Enter keeps the stored one)',
    (key) => (key === '' && known !== undefined ? undefined : spoken(keyFault(key))),
  );
  remember(answer);
  return answer === '' ? settings : { ...settings, [apiKey.env]: answer };
}

/** The message before the first question. */
const PROMISE =
  'This is unofficial. The key and the cookies are stored on this computer, readable by you only, and sent to TikHub with every call. Press Ctrl-C to cancel at any time.';

/** Why a text is not a key, to complete a sentence. */
function keyFault(key: string): string | undefined {
  let fault: string | undefined;
  const parsed = parseApiKey(key, (says) => {
    fault = says;
    return undefined;
  });
  return parsed === undefined ? (fault ?? 'is empty.') : undefined;
}

const spoken = (fault: string | undefined): string | undefined =>
  fault === undefined ? undefined : `This ${fault}`;

async function keyInFile(path: string, readFile: ReadFile): Promise<string> {
  try {
    return (await readFile(path)).trim();
  } catch (error) {
    throw new StoreError(`--key-file ${describeReadError(error, path)} Nothing was written.`);
  }
}

/** The accounts whose cookies come from flags or questions. */
async function accountsToStore(wanted: SetupWanted, machine: SetupMachine): Promise<StoredAccount[]> {
  const { dialog, store, terminal } = machine;
  const known = await store.known();
  const added = await accountsInFiles(wanted.cookieFiles, wanted.accountNames, machine);
  if (dialog === undefined) {
    if (added.length === 0 && known.size === 0)
      throw new StoreError('No account was given: use --cookie-file FILE. Nothing was written.');
    return added;
  }
  if (known.size > 0) terminal.printError(`Stored accounts: ${[...known.keys()].join(', ')}.\n`);
  let isMore = added.length + known.size === 0 || (await dialog.confirm('Add an account?', false));
  while (isMore) {
    for (const { name, label } of added) known.set(name, label);
    added.push(await askForAccount(machine, dialog, known));
    isMore = await dialog.confirm('Add another account?', false);
  }
  return added;
}

async function summary({ store, places }: SetupMachine): Promise<string> {
  const names = Object.keys((await store.accounts()).accounts);
  const privacy =
    places.platform === 'win32'
      ? `Only your Windows account can open it; to make sure, run: icacls "${store.files.folder}" /inheritance:r /grant:r "%USERNAME%:(OI)(CI)F"`
      : 'Only you can read it.';
  const { [SETTINGS.apiKey.env]: key, [SETTINGS.baseUrl.env]: address } = await store.settings();
  const things = [
    ...(key === undefined ? [] : ['the key']),
    ...(address === undefined ? [] : [`the address ${address}`]),
  ];
  const others = ACCOUNT_SETTINGS.map(({ env }) => env).filter(
    (env) => variable(places.env, env) !== undefined,
  );
  const instead =
    others.length === 0
      ? ''
      : ` ${others.join(', ')} is set here and is used in place of the stored accounts, also in the check below.`;
  return `Stored in ${store.files.folder}: ${things.map((thing) => `${thing}, `).join('')}${things.length === 0 ? '' : 'and '}${names.length === 1 ? 'the account' : 'the accounts'} ${names.join(', ')}. ${privacy}${instead}\n`;
}

async function askForLiveCheck({ dialog, store }: SetupMachine): Promise<boolean> {
  if (dialog === undefined) return false;
  const count = Object.keys((await store.accounts()).accounts).length;
  const calls = count === 1 ? 'one call' : `${count} calls, one for each account`;
  return dialog.confirm(
    `Check now whether TikTok accepts the login? That makes ${calls}, for which TikHub charges from about $0.001 each.`,
    true,
  );
}

async function removeAll(wanted: SetupWanted, machine: SetupMachine): Promise<boolean> {
  const { dialog, store, terminal } = machine;
  if (dialog === undefined && !wanted.yes)
    throw new StoreError('There is no terminal to ask at: --remove needs --yes. Nothing was removed.');
  const isDone = await removeFromHosts(wanted, machine);
  if (wanted.hosts.length > 0) {
    terminal.print('Key and cookies stay stored for other hosts; --remove without --host deletes them.\n');
    return isDone;
  }
  const isForgotten =
    dialog === undefined ||
    (await dialog.confirm(`Also delete the stored key and cookies in ${store.files.folder}?`, true));
  if (isForgotten) {
    const hadAny = await store.removeAll();
    terminal.print(
      !hadAny
        ? 'No key or cookie was stored.\n'
        : 'The stored key and cookies are deleted. To end the session itself, log out of TikTok in the browser that the cookie came from.\n',
    );
  }
  return isDone;
}
