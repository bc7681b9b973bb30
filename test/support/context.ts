import { setTimeout as delay } from 'node:timers/promises';
import type { Accounts, ConfiguredAccount } from '../../src/credentials/account.ts';
import { Redactor } from '../../src/credentials/redactor.ts';
import { openContext } from '../../src/mcp/open-context.ts';
import type { HandlerContext, ServerContext } from '../../src/mcp/server-context.ts';
import { createRateLimiter, type RateLimiter } from '../../src/shared-state/call-limits.ts';
import type { ResponseStore } from '../../src/shared-state/response-store.ts';
import { type ApiCredentials, ClientFactory, type ClientParts } from '../../src/tikhub/client-factory.ts';
import type { HttpTransport } from '../../src/tikhub/http.ts';
import type { Sleep } from '../../src/tikhub/retry.ts';
import { type ServedToolsets, toolsetNames } from '../../src/toolsets.ts';

export interface ContextOptions {
  readonly transport: HttpTransport;
  readonly accounts: Accounts;
  readonly now: () => Date;
  readonly baseUrl?: URL | undefined;
  readonly apiKey?: string | undefined;
  readonly needsKey?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  readonly sandbox?: boolean | undefined;
  readonly inlineCredentials?: boolean | undefined;
  readonly maxCalls?: number | undefined;
  /** Default all. */
  readonly toolsets?: ServedToolsets | undefined;
  readonly exportDirectory?: string | undefined;
  /** Default none: every call is made. */
  readonly store?: ResponseStore | undefined;
  /** Whose responses the store keeps; default the base URL. */
  readonly realm?: string | undefined;
  /** Default none: other processes are not known of. */
  readonly acrossReplicas?: ClientParts['acrossReplicas'];
  /** Default the vendor's limits. */
  readonly createLimiter?: (() => RateLimiter) | undefined;
  /** Default a real wait. */
  readonly sleep?: Sleep | undefined;
}

/** A rate limiter without limits: the pace is tested elsewhere. */
export const unlimited = (): RateLimiter => ({ run: (task) => task() });

const wait: Sleep = (ms, signal) => delay(ms, undefined, { signal });

/** A factory over a transport that the test provides. */
export function buildFactory(options: Omit<ContextOptions, 'accounts'>): ClientFactory {
  const { transport, now, timeoutMs = 50_000, store, realm, acrossReplicas } = options;
  return new ClientFactory({
    store,
    now,
    timeoutMs,
    sleep: options.sleep ?? wait,
    acrossReplicas,
    realmOf: (baseUrl) => realm ?? baseUrl.href,
    createTransport: () => transport,
    createLimiter: options.createLimiter ?? (() => createRateLimiter()),
  });
}

/** What a server is created with, as the program makes it of its settings. */
export function buildContext(options: ContextOptions): {
  readonly context: HandlerContext;
  readonly factory: ClientFactory;
} {
  const factory = buildFactory(options);
  return { factory, context: contextWith(factory, options) };
}

/** Another principal's context on the same clients. */
export function contextWith(
  factory: ClientFactory,
  options: Omit<ContextOptions, 'transport'>,
): HandlerContext {
  const { accounts, now, apiKey, sandbox = false, inlineCredentials = true } = options;
  const redactor = new Redactor();
  redactor.add(apiKey);
  redactor.follow(() => accounts);
  const { exportDirectory, toolsets = new Set(toolsetNames) } = options;
  const settings = { sandbox, inlineCredentials, toolsets, exportDirectory };
  const server: ServerContext = { accounts, redactor, now, ...settings };
  return openContext(server, factory.clientFor(credentialsOf(options)), { maxCalls: options.maxCalls });
}

const credentialsOf = ({ baseUrl, apiKey, needsKey }: Partial<ContextOptions>): ApiCredentials => ({
  baseUrl: baseUrl ?? new URL('https://upstream.invalid/'),
  apiKey,
  needsKey: needsKey ?? true,
});

/** Accounts by their cookies, the default one first. */
export function accountsOf(cookies: Readonly<Record<string, string>>): Accounts {
  const byName = new Map<string, ConfiguredAccount>(
    Object.entries(cookies).map(([name, cookie]) => [name, { cookie, source: 'TIKTOK_COOKIE' }]),
  );
  const [defaultName = 'none'] = byName.keys();
  return { byName, defaultName };
}
