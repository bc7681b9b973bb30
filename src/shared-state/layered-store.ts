import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MemoryStore } from './memory-store.ts';
import {
  type CachedResponse,
  deepFreeze,
  deserialise,
  isFresh,
  type ResponseStore,
  type SealedTexts,
  serialise,
} from './response-store.ts';

/** Memory in front of a directory or of Redis, so that responses outlive the process. */
export class LayeredStore implements ResponseStore {
  readonly #memory: MemoryStore;
  readonly #outer: SealedTexts;
  readonly #now: () => Date;

  constructor(memory: MemoryStore, outer: SealedTexts, now: () => Date) {
    this.#memory = memory;
    this.#outer = outer;
    this.#now = now;
    outer.onLoss?.(() => void this.#writeAgain());
  }

  get texts(): SealedTexts {
    return this.#outer;
  }

  async get(key: string, sessionId: string): Promise<CachedResponse | undefined> {
    const found = await this.#memory.get(key);
    if (found !== undefined) return found;
    const stored = await this.#outer.read(key, sessionId, deserialise);
    // Another request may have stored a newer response meanwhile.
    if (stored === undefined || !isFresh(stored, this.#now())) return this.#memory.get(key);
    return this.#memory.setIfMissing(key, sessionId, { ...stored, payload: deepFreeze(stored.payload) });
  }

  async set(key: string, sessionId: string, response: CachedResponse): Promise<void> {
    await this.#memory.set(key, sessionId, response);
    this.#outer.write(key, sessionId, () => serialise(response), response.freshMs);
  }

  /** In small batches: there may be thousands of responses, and requests must still be served. */
  async #writeAgain(): Promise<void> {
    for (const [key, { sessionId, response }] of [...this.#memory.entries()]) {
      const keepMs = response.fetchedAt + response.freshMs - this.#now().getTime();
      if (keepMs > 0) this.#outer.write(key, sessionId, () => serialise(response), keepMs);
      await nextTurn();
    }
  }

  async open(): Promise<void> {
    await this.#outer.open();
  }

  async close(): Promise<void> {
    await this.#outer.close();
  }
}
