import { text } from 'node:stream/consumers';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { helpText } from './config/help-text.ts';
import { type Command, type Config, ConfigError, loadConfig } from './config/load-config.ts';
import { privateReader, stampOf } from './config/private-file.ts';
import { readAccounts } from './config/read-accounts.ts';
import { WatchedAccounts } from './config/watched-accounts.ts';
import { Redactor, registerAccountSecrets } from './credentials/redactor.ts';
import { lazyImport } from './mcp/lazy-import.ts';
import { createServer, tellAccountsChanged } from './server.ts';
import type { Opened } from './tikhub/create-client.ts';
import { limitLines } from './transports/line-limit.ts';
import { guardStdout } from './transports/stdout-guard.ts';
import { VERSION } from './version.ts';

/** What has to be closed when the host goes away. */
type Closing = () => Promise<unknown>;

/** A process that is told to go has one second. */
const GRACE_MS = 800;

/** How soon a changed file of accounts or cookies is seen. */
const LOOK_EVERY_MS = 1000;

const secrets = new Redactor();

const { out, log } = guardStdout(process.stdout, process.stderr, (text) => secrets.redact(text));

/** Windows has no modes: whoever may read a file there is another matter. */
const readFile = privateReader(process.platform !== 'win32');

const now = (): Date => new Date();

/** The settings that questions are asked with: those of the embedded upstream, if that is wanted. */
async function upstreamOf(config: Config): Promise<Config & { close(): Promise<void> }> {
  const sandbox = config.sandbox
    ? await (await import('./sandbox/server.ts')).startSandbox({ now })
    : undefined;
  const upstream = sandbox === undefined ? config : sandboxConfig(config, sandbox);
  secrets.add(upstream.apiKey);
  for (const proxy of [upstream.proxySettings.httpProxy, upstream.proxySettings.httpsProxy])
    secrets.addProxy(proxy);
  registerAccountSecrets(upstream.accounts, secrets, now());
  return { ...upstream, close: async () => sandbox?.close() };
}

/** The way to the upstream, which only questions need. */
async function open(upstream: Config): Promise<Opened> {
  const { openClient } = await lazyImport(import('./tikhub/create-client.ts'));
  return openClient(upstream, secrets, now);
}

async function serve(config: Config): Promise<Closing> {
  const upstream = await upstreamOf(config);
  const live = followFiles(config);
  const front = { ...upstream, accounts: live ?? upstream.accounts, secrets, now };
  let opened: Opened | undefined;
  const server = createServer(front, async () => {
    opened = await open(upstream);
    return { ...front, client: opened.client };
  });
  const stdin = process.stdin.pipe(limitLines(() => console.error('A request line over 1 MiB was dropped.')));
  await server.connect(new StdioServerTransport(stdin, out));
  const unwatch = live?.watch(LOOK_EVERY_MS, () => tellAccountsChanged(server));
  return () => Promise.allSettled([unwatch?.(), server.close(), opened?.close(), upstream.close()]);
}

/** The accounts as their files change; undefined when they come from no file. */
function followFiles({ accounts, accountSettings }: Config): WatchedAccounts | undefined {
  const { accountsFile, cookieFile } = accountSettings;
  if (accountsFile === undefined && cookieFile === undefined) return undefined;
  return new WatchedAccounts({
    first: accounts,
    async read() {
      const reading = await readAccounts(accountSettings, process.env, readFile);
      registerAccountSecrets(reading.accounts, secrets, now());
      return reading;
    },
    stamp: stampOf,
    now,
    report: (problem) => console.error(problem),
  });
}

/** Answers a person in a terminal; the exit code says whether all is well. */
async function answerPerson(command: Extract<Command, { run: 'check' | 'cookie' }>): Promise<boolean> {
  const terminal = {
    print: (text: string) => void out.write(secrets.redact(text)),
    complain: log,
    hasColours: process.stdout.isTTY === true && !process.env['NO_COLOR'],
  };
  if (command.run === 'check') {
    const upstream = await upstreamOf(command.config);
    // What was answered before says nothing about now.
    const opened = await open({ ...upstream, cache: { isOn: false, directory: undefined } });
    const { check } = await import('./cli/check.ts');
    try {
      return await check({ ...upstream, ...opened, now, live: command.live }, terminal);
    } finally {
      await Promise.allSettled([opened.close(), upstream.close()]);
    }
  }
  if (process.stdin.isTTY) {
    terminal.complain(
      'Reading cookies; end with Ctrl-D. A terminal cuts long lines: better use < FILE or a pipe.\n',
    );
  }
  const { saveCookie } = await import('./cli/cookie.ts');
  return saveCookie(await text(process.stdin), { ...command, now: now() }, terminal);
}

/** The same configuration, pointed at the embedded upstream and its accounts. */
function sandboxConfig(
  config: Config,
  sandbox: {
    readonly url: string;
    readonly apiKey: string;
    readonly accounts: ReadonlyMap<string, { readonly cookie: string }>;
  },
): Config {
  const byName = new Map(
    [...sandbox.accounts].map(([name, { cookie }]) => [name, { cookie, source: 'The sandbox cookie' }]),
  );
  const [defaultName = 'us'] = byName.keys();
  return {
    ...config,
    baseUrl: new URL(sandbox.url),
    apiKey: sandbox.apiKey,
    needsKey: true,
    accounts: { byName, defaultName },
  };
}

/** Ends the process as soon as the host is gone: a server that nobody reads must not stay behind. */
function closeWithHost(close: Closing): void {
  let isClosing = false;
  const end = (): void => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => process.exit(0), GRACE_MS);
    close().finally(() => process.exit(0));
  };
  process.stdin.on('end', end).on('close', end);
  process.stdout.on('error', end);
  out.on('error', end);
  // Asked for again, it is still on its way.
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
}

try {
  const command = await loadConfig(process.argv.slice(2), process.env, readFile);
  if (command.run === 'serve') {
    // One broken call must not take the others down.
    process.on('uncaughtException', (error) => console.error(error));
    closeWithHost(await serve(command.config));
  } else if (command.run === 'check' || command.run === 'cookie') {
    process.exitCode = (await answerPerson(command)) ? 0 : 1;
  } else {
    out.write(command.run === 'help' ? helpText() : `${VERSION}\n`);
  }
} catch (error) {
  // Thrown on, it would be printed by Node itself, which knows of no secrets.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
