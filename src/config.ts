import { parseArgs } from 'node:util';
import type { Accounts, ConfiguredAccount } from './accounts/accounts.ts';
import type { Egress } from './api/transport.ts';

/** Everything that flags and environment decide. */
export interface Config {
  readonly sandbox: boolean;
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** The vendor's own hosts demand a key; gateways and self-hosted servers may not. */
  readonly needsKey: boolean;
  readonly accounts: Accounts;
  /** Our own way out to the vendor. */
  readonly egress: Egress;
  /** Limit of one upstream call, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether tools take `cookie` and `proxy` as arguments. */
  readonly inlineCredentials: boolean;
}

/** What the command line asks for. */
export type Command =
  | { readonly run: 'help' | 'version' }
  | { readonly run: 'serve'; readonly config: Config };

/** Every problem of the configuration at once; its message is for a person at a terminal. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(problems: readonly string[]) {
    super(['The configuration cannot be used:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
  }
}

/** The text of `--help`. */
export const HELP = `Usage: tiktok-creator-mcp [--sandbox]

An MCP server (stdio) over the TikTok Creator API. An MCP host starts it; secrets come from its environment, never from arguments.

Options
  --sandbox   answer from an embedded upstream with invented creators: no key, no cookie, no network
  --help      this text
  --version   the version

Environment
  TIKHUB_API_KEY      API key of the vendor, from https://user.tikhub.io
  TIKHUB_BASE_URL     default https://api.tikhub.io; in mainland China https://api.tikhub.dev
  TIKTOK_COOKIE       the creator's TikTok cookies as one "name=value; name=value" string, or
  TIKTOK_COOKIE_FILE  a file that holds them
  TIKTOK_PROXY        proxy that the vendor uses towards TikTok: http://user:pass@host:port
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                      this server's own way out

  TIKTOK_CREATOR_TIMEOUT_MS            limit of one upstream call, default 50000
  TIKTOK_CREATOR_INLINE_CREDENTIALS    "off" takes cookie and proxy out of every tool's arguments
`;

/** Hosts give up at 60 s; our own sentence has to arrive first. */
const DEFAULT_TIMEOUT_MS = 50_000;

const DEFAULT_BASE_URL = 'https://api.tikhub.io';
const VENDOR_HOSTS = new Set(['api.tikhub.io', 'api.tikhub.dev']);

/** The name of the account that TIKTOK_COOKIE configures. */
const ONLY_ACCOUNT = 'main';

/**
 * Reads flags and environment.
 * @param readFile returns a file's text or throws
 * @throws ConfigError with all problems
 */
export function loadConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): Command {
  const problems: string[] = [];
  const flags = readFlags(argv, problems);
  if (flags.help) return { run: 'help' };
  if (flags.version) return { run: 'version' };
  // Hosts pass settings that were left blank as empty strings.
  const setting = (name: string): string | undefined => env[name]?.trim() || undefined;

  const baseUrl = readBaseUrl(setting('TIKHUB_BASE_URL') ?? DEFAULT_BASE_URL, problems);
  const apiKey = setting('TIKHUB_API_KEY');
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    problems.push(
      'TIKHUB_API_KEY has characters that no key has (spaces, line breaks or letters with accents). Copy it again.',
    );
  }
  const timeoutMs = readTimeout(setting('TIKTOK_CREATOR_TIMEOUT_MS'), problems);
  const inline = setting('TIKTOK_CREATOR_INLINE_CREDENTIALS')?.toLowerCase() ?? 'on';
  if (inline !== 'on' && inline !== 'off')
    problems.push('TIKTOK_CREATOR_INLINE_CREDENTIALS must be on or off.');
  const account = flags.sandbox ? undefined : readAccount(setting, readFile, problems);
  if (problems.length > 0 || baseUrl === undefined) throw new ConfigError(problems);
  return {
    run: 'serve',
    config: {
      sandbox: flags.sandbox,
      baseUrl,
      apiKey,
      timeoutMs,
      inlineCredentials: inline === 'on',
      egress: {
        httpProxy: setting('HTTP_PROXY') ?? setting('http_proxy'),
        httpsProxy: setting('HTTPS_PROXY') ?? setting('https_proxy'),
        noProxy: setting('NO_PROXY') ?? setting('no_proxy'),
      },
      needsKey: VENDOR_HOSTS.has(baseUrl.hostname),
      accounts: {
        byName: new Map(account === undefined ? [] : [[ONLY_ACCOUNT, account]]),
        defaultName: ONLY_ACCOUNT,
      },
    },
  };
}

function readFlags(argv: readonly string[], problems: string[]) {
  const options = {
    help: { type: 'boolean' },
    version: { type: 'boolean' },
    sandbox: { type: 'boolean' },
  } as const;
  const { values, tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    const known = token.kind === 'option' && Object.hasOwn(options, token.name) && token.value === undefined;
    // The value of an unknown argument may be a secret that was put in the wrong place.
    if (!known)
      problems.push(
        `Argument ${token.index + 1}${token.kind === 'option' ? ` (${token.rawName})` : ''} is not known. See --help; secrets go into the environment.`,
      );
  }
  return { help: values.help === true, version: values.version === true, sandbox: values.sandbox === true };
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

function readTimeout(written: string | undefined, problems: string[]): number {
  const timeout = written === undefined ? DEFAULT_TIMEOUT_MS : Number(written);
  if (!Number.isInteger(timeout) || timeout < 100 || timeout > 600_000) {
    problems.push('TIKTOK_CREATOR_TIMEOUT_MS must be a whole number of milliseconds from 100 to 600000.');
  }
  return timeout;
}

function readAccount(
  setting: (name: string) => string | undefined,
  readFile: (path: string) => string,
  problems: string[],
): ConfiguredAccount | undefined {
  const inline = setting('TIKTOK_COOKIE');
  const file = setting('TIKTOK_COOKIE_FILE');
  const proxy = setting('TIKTOK_PROXY');
  if (proxy !== undefined && !URL.canParse(proxy))
    problems.push('TIKTOK_PROXY is not a URL. Use http://user:pass@host:port.');
  if (inline !== undefined && file !== undefined)
    problems.push('TIKTOK_COOKIE and TIKTOK_COOKIE_FILE are both set. Keep one.');
  if (inline !== undefined) return { cookie: inline, source: 'TIKTOK_COOKIE', proxy };
  if (file === undefined) return undefined;
  try {
    return { cookie: readFile(file), source: 'TIKTOK_COOKIE_FILE', proxy };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    problems.push(`TIKTOK_COOKIE_FILE cannot be read${code}. Check the path and its permissions.`);
    return undefined;
  }
}
