import { parseArgs } from 'node:util';
import { nearestName } from '../nearest-name.ts';
import { HOST_NAMES } from './hosts.ts';

/** A flag as `--help` and the documentation describe it. */
export interface Flag {
  /** What stands for its value, if it takes one. */
  readonly value?: string;
  /** Whether it can be given several times. */
  readonly isRepeatable?: true;
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
  serve: {
    input: '',
    help: '',
    flags: {
      ...SANDBOX,
      toolsets: { value: 'LIST', help: 'Sets of tools to list and serve, like TIKTOK_CREATOR_TOOLSETS.' },
      http: {
        value: '[HOST:]PORT',
        help: 'Serve over HTTP at /mcp, on this machine itself unless a HOST is given.',
      },
    },
  },
  setup: {
    input: '',
    help: 'Ask for the key and the cookies, store them so that only you can read them, and add the server to the MCP hosts on this machine. Flags answer its questions in advance.',
    flags: {
      'key-file': { value: 'FILE', help: 'A file with the API key; otherwise TIKHUB_API_KEY.' },
      'cookie-file': {
        value: 'FILE',
        isRepeatable: true,
        help: 'A file with the cookies of an account; again for each account.',
      },
      account: {
        value: 'NAME',
        isRepeatable: true,
        help: 'The name of the account in a cookie file; again for each file, in the same order.',
      },
      host: { value: 'HOST', isRepeatable: true, help: 'Add the server to this host; again for each host.' },
      live: { help: 'Make one billed call for each account afterwards.' },
      yes: { help: 'Ask nothing; without --host, add the server to every host that is found.' },
      print: { value: 'HOST', help: 'Only show what belongs into the settings of this host.' },
      remove: { help: 'Take the server out of the hosts again and delete what was stored.' },
    },
  },
  accounts: {
    input: 'list | add [FILE...] | refresh NAME [FILE] | remove NAME',
    help: 'The stored accounts: show them, add one for each cookie file, replace the cookie of one, or remove one.',
    flags: {
      account: { value: 'NAME', help: 'The name of the added account; the name of its file if left out.' },
      yes: { help: 'Ask nothing, also before an account is removed.' },
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
    help: 'Show what cannot wait in every account, a line for each alert, with at most two billed calls for each account. For cron and CI: the exit code is 0 without alerts, 1 with some, 2 when an account could not be asked.',
    flags: { ...SANDBOX, json: { help: 'Show each alert as a line of JSON.' } },
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

export interface CommandHelp {
  /** What it reads, as a shell would write it; several things where dots stand. */
  readonly input: string;
  readonly help: string;
  readonly flags: Readonly<Record<string, Flag>>;
}

/** The flags that every command takes. */
export const COMMON_FLAGS: Readonly<Record<string, Flag>> = COMMON;

/** What the command line asks for. */
export interface CommandLine {
  readonly command: CommandName;
  /** The command that help is asked about; `serve` stands for all. */
  readonly about: CommandName;
  /** The flags that were given without a value, without their dashes. */
  readonly flags: ReadonlySet<string>;
  /** The values of the others, in order. */
  readonly values: Readonly<Record<ValueFlag, readonly string[]>>;
  /** What the command reads: files, names of accounts, or words. */
  readonly inputs: readonly string[];
}

export type CommandName = keyof typeof COMMANDS;

/** The flags that take a value, with what it is. */
const VALUE_FLAGS = {
  out: 'the name of a file',
  host: 'the name of an MCP host',
  print: 'the name of an MCP host',
  account: 'the name of an account',
  toolsets: 'the names of toolsets',
  'key-file': 'the name of a file',
  'cookie-file': 'the name of a file',
  http: '[HOST:]PORT',
} as const;

type ValueFlag = keyof typeof VALUE_FLAGS;

const isValueFlag = (name: string): name is ValueFlag => Object.hasOwn(VALUE_FLAGS, name);

const SWITCH = { type: 'boolean' } as const;
const TEXT = { type: 'string' } as const;

/**
 * Reads the command line.
 * @param problems takes what is wrong with it, without the values
 */
export function parseCommandLine(argv: readonly string[], problems: string[]): CommandLine {
  const options = {
    help: { ...SWITCH, short: 'h' },
    version: { ...SWITCH, short: 'v' },
    out: TEXT,
    host: TEXT,
    print: TEXT,
    account: TEXT,
    toolsets: TEXT,
    'key-file': TEXT,
    'cookie-file': TEXT,
    http: TEXT,
  } as const;
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const [word, second] = tokens.filter((token) => token.kind === 'positional');
  const command = commandNamed(word?.value);
  const allowed: Readonly<Record<string, Flag>> = { ...COMMON, ...COMMANDS[command].flags };
  const flags = new Set<string>();
  const values: Record<ValueFlag, string[]> = {
    out: [],
    host: [],
    print: [],
    account: [],
    toolsets: [],
    'key-file': [],
    'cookie-file': [],
    http: [],
  };
  const inputs: string[] = [];
  for (const token of tokens) {
    if (token === word && command !== 'serve') continue;
    if (token === word && Object.hasOwn(COMMON, token.value)) {
      flags.add(token.value);
      continue;
    }
    if (token.kind === 'positional' && takesInput(command, inputs.length)) {
      inputs.push(token.value);
      continue;
    }
    const isKnown = token.kind === 'option' && Object.hasOwn(allowed, token.name);
    if (isKnown && isValueFlag(token.name)) {
      if (token.value === undefined || /^(-|$)/.test(token.value)) {
        problems.push(`Argument ${token.index + 1} (--${token.name}) needs ${VALUE_FLAGS[token.name]}.`);
      } else if (values[token.name].length > 0 && allowed[token.name]?.isRepeatable !== true) {
        problems.push(`Argument ${token.index + 1} (--${token.name}) is there for the second time.`);
      } else values[token.name].push(token.value);
    } else if (isKnown && token.value === undefined) {
      flags.add(token.name);
    } else {
      const name = token.kind === 'option' ? token.name : token.kind === 'positional' ? token.value : '';
      problems.push(describeUnknown(token.index + 1, token.kind === 'option', name, Object.keys(allowed)));
    }
  }
  const about = word?.value === 'help' ? commandNamed(second?.value) : command;
  return { command, about, flags, values, inputs };
}

/** Whether a command reads one more thing. */
function takesInput(command: CommandName, sofar: number): boolean {
  const { input } = COMMANDS[command];
  return input !== '' && (sofar === 0 || input.includes('...'));
}

/** The command that a word names; `serve` is named by none. */
const commandNamed = (word: string | undefined): CommandName =>
  word !== undefined && isCommand(word) ? word : 'serve';

const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word) && word !== 'serve';

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
