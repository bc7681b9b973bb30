import { parseArgs } from 'node:util';
import { nearestName } from '../nearest-name.ts';

/** A flag as `--help` and the documentation describe it. */
export interface Flag {
  /** What stands for its value, if it takes one. */
  readonly value?: string;
  readonly help: string;
}

/** What every command takes. */
const COMMON = {
  help: { help: 'Show this text.' },
  version: { help: 'Show the version.' },
} as const;

/** Taken by whatever uses the configuration. */
const SANDBOX = {
  sandbox: {
    help: 'Answer from an embedded upstream with the invented accounts `us` (default), `sg`, `br` and `expired` (an ended session): no key, no cookie, no network.',
  },
} as const;

/** What the program can be told to do; without a command it serves. */
export const COMMANDS = {
  serve: { input: '', help: '', flags: SANDBOX },
  check: {
    input: '',
    help: 'Check whether the key, the address and the cookie of every account can be used. The exit code is 0 only if there are no problems.',
    flags: {
      ...SANDBOX,
      live: { help: 'Also make one billed call for each account, to see whether its session works.' },
      host: {
        value: 'HOST',
        help: 'Check the settings that an MCP host passes: claude-desktop, claude-code, cursor or vscode.',
      },
      json: { help: 'Show the result as JSON.' },
    },
  },
  cookie: {
    input: '[FILE]',
    help: 'Read cookies in any form from FILE or standard input and write them to a file that only you can read.',
    flags: {
      out: { value: 'FILE', help: 'The file to write, tiktok-cookie.txt if left out.' },
      force: { help: 'Replace a file that exists.' },
    },
  },
  shapes: {
    input: '[ACCOUNT]',
    help: 'Make nine small billed calls and write the shapes of the replies to a file for a bug report: keys, types, lengths and codes, without values, ids or texts.',
    flags: {
      ...SANDBOX,
      out: { value: 'FILE', help: 'The file to write, tiktok-shapes.json if left out.' },
      force: { help: 'Replace a file that exists.' },
      yes: { help: 'Do not ask before the calls are made.' },
    },
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

interface CommandHelp {
  /** What it reads, as a shell would write it. */
  readonly input: string;
  readonly help: string;
  readonly flags: Readonly<Record<string, Flag>>;
}

/** The flags that every command takes. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = COMMON;

/** Where commands write to. */
const DEFAULT_OUT = { serve: '', check: '', cookie: 'tiktok-cookie.txt', shapes: 'tiktok-shapes.json' };

const SWITCH = { type: 'boolean' } as const;

/** What the command line asks for. */
export interface CommandLine {
  readonly command: keyof typeof COMMANDS;
  /** The flags that were given, without their dashes. */
  readonly flags: ReadonlySet<string>;
  readonly out: string;
  /** The MCP host whose settings `check` looks at, if any. */
  readonly host: string | undefined;
  /** The file that `cookie` reads, undefined for standard input; the account of `shapes`, undefined for the default. */
  readonly input: string | undefined;
}

/**
 * Reads the command line.
 * @param problems takes what is wrong with it, without the values
 */
export function parseCommandLine(argv: readonly string[], problems: string[]): CommandLine {
  const options = {
    help: { ...SWITCH, short: 'h' },
    version: { ...SWITCH, short: 'v' },
    sandbox: SWITCH,
    live: SWITCH,
    json: SWITCH,
    force: SWITCH,
    yes: SWITCH,
    out: { type: 'string' },
    host: { type: 'string' },
  } as const;
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const word = tokens.find((token) => token.kind === 'positional');
  const command = commandNamed(word?.value);
  const allowed: Readonly<Record<string, Flag>> = { ...COMMON, ...COMMANDS[command].flags };
  const flags = new Set<string>();
  let out: string = DEFAULT_OUT[command];
  let host: string | undefined;
  let input: string | undefined;
  for (const token of tokens) {
    if (token === word && command !== 'serve') continue;
    if (token === word && Object.hasOwn(COMMON, token.value)) {
      flags.add(token.value);
      continue;
    }
    if (COMMANDS[command].input !== '' && token.kind === 'positional' && input === undefined) {
      input = token.value;
      continue;
    }
    const isKnown = token.kind === 'option' && Object.hasOwn(allowed, token.name);
    if (isKnown && (token.name === 'out' || token.name === 'host')) {
      if (token.value === undefined || /^(-|$)/.test(token.value)) {
        const what = token.name === 'out' ? 'the name of a file' : 'the name of an MCP host';
        problems.push(`Argument ${token.index + 1} (--${token.name}) needs ${what}.`);
      } else if (token.name === 'out') out = token.value;
      else host = token.value;
    } else if (isKnown && token.value === undefined) {
      flags.add(token.name);
    } else {
      const name = token.kind === 'option' ? token.name : token.kind === 'positional' ? token.value : '';
      problems.push(describeUnknown(token.index + 1, token.kind === 'option', name, Object.keys(allowed)));
    }
  }
  return { command, flags, out, host, input };
}

/** The command that a word names; `serve` is named by none. */
function commandNamed(word: string | undefined): CommandLine['command'] {
  return word === 'check' || word === 'cookie' || word === 'shapes' ? word : 'serve';
}

/** What an argument that cannot be used may have meant. It is not repeated, for it may be a secret in the wrong place. */
function describeUnknown(
  position: number,
  isFlag: boolean,
  name: string,
  allowed: readonly string[],
): string {
  const place = `Argument ${position}`;
  if (isFlag && allowed.includes(name)) return `${place} (--${name}) takes no value.`;
  if (isFlag && ALL_FLAGS.includes(name))
    return `${place} (--${name}) does not belong to this command. See --help.`;
  const nearest = nearestName(name, isFlag ? allowed : FIRST_WORDS);
  const meant = nearest === undefined ? 'See --help.' : `Did you mean ${isFlag ? '--' : ''}${nearest}?`;
  return `${place} is not known. ${meant} Secrets go into the environment, never into arguments.`;
}

/** Flags of any command. */
const ALL_FLAGS = [
  ...Object.values(COMMANDS).flatMap(({ flags }) => Object.keys(flags)),
  ...Object.keys(COMMON),
];

/** What may stand first. */
const FIRST_WORDS = [...Object.keys(COMMANDS).filter((name) => name !== 'serve'), ...Object.keys(COMMON)];
