import { type CommandLine, type CommandName, parseCommandLine } from './command-line.ts';
import type { HostSettings } from './host-settings.ts';
import { privateReader, type ReadFile } from './private-file.ts';
import { type Config, readConfig } from './read-config.ts';
import type { Environment } from './read-settings.ts';
import { SETTINGS } from './settings.ts';
import type { Places } from './user-folders.ts';

/** What the command line requests. */
export type Command =
  | { readonly run: 'version' }
  /** `about` is `serve` for the help about all commands. */
  | { readonly run: 'help'; readonly about: CommandName }
  | { readonly run: 'serve'; readonly config: Config }
  /** `live` makes a billed call for each account. */
  | {
      readonly run: 'check';
      readonly config: Config;
      readonly live: boolean;
      readonly json: boolean;
    }
  | { readonly run: 'watch'; readonly config: Config; readonly json: boolean }
  /** `account` is undefined for the default; `yes` makes the calls without asking. */
  | {
      readonly run: 'shapes';
      readonly config: Config;
      readonly account: string | undefined;
      readonly out: string;
      readonly force: boolean;
      readonly yes: boolean;
    }
  | { readonly run: 'tokens'; readonly config: Config; readonly wanted: TokensWanted }
  | { readonly run: 'setup'; readonly wanted: SetupWanted }
  | { readonly run: 'accounts'; readonly wanted: AccountsWanted }
  /** `force` replaces a file that exists; without `input` the cookies come from standard input. */
  | {
      readonly run: 'cookie';
      readonly input: string | undefined;
      readonly out: string;
      readonly force: boolean;
    };

/** What the flags of `setup` say. */
export interface SetupWanted {
  readonly keyFile: string | undefined;
  readonly cookieFiles: readonly string[];
  readonly accountNames: readonly string[];
  readonly hosts: readonly string[];
  readonly print: string | undefined;
  readonly remove: boolean;
  readonly live: boolean;
  /** Ask nothing. */
  readonly yes: boolean;
}

/** What the words after `accounts` say. */
export interface AccountsWanted {
  readonly words: readonly string[];
  readonly accountName: string | undefined;
  readonly yes: boolean;
}

/** What the words and flags after `tokens` say. */
export interface TokensWanted {
  readonly words: readonly string[];
  readonly accounts: readonly string[];
  readonly expires: string | undefined;
  readonly maxCalls: string | undefined;
  readonly read: string | undefined;
}

/** The machine and the program that is running on it. */
type Machine = Pick<Places, 'platform' | 'cwd'> & {
  /** What a person types to start it, if that is not simply its name. */
  readonly program?: string | undefined;
};

/** Every mistake in the command line at once; its message is for a person at a terminal. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';

  constructor(problems: readonly string[]) {
    super(['The arguments cannot be used:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
  }
}

/**
 * Reads flags and environment. Problems with settings become part of the configuration: the server starts anyway, and
 * the calls that need a setting report its problem where people see it.
 * @param readFile returns a file's text or throws
 * @param machine says where MCP hosts keep their settings
 * @throws CommandLineError with all mistakes in the arguments
 */
export async function loadConfig(
  argv: readonly string[],
  env: Environment,
  readFile: ReadFile,
  machine: Machine = { platform: 'linux', cwd: '/' },
): Promise<Command> {
  const mistakes: string[] = [];
  const line = parseCommandLine(argv, mistakes);
  const { command, flags, values, inputs } = line;
  if (flags.has('help')) return { run: 'help', about: line.about };
  if (flags.has('version')) return { run: 'version' };
  if (mistakes.length > 0) throw new CommandLineError(mistakes);
  if (command === 'setup') return { run: 'setup', wanted: setupWanted(line) };
  if (command === 'accounts') {
    const [accountName] = values.account;
    return { run: 'accounts', wanted: { words: inputs, accountName, yes: flags.has('yes') } };
  }
  const [input] = inputs;
  const out = values.out.at(-1);
  const force = flags.has('force');
  if (command === 'cookie') return { run: 'cookie', input, out: out ?? 'tiktok-cookie.txt', force };
  const host = values.host.at(-1);
  const passed = host === undefined ? undefined : await settingsOfHost(host, { ...machine, env });
  const config = await readConfig(
    { ...env, ...passed?.env, ...flaggedSettings(line) },
    {
      isSandbox: flags.has('sandbox') || passed?.sandbox === true,
      readFile,
      platform: machine.platform,
      program: machine.program,
      notes: passed?.notes ?? [],
    },
  );
  if (command === 'serve') {
    // Without the HTTP server, the program would wait for a host on standard input.
    if (config.httpProblems.length > 0) throw new CommandLineError(config.httpProblems);
    return { run: 'serve', config };
  }
  if (command === 'tokens') return { run: 'tokens', config, wanted: tokensWanted(line) };
  if (command === 'shapes') {
    const yes = flags.has('yes');
    return { run: 'shapes', config, account: input, out: out ?? 'tiktok-shapes.json', force, yes };
  }
  if (command === 'watch') return { run: 'watch', config, json: flags.has('json') };
  return { run: 'check', config, live: flags.has('live'), json: flags.has('json') };
}

/** Settings with flags, which take precedence over the environment. */
function flaggedSettings({ flags, values }: CommandLine): Readonly<Record<string, string>> {
  const { toolsets, http, tlsCert, tlsKey, passthrough } = SETTINGS;
  const written = [
    [toolsets.env, values.toolsets.at(-1)],
    [http.env, values.http.at(-1)],
    [tlsCert.env, values['tls-cert'].at(-1)],
    [tlsKey.env, values['tls-key'].at(-1)],
    [passthrough.env, flags.has('passthrough') ? 'on' : undefined],
  ];
  return Object.fromEntries(written.filter(([, value]) => value !== undefined));
}

const tokensWanted = ({ inputs, values }: CommandLine): TokensWanted => ({
  words: inputs,
  accounts: values.accounts.flatMap((list) => list.split(',')).map((name) => name.trim()),
  expires: values.expires.at(-1),
  maxCalls: values['max-calls'].at(-1),
  read: values.read.at(-1),
});

const setupWanted = ({ flags, values }: CommandLine): SetupWanted => ({
  keyFile: values['key-file'].at(-1),
  cookieFiles: values['cookie-file'],
  accountNames: values.account,
  hosts: values.host,
  print: values.print.at(-1),
  remove: flags.has('remove'),
  live: flags.has('live'),
  yes: flags.has('yes'),
});

/** @throws CommandLineError when the host is not known, or has no entry for this server */
async function settingsOfHost(host: string, places: Places): Promise<HostSettings> {
  const { readHostSettings } = await import('./host-settings.ts');
  try {
    // The modes of hosts' settings files are not checked: that is up to the hosts.
    return await readHostSettings(host, places, privateReader(false));
  } catch (error) {
    throw new CommandLineError([error instanceof Error ? error.message : String(error)]);
  }
}
