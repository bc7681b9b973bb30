import { setTimeout as delay } from 'node:timers/promises';
import type { DiskStore } from './disk-store.ts';
import type { MemoryStore } from './memory-store.ts';
import {
  type CachedResponse,
  deepFreeze,
  deserialise,
  isFresh,
  type ResponseStore,
  serialise,
} from './response-store.ts';

/** A directory may be on a network that is down: what it has not told by then is a miss. */
const READ_MS = 2000;

async function inTime<T>(pending: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  try {
    return await Promise.race([pending, delay(READ_MS, undefined, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}

/** Memory in front of a directory, so that responses outlive the process. */
export class LayeredStore implements ResponseStore {
  readonly #memory: MemoryStore;
  readonly #disk: DiskStore;
  readonly #now: () => Date;

  constructor(memory: MemoryStore, disk: DiskStore, now: () => Date) {
    this.#memory = memory;
    this.#disk = disk;
    this.#now = now;
  }

  get texts(): DiskStore {
    return this.#disk;
  }

  async get(key: string, sessionId: string): Promise<CachedResponse | undefined> {
    const found = await this.#memory.get(key);
    if (found !== undefined) return found;
    const stored = await inTime(this.#disk.read(key, sessionId, deserialise));
    // Meanwhile another request may have brought a newer one.
    if (stored === undefined || !isFresh(stored, this.#now())) return this.#memory.get(key);
    return this.#memory.setIfMissing(key, { ...stored, payload: deepFreeze(stored.payload) });
  }

  async set(key: string, sessionId: string, response: CachedResponse): Promise<void> {
    await this.#memory.set(key, sessionId, response);
    this.#disk.write(key, sessionId, () => serialise(response));
  }

  async open(): Promise<void> {
    await this.#disk.open();
  }

  async close(): Promise<void> {
    await this.#disk.close();
  }
}
