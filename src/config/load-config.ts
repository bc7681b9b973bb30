import type { Accounts } from '../credentials/account.ts';
import type { ProxySettings } from '../tikhub/http.ts';
import { parseCommandLine } from './command-line.ts';
import { needsApiKey } from './parse-address.ts';
import type { Cache } from './parse-setting.ts';
import type { ReadFile } from './private-file.ts';
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
  /** The proxy between this server and the vendor. */
  readonly proxySettings: ProxySettings;
  /** Time limit of one upstream call, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether tools take `cookie` and `proxy` as arguments. */
  readonly inlineCredentials: boolean;
  readonly cache: Cache;
  /** Upstream calls that the process may make. */
  readonly maxCalls: number | undefined;
}

/** What the command line asks for. */
export type Command =
  | { readonly run: 'help' | 'version' }
  | { readonly run: 'serve'; readonly config: Config }
  /** `live` makes a billed call for each account. */
  | { readonly run: 'check'; readonly config: Config; readonly live: boolean }
  /** `force` replaces a file that exists. */
  | { readonly run: 'cookie'; readonly out: string; readonly force: boolean };

/** Every problem of the configuration at once; its message is for a person at a terminal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
  }
}

/**
 * Reads flags and environment.
 * @param readFile returns a file's text or throws
 * @throws ConfigError with all problems
 */
export async function loadConfig(
  argv: readonly string[],
  env: Environment,
  readFile: ReadFile,
): Promise<Command> {
  const problems: string[] = [];
  const { command, flags, out } = parseCommandLine(argv, problems);
  if (flags.has('help')) return { run: 'help' };
  if (flags.has('version')) return { run: 'version' };
  if (command === 'cookie') {
    if (problems.length > 0) throw new ConfigError(problems);
    return { run: 'cookie', out, force: flags.has('force') };
  }
  const sandbox = flags.has('sandbox');
  const settings = new SettingsReader(env, sandbox, problems);
  const baseUrl = settings.read(SETTINGS.baseUrl);
  const accountSettings = {
    cookie: settings.read(SETTINGS.cookie),
    cookieFile: settings.read(SETTINGS.cookieFile),
    accountsFile: settings.read(SETTINGS.accountsFile),
    proxy: settings.read(SETTINGS.proxy),
    scoreScale: settings.read(SETTINGS.scoreScale),
  };
  problems.push(...conflicts(settings));
  const reading = await readAccounts(accountSettings, env, readFile);
  problems.push(...reading.problems);
  const config: Config = {
    sandbox,
    baseUrl,
    needsKey: needsApiKey(baseUrl),
    accounts: reading.accounts,
    accountSettings,
    apiKey: settings.read(SETTINGS.apiKey),
    timeoutMs: settings.read(SETTINGS.timeoutMs),
    inlineCredentials: settings.read(SETTINGS.inlineCredentials) === 'on',
    cache: settings.read(SETTINGS.cache),
    maxCalls: settings.read(SETTINGS.maxCalls),
    proxySettings: {
      httpProxy: settings.read(SETTINGS.httpProxy),
      httpsProxy: settings.read(SETTINGS.httpsProxy),
      noProxy: settings.read(SETTINGS.noProxy),
    },
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return command === 'check' ? { run: 'check', config, live: flags.has('live') } : { run: 'serve', config };
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
