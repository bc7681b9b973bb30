import { parseArgs } from 'node:util';

/** The text of `--help`. */
export const HELP = `Usage: tiktok-creator-mcp [--sandbox]
       tiktok-creator-mcp check [--live]
       tiktok-creator-mcp cookie [--out FILE] [--force] < COOKIES

An MCP server (stdio) over the TikTok Creator API. An MCP host starts it; secrets come from its environment, never from arguments.

Commands for people
  check         say whether key, address and every account's cookie can be used; exit code 0 only if all is well
    --live      also make one billed call for each account
  cookie        read cookies in any form from standard input and write them to a file that only you can read
    --out FILE  default ./tiktok-cookie.txt
    --force     replace a file that is there

Options
  --sandbox   answer from an embedded upstream with invented creators: no key, no cookie, no network
  --help      this text
  --version   the version

Environment
  TIKHUB_API_KEY        API key of the vendor, from https://user.tikhub.io
  TIKHUB_BASE_URL       default https://api.tikhub.io; in mainland China https://api.tikhub.dev
  TIKTOK_COOKIE         the creator's TikTok cookies in any form: header, Set-Cookie lines, cookies.txt, a browser's JSON
  TIKTOK_COOKIE_FILE    or a file that holds them and that only you can read
  TIKTOK_PROXY          proxy that the vendor uses towards TikTok: http://user:pass@host:port
  TIKTOK_SCORE_SCALE    points or rating: the scale of the health score, where you know it
  TIKTOK_ACCOUNTS_FILE  several accounts by name, in place of the four above; see schema/accounts.schema.json
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                        this server's own way out

  TIKTOK_CREATOR_TIMEOUT_MS            limit of one upstream call, default 50000
  TIKTOK_CREATOR_INLINE_CREDENTIALS    "off" takes cookie and proxy out of every tool's arguments
  TIKTOK_CREATOR_CACHE                 where answers are kept: memory (default), off, or a directory that outlives
                                       the process; what is written there is encrypted
  TIKTOK_CREATOR_MAX_CALLS             upstream calls that this process may make, default unlimited
`;

/** Where `cookie` writes to. */
const DEFAULT_OUT = 'tiktok-cookie.txt';

/** The flags of each command; that without a word serves. */
const FLAGS = {
  serve: ['help', 'version', 'sandbox'],
  check: ['help', 'version', 'sandbox', 'live'],
  cookie: ['help', 'version', 'force', 'out'],
} as const;

const boolean = { type: 'boolean' } as const;

/**
 * Reads the command line.
 * @param problems takes what is wrong with it, without the values
 */
export function readArguments(argv: readonly string[], problems: string[]) {
  const options = {
    help: boolean,
    version: boolean,
    sandbox: boolean,
    live: boolean,
    force: boolean,
    out: { type: 'string' },
  } as const;
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const word = tokens.find((token) => token.kind === 'positional');
  const command = word?.value === 'check' || word?.value === 'cookie' ? word.value : 'serve';
  const allowed: readonly string[] = FLAGS[command];
  const flags = new Set<string>();
  let out = DEFAULT_OUT;
  for (const token of tokens) {
    if (token === word && command !== 'serve') continue;
    const place = `Argument ${token.index + 1}${token.kind === 'option' ? ` (${token.rawName})` : ''}`;
    const isKnown = token.kind === 'option' && allowed.includes(token.name);
    if (isKnown && token.name === 'out') {
      if (token.value === undefined || /^(-|$)/.test(token.value)) {
        problems.push(`${place} needs the name of a file.`);
      } else out = token.value;
    } else if (isKnown && token.value === undefined) {
      flags.add(token.name);
    } else {
      // The value of an unknown argument may be a secret that was put in the wrong place.
      problems.push(`${place} is not known. See --help; secrets go into the environment.`);
    }
  }
  return { command, flags, out } as const;
}
