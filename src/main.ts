#!/usr/bin/env node
import { Console } from 'node:console';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Secrets } from './accounts/secrets.ts';
import { Client } from './api/client.ts';
import { createDispatcher, createTransport } from './api/transport.ts';
import { type Config, ConfigError, HELP, loadConfig } from './config.ts';
import { createServer } from './server.ts';
import { boundedLines } from './stdin.ts';
import { VERSION } from './version.ts';

/** What has to be closed when the host goes away. */
type Closing = () => Promise<unknown>;

/** A process that is told to go has one second. */
const GRACE_MS = 800;

const secrets = new Secrets();

// stdout belongs to the protocol: whatever anything prints goes to stderr, without secrets.
globalThis.console = new Console(
  new Writable({
    write(chunk, _encoding, done) {
      process.stderr.write(secrets.redact(String(chunk)));
      done();
    },
  }),
);

async function serve(config: Config): Promise<Closing> {
  const now = (): Date => new Date();
  const sandbox = config.sandbox
    ? await (await import('./sandbox/server.ts')).startSandbox({ now })
    : undefined;
  const upstream = sandbox === undefined ? config : sandboxConfig(config, sandbox);
  secrets.add(upstream.apiKey);
  for (const proxy of [upstream.egress.httpProxy, upstream.egress.httpsProxy]) secrets.addProxy(proxy);
  const transport = createTransport(createDispatcher(upstream.baseUrl, upstream.egress), now);
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal });
  const client = new Client({ ...upstream, transport, secrets, now, sleep });
  const server = createServer({ ...upstream, client, secrets, now });
  const stdin = process.stdin.pipe(
    boundedLines(() => console.error('A request line over 1 MiB was dropped.')),
  );
  await server.connect(new StdioServerTransport(stdin));
  return () => Promise.allSettled([server.close(), transport.close(), sandbox?.close()]);
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
  const end = (): void => {
    setTimeout(() => process.exit(0), GRACE_MS);
    close().finally(() => process.exit(0));
  };
  process.stdin.once('end', end).once('close', end);
  process.stdout.once('error', end);
  process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
}

try {
  const command = loadConfig(process.argv.slice(2), process.env, (path) => readFileSync(path, 'utf8'));
  if (command.run === 'serve') {
    // One broken call must not take the others down.
    process.on('uncaughtException', (error) => console.error(error));
    closeWithHost(await serve(command.config));
  } else {
    process.stdout.write(command.run === 'help' ? HELP : `${VERSION}\n`);
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
