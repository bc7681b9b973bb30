import { type ServedToolsets, toolsetNames } from '../toolsets.ts';
import { HTTP_SETTINGS } from './http-settings.ts';
import type { ListenAddress } from './listen-address.ts';
import { DEFAULT_BASE_URL, parseApiKey, parseBaseUrl } from './parse-address.ts';
import type { AccountsSource } from './parse-oauth.ts';
import { parsePath } from './parse-path.ts';
import {
  type Cache,
  oneOf,
  onOrOff,
  parseCache,
  parseCacheKey,
  parseOwnProxy,
  parseRedisUrl,
  parseToolsets,
  parseVendorProxy,
  wholeNumber,
} from './parse-setting.ts';
import type { Setting } from './setting.ts';

const asWritten = (written: string): string => written;

/** All settings by the name that the code uses, in the order of the documentation. */
export const SETTINGS = {
  sandbox: {
    env: 'TIKTOK_CREATOR_SANDBOX',
    kind: 'switch',
    title: 'Try with sample data',
    help: '`on` uses invented accounts in place of your own, like `--sandbox`: no key, no cookie, no network.',
    default: 'off',
    parse: onOrOff,
  },
  apiKey: {
    env: 'TIKHUB_API_KEY',
    kind: 'secret',
    title: 'TikHub API key',
    example: 'your-api-key',
    help: 'API key of the vendor, from https://user.tikhub.io. Needed unless you use a gateway that does not require one.',
    ignoredInSandbox: true,
    parse: parseApiKey,
  },
  baseUrl: {
    env: 'TIKHUB_BASE_URL',
    kind: 'text',
    title: 'API address',
    help: 'Address of the API: `https` only, except on this machine. In mainland China use https://api.tikhub.dev.',
    default: DEFAULT_BASE_URL,
    ignoredInSandbox: true,
    parse: parseBaseUrl,
  },
  cookie: {
    env: 'TIKTOK_COOKIE',
    kind: 'secret',
    title: 'TikTok cookie',
    help: "The creator's TikTok cookies in any form: the Cookie header of a request, Set-Cookie lines, cookies.txt, or the JSON of a browser extension. They give access to the account. Leave it empty when you use a cookie file or an accounts file.",
    ignoredInSandbox: true,
    parse: asWritten,
  },
  cookieFile: {
    env: 'TIKTOK_COOKIE_FILE',
    kind: 'file',
    title: 'TikTok cookie file',
    example: '/path/to/cookie.txt',
    help: 'A file with the cookies that only you can read, in place of the cookie itself. Changes are picked up while the server runs.',
    ignoredInSandbox: true,
    parse: parsePath,
  },
  proxy: {
    env: 'TIKTOK_PROXY',
    kind: 'secret',
    title: 'Proxy towards TikTok',
    help: 'Proxy that the vendor uses towards TikTok, `http://user:pass@host:port`. It is not a proxy for this server.',
    ignoredInSandbox: true,
    parse: parseVendorProxy,
  },
  scoreScale: {
    env: 'TIKTOK_SCORE_SCALE',
    kind: 'text',
    title: 'Scale of the health score',
    help: 'Scale of the health score, if you know it: `points` (violation points) or `rating` (Creator Health Rating).',
    unset: 'guessed from the value',
    ignoredInSandbox: true,
    parse: oneOf('points', 'rating'),
  },
  accountsFile: {
    env: 'TIKTOK_ACCOUNTS_FILE',
    kind: 'file',
    title: 'Accounts file',
    help: 'A JSON file with several accounts by name that only you can read, in place of cookie, cookie file, proxy and score scale. See schema/accounts.schema.json.',
    ignoredInSandbox: true,
    parse: parsePath,
  },
  httpsProxy: {
    env: 'HTTPS_PROXY',
    anyCase: true,
    kind: 'secret',
    help: 'Proxy between this server and the vendor, `http://user:pass@host:port`. Without a scheme, `http` is assumed.',
    ignoredInSandbox: true,
    parse: parseOwnProxy,
  },
  httpProxy: {
    env: 'HTTP_PROXY',
    anyCase: true,
    kind: 'secret',
    help: 'The same for an API address that starts with `http`.',
    ignoredInSandbox: true,
    parse: parseOwnProxy,
  },
  noProxy: {
    env: 'NO_PROXY',
    anyCase: true,
    kind: 'text',
    help: 'Hosts that are reached without those proxies, separated by commas.',
    ignoredInSandbox: true,
    parse: asWritten,
  },
  timeoutMs: {
    env: 'TIKTOK_CREATOR_TIMEOUT_MS',
    kind: 'text',
    help: 'Time limit of one upstream call in milliseconds, with its retries: 100 to 600000. Waiting in the rate-limit queue may take as long again, up to 25 s. A whole request takes 55 s at most, or this limit if it is longer.',
    default: '50000',
    parse: wholeNumber('a whole number of milliseconds', 100, 600_000),
  },
  inlineCredentials: {
    env: 'TIKTOK_CREATOR_INLINE_CREDENTIALS',
    kind: 'text',
    help: "`off` removes `cookie` and `proxy` from every tool's arguments.",
    default: 'on',
    parse: oneOf('on', 'off'),
  },
  toolsets: {
    env: 'TIKTOK_CREATOR_TOOLSETS',
    kind: 'text',
    help: `The sets of tools that are listed and served, separated by commas: ${toolsetNames.map((name) => `\`${name}\``).join(', ')}. Fewer tools leave more room in a conversation. \`--toolsets\` does the same.`,
    default: 'all',
    parse: parseToolsets,
  },
  cache: {
    env: 'TIKTOK_CREATOR_CACHE',
    kind: 'text',
    help: 'Where responses are kept: `memory`, `off`, or a directory in which they outlive the process, encrypted. A directory starts with `/`, `./`, `~` or a drive; others must not be able to write to it.',
    default: 'memory',
    parse: parseCache,
  },
  exportDirectory: {
    env: 'TIKTOK_CREATOR_EXPORT_DIR',
    kind: 'text',
    help: 'A directory into which `export_table` also writes its files, each under a new name that only you can read. It is created if it does not exist.',
    unset: 'files are kept in memory for an hour',
    parse: parsePath,
  },
  redisUrl: {
    env: 'TIKTOK_CREATOR_REDIS_URL',
    kind: 'secret',
    help: 'Redis, `redis://` or `rediss://user:pass@host:port/0`, through which several processes share responses, calls under way and the rate limit of a key. It replaces a cache directory.',
    unset: 'each process works on its own',
    parse: parseRedisUrl,
  },
  cacheKey: {
    env: 'TIKTOK_CREATOR_CACHE_KEY',
    kind: 'secret',
    help: 'The key that encrypts what is shared in Redis: 32 bytes as 64 hexadecimal digits or in base64, the same for all processes. Needed with Redis; `openssl rand -hex 32` makes one.',
    parse: parseCacheKey,
  },
  maxCalls: {
    env: 'TIKTOK_CREATOR_MAX_CALLS',
    kind: 'text',
    help: 'Number of upstream calls that this process may make.',
    unset: 'unlimited',
    parse: wholeNumber('a whole number', 1),
  },
  ...HTTP_SETTINGS,
} as const satisfies Readonly<
  Record<
    string,
    Setting<
      | string
      | number
      | URL
      | Cache
      | ServedToolsets
      | ListenAddress
      | AccountsSource
      | Buffer
      | readonly string[]
    >
  >
>;
