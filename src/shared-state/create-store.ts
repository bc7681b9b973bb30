import { DiskStore } from './disk-store.ts';
import { LayeredStore } from './layered-store.ts';
import { MemoryStore } from './memory-store.ts';
import type { ResponseStore, SealedTexts } from './response-store.ts';

/** Larger than the responses of a month for many accounts. */
const MAX_DISK_BYTES = 200 * 1024 * 1024;

export interface StoreOptions {
  readonly now: () => Date;
  /** The longest that any response may be used, in milliseconds. */
  readonly maxAgeMs: number;
  /** The directory in which responses outlive the process; without it they are kept in memory only. */
  readonly directory?: string | undefined;
  /** A store to use instead of a directory. */
  readonly texts?: SealedTexts | undefined;
  readonly maxMemoryBytes?: number | undefined;
  readonly maxDiskBytes?: number | undefined;
  /** Receives one line if the directory cannot be used. */
  readonly warn?: ((line: string) => void) | undefined;
}

/** A store in memory, or in memory in front of a text store that outlives the process. */
export function createStore(options: StoreOptions): ResponseStore {
  const { now, maxAgeMs, directory, texts, maxDiskBytes = MAX_DISK_BYTES, warn = console.error } = options;
  const memory = new MemoryStore(options);
  if (texts !== undefined) return new LayeredStore(memory, texts, now);
  if (directory === undefined) return memory;
  return new LayeredStore(memory, new DiskStore({ directory, maxBytes: maxDiskBytes, maxAgeMs, warn }), now);
}
