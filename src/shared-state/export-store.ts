import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import { codeOf, makeDirectory } from './make-directory.ts';

/** An exported file. */
export interface ExportedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
  /** The accounts that its figures are about. */
  readonly accounts: readonly string[];
}

/** Where an exported file is. */
export interface KeptFile {
  /** A random id that cannot be guessed. */
  readonly id: string;
  readonly expiresAt: Date;
  /** Its path in the export directory, if there is one. */
  readonly path?: string | undefined;
  /** Why it could not be written to the export directory. */
  readonly problem?: string | undefined;
}

/** An exported file with its content. */
export interface ListedExport {
  readonly id: string;
  readonly file: ExportedFile;
  readonly expiresAt: Date;
}

interface ExportStoreOptions {
  readonly now: () => Date;
  /** A directory to write files to as well. */
  readonly directory?: string | undefined;
  readonly maxFiles?: number;
  readonly maxBytes?: number;
}

/** How long a file is available, in milliseconds. */
const KEPT_MS = 60 * 60_000;

/** The files of one principal; the oldest are removed when there are too many or they take too much memory. */
export class ExportStore {
  readonly #now: () => Date;
  readonly #directory: string | undefined;
  readonly #files: LRUCache<string, { readonly file: ExportedFile; readonly expiresAt: Date }>;

  constructor({ now, directory, maxFiles = 20, maxBytes = 20_000_000 }: ExportStoreOptions) {
    this.#now = now;
    this.#directory = directory;
    this.#files = new LRUCache({
      max: maxFiles,
      maxSize: maxBytes,
      sizeCalculation: ({ file }) => Math.max(1, file.bytes.byteLength),
    });
  }

  /**
   * Keeps a file for an hour, and writes it to the export directory if there is one. If that fails, it is still kept.
   * @param name the beginning and ending of the name; a unique part goes in between
   */
  async keep(
    [beginning, ending]: readonly [string, string],
    file: Omit<ExportedFile, 'name'>,
  ): Promise<KeptFile & { readonly name: string }> {
    const id = randomBytes(16).toString('hex');
    const name = `${beginning}-${id.slice(0, 8)}${ending}`;
    const expiresAt = new Date(this.#now().getTime() + KEPT_MS);
    this.#files.set(id, { file: { ...file, name }, expiresAt });
    if (this.#directory === undefined) return { id, name, expiresAt };
    try {
      return { id, name, expiresAt, path: await writeNew(this.#directory, name, file.bytes) };
    } catch (error) {
      return { id, name, expiresAt, problem: writeProblem(error) };
    }
  }

  /** The files that have not expired, the latest first. */
  list(): readonly ListedExport[] {
    const now = this.#now();
    return [...this.#files].flatMap(([id, { file, expiresAt }]) =>
      expiresAt > now ? [{ id, file, expiresAt }] : [],
    );
  }

  /** A file that has not expired. */
  read(id: string): ExportedFile | undefined {
    const found = this.#files.get(id);
    if (found === undefined || found.expiresAt > this.#now()) return found?.file;
    this.#files.delete(id);
    return undefined;
  }
}

/**
 * Writes a file that only its owner can read, completely or not at all. An existing file is never replaced.
 * @returns its path
 */
async function writeNew(written: string, name: string, bytes: Uint8Array): Promise<string> {
  // Absolute, because the reader does not know the working directory of the server.
  const directory = resolve(written);
  await makeDirectory(directory);
  const path = join(directory, name);
  const unfinished = join(directory, `.${name}.part`);
  try {
    await writeFile(unfinished, bytes, { flag: 'wx', mode: 0o600 });
    // A rename would replace an existing file; a hard link does not. Not every file system has hard links.
    await link(unfinished, path).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      return copyFile(unfinished, path, constants.COPYFILE_EXCL);
    });
  } finally {
    await rm(unfinished, { force: true });
  }
  return path;
}

/** The reason without the path, which Node's own message contains. */
function writeProblem(error: unknown): string {
  const code = codeOf(error) ?? 'unknown';
  const known: Readonly<Record<string, string>> = {
    EACCES: 'it is not writable',
    EPERM: 'it is not writable',
    EROFS: 'it is read-only',
    ENOSPC: 'there is no space left',
    ENOENT: 'it cannot be created there, or it is a broken link',
    ENAMETOOLONG: 'its path is too long',
    ENOTDIR: 'it is not a directory',
    EEXIST: 'it is not a directory, or a file with that name exists',
  };
  return known[code] ?? `error ${code}`;
}
