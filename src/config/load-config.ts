import type { Accounts } from '../credentials/account.ts';
import type { ForwardProxy } from '../tikhub/forward-proxy.ts';
import { parseCommandLine } from './command-line.ts';
import { forwardProxyFor, isProxied, type ProxySettings } from './forward-proxy.ts';
import type { HostSettings, Places } from './host-settings.ts';
import { needsApiKey } from './parse-address.ts';
import type { Cache } from './parse-setting.ts';
import { privateReader, type ReadFile } from './private-file.ts';
import { type AccountSettings, readAccounts } from './read-accounts.ts';
import { type Environment, SettingsReader } from './read-settings.ts';
import { SETTINGS } from './settings.ts';

/** Everything that flags and environment decide. */
export interface Config {
  readonly sandbox: boolean;
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** The vendor's own hosts demand a key; gateways and self-hosted servers may not. */
  readonly needsKey: boolean;
  readonly accounts: Accounts;
  /** Where the accounts come from, to read them again. */
  readonly accountSettings: AccountSettings;
  /** What is set about proxies between this server and the vendor. */
  readonly proxySettings: ProxySettings;
  /** The one of them that calls go through. */
  readonly forwardProxy: ForwardProxy | undefined;
  /** Time limit of one upstream call, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether tools take `cookie` and `proxy` as arguments. */
  readonly inlineCredentials: boolean;
  readonly cache: Cache;
  /** Upstream calls that the process may make. */
  readonly maxCalls: number | undefined;
  /** Why no upstream call can be made, as sentences without the values. */
  readonly callProblems: readonly string[];
  /** Everything that is wrong with the configuration, as sentences without the values. */
  readonly problems: readonly string[];
}

/** What the command line asks for. */
export type Command =
  | { readonly run: 'help' | 'version' }
  | { readonly run: 'serve'; readonly config: Config }
  /** `live` makes a billed call for each account. */
  | {
      readonly run: 'check';
      readonly config: Config;
      readonly live: boolean;
      readonly json: boolean;
      /** Where the settings come from, if not from the environment. */
      readonly notes: readonly string[];
    }
  /** `account` is undefined for the default; `yes` makes the calls without asking. */
  | {
      readonly run: 'shapes';
      readonly config: Config;
      readonly account: string | undefined;
      readonly out: string;
      readonly force: boolean;
      readonly yes: boolean;
    }
  /** `force` replaces a file that exists; without `input` the cookies come from standard input. */
  | {
      readonly run: 'cookie';
      readonly input: string | undefined;
      readonly out: string;
      readonly force: boolean;
    };

/** Every mistake in the command line at once; its message is for a person at a terminal. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';

  constructor(problems: readonly string[]) {
    super(['The arguments cannot be used:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
  }
}

/**
 * Reads flags and environment. What is wrong with a setting is in the configuration: a server starts all the same, and
 * the calls that need the setting say so where people see it.
 * @param readFile returns a file's text or throws
 * @param machine says where MCP hosts keep their settings
 * @throws CommandLineError with all mistakes in the arguments
 */
export async function loadConfig(
  argv: readonly string[],
  env: Environment,
  readFile: ReadFile,
  machine: Pick<Places, 'platform' | 'cwd'> = { platform: 'linux', cwd: '/' },
): Promise<Command> {
  const mistakes: string[] = [];
  const { command, flags, out, host, input } = parseCommandLine(argv, mistakes);
  if (flags.has('help')) return { run: 'help' };
  if (flags.has('version')) return { run: 'version' };
  if (mistakes.length > 0) throw new CommandLineError(mistakes);
  if (command === 'cookie') return { run: 'cookie', input, out, force: flags.has('force') };
  const passed = host === undefined ? undefined : await settingsOfHost(host, { ...machine, env });
  const sandbox = flags.has('sandbox') || passed?.sandbox === true;
  const config = await readConfig(passed === undefined ? env : { ...env, ...passed.env }, sandbox, readFile);
  if (command === 'serve') return { run: 'serve', config };
  if (command === 'shapes') {
    return { run: 'shapes', config, account: input, out, force: flags.has('force'), yes: flags.has('yes') };
  }
  return {
    run: 'check',
    config,
    live: flags.has('live'),
    json: flags.has('json'),
    notes: passed?.notes ?? [],
  };
}

/** @throws CommandLineError when the host is not known, or has no entry for this server */
async function settingsOfHost(host: string, places: Places): Promise<HostSettings> {
  const { readHostSettings } = await import('./host-settings.ts');
  try {
    // Hosts keep their settings open to others; what is secret in them is theirs.
    return await readHostSettings(host, places, privateReader(false));
  } catch (error) {
    throw new CommandLineError([error instanceof Error ? error.message : String(error)]);
  }
}

async function readConfig(env: Environment, sandbox: boolean, readFile: ReadFile): Promise<Config> {
  const settings = new SettingsReader(env, sandbox);
  const baseUrl = settings.read(SETTINGS.baseUrl);
  const accountSettings = readAccountSettings(settings);
  const { accounts, problems } = await readAccounts(accountSettings, env, readFile);
  const inline = settings.read(SETTINGS.inlineCredentials);
  const config = {
    sandbox,
    baseUrl,
    needsKey: needsApiKey(baseUrl),
    accounts,
    accountSettings,
    apiKey: settings.read(SETTINGS.apiKey),
    timeoutMs: settings.read(SETTINGS.timeoutMs),
    // A misspelt value was meant to change the default, which is on: the safe reading is off.
    inlineCredentials: inline === 'on' && settings.problemsOf(SETTINGS.inlineCredentials).length === 0,
    cache: settings.read(SETTINGS.cache),
    maxCalls: settings.read(SETTINGS.maxCalls),
    proxySettings: {
      httpProxy: settings.read(SETTINGS.httpProxy),
      httpsProxy: settings.read(SETTINGS.httpsProxy),
      noProxy: settings.read(SETTINGS.noProxy),
    },
  };
  const proxy = baseUrl.protocol === 'http:' ? SETTINGS.httpProxy : SETTINGS.httpsProxy;
  return {
    ...config,
    forwardProxy: forwardProxyFor(baseUrl, config.proxySettings),
    // Falling back to a default here could send cookies to the wrong address, or spend more than was allowed.
    callProblems: sandbox
      ? []
      : [
          ...settings.problemsOf(SETTINGS.apiKey, SETTINGS.baseUrl, SETTINGS.maxCalls),
          ...(isProxied(baseUrl, config.proxySettings.noProxy) ? settings.problemsOf(proxy) : []),
        ],
    problems: [...new Set([...settings.problems, ...problems])],
  };
}

/** The settings of the accounts, with the reasons why they cannot be used. */
function readAccountSettings(settings: SettingsReader): AccountSettings {
  const { cookie, cookieFile, accountsFile, proxy, scoreScale } = SETTINGS;
  return {
    cookie: settings.read(cookie),
    cookieFile: settings.read(cookieFile),
    accountsFile: settings.read(accountsFile),
    proxy: settings.read(proxy),
    scoreScale: settings.read(scoreScale),
    problems: [...conflicts(settings), ...settings.problemsOf(accountsFile, cookieFile, proxy)],
  };
}

/** Settings of which only one may be set. */
function conflicts(settings: SettingsReader): string[] {
  const { accountsFile, cookie, cookieFile, proxy, scoreScale } = SETTINGS;
  if (settings.isSet(accountsFile)) {
    const others = [cookie, cookieFile, proxy, scoreScale].filter((other) => settings.isSet(other));
    if (others.length === 0) return [];
    const names = others.map(({ env }) => env).join(', ');
    return [
      `${accountsFile.env} is not used together with ${names}: keep the file or the ${others.length === 1 ? 'variable' : 'variables'}.`,
    ];
  }
  return settings.isSet(cookie) && settings.isSet(cookieFile)
    ? [`${cookie.env} and ${cookieFile.env} are both set. Keep one.`]
    : [];
}
