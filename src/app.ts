import './zod-config.ts';
import { text } from 'node:stream/consumers';
import { parseCommandLine } from './config/command-line.ts';
import { followAccounts, LOOK_AT_FILES_MS } from './config/follow-accounts.ts';
import { helpText } from './config/help-text.ts';
import { type Command, CommandLineError, loadConfig } from './config/load-config.ts';
import { describeReadError, privateReader } from './config/private-file.ts';
import { programOf } from './config/program-name.ts';
import type { Config } from './config/read-config.ts';
import { settingNames } from './config/setting-names.ts';
import { Redactor } from './credentials/redactor.ts';
import type { HandlerContext } from './mcp/server-context.ts';
import { accountsNotifier, serverFactory } from './server.ts';
import type { ClientFactory } from './tikhub/client-factory.ts';
import type { HttpTransport } from './tikhub/http.ts';
import { readerOf } from './transports/reader.ts';
import { connectStdio, endWithHost, type StdioHost } from './transports/stdio.ts';
import { guardStdout } from './transports/stdout-guard.ts';
import { openUpstream, upstreamOf } from './upstream.ts';
import { VERSION } from './version.ts';

/** Removes the secrets in the configuration of this process. */
const redactor = new Redactor();

const { out, print, log } = guardStdout(process.stdout, process.stderr, (line) => redactor.redact(line));

/** Windows has no file modes; its permissions are not checked. */
const readFile = privateReader(process.platform !== 'win32');
const now = (): Date => new Date();

const places = {
  platform: process.platform,
  cwd: process.cwd(),
  env: process.env,
  program: programOf(process.argv[1]),
};

/** The exit code of a failure; 1 of `watch` says that there are alerts. */
const FAILED = parseCommandLine(process.argv.slice(2), []).command === 'watch' ? 2 : 1;

/** After an unexpected error nobody knows the state, so the process ends; the host starts a new one. */
function endWithError(error: unknown): void {
  console.error(error);
  process.exit(FAILED);
}

/** A reader that has seen enough, as `head` has, ends the output but not the command: its exit code still counts. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') endWithError(`The output cannot be written: ${error.message}.`);
}

async function serve(config: Config): Promise<void> {
  for (const problem of config.problems) console.error(problem);
  const { http } = config;
  if (http === undefined && process.stdin.isTTY) {
    console.error(
      'Waiting for an MCP host on standard input. Press Ctrl-C to quit. To set up, run "tiktok-creator-mcp setup"; for help, "tiktok-creator-mcp --help".',
    );
  }
  const upstream = await upstreamOf(config, { redactor, now });
  const watched = followAccounts(config, { env: process.env, readFile, redactor, now });
  const accounts = watched ?? upstream.accounts;
  redactor.follow(() => accounts);
  if (http !== undefined) {
    const { serveRemotely } = await import('./remote/serve-remotely.ts');
    const residentBytes = (): number => process.memoryUsage.rss();
    const machine = { redactor, now, readFile, residentBytes, ...host };
    return serveRemotely({ ...upstream, http, accounts, watched }, machine);
  }
  const { sandbox, inlineCredentials, toolsets, exportDirectory } = upstream;
  const context = { accounts, redactor, now, sandbox, inlineCredentials, toolsets, exportDirectory };
  let factory: ClientFactory | undefined;
  const createServer = serverFactory(context, async () => {
    const opened = await openUpstream(context, upstream, now);
    factory = opened.factory;
    return opened.context;
  });
  const server = createServer();
  const tellAccountsChanged = accountsNotifier(server);
  const transport = await connectStdio(server, { ...host, createServer });
  const unwatch = watched?.watch(LOOK_AT_FILES_MS, tellAccountsChanged);
  endWithHost(host, transport, () =>
    Promise.allSettled([unwatch?.(), server.close(), factory?.close(), upstream.close()]),
  );
}

/** Where commands for people write. */
const terminal = {
  print,
  printError: log,
  hasColours: process.stdout.isTTY === true && !process.env['NO_COLOR'],
};

/** Opens the upstream for a command and closes it afterwards. */
async function withUpstream<T>(config: Config, use: (opened: OpenedUpstream) => Promise<T>): Promise<T> {
  const upstream = await upstreamOf(config, { redactor, now });
  redactor.follow(() => upstream.accounts);
  const { context, factory } = await openUpstream({ ...upstream, redactor, now }, upstream, now);
  try {
    return await use({ ...upstream, context, transport: factory.transportFor(upstream.baseUrl) });
  } finally {
    await Promise.allSettled([factory.close(), upstream.close()]);
  }
}

/** A cached response would say nothing about the present. */
const uncached = (config: Config): Config => ({ ...config, cache: { isOn: false, directory: undefined } });

/** What a command calls the upstream with. */
type OpenedUpstream = Awaited<ReturnType<typeof upstreamOf>> & {
  readonly context: HandlerContext;
  readonly transport: HttpTransport;
};

/** Shows which settings and accounts work; returns whether all of them do. */
const runCheck = (command: Extract<Command, { run: 'check' }>): Promise<boolean> =>
  withUpstream(uncached(command.config), async (opened) => {
    const { check } = await import('./cli/check.ts');
    const { checkJson, checkText, liveNotice } = await import('./cli/check-text.ts');
    if (command.live && !command.json) terminal.print(liveNotice(opened.sandbox));
    const result = await check({ ...opened, now, live: command.live });
    terminal.print(command.json ? checkJson(result) : checkText(result, terminal));
    return result.ok;
  });

/** Shows what needs attention now; returns the exit code. What was kept of the showcase is read, responses are not. */
const runWatch = ({ config, json }: Extract<Command, { run: 'watch' }>): Promise<number> =>
  withUpstream(config, async ({ context }) => {
    const { watch } = await import('./cli/watch.ts');
    return watch(context, { json }, terminal);
  });

/** Writes a cookie file; returns whether it did. */
async function runCookie(command: Extract<Command, { run: 'cookie' }>): Promise<boolean> {
  const { input } = command;
  if (input === undefined && process.stdin.isTTY) {
    terminal.printError(
      'Reading cookies; end with Ctrl-D. A terminal cuts long lines, so a file (cookie FILE) or a pipe is better.\n',
    );
  }
  try {
    // The file that is read is the user's own download, so its mode does not matter; the one that is written is
    // private.
    const cookies = input === undefined ? await text(process.stdin) : await privateReader(false)(input);
    const { saveCookie } = await import('./cli/cookie.ts');
    return await saveCookie(cookies, { ...command, now: now() }, terminal);
  } catch (error) {
    // A path that does not exist may be a cookie pasted in its place, so it is not shown.
    terminal.printError(`The argument ${describeReadError(error, '(not shown)')} Nothing was written.\n`);
    return false;
  }
}

/** Writes the shapes of some replies; returns whether it did. */
const runShapes = ({ config, ...command }: Extract<Command, { run: 'shapes' }>): Promise<boolean> =>
  withUpstream(uncached(config), async (opened) => {
    const { saveShapes } = await import('./cli/shapes.ts');
    const { confirmer } = await import('./cli/terminal.ts');
    const { account, out: file, force } = command;
    const isAsked = !command.yes && process.stdin.isTTY === true && process.stderr.isTTY === true;
    const confirm = isAsked ? confirmer(process.stdin, process.stderr) : undefined;
    return saveShapes({ ...opened, account, out: file, force, confirm }, terminal);
  });

/** Stores the key and accounts of a user, and shows or changes them; returns whether that was done. */
async function runSetup(command: Extract<Command, { run: 'setup' | 'accounts' }>): Promise<boolean> {
  const { setUp } = await import('./cli/open-setup.ts');
  const { stdin, stderr, execPath, argv } = process;
  return setUp(command, {
    ...{ places, readFile, terminal, now, stdin, stderr },
    remember: (secret) => redactor.add(secret),
    readStdin: () => text(stdin),
    started: { node: execPath, main: argv[1] ?? '' },
    async check(live) {
      const checked = await loadConfig(['check', ...(live ? ['--live'] : [])], process.env, readFile, places);
      if (checked.run !== 'check') return false;
      redactor.rename(checked.config.settingNames);
      return runCheck(checked);
    },
  });
}

/** Shows or changes the tokens for using the server over HTTP; returns whether that was done. */
async function runTokens({ config, wanted }: Extract<Command, { run: 'tokens' }>): Promise<boolean> {
  const tokens = await import('./cli/tokens.ts');
  const { accounts, tokensFile: path } = config;
  return tokens.changeTokens(wanted, { path, accounts, readFile, terminal, now });
}

const parent = process.ppid;

const host: StdioHost = {
  stdin: process.stdin,
  out,
  reader: readerOf(process.stdout),
  // When a host dies, its child gets another parent.
  isOrphan: () => process.ppid !== parent,
  onEnd(end) {
    process.stdout.on('error', end);
    process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  },
  exit: (code) => process.exit(code),
  log: (line) => log(`${line}\n`),
  redact: (text) => redactor.redact(text),
};

/** Runs what the command line says. */
async function run(): Promise<void> {
  try {
    const command = await loadConfig(process.argv.slice(2), process.env, readFile, places);
    redactor.rename('config' in command ? command.config.settingNames : settingNames({}, places));
    if (command.run !== 'serve') process.stdout.on('error', onOutputError);
    if (command.run === 'serve') {
      await serve(command.config);
    } else if (command.run === 'check') {
      process.exitCode = (await runCheck(command)) ? 0 : 1;
    } else if (command.run === 'watch') {
      process.exitCode = await runWatch(command);
    } else if (command.run === 'setup' || command.run === 'accounts') {
      process.exitCode = (await runSetup(command)) ? 0 : 1;
    } else if (command.run === 'tokens') {
      process.exitCode = (await runTokens(command)) ? 0 : 1;
    } else if (command.run === 'shapes') {
      process.exitCode = (await runShapes(command)) ? 0 : 1;
    } else if (command.run === 'cookie') {
      process.exitCode = (await runCookie(command)) ? 0 : 1;
    } else {
      print(command.run === 'help' ? helpText(command.about, places.program) : `${VERSION}\n`);
    }
  } catch (error) {
    // If it were rethrown, Node would print it without taking out secrets.
    endWithError(error instanceof CommandLineError ? error.message : error);
  }
}

process.on('uncaughtException', endWithError).on('unhandledRejection', endWithError);
// Not awaited at the top level: modules that are loaded later import this file and would wait for it to end.
void run();
