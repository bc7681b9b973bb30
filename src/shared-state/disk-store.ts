import { hash } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { CACHE_FOLDER, claimFolder, entryAt, UnusableFolder } from './cache-folder.ts';
import { bytesOnDisk, removeOldFiles } from './directory-size.ts';
import { SessionCipher } from './encryption.ts';

/**
 * The folder is reduced to its size limit when it is opened, and whenever this share of the limit has been written.
 */
const TIDY_SHARE = 1 / 20;

/** In the bundle, a CommonJS package has only its default export. */
const loadLibrary = async () => (await import('cacache')).default;

type Cacache = Awaited<ReturnType<typeof loadLibrary>>;

/** The directory may be on a network that is down; a lookup that takes longer is a miss. */
const READ_MS = 2000;

interface DiskStoreOptions {
  readonly directory: string;
  readonly maxBytes: number;
  /** Files written longer ago than this are removed; in milliseconds. */
  readonly maxAgeMs: number;
  /** Receives one line if the directory cannot be used. */
  readonly warn: (line: string) => void;
}

/**
 * Texts on disk, each encrypted for its session, under names that reveal nothing. A damaged or foreign file is a miss.
 * Several processes may use one directory. Only files that this program wrote are touched.
 */
export class DiskStore {
  readonly #options: DiskStoreOptions;
  readonly #folder: string;
  readonly #cipher = new SessionCipher();
  #opened: Promise<Cacache | undefined> | undefined;
  /** Writes run one at a time, after the results have been sent. */
  #writes: Promise<void> = Promise.resolve();
  /** Bytes written since the folder was last reduced to its limit. */
  #written = 0;
  #isReadOnly = false;

  constructor(options: DiskStoreOptions) {
    this.#options = options;
    this.#folder = join(options.directory, CACHE_FOLDER);
  }

  /**
   * The text under a name, parsed by `read`; undefined if it is damaged or was stored for another session.
   * @param read throws when it cannot parse the text
   */
  read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined> {
    return inTime(this.#read(name, sessionId, read));
  }

  async #read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined> {
    const cacache = await this.open();
    // Most requests are new, and this is much faster than a failed lookup of the library.
    if (cacache === undefined || !(await this.#isFile(this.#indexPath(name)))) return undefined;
    try {
      const found = await cacache.get.info(this.#folder, name, { memoize: false });
      if (found === null || !(await this.#isFile(found.path))) return undefined;
      const data = await cacache.get.byDigest(this.#folder, found.integrity, { memoize: false });
      return read(this.#cipher.unseal(data, sessionId, name));
    } catch {
      return undefined;
    }
  }

  /**
   * Stores a text some time after this returns.
   * @param write makes the text when it is about to be written
   */
  write(name: string, sessionId: string, write: () => string): void {
    this.#enqueue(async (cacache) => {
      const bytes = this.#cipher.seal(write(), sessionId, name);
      await this.#put(cacache, name, bytes);
      this.#written += bytesOnDisk(bytes.length) + bytesOnDisk(1);
      if (this.#written > this.#options.maxBytes * TIDY_SHARE) await this.#tidy();
    });
  }

  /** Waits for the pending writes. */
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

  /** Whether there is a regular file at a path without links. */
  async #isFile(path: string): Promise<boolean> {
    return (await entryAt(this.#folder, path)) === 'file';
  }

  #enqueue(work: (cacache: Cacache) => Promise<void>): void {
    this.#writes = this.#writes.then(async () => {
      // The current result is sent first.
      await setImmediate();
      if (this.#isReadOnly) return;
      try {
        const cacache = await this.open();
        if (cacache !== undefined) await work(cacache);
      } catch (error) {
        // If another process has removed a file meanwhile, only this entry is lost.
        if (reasonOf(error) !== 'ENOENT') this.#giveUp(error);
      }
    });
  }

  async #put(cacache: Cacache, name: string, bytes: Buffer): Promise<void> {
    // The directory may have been cleared while the server runs; it has to get the right mode again.
    await claimFolder(this.#options.directory);
    const content = hash('sha512', bytes, 'hex');
    for (const path of [this.#indexPath(name), this.#contentPath(content)]) {
      // The library would write through a link, and block forever on a named pipe.
      if ((await entryAt(this.#folder, path)) === 'other') return;
    }
    const old = await cacache.get.info(this.#folder, name, { memoize: false });
    await cacache.put(this.#folder, name, bytes, { memoize: false });
    if (old !== null) {
      // The library only appends to the index, so the content of an older line would remain.
      await cacache.index.compact(this.#folder, name, () => true);
      if (await this.#isFile(old.path)) await cacache.rm.content(this.#folder, old.integrity);
    }
    for (const path of [this.#indexPath(name), this.#contentPath(content)]) {
      // The library does not set modes; until now, the mode of the folder has kept others out.
      await chmod(path, 0o600);
    }
  }

  /** Where the library keeps the index entry of a name. */
  #indexPath(name: string): string {
    const digest = hash('sha256', name, 'hex');
    return join(this.#folder, 'index-v5', digest.slice(0, 2), digest.slice(2, 4), digest.slice(4));
  }

  /** Where the library keeps the content with a digest. */
  #contentPath(digest: string): string {
    const levels = [digest.slice(0, 2), digest.slice(2, 4), digest.slice(4)];
    return join(this.#folder, 'content-v2', 'sha512', ...levels);
  }

  /**
   * Reduces the folder to its limit. Index entries, contents and leftovers of killed processes all count as files; an
   * entry without its content is a miss.
   */
  async #tidy(): Promise<void> {
    const { maxBytes, maxAgeMs } = this.#options;
    this.#written = 0;
    // Leaves room for what is written before the next reduction.
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

/** The error code of the system, never its message, which quotes the path. */
const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unusable';

async function inTime<T>(pending: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, READ_MS, undefined);
  });
  try {
    return await Promise.race([pending, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
