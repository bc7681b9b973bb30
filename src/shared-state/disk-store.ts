import { hash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CACHE_FOLDER, claimFolder, entryAt, UnusableFolder } from './cache-folder.ts';
import { bytesOnDisk, removeOldFiles } from './directory-size.ts';
import { seal, unseal } from './encryption.ts';

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
 * several processes may use one directory, and a directory that cannot be used costs one line on stderr. Nothing is
 * touched but what was written here.
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
    this.#folder = join(options.directory, CACHE_FOLDER);
  }

  /**
   * The text under a name as `read` understands it; undefined if it is damaged or was stored for another session.
   * @param read throws when it does not understand the text
   */
  async read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined> {
    const cacache = await this.open();
    // Most requests are new, and this is far quicker than having the library look and fail.
    if (cacache === undefined || !(await this.#isFile(this.#indexPath(name)))) return undefined;
    try {
      const found = await cacache.get.info(this.#folder, name, { memoize: false });
      if (found === null || !(await this.#isFile(found.path))) return undefined;
      const data = await cacache.get.byDigest(this.#folder, found.integrity, { memoize: false });
      return read(unseal(data, sessionId, name));
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
    this.#opened ??= Promise.all([loadLibrary(), claimFolder(this.#options.directory)]).then(
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

  /** Whether there is a regular file, reached through no link. */
  async #isFile(path: string): Promise<boolean> {
    return (await entryAt(this.#folder, path)) === 'file';
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
    await claimFolder(this.#options.directory);
    const content = hash('sha512', bytes, 'hex');
    for (const path of [this.#indexPath(name), this.#contentPath(content)]) {
      // The library would write through a link, and wait at a named pipe for ever.
      if ((await entryAt(this.#folder, path)) === 'other') return;
    }
    const old = await cacache.get.info(this.#folder, name, { memoize: false });
    await cacache.put(this.#folder, name, bytes, { memoize: false });
    if (old !== null) {
      // The index only grows by itself, and what an older line points to would stay.
      await cacache.index.compact(this.#folder, name, () => true);
      if (await this.#isFile(old.path)) await cacache.rm.content(this.#folder, old.integrity);
    }
    for (const path of [this.#indexPath(name), this.#contentPath(content)]) {
      // The library knows no modes; until here the folder's own mode has kept others out.
      await chmod(path, 0o600);
    }
  }

  /** Where the library keeps the index line of a name. */
  #indexPath(name: string): string {
    const digest = hash('sha256', name, 'hex');
    return join(this.#folder, 'index-v5', digest.slice(0, 2), digest.slice(2, 4), digest.slice(4));
  }

  /** Where the library keeps a content with a digest. */
  #contentPath(digest: string): string {
    const levels = [digest.slice(0, 2), digest.slice(2, 4), digest.slice(4)];
    return join(this.#folder, 'content-v2', 'sha512', ...levels);
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
    this.#options.warn(
      error instanceof UnusableFolder
        ? `The cache directory is not used, because ${error.message}: responses are kept in memory only.`
        : `The cache directory cannot be written (${reasonOf(error)}): new responses are kept in memory only.`,
    );
  }
}

/** The system's short word, never its message: that quotes the path. */
const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unusable';
