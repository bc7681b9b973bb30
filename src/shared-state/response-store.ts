import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { deepFreeze } from '../tikhub/payload.ts';
import { DiskStore } from './disk-store.ts';

/** An answer that may be given again. */
export interface Answer {
  /** Frozen through and through. */
  readonly payload: unknown;
  readonly requestId: string | undefined;
  /** When the upstream gave it, in milliseconds. */
  readonly fetchedAt: number;
  /** For how long from then on it may be used. */
  readonly freshMs: number;
  /** Length of its JSON: about what it takes in memory. */
  readonly size: number;
}

const written = z.object({
  payload: z.unknown(),
  requestId: z.string().optional(),
  fetchedAt: z.number(),
  freshMs: z.number(),
  size: z.number(),
});

/** @throws when the text is no answer */
function readAnswer(text: string): Answer {
  const { payload, requestId, fetchedAt, freshMs, size } = written.parse(JSON.parse(text));
  return { payload, requestId, fetchedAt, freshMs, size };
}

export interface CacheOptions {
  readonly now: () => Date;
  /** Where answers outlive the process; without one they are kept in memory only. */
  readonly directory?: string | undefined;
  readonly maxMemoryBytes?: number | undefined;
  readonly maxDiskBytes?: number | undefined;
  /** Takes the one line that says why the directory cannot be used. */
  readonly warn?: ((line: string) => void) | undefined;
}

const MB = 1024 * 1024;

/** Answers that were paid for: in memory, and in front of a directory if there is one. */
export class ResponseStore {
  readonly #now: () => Date;
  readonly #memory: LRUCache<string, Answer>;
  readonly #disk: DiskStore | undefined;

  constructor(options: CacheOptions) {
    const {
      now,
      directory,
      maxMemoryBytes = 64 * MB,
      maxDiskBytes = 200 * MB,
      warn = console.error,
    } = options;
    this.#now = now;
    this.#memory = new LRUCache({
      maxSize: maxMemoryBytes,
      sizeCalculation: ({ size }) => Math.max(1, size),
    });
    this.#disk = directory === undefined ? undefined : new DiskStore(directory, maxDiskBytes, warn);
  }

  /** Whether an answer that memory does not have may be worth a `load`. */
  get isOnDisk(): boolean {
    return this.#disk !== undefined;
  }

  /** Gets the directory ready, which the first question would otherwise wait for. */
  async open(): Promise<void> {
    await this.#disk?.open();
  }

  /** The answer, if memory has one that is fresh. */
  recall(name: string): Answer | undefined {
    const found = this.#memory.get(name);
    if (found === undefined || this.#isFresh(found)) return found;
    this.#memory.delete(name);
    return undefined;
  }

  /** Brings an answer from disk to memory, if there is a fresh one that this session can read. */
  async load(name: string, sessionId: string): Promise<void> {
    const found = await this.#disk?.read(name, sessionId, readAnswer);
    // Meanwhile another asker may have brought a newer one.
    if (found === undefined || !this.#isFresh(found) || this.recall(name) !== undefined) return;
    this.#memory.set(name, { ...found, payload: deepFreeze(found.payload) });
  }

  /** Keeps an answer; the disk is written after this returns. */
  keep(name: string, sessionId: string, kept: Answer): void {
    this.#memory.set(name, kept);
    this.#disk?.write(name, sessionId, () => JSON.stringify(kept));
  }

  /** Waits until what was kept is written. */
  async close(): Promise<void> {
    await this.#disk?.close();
  }

  /** A clock that was set back makes an answer one from the future, and that one is not trusted. */
  #isFresh({ fetchedAt, freshMs }: Answer): boolean {
    const age = this.#now().getTime() - fetchedAt;
    return age >= 0 && age < freshMs;
  }
}
