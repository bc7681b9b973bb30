import { hash } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../errors.ts';

/** A response that may be used again. */
export interface CachedResponse {
  /** Deeply frozen. */
  readonly payload: unknown;
  readonly requestId: string | undefined;
  /** When it was received, in milliseconds since 1970. */
  readonly fetchedAt: number;
  /** How long it may be used, in milliseconds. */
  readonly freshMs: number;
  /** The length of its JSON, roughly its size in memory. */
  readonly size: number;
}

/** A store of texts that outlives the process, each encrypted for its session. */
export interface SealedTexts {
  /** Prepares the store; otherwise the first `read` waits for that. */
  open(): Promise<unknown>;
  read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined>;
  /** @param keepMs how long the text is useful; the maximum of the store if left out */
  write(name: string, sessionId: string, write: () => string, keepMs?: number): void;
  /** Calls back when the store has lost its texts, so that they can be written again. */
  onLoss?(writeAgain: () => void): void;
  /** Waits for the pending writes. */
  close(): Promise<void>;
}

/**
 * Keeps responses that were paid for. Keys are digests (`cacheKey`). What is stored outside the process is encrypted
 * for its session (`seal`). A store does not throw: an error is a miss.
 */
export interface ResponseStore {
  /** The fresh response under a key, if any. */
  get(key: string, sessionId: string): Promise<CachedResponse | undefined>;
  /** Keeps a response; the next `get` finds it, even while it is still being written. */
  set(key: string, sessionId: string, response: CachedResponse): Promise<void>;
  /** Prepares the store; otherwise the first `get` waits for that. */
  open(): Promise<void>;
  /** Waits until everything is written. */
  close(): Promise<void>;
  /** The store of texts that outlives the process; undefined for a store in memory. */
  readonly texts?: SealedTexts | undefined;
}

/**
 * The key of a call: the same for all callers with the same session, whatever the order of the fields. Of the identity,
 * only the session matters: `msToken` and similar cookies rotate, and a proxy changes the route, not the response. The
 * key is a digest that reveals nothing without the session.
 * @param realm the upstream: responses of two upstreams never mix
 */
export function cacheKey(realm: string, endpoint: string, sessionId: string, params: object): string {
  const fields = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, Array.isArray(value) ? [...new Set(value)].sort() : value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([realm, endpoint, sessionId, fields]), 'hex');
}

/** Far deeper than any real response; limits the recursion. */
const MAX_PAYLOAD_DEPTH = 100;

/**
 * Freezes a payload, so that it can be shared and cached.
 * @throws ApiError `shape` when it is nested deeper than any real response
 */
export function deepFreeze(payload: unknown): unknown {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: payload, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > MAX_PAYLOAD_DEPTH) {
      throw new ApiError('shape', 'The response is nested deeper than any response of the API.');
    }
    for (const inner of Object.values(value)) {
      if (typeof inner === 'object') open.push({ value: inner, depth: depth + 1 });
    }
    Object.freeze(value);
  }
  return payload;
}

/** A response from the future, after the clock was set back, is not used. */
export function isFresh({ fetchedAt, freshMs }: CachedResponse, now: Date): boolean {
  const age = now.getTime() - fetchedAt;
  return age >= 0 && age < freshMs;
}

const serialised = z.object({
  payload: z.unknown(),
  requestId: z.string().optional(),
  fetchedAt: z.number(),
  freshMs: z.number(),
  size: z.number(),
});

/** A response as text, for a store outside this process. */
export const serialise = (response: CachedResponse): string => JSON.stringify(response);

/** @throws when the text was not written by `serialise` */
export function deserialise(text: string): CachedResponse {
  const { payload, requestId, fetchedAt, freshMs, size } = serialised.parse(JSON.parse(text));
  return { payload, requestId, fetchedAt, freshMs, size };
}
