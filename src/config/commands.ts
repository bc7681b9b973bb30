import { HOST_NAMES } from './hosts.ts';

/** A flag as `--help` and the documentation describe it. */
export interface Flag {
  /** The placeholder for its value, if it takes one. */
  readonly value?: string;
  /** Whether it can be given several times. */
  readonly isRepeatable?: true;
  readonly help: string;
}

/** Flags of every command. */
const COMMON = {
  help: { help: 'Show this text.' },
  version: { help: 'Show the version.' },
} as const;

/** Flags of all commands that use the configuration. */
const SANDBOX = {
  sandbox: {
    help: 'Use an embedded upstream with the invented accounts `us` (default), `sg`, `br` and `expired` (an ended session): no key, no cookie, no network.',
  },
} as const;

/** The commands of the program; without a command it serves. */
export const COMMANDS = {
  serve: {
    input: '',
    help: '',
    flags: {
      ...SANDBOX,
      toolsets: { value: 'LIST', help: 'Sets of tools to list and serve, like TIKTOK_CREATOR_TOOLSETS.' },
      http: {
        value: '[HOST:]PORT',
        help: 'Serve over HTTP at /mcp, for this machine only unless a HOST is given.',
      },
      'tls-cert': { value: 'FILE', help: 'Encrypt with this certificate, like TIKTOK_CREATOR_TLS_CERT.' },
      passthrough: {
        help: 'Let requests bring their own API key and cookie, like TIKTOK_CREATOR_PASSTHROUGH.',
      },
      'tls-key': { value: 'FILE', help: 'The key of the certificate, like TIKTOK_CREATOR_TLS_KEY.' },
    },
  },
  setup: {
    input: '',
    help: 'Ask for the key and the cookies, store them so that only you can read them, and add the server to the MCP hosts on this machine. Flags answer the questions in advance.',
    flags: {
      'key-file': { value: 'FILE', help: 'A file with the API key; otherwise TIKHUB_API_KEY.' },
      'cookie-file': {
        value: 'FILE',
        isRepeatable: true,
        help: 'A file with the cookies of an account; repeat it for each account.',
      },
      account: {
        value: 'NAME',
        isRepeatable: true,
        help: 'The name of the account in a cookie file; repeat it for each file, in the same order.',
      },
      host: {
        value: 'HOST',
        isRepeatable: true,
        help: 'Add the server to this host; repeat it for each host.',
      },
      live: { help: 'Make one billed call for each account afterwards.' },
      yes: { help: 'Ask nothing; without --host, add the server to every host that is found.' },
      print: { value: 'HOST', help: 'Only show what to put into the settings of this host.' },
      remove: { help: 'Remove the server from the hosts and delete what was stored.' },
    },
  },
  accounts: {
    input: 'list | add [FILE...] | refresh NAME [FILE] | remove NAME',
    help: 'The stored accounts: show them, add one for each cookie file, replace the cookie of one, or remove one.',
    flags: {
      account: { value: 'NAME', help: 'The name of the added account; the name of its file if left out.' },
      yes: { help: 'Ask nothing, not even before an account is removed.' },
    },
  },
  tokens: {
    input: 'list | create NAME | revoke NAME',
    help: 'Tokens for using the server over HTTP, each for some accounts: show them, create one, or revoke one.',
    flags: {
      ...SANDBOX,
      accounts: { value: 'LIST', help: 'The accounts that a new token is for, separated by commas.' },
      expires: {
        value: 'TIME',
        help: 'How long the token is valid, such as 90d or 12h; if left out, until it is revoked.',
      },
      'max-calls': { value: 'N', help: 'How many upstream calls it may make while the server runs.' },
      read: {
        value: 'WHAT',
        help: 'Limit the token to reading, without upstream calls: `exports` are files that others have exported from its accounts, `metrics` those of the whole server, without `--accounts`.',
      },
    },
  },
  check: {
    input: '',
    help: 'Check whether the key, the address and the cookie of every account can be used. The exit code is 0 only if there are no problems.',
    flags: {
      ...SANDBOX,
      live: { help: 'Also make one billed call for each account, to see whether its session works.' },
      host: {
        value: 'HOST',
        help: `Check the settings that an MCP host passes: ${HOST_NAMES.join(', ')}.`,
      },
      json: { help: 'Show the result as JSON.' },
    },
  },
  watch: {
    input: '',
    help: 'Show what needs attention now in every account, one line for each alert, with two billed calls for each account, and one for each further page of violations, up to six. For cron and CI: the exit code is 0 without alerts, 1 with some, 2 when not every account could be checked whole.',
    flags: { ...SANDBOX, json: { help: 'Show each alert as a line of JSON.' } },
  },
  cookie: {
    input: '[FILE]',
    help: 'Read cookies in any form from FILE or standard input and write them to a file that only you can read.',
    flags: {
      out: { value: 'FILE', help: 'The file to write, tiktok-cookie.txt if left out.' },
      force: { help: 'Replace an existing file.' },
    },
  },
  shapes: {
    input: '[ACCOUNT]',
    help: 'Make nine small billed calls and write the shapes of the replies to a file for a bug report: keys, types, lengths and codes, without values, ids or texts.',
    flags: {
      ...SANDBOX,
      out: { value: 'FILE', help: 'The file to write, tiktok-shapes.json if left out.' },
      force: { help: 'Replace an existing file.' },
      yes: { help: 'Do not ask before the calls are made.' },
    },
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

export interface CommandHelp {
  /** Its argument in usage notation; dots mean several. */
  readonly input: string;
  readonly help: string;
  readonly flags: Readonly<Record<string, Flag>>;
}

/** The flags that every command takes. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = COMMON;
