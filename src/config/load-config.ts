import type { Accounts } from '../credentials/account.ts';
import { isPlaceholder } from '../credentials/cookie.ts';
import { isProxyUrl } from '../credentials/proxy-url.ts';
import type { ProxySettings } from '../tikhub/http.ts';
import { readArguments } from './command-line.ts';
import { type AccountSettings, readAccounts, settingOf } from './configured-accounts.ts';
import type { ReadFile } from './private-file.ts';

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
  /** Our own way out to the vendor. */
  readonly proxySettings: ProxySettings;
  /** Limit of one upstream call, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether tools take `cookie` and `proxy` as arguments. */
  readonly inlineCredentials: boolean;
  /** Whether answers are kept, and the directory in which they outlive the process. */
  readonly cache: { readonly isOn: boolean; readonly directory: string | undefined };
  /** Upstream calls that the process may make. */
  readonly maxCalls: number | undefined;
}

/** What the command line asks for. */
export type Command =
  | { readonly run: 'help' | 'version' }
  | { readonly run: 'serve'; readonly config: Config }
  /** `live` asks the vendor about each account, which is billed. */
  | { readonly run: 'check'; readonly config: Config; readonly live: boolean }
  /** `force` replaces a file that is there. */
  | { readonly run: 'cookie'; readonly out: string; readonly force: boolean };

/** Every problem of the configuration at once; its message is for a person at a terminal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
  }
}

/** Hosts give up at 60 s; our own sentence has to arrive first. */
const DEFAULT_TIMEOUT_MS = 50_000;

/** Where the vendor's API is. */
export const DEFAULT_BASE_URL = 'https://api.tikhub.io';
const VENDOR_HOSTS = new Set(['api.tikhub.io', 'api.tikhub.dev']);

/**
 * Reads flags and environment.
 * @param readFile returns a file's text or throws
 * @throws ConfigError with all problems
 */
export function loadConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  readFile: ReadFile,
): Command {
  const problems: string[] = [];
  const { command, flags, out } = readArguments(argv, problems);
  if (flags.has('help')) return { run: 'help' };
  if (flags.has('version')) return { run: 'version' };
  if (command === 'cookie') {
    if (problems.length > 0) throw new ConfigError(problems);
    return { run: 'cookie', out, force: flags.has('force') };
  }
  const sandbox = flags.has('sandbox');
  const setting = (name: string): string | undefined => settingOf(env, name);

  const baseUrl = readBaseUrl(setting('TIKHUB_BASE_URL') ?? DEFAULT_BASE_URL, problems);
  const apiKey = setting('TIKHUB_API_KEY');
  if (apiKey !== undefined && isPlaceholder(apiKey)) {
    problems.push('TIKHUB_API_KEY holds a placeholder, not a key. Copy yours from https://user.tikhub.io.');
  } else if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    problems.push(
      'TIKHUB_API_KEY has characters that no key has (spaces, line breaks or letters with accents). Copy it again.',
    );
  }
  const timeoutMs = readTimeout(setting('TIKTOK_CREATOR_TIMEOUT_MS'), problems);
  const inline = setting('TIKTOK_CREATOR_INLINE_CREDENTIALS')?.toLowerCase() ?? 'on';
  if (inline !== 'on' && inline !== 'off')
    problems.push('TIKTOK_CREATOR_INLINE_CREDENTIALS must be on or off.');
  const cache = readCache(setting('TIKTOK_CREATOR_CACHE'));
  const maxCalls = readMaxCalls(setting('TIKTOK_CREATOR_MAX_CALLS'), problems);
  // The sandbox has accounts of its own and is never proxied.
  const wanted = (name: string): string | undefined => (sandbox ? undefined : setting(name));
  const accountSettings = {
    cookie: wanted('TIKTOK_COOKIE'),
    cookieFile: wanted('TIKTOK_COOKIE_FILE'),
    accountsFile: wanted('TIKTOK_ACCOUNTS_FILE'),
    proxy: wanted('TIKTOK_PROXY'),
    scoreScale: wanted('TIKTOK_SCORE_SCALE'),
  };
  const proxySettings = {
    httpProxy: readProxySetting('HTTP_PROXY', wanted, problems),
    httpsProxy: readProxySetting('HTTPS_PROXY', wanted, problems),
    noProxy: wanted('NO_PROXY') ?? wanted('no_proxy'),
  };
  const reading = readAccounts(accountSettings, env, readFile);
  problems.push(...reading.problems);
  if (problems.length > 0 || baseUrl === undefined) throw new ConfigError(problems);
  const config = {
    sandbox,
    baseUrl,
    apiKey,
    timeoutMs,
    inlineCredentials: inline === 'on',
    cache,
    maxCalls,
    proxySettings,
    needsKey: VENDOR_HOSTS.has(baseUrl.hostname),
    accounts: reading.accounts,
    accountSettings,
  };
  return command === 'check' ? { run: 'check', config, live: flags.has('live') } : { run: 'serve', config };
}

function readBaseUrl(written: string, problems: string[]): URL | undefined {
  if (!URL.canParse(written)) {
    problems.push('TIKHUB_BASE_URL is not a URL. Use for example https://api.tikhub.io.');
    return undefined;
  }
  const url = new URL(written);
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    problems.push(
      'TIKHUB_BASE_URL must start with https:// (http:// only for this machine itself): cookies and the key travel over it.',
    );
  }
  if (url.username !== '' || url.password !== '')
    problems.push('TIKHUB_BASE_URL must not contain a user or password.');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** A proxy for our own way out; without a scheme it is taken as http, as other programs do. */
function readProxySetting(
  name: 'HTTP_PROXY' | 'HTTPS_PROXY',
  setting: (name: string) => string | undefined,
  problems: string[],
): string | undefined {
  const written = setting(name) ?? setting(name.toLowerCase());
  if (written === undefined) return undefined;
  const proxy = written.includes('://') ? written : `http://${written}`;
  if (isProxyUrl(proxy) && hasReadableUser(new URL(proxy))) return proxy;
  problems.push(`${name} is not the URL of a proxy. Use http://user:pass@host:port.`);
  return undefined;
}

/** Percent signs that spell nothing would end every call. */
function hasReadableUser({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** A word in any case, or a directory. */
function readCache(written = 'memory'): Config['cache'] {
  const word = written.toLowerCase();
  if (word === 'off') return { isOn: false, directory: undefined };
  return { isOn: true, directory: ['memory', 'on'].includes(word) ? undefined : written };
}

function readTimeout(written: string | undefined, problems: string[]): number {
  const timeout = written === undefined ? DEFAULT_TIMEOUT_MS : Number(written);
  if (!Number.isInteger(timeout) || timeout < 100 || timeout > 600_000) {
    problems.push('TIKTOK_CREATOR_TIMEOUT_MS must be a whole number of milliseconds from 100 to 600000.');
  }
  return timeout;
}

function readMaxCalls(written: string | undefined, problems: string[]): number | undefined {
  if (written === undefined) return undefined;
  const max = Number(written);
  if (!Number.isInteger(max) || max < 1)
    problems.push('TIKTOK_CREATOR_MAX_CALLS must be a whole number from 1.');
  return max;
}
