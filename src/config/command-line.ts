import { parseArgs } from 'node:util';
import { nearestName } from '../nearest-name.ts';
import { COMMANDS, COMMON_FLAGS, type Flag } from './commands.ts';

/** The parsed command line. */
export interface CommandLine {
  readonly command: CommandName;
  /** The command that --help is about; `serve` stands for all. */
  readonly about: CommandName;
  /** The flags that were given without a value, without their dashes. */
  readonly flags: ReadonlySet<string>;
  /** The values of the other flags, in order. */
  readonly values: Readonly<Record<ValueFlag, readonly string[]>>;
  /** What the command reads: files, names of accounts, or words. */
  readonly inputs: readonly string[];
}

export type CommandName = keyof typeof COMMANDS;

/** The flags that take a value, with a description of it. */
const VALUE_FLAGS = {
  out: 'the name of a file',
  host: 'the name of an MCP host',
  print: 'the name of an MCP host',
  account: 'the name of an account',
  toolsets: 'the names of toolsets',
  'key-file': 'the name of a file',
  'cookie-file': 'the name of a file',
  http: '[HOST:]PORT',
  'tls-cert': 'the name of a file',
  'tls-key': 'the name of a file',
  accounts: 'the names of accounts',
  expires: 'a time such as 90d',
  'max-calls': 'a number',
  read: 'exports or metrics',
} as const;

type ValueFlag = keyof typeof VALUE_FLAGS;

const isValueFlag = (name: string): name is ValueFlag => Object.hasOwn(VALUE_FLAGS, name);

const SWITCH = { type: 'boolean' } as const;
const TEXT = { type: 'string' } as const;

/**
 * Reads the command line.
 * @param problems collects what is wrong with it, without the values
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
    'tls-cert': TEXT,
    'tls-key': TEXT,
    accounts: TEXT,
    expires: TEXT,
    'max-calls': TEXT,
    read: TEXT,
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
  const allowed: Readonly<Record<string, Flag>> = { ...COMMON_FLAGS, ...COMMANDS[command].flags };
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
    'tls-cert': [],
    'tls-key': [],
    accounts: [],
    expires: [],
    'max-calls': [],
    read: [],
  };
  const inputs: string[] = [];
  for (const token of tokens) {
    if (token === word && command !== 'serve') continue;
    if (token === word && Object.hasOwn(COMMON_FLAGS, token.value)) {
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
        problems.push(`Argument ${token.index + 1} (--${token.name}) is given twice.`);
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

/** Whether a command takes one more argument. */
function takesInput(command: CommandName, sofar: number): boolean {
  const { input } = COMMANDS[command];
  return input !== '' && (sofar === 0 || /\.\.\.| NAME/.test(input));
}

/** The command of this name; `serve` has no name. */
const commandNamed = (word: string | undefined): CommandName =>
  word !== undefined && isCommand(word) ? word : 'serve';

const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word) && word !== 'serve';

/**
 * What an invalid argument may have meant. The argument itself is not shown: it may be a misplaced secret.
 */
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
  ...Object.keys(COMMON_FLAGS),
];

/** What may come first. */
const FIRST_WORDS = [
  ...Object.keys(COMMANDS).filter((name) => name !== 'serve'),
  ...Object.keys(COMMON_FLAGS),
];
