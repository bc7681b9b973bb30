import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeText } from './decode-text.ts';

/**
 * Reads a file's text.
 * @throws FileError, or an error of the file system
 */
export type ReadFile = (path: string) => Promise<string>;

/** Why a file is refused; the message completes a sentence. */
class FileError extends Error {
  override readonly name = 'FileError';
}

/** Reading from a network drive that has gone away could take forever. */
const TIME_LIMIT_MS = 5000;

/** Accounts files and exported cookies are far smaller. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads files that hold secrets.
 * @param hasModes whether the system has POSIX modes; then a file that the group or others can open is refused
 */
export const privateReader =
  (hasModes: boolean): ReadFile =>
  async (path) => {
    const isOver = new AbortController();
    const limit = delay(TIME_LIMIT_MS, undefined, { signal: isOver.signal, ref: false }).then(() => {
      throw new FileError(`names a file that could not be read within ${TIME_LIMIT_MS / 1000} s: ${path}.`);
    });
    try {
      return await Promise.race([readPrivateFile(path, hasModes), limit]);
    } finally {
      limit.catch(() => undefined);
      isOver.abort();
    }
  };

async function readPrivateFile(path: string, hasModes: boolean): Promise<string> {
  // A socket cannot be opened at all, so the type is checked before.
  refuseSpecialFile(await stat(path), path);
  // Without O_NONBLOCK, opening a FIFO that has just replaced the file would wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await readOpenFile(file, path, hasModes);
  } finally {
    await file.close();
  }
}

/** Checks the open file that is read, because its path may lead to another one meanwhile. */
async function readOpenFile(file: FileHandle, path: string, hasModes: boolean): Promise<string> {
  const stats = await file.stat();
  refuseSpecialFile(stats, path);
  if (hasModes && (stats.mode & 0o077) !== 0) {
    throw new FileError(
      `names a file that is open to other users of this machine. Run chmod 600 ${shellQuoted(resolve(path))} to close it.`,
    );
  }
  if (stats.size > MAX_FILE_BYTES)
    throw new FileError(`names a file that is too large to hold cookies: ${path}.`);
  const decoded = decodeText(await file.readFile());
  if ('fault' in decoded) throw new FileError(`names ${decoded.fault}: ${path}.`);
  return decoded.text;
}

function refuseSpecialFile(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory()
    ? 'a directory'
    : stats.isFIFO()
      ? 'a named pipe'
      : stats.isSocket()
        ? 'a socket'
        : 'a device';
  throw new FileError(`names ${kind}, not a file: ${path}.`);
}

/** Why a file could not be read, to complete a sentence that begins with the setting's name. */
export function describeReadError(error: unknown, path?: string): string {
  if (error instanceof FileError) return error.message;
  const which = path === undefined ? '' : `: ${path}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `names a file that does not exist${which}.`;
  const permission = code === 'EACCES' || code === 'EPERM' ? ' Check its owner and permissions.' : '';
  return `names a file that cannot be read${code === undefined ? '' : ` (${code})`}${which}.${permission}`;
}

/** Changes whenever a file is written, replaced, removed or opened to others. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs, mode } = await stat(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs, mode].join(' ');
  } catch {
    return 'not there';
  }
}

/** A path quoted for a shell. */
const shellQuoted = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
