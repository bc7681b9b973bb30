import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Reads a file's text or throws. */
export type ReadFile = (path: string) => string;

/** A file with secrets that other users of the machine can get at; its message ends a sentence. */
class OpenToOthers extends Error {
  override readonly name = 'OpenToOthers';

  constructor(path: string) {
    super(`is open to other users of this machine. Run chmod 600 ${shellQuoted(resolve(path))} to close it.`);
  }
}

/**
 * Reads files that hold secrets.
 * @param hasModes whether the system has POSIX modes; then a file that group or others can open is refused
 */
export const privateReader =
  (hasModes: boolean): ReadFile =>
  (path) => {
    // The file that is judged is the file that is read, whatever its name points to by then.
    const file = openSync(path, 'r');
    try {
      if (hasModes && (fstatSync(file).mode & 0o077) !== 0) throw new OpenToOthers(path);
      return readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  };

/** Why a file could not be read, as the end of a sentence. */
export function describeReadError(error: unknown): string {
  if (error instanceof OpenToOthers) return error.message;
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return `cannot be read${code}. Check the path and its permissions.`;
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

/** A path as a shell takes it. */
const shellQuoted = (path: string): string =>
  /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
