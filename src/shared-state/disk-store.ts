import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { bytesOnDisk, removeOldFiles } from './directory-size.ts';
import { seal, unseal } from './encryption.ts';

/** Our own folder inside the one that the user named, which may hold other things and have its own mode. */
const FOLDER = 'answers';

/** The folder is brought into bounds when it is opened and whenever this share of the bound has been written since. */
const TIDY_SHARE = 1 / 20;

/** In the bundle a CommonJS package has its default export only. */
const loadLibrary = async () => (await import('cacache')).default;

type Cacache = Awaited<ReturnType<typeof loadLibrary>>;

interface DiskStoreOptions {
  readonly directory: string;
  readonly maxBytes: number;
  /** Files that were written longer ago than that are removed, in milliseconds. */
  readonly maxAgeMs: number;
  /** Takes the one line that says why the directory cannot be used. */
  readonly warn: (line: string) => void;
}

/**
 * Texts on disk, each encrypted for its session, under names that tell nothing. A damaged or foreign file is a miss,
 * several processes may use one directory, and a directory that cannot be written costs one line on stderr.
 */
export class DiskStore {
  readonly #options: DiskStoreOptions;
  readonly #folder: string;
  #opened: Promise<Cacache | undefined> | undefined;
  /** Writes happen one after the other, once the results are out. */
  #writes: Promise<void> = Promise.resolve();
  /** Bytes since the folder was last brought into bounds. */
  #written = 0;
  #isReadOnly = false;

  constructor(options: DiskStoreOptions) {
    this.#options = options;
    this.#folder = join(options.directory, FOLDER);
  }

  /**
   * The text under a name as `read` understands it; undefined if it is damaged or was stored for another session.
   * @param read throws when it does not understand the text
   */
  async read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined> {
    const cacache = await this.open();
    // Most requests are new, and this is far quicker than having the library look and fail.
    if (!existsSync(this.#indexPath(name))) return undefined;
    try {
      const found = await cacache?.get(this.#folder, name, { memoize: false });
      return found && read(unseal(found.data, sessionId, name));
    } catch {
      return undefined;
    }
  }

  /**
   * Stores a text some time after this returns.
   * @param write is called when the text is due
   */
  write(name: string, sessionId: string, write: () => string): void {
    this.#enqueue(async (cacache) => {
      const bytes = seal(write(), sessionId, name);
      await this.#put(cacache, name, bytes);
      this.#written += bytesOnDisk(bytes.length) + bytesOnDisk(1);
      if (this.#written > this.#options.maxBytes * TIDY_SHARE) await this.#tidy();
    });
  }

  /** Waits for the writes that are still to be done. */
  async close(): Promise<void> {
    await this.#writes;
  }

  /** Loads the library and makes the folder, once; undefined when the folder cannot be used. */
  open(): Promise<Cacache | undefined> {
    this.#opened ??= Promise.all([loadLibrary(), this.#makeFolder()]).then(
      ([cacache]) => {
        this.#enqueue(() => this.#tidy());
        return cacache;
      },
      (error: unknown) => {
        this.#giveUp(error);
        return undefined;
      },
    );
    return this.#opened;
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const { mode } = await stat(this.#folder);
    if ((mode & 0o077) !== 0) await chmod(this.#folder, 0o700);
  }

  #enqueue(work: (cacache: Cacache) => Promise<void>): void {
    this.#writes = this.#writes.then(async () => {
      // The result at hand goes out first.
      await setImmediate();
      if (this.#isReadOnly) return;
      try {
        const cacache = await this.open();
        if (cacache !== undefined) await work(cacache);
      } catch (error) {
        // A file that another process took away meanwhile costs this entry only.
        if (reasonOf(error) !== 'ENOENT') this.#giveUp(error);
      }
    });
  }

  async #put(cacache: Cacache, name: string, bytes: Buffer): Promise<void> {
    // Whoever clears the directory under a running server gets it back with the right mode.
    await this.#makeFolder();
    const old = await cacache.get.info(this.#folder, name, { memoize: false });
    await cacache.put(this.#folder, name, bytes, { memoize: false });
    if (old !== null) {
      // The index only grows by itself, and what an older line points to would stay.
      await cacache.index.compact(this.#folder, name, () => true);
      await cacache.rm.content(this.#folder, old.integrity);
    }
    const put = await cacache.get.info(this.#folder, name, { memoize: false });
    for (const path of [this.#indexPath(name), put?.path]) {
      // The library knows no modes; until here the folder's own mode has kept others out.
      if (path !== undefined) await chmod(path, 0o600);
    }
  }

  /** Where the library keeps the index line of a name. */
  #indexPath(name: string): string {
    const digest = hash('sha256', name, 'hex');
    return join(this.#folder, 'index-v5', digest.slice(0, 2), digest.slice(2, 4), digest.slice(4));
  }

  /**
   * Brings the folder into bounds. Index lines and contents go alike, as do leftovers of a killed process; an entry that
   * has lost one half is a miss.
   */
  async #tidy(): Promise<void> {
    const { maxBytes, maxAgeMs } = this.#options;
    this.#written = 0;
    // Leaves room for what is written until the next time.
    await removeOldFiles(this.#folder, maxBytes * (1 - TIDY_SHARE), Date.now() - maxAgeMs);
  }

  #giveUp(error: unknown): void {
    if (this.#isReadOnly) return;
    this.#isReadOnly = true;
    const reason = reasonOf(error);
    this.#options.warn(
      `The cache directory cannot be written (${reason}): new responses are kept in memory only.`,
    );
  }
}

/** The system's short word, never its message: that quotes the path. */
const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unusable';
