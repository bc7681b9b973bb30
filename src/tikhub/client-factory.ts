import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { createRateLimiter, type RateLimiter } from '../shared-state/call-limits.ts';
import { createStore } from '../shared-state/create-store.ts';
import { MemoryStore } from '../shared-state/memory-store.ts';
import type { RedisSettings, SharedByReplicas } from '../shared-state/redis/connect-redis.ts';
import type { ResponseStore } from '../shared-state/response-store.ts';
import { MemorySingleFlight, type SingleFlight } from '../shared-state/single-flight.ts';
import type { ApiResponse } from './api-response.ts';
import { readOutcome, writeOutcome } from './call-outcome.ts';
import { Client } from './client.ts';
import { createDispatcher } from './dispatcher.ts';
import type { ForwardProxy } from './forward-proxy.ts';
import { createHttpTransport, type HttpTransport } from './http.ts';
import { LONGEST_FRESH } from './payload.ts';
import { ReadingCache } from './reading-cache.ts';
import type { Sleep } from './retry.ts';
import type { CallObserver } from './send-request.ts';

/** What the settings say about all upstream calls of this process. */
interface UpstreamSettings {
  readonly timeoutMs: number;
  /** The proxy that calls go through, if any. */
  readonly forwardProxy: ForwardProxy | undefined;
  /** Whether responses are kept, and the directory in which they outlive the process. */
  readonly cache: { readonly isOn: boolean; readonly directory: string | undefined };
  readonly sandbox: boolean;
  /** Where processes share responses, calls under way and the rate limit. */
  readonly redis: RedisSettings | undefined;
}

/** Where calls go, and with which API key. */
export interface ApiCredentials {
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** Whether this base URL demands a key. */
  readonly needsKey: boolean;
  /** What is wrong with settings that every call needs, as sentences. */
  readonly callProblems?: readonly string[];
}

/** The parts that clients are made of, all replaceable. */
export interface ClientParts {
  /** Shared by all clients. */
  readonly store: ResponseStore | undefined;
  readonly now: () => Date;
  readonly timeoutMs: number;
  readonly sleep: Sleep;
  /** Keeps the responses of one upstream from those of another. */
  realmOf(baseUrl: URL): string;
  createTransport(baseUrl: URL): HttpTransport;
  /** @param keyDigest identifies an API key without revealing it */
  createLimiter(keyDigest: string): RateLimiter;
  /** Shares calls with other processes, if there are any. */
  readonly acrossReplicas?: SingleFlight<ApiResponse<unknown>> | undefined;
  /** What else is shared with them. */
  readonly shared?: SharedByReplicas<ApiResponse<unknown>> | undefined;
  readonly observer?: CallObserver | undefined;
  /** Closes what the parts above have opened. */
  close?(): Promise<void>;
}

/** How many keys have a client. Beyond that, a new client is made for a key that is used again. */
const MAX_CLIENTS = 256;

/** Makes one client for each base URL and API key, so that all users of a key share its rate limit. */
export class ClientFactory {
  readonly #parts: ClientParts;
  readonly #clients = new LRUCache<string, Client>({ max: MAX_CLIENTS });
  readonly #limiters = new LRUCache<string, RateLimiter>({ max: 4 * MAX_CLIENTS });
  readonly #ownKeyStore: MemoryStore;
  readonly #ownKeySingleFlight = new MemorySingleFlight<ApiResponse<unknown>>();
  readonly #ownKeyReadings = new ReadingCache();
  readonly #transports = new Map<string, HttpTransport>();

  constructor(parts: ClientParts) {
    this.#parts = parts;
    this.#ownKeyStore = new MemoryStore(parts);
    // A failure here is one line on stderr later, and a cache miss.
    void parts.store?.open();
  }

  /** The client for these credentials. */
  clientFor(credentials: ApiCredentials): Client {
    const key = digestOf(credentials);
    const found = this.#clients.get(key);
    if (found !== undefined) return found;
    const { store, realmOf, acrossReplicas } = this.#parts;
    const client = new Client({
      ...this.#sending(credentials),
      store,
      realm: realmOf(credentials.baseUrl),
      singleFlight: new MemorySingleFlight(),
      readings: new ReadingCache(),
      acrossReplicas,
    });
    this.#clients.set(key, client);
    return client;
  }

  /**
   * A client for one request that brings its own key. It is not kept, and holds responses in memory only.
   * @param realm keeps its responses, and its calls under way, apart from all others
   */
  clientForRequest(credentials: ApiCredentials, realm: string): Client {
    const { store } = this.#parts;
    return new Client({
      ...this.#sending(credentials),
      store: store && this.#ownKeyStore,
      realm,
      singleFlight: this.#ownKeySingleFlight,
      readings: this.#ownKeyReadings,
    });
  }

  #sending(credentials: ApiCredentials) {
    const { now, timeoutMs, sleep, createLimiter, observer } = this.#parts;
    const key = digestOf(credentials);
    const limiter = this.#limiters.get(key) ?? createLimiter(key);
    this.#limiters.set(key, limiter);
    const transport = this.transportFor(credentials.baseUrl);
    return { ...credentials, now, timeoutMs, sleep, transport, limiter, observer };
  }

  /** Counts and revocations that processes share; undefined for a single process. */
  get shared(): Pick<SharedByReplicas<unknown>, 'countOf' | 'usageOf' | 'revocations'> | undefined {
    return this.#parts.shared;
  }

  /** The connections to a base URL; the operator configures them, so there are few. */
  transportFor(baseUrl: URL): HttpTransport {
    const found = this.#transports.get(baseUrl.origin);
    if (found !== undefined) return found;
    const transport = this.#parts.createTransport(baseUrl);
    this.#transports.set(baseUrl.origin, transport);
    return transport;
  }

  /** Drops the connections, and waits until the cache is written. */
  async close(): Promise<void> {
    const transports = [...this.#transports.values()];
    await Promise.allSettled([...transports.map((one) => one.close()), this.#parts.store?.close()]);
    await this.#parts.close?.();
  }
}

/** Identifies credentials without revealing them. */
const digestOf = ({ baseUrl, apiKey }: ApiCredentials): string =>
  hash('sha256', JSON.stringify([baseUrl.href, apiKey ?? null]), 'hex');

/** The factory for a process; nothing is called yet. */
export async function createClientFactory(
  settings: UpstreamSettings,
  now: () => Date,
  observer?: CallObserver,
): Promise<ClientFactory> {
  const { timeoutMs, forwardProxy, sandbox, cache, redis } = settings;
  const { isOn, directory } = cache;
  const shared = redis && (await shareByRedis(redis));
  return new ClientFactory({
    now,
    timeoutMs,
    observer,
    store: isOn ? createStore({ now, directory, texts: shared?.texts, maxAgeMs: LONGEST_FRESH }) : undefined,
    acrossReplicas: shared?.singleFlight,
    shared,
    close: async () => shared?.close(),
    sleep: (ms, signal) => delay(ms, undefined, { signal }),
    // Invented responses must never mix with real ones, nor those of two upstreams.
    realmOf: (baseUrl) => (sandbox ? 'sandbox' : baseUrl.href),
    createTransport: () => createHttpTransport(createDispatcher(forwardProxy), now, forwardProxy),
    createLimiter: (keyDigest) => shared?.limiterFor(keyDigest) ?? createRateLimiter(),
  });
}

async function shareByRedis(redis: RedisSettings) {
  const { connectRedis } = await import('../shared-state/redis/connect-redis.ts');
  return connectRedis({
    ...redis,
    format: { write: writeOutcome, read: readOutcome },
    maxAgeMs: LONGEST_FRESH,
    warn: console.error,
  });
}
