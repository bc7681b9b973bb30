import { LRUCache } from 'lru-cache';
import { type CachedResponse, isFresh, type ResponseStore } from './response-store.ts';

const MAX_MEMORY_BYTES = 64 * 1024 * 1024;

interface MemoryStoreOptions {
  readonly now: () => Date;
  readonly maxMemoryBytes?: number | undefined;
}

/** A response, and the session that it is for. */
interface KeptResponse {
  readonly sessionId: string;
  readonly response: CachedResponse;
}

/** Responses in this process; the least recently used ones are dropped first. */
export class MemoryStore implements ResponseStore {
  readonly #now: () => Date;
  readonly #responses: LRUCache<string, KeptResponse>;

  constructor({ now, maxMemoryBytes = MAX_MEMORY_BYTES }: MemoryStoreOptions) {
    this.#now = now;
    this.#responses = new LRUCache({
      maxSize: maxMemoryBytes,
      sizeCalculation: ({ response }) => Math.max(1, response.size),
    });
  }

  async get(key: string): Promise<CachedResponse | undefined> {
    return this.#fresh(key);
  }

  async set(key: string, sessionId: string, response: CachedResponse): Promise<void> {
    this.#responses.set(key, { sessionId, response });
  }

  /** Keeps a response unless there already is a fresh one; returns the one that is kept. */
  setIfMissing(key: string, sessionId: string, response: CachedResponse): CachedResponse {
    const found = this.#fresh(key);
    if (found === undefined) this.#responses.set(key, { sessionId, response });
    return found ?? response;
  }

  /** The fresh responses, the most recently used first. */
  *entries(): Generator<readonly [key: string, kept: KeptResponse]> {
    for (const [key, kept] of this.#responses.entries())
      if (isFresh(kept.response, this.#now())) yield [key, kept];
  }

  async open(): Promise<void> {}

  async close(): Promise<void> {}

  #fresh(key: string): CachedResponse | undefined {
    const found = this.#responses.get(key)?.response;
    if (found === undefined || isFresh(found, this.#now())) return found;
    this.#responses.delete(key);
    return undefined;
  }
}
