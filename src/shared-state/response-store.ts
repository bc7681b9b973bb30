import { hash } from 'node:crypto';
import { z } from 'zod';
import { ApiError } from '../errors.ts';

/** A response that may be used again. */
export interface CachedResponse {
  /** Frozen through and through. */
  readonly payload: unknown;
  readonly requestId: string | undefined;
  /** When the upstream sent it, in milliseconds since 1970. */
  readonly fetchedAt: number;
  /** For how long from then on it may be used, in milliseconds. */
  readonly freshMs: number;
  /** Length of its JSON: about what it takes in memory. */
  readonly size: number;
}

/** Where texts outlive the process, each sealed for its session. */
export interface SealedTexts {
  /** Gets ready, which the first `read` would otherwise wait for. */
  open(): Promise<unknown>;
  read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined>;
  /** @param keepMs after which it is of no use any more; left out, it is kept as long as any */
  write(name: string, sessionId: string, write: () => string, keepMs?: number): void;
  /** Calls back when what was written is lost; whoever still has it can write it again. */
  onLoss?(writeAgain: () => void): void;
  /** Waits for the writes that are still to be done. */
  close(): Promise<void>;
}

/**
 * Keeps responses that were paid for. Keys are digests (`cacheKey`); what leaves the process is readable to the holder
 * of the session only (`seal`). A store never fails: what it cannot do is a miss.
 */
export interface ResponseStore {
  /** The response under a key, if there is one that is still fresh. */
  get(key: string, sessionId: string): Promise<CachedResponse | undefined>;
  /** Keeps a response; the next `get` finds it, whatever is still being written. */
  set(key: string, sessionId: string, response: CachedResponse): Promise<void>;
  /** Gets ready, which the first `get` would otherwise wait for. */
  open(): Promise<void>;
  /** Waits until everything is written. */
  close(): Promise<void>;
  /** Where other texts outlive the process, too; undefined for a store in memory. */
  readonly texts?: SealedTexts | undefined;
}

/**
 * The key of a call: the same whoever makes it for the same session, in whatever order its fields are written. Of the
 * identity only the session counts: `msToken` and its kin rotate, and a proxy changes the route, not the response. A
 * digest, so that it tells nothing to anyone who does not know the session.
 * @param realm the upstream that responds: responses of two upstreams never mix
 */
export function cacheKey(realm: string, endpoint: string, sessionId: string, params: object): string {
  const fields = Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => [field, Array.isArray(value) ? [...new Set(value)].sort() : value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([realm, endpoint, sessionId, fields]), 'hex');
}

/** No response of the API comes near it; recursion further on has to end somewhere. */
const MAX_PAYLOAD_DEPTH = 100;

/**
 * Makes a payload fit to be handed to several callers and to be cached: nobody can change it.
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

/** A clock that was set back makes a response one from the future, and that one is not trusted. */
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

/** @throws when the text is not what `serialise` wrote */
export function deserialise(text: string): CachedResponse {
  const { payload, requestId, fetchedAt, freshMs, size } = serialised.parse(JSON.parse(text));
  return { payload, requestId, fetchedAt, freshMs, size };
}
