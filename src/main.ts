#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Secrets } from './accounts/secrets.ts';
import { Client } from './api/client.ts';
import { createTransport } from './api/transport.ts';
import { type Config, ConfigError, HELP, loadConfig } from './config.ts';
import { createServer } from './server.ts';
import { VERSION } from './version.ts';

// stdout belongs to the protocol: whatever a library prints goes to stderr.
console.log = console.info = console.debug = console.error;

/** What has to be closed when the host goes away. */
type Closing = () => Promise<void>;

async function serve(config: Config): Promise<Closing> {
  const now = (): Date => new Date();
  const secrets = new Secrets();
  const sandbox = config.sandbox
    ? await (await import('./sandbox/server.ts')).startSandbox({ now })
    : undefined;
  const upstream = sandbox === undefined ? config : sandboxConfig(config, sandbox);
  secrets.add(upstream.apiKey);
  const transport = createTransport();
  const client = new Client({ ...upstream, transport, secrets, now });
  const server = createServer({ client, accounts: upstream.accounts, secrets, now, sandbox: config.sandbox });
  await server.connect(new StdioServerTransport());
  return async () => {
    await Promise.all([server.close(), transport.close(), sandbox?.close()]);
  };
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
  let closing = false;
  const end = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    await close();
    process.exit(0);
  };
  process.stdin.on('end', end).on('close', end);
  process.stdout.on('error', end);
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
}

try {
  const command = loadConfig(process.argv.slice(2), process.env, (path) => readFileSync(path, 'utf8'));
  if (command.run === 'serve') closeWithHost(await serve(command.config));
  else process.stdout.write(command.run === 'help' ? HELP : `${VERSION}\n`);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
