import { parseArgs } from 'node:util';

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
    help: 'Check whether the key, the address and the cookie of every account can be used. The exit code is 0 only if no problem was found.',
    flags: {
      ...SANDBOX,
      live: { help: 'Also make one billed call for each account.' },
    },
  },
  cookie: {
    input: '< COOKIES',
    help: 'Read cookies in any form from standard input and write them to a file that only you can read.',
    flags: {
      out: { value: 'FILE', help: 'The file to write, tiktok-cookie.txt if left out.' },
      force: { help: 'Replace a file that exists.' },
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

/** Where `cookie` writes to. */
const DEFAULT_OUT = 'tiktok-cookie.txt';

const SWITCH = { type: 'boolean' } as const;

/** What the command line asks for. */
export interface CommandLine {
  readonly command: keyof typeof COMMANDS;
  /** The flags that were given, without their dashes. */
  readonly flags: ReadonlySet<string>;
  readonly out: string;
}

/**
 * Reads the command line.
 * @param problems takes what is wrong with it, without the values
 */
export function parseCommandLine(argv: readonly string[], problems: string[]): CommandLine {
  const options = {
    help: SWITCH,
    version: SWITCH,
    sandbox: SWITCH,
    live: SWITCH,
    force: SWITCH,
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
  const allowed: Readonly<Record<string, Flag>> = { ...COMMON, ...COMMANDS[command].flags };
  const flags = new Set<string>();
  let out = DEFAULT_OUT;
  for (const token of tokens) {
    if (token === word && command !== 'serve') continue;
    const place = `Argument ${token.index + 1}${token.kind === 'option' ? ` (${token.rawName})` : ''}`;
    const isKnown = token.kind === 'option' && Object.hasOwn(allowed, token.name);
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
  return { command, flags, out };
}
