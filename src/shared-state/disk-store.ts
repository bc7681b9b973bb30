import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { LONGEST_FRESH } from '../tikhub/freshness.ts';
import { lock, unlock } from './encryption.ts';

/** Our own folder inside the one that the user named, which may hold other things and have its own mode. */
const FOLDER = 'answers';

/** The folder is brought into bounds when it is opened and whenever this share of the bound has been written since. */
const TIDY_SHARE = 1 / 20;

/** What a file takes up: whole blocks, and many of ours are smaller than one. */
const taken = (bytes: number): number => Math.ceil(bytes / 4096) * 4096;

/** In the bundle a CommonJS package has its default export only. */
const loadLibrary = async () => (await import('cacache')).default;

type Cacache = Awaited<ReturnType<typeof loadLibrary>>;

/**
 * Answers on disk, each encrypted for its session, under names that tell nothing. A damaged or strange file is a miss,
 * several processes may use one directory, and a directory that cannot be written costs one line on stderr.
 */
export class DiskStore {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #warn: (line: string) => void;
  #opened: Promise<Cacache | undefined> | undefined;
  /** Writes happen one after the other, behind the answers. */
  #writes: Promise<void> = Promise.resolve();
  /** Bytes since the folder was last brought into bounds. */
  #written = 0;
  #isReadOnly = false;

  constructor(directory: string, maxBytes: number, warn: (line: string) => void) {
    this.#folder = join(directory, FOLDER);
    this.#maxBytes = maxBytes;
    this.#warn = warn;
  }

  /**
   * What is kept under a name, if it is whole and was kept for this session.
   * @param read makes sense of the text, or throws
   */
  async read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined> {
    const cacache = await this.open();
    // Most questions are new, and this is far quicker than to have the library look and fail.
    if (!existsSync(this.#indexPath(name))) return undefined;
    try {
      const found = await cacache?.get(this.#folder, name, { memoize: false });
      return found && read(unlock(found.data, sessionId, name));
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps a text some time after this returns.
   * @param write is called when it is the text's turn
   */
  write(name: string, sessionId: string, write: () => string): void {
    this.#enqueue(async (cacache) => {
      const bytes = lock(write(), sessionId, name);
      await this.#put(cacache, name, bytes);
      this.#written += taken(bytes.length) + taken(1);
      if (this.#written > this.#maxBytes * TIDY_SHARE) await this.#tidy();
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
      // The answer at hand goes out first.
      await setImmediate();
      if (this.#isReadOnly) return;
      try {
        const cacache = await this.open();
        if (cacache !== undefined) await work(cacache);
      } catch (error) {
        // A file that another process took away meanwhile costs this answer only.
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
   * Takes out the oldest files until the folder is in bounds, and those too old to be used. Index lines and contents
   * go alike, as do leftovers of a killed process; an entry that has lost one half is a miss.
   */
  async #tidy(): Promise<void> {
    this.#written = 0;
    const files: { readonly path: string; readonly bytes: number; readonly time: number }[] = [];
    for (const entry of await readdir(this.#folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      // Another process may be tidying too.
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined) files.push({ path, bytes: taken(found.size), time: found.mtimeMs });
    }
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    // Leaves room for what is written until the next time.
    const goal = this.#maxBytes * (1 - TIDY_SHARE);
    const tooOld = Date.now() - LONGEST_FRESH;
    for (const { path, bytes, time } of files.sort((a, b) => a.time - b.time)) {
      if (total <= goal && time >= tooOld) return;
      await rm(path, { force: true });
      total -= bytes;
    }
  }

  #giveUp(error: unknown): void {
    if (this.#isReadOnly) return;
    this.#isReadOnly = true;
    this.#warn(
      `The cache directory cannot be written (${reasonOf(error)}): new answers are kept in memory only.`,
    );
  }
}

/** The system's short word, never its message: that quotes the path. */
const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unusable';
