import type { Config } from './config/read-config.ts';
import { sandboxConfig } from './config/sandbox-config.ts';
import type { Redactor } from './credentials/redactor.ts';
import { lazyImport } from './mcp/lazy-import.ts';
import type { ServerContext } from './mcp/server-context.ts';
import type { ClientFactory } from './tikhub/client-factory.ts';
import type { CallObserver } from './tikhub/send-request.ts';

/** The settings for calls, and what stops the upstream if it is the embedded one. */
export type Upstream = Config & { close(): Promise<void> };

/**
 * The settings for calls; those of the embedded upstream with --sandbox. From here on the redactor knows their secrets.
 */
export async function upstreamOf(
  config: Config,
  { redactor, now }: { readonly redactor: Redactor; readonly now: () => Date },
): Promise<Upstream> {
  const sandbox = config.sandbox
    ? await (await import('./sandbox/server.ts')).startSandbox({ now })
    : undefined;
  const upstream = sandbox === undefined ? config : sandboxConfig(config, sandbox);
  redactor.add(upstream.apiKey);
  const { httpProxy, httpsProxy } = upstream.proxySettings;
  for (const address of [httpProxy, httpsProxy, upstream.redis?.url]) redactor.addProxy(address);
  return { ...upstream, close: async () => sandbox?.close() };
}

/** Loads the clients of the upstream; nothing is called yet. */
export async function clientsOf(
  upstream: Config,
  now: () => Date,
  observer?: CallObserver,
): Promise<ClientFactory> {
  const { createClientFactory } = await lazyImport(import('./tikhub/client-factory.ts'));
  return createClientFactory(upstream, now, observer);
}

/** Opens the upstream for the one principal that a process over stdio serves. */
export async function openUpstream<C extends ServerContext>(context: C, upstream: Config, now: () => Date) {
  const [factory, { openContext }] = await Promise.all([
    clientsOf(upstream, now),
    lazyImport(import('./mcp/open-context.ts')),
  ]);
  const opened = openContext(context, factory.clientFor(upstream), { maxCalls: upstream.maxCalls });
  return { context: opened, factory };
}
