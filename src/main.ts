#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { readAccounts } from './accounts/configured.ts';
import { LiveAccounts } from './accounts/live.ts';
import { privateReader, stampOf } from './accounts/private-file.ts';
import { learnSecrets, Secrets } from './accounts/secrets.ts';
import { AnswerCache } from './api/cache.ts';
import { Client } from './api/client.ts';
import { createDispatcher, createTransport } from './api/transport.ts';
import { HELP } from './arguments.ts';
import { type Command, type Config, ConfigError, loadConfig } from './config.ts';
import { createServer, tellAccountsChanged } from './server.ts';
import { boundedLines } from './stdin.ts';
import { claimStreams } from './streams.ts';
import { VERSION } from './version.ts';

/** What has to be closed when the host goes away. */
type Closing = () => Promise<unknown>;

/** A process that is told to go has one second. */
const GRACE_MS = 800;

/** How soon a changed file of accounts or cookies is seen. */
const LOOK_EVERY_MS = 1000;

const secrets = new Secrets();

const { out, log } = claimStreams(process.stdout, process.stderr, (text) => secrets.redact(text));

/** Windows has no modes: whoever may read a file there is another matter. */
const readFile = privateReader(process.platform !== 'win32');

const now = (): Date => new Date();

/** What the server and the commands for people both need: the upstream with a way to it. */
async function open(config: Config, cache?: AnswerCache) {
  const sandbox = config.sandbox
    ? await (await import('./sandbox/server.ts')).startSandbox({ now })
    : undefined;
  const upstream = sandbox === undefined ? config : sandboxConfig(config, sandbox);
  secrets.add(upstream.apiKey);
  for (const proxy of [upstream.egress.httpProxy, upstream.egress.httpsProxy]) secrets.addProxy(proxy);
  learnSecrets(upstream.accounts, secrets, now());
  const transport = createTransport(createDispatcher(upstream.baseUrl, upstream.egress), now);
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal });
  // Invented answers must never meet real ones, nor one upstream's another's.
  const realm = config.sandbox ? 'sandbox' : config.baseUrl.href;
  const client = new Client({ ...upstream, transport, secrets, now, sleep, cache, realm });
  const close = (): Promise<unknown> => Promise.allSettled([transport.close(), sandbox?.close()]);
  return { ...upstream, transport, client, close };
}

async function serve(config: Config): Promise<Closing> {
  const { isOn, directory } = config.cache;
  const cache = isOn ? new AnswerCache({ now, directory }) : undefined;
  const upstream = await open(config, cache);
  const live = followFiles(config);
  const server = createServer({ ...upstream, accounts: live ?? upstream.accounts, secrets, now });
  const stdin = process.stdin.pipe(
    boundedLines(() => console.error('A request line over 1 MiB was dropped.')),
  );
  await server.connect(new StdioServerTransport(stdin, out));
  const unwatch = live?.watch(LOOK_EVERY_MS, () => tellAccountsChanged(server));
  return () => Promise.allSettled([unwatch?.(), server.close(), upstream.close(), cache?.close()]);
}

/** The accounts as their files change; undefined when they come from no file. */
function followFiles({ accounts, accountSettings }: Config): LiveAccounts | undefined {
  const { accountsFile, cookieFile } = accountSettings;
  if (accountsFile === undefined && cookieFile === undefined) return undefined;
  return new LiveAccounts({
    first: accounts,
    read() {
      const reading = readAccounts(accountSettings, process.env, readFile);
      learnSecrets(reading.accounts, secrets, now());
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
    const upstream = await open(command.config);
    const { check } = await import('./cli/check.ts');
    try {
      return await check({ ...upstream, now, live: command.live }, terminal);
    } finally {
      await upstream.close();
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
  const command = loadConfig(process.argv.slice(2), process.env, readFile);
  if (command.run === 'serve') {
    // One broken call must not take the others down.
    process.on('uncaughtException', (error) => console.error(error));
    closeWithHost(await serve(command.config));
  } else if (command.run === 'check' || command.run === 'cookie') {
    process.exitCode = (await answerPerson(command)) ? 0 : 1;
  } else {
    out.write(command.run === 'help' ? HELP : `${VERSION}\n`);
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
