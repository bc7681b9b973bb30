import type { Accounts } from '../credentials/account.ts';
import type { ForwardProxy } from '../tikhub/forward-proxy.ts';
import type { ServedToolsets } from '../toolsets.ts';
import { forwardProxyFor, isProxied, type ProxySettings } from './forward-proxy.ts';
import { needsApiKey } from './parse-address.ts';
import type { Cache } from './parse-setting.ts';
import type { ReadFile } from './private-file.ts';
import { type AccountSettings, readAccounts } from './read-accounts.ts';
import { type HttpConfig, readHttp } from './read-http.ts';
import { type Environment, SettingsReader } from './read-settings.ts';
import { settingNames } from './setting-names.ts';
import { SETTINGS } from './settings.ts';
import { storedFiles, withStoredSettings } from './stored-settings.ts';

/** Everything that the flags and the environment configure. */
export interface Config {
  readonly sandbox: boolean;
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** The vendor's own hosts require a key; gateways and self-hosted servers may not. */
  readonly needsKey: boolean;
  readonly accounts: Accounts;
  /** Where the accounts come from, to read them again. */
  readonly accountSettings: AccountSettings;
  /** What messages call the environment variables instead of their names. */
  readonly settingNames: ReadonlyMap<string, string>;
  /** The settings for proxies between this server and the vendor. */
  readonly proxySettings: ProxySettings;
  /** The proxy that calls go through. */
  readonly forwardProxy: ForwardProxy | undefined;
  /** Time limit of one upstream call, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether tools take `cookie` and `proxy` as arguments. */
  readonly inlineCredentials: boolean;
  /** The toolsets that are listed and served. */
  readonly toolsets: ServedToolsets;
  readonly cache: Cache;
  /** Redis, through which processes share state; undefined unless both of its settings can be used. */
  readonly redis: { readonly url: string; readonly secret: Buffer } | undefined;
  /** Upstream calls that the process may make. */
  readonly maxCalls: number | undefined;
  /** Where exported files are written, if anywhere. */
  readonly exportDirectory: string | undefined;
  /** Where and how to serve over HTTP; undefined for standard input and output. */
  readonly http: HttpConfig | undefined;
  /** What is wrong with the HTTP settings, as sentences: then nothing is served. */
  readonly httpProblems: readonly string[];
  /** Where server tokens are kept; undefined if the user's home is unknown. */
  readonly tokensFile: string | undefined;
  /** Why no upstream call can be made, as sentences without the values. */
  readonly callProblems: readonly string[];
  /** Everything that is wrong with the configuration, as sentences without the values. */
  readonly problems: readonly string[];
  /** Where settings come from, if not from the environment; as sentences. */
  readonly notes: readonly string[];
}

/** What a configuration is read with. */
interface Surroundings {
  readonly isSandbox: boolean;
  readonly readFile: ReadFile;
  readonly platform: NodeJS.Platform;
  readonly program: string | undefined;
  readonly notes: readonly string[];
}

/** Reads the configuration. Problems with settings become part of it: the server starts anyway. */
export async function readConfig(
  given: Environment,
  { isSandbox, readFile, platform, program, notes }: Surroundings,
): Promise<Config> {
  const switched = new SettingsReader(given, false);
  const sandbox = switched.read(SETTINGS.sandbox) === 'on' || isSandbox;
  const files = sandbox ? undefined : storedFiles({ platform, env: given });
  const stored = await withStoredSettings(given, files, readFile);
  const { env } = stored;
  const settings = new SettingsReader(env, sandbox);
  const baseUrl = settings.read(SETTINGS.baseUrl);
  const accountSettings = readAccountSettings(settings, stored.hasStoredAccounts);
  const { accounts, problems } = await readAccounts(accountSettings, env, readFile);
  const inline = settings.read(SETTINGS.inlineCredentials);
  const config = {
    sandbox,
    baseUrl,
    needsKey: needsApiKey(baseUrl),
    accounts,
    accountSettings,
    settingNames: settingNames(env, {
      storedAccounts: stored.hasStoredAccounts ? files?.accounts : undefined,
      program,
    }),
    notes: [
      ...notes,
      ...(stored.isUsed
        ? [`Settings without another source come from ${files?.folder}, where setup stored them.`]
        : []),
    ],
    apiKey: settings.read(SETTINGS.apiKey),
    timeoutMs: settings.read(SETTINGS.timeoutMs),
    // A misspelt value was meant to change the default, which is on: the safe choice is off.
    inlineCredentials: inline === 'on' && settings.problemsOf(SETTINGS.inlineCredentials).length === 0,
    toolsets: settings.read(SETTINGS.toolsets),
    cache: settings.read(SETTINGS.cache),
    maxCalls: settings.read(SETTINGS.maxCalls),
    exportDirectory: settings.read(SETTINGS.exportDirectory),
    ...readHttp(settings),
    tokensFile: settings.read(SETTINGS.tokensFile) ?? storedFiles({ platform, env: given })?.tokens,
    redis: redisOf(settings),
    proxySettings: {
      httpProxy: settings.read(SETTINGS.httpProxy),
      httpsProxy: settings.read(SETTINGS.httpsProxy),
      noProxy: settings.read(SETTINGS.noProxy),
    },
  };
  const proxy = baseUrl.protocol === 'http:' ? SETTINGS.httpProxy : SETTINGS.httpsProxy;
  const isUsed = isProxied(baseUrl, config.proxySettings.noProxy);
  const unused = [SETTINGS.httpProxy, SETTINGS.httpsProxy].filter((one) => !isUsed || one !== proxy);
  const unjudged = settings.problemsOf(...unused);
  const judged = settings.problems.filter((problem) => !unjudged.includes(problem));
  return {
    ...config,
    forwardProxy: forwardProxyFor(baseUrl, config.proxySettings),
    // Falling back to a default here could send cookies to the wrong address, or spend more than allowed.
    callProblems: sandbox
      ? []
      : [
          ...settings.problemsOf(SETTINGS.apiKey, SETTINGS.baseUrl, SETTINGS.maxCalls),
          ...(isUsed ? settings.problemsOf(proxy) : []),
        ],
    problems: [
      ...new Set([...switched.problems, ...stored.problems, ...judged, ...halves(settings), ...problems]),
    ],
  };
}

/** The settings of the accounts, with the reasons why they cannot be used. */
function readAccountSettings(settings: SettingsReader, isStored: boolean): AccountSettings {
  const { cookie, cookieFile, accountsFile, proxy, scoreScale } = SETTINGS;
  return {
    cookie: settings.read(cookie),
    cookieFile: settings.read(cookieFile),
    accountsFile: settings.read(accountsFile),
    proxy: settings.read(proxy),
    scoreScale: settings.read(scoreScale),
    isStored,
    problems: [...conflicts(settings), ...settings.problemsOf(accountsFile, cookieFile, proxy)],
  };
}

/** Redis with the key for it. */
function redisOf(settings: SettingsReader): Config['redis'] {
  const url = settings.read(SETTINGS.redisUrl);
  const secret = settings.read(SETTINGS.cacheKey);
  return url === undefined || secret === undefined ? undefined : { url, secret };
}

/** Settings that have no effect without another one. */
function halves(settings: SettingsReader): string[] {
  const { redisUrl, cacheKey } = SETTINGS;
  if (settings.isSet(redisUrl) === settings.isSet(cacheKey)) return [];
  const [is, needs] = settings.isSet(redisUrl) ? [redisUrl, cacheKey] : [cacheKey, redisUrl];
  return [`${is.env} is set without ${needs.env}, so nothing is shared with other processes. Set both.`];
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
