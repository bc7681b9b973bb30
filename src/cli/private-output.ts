import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file that only its owner can read.
 * @param force replaces a file that is there; its mode does not stay
 * @throws what the file system says
 */
export async function writePrivateFile(path: string, text: string, force: boolean): Promise<void> {
  const options = { mode: 0o600, flag: 'wx' };
  if (!force) return writeFile(path, text, options);
  // A file that is there may be open to others, and a running server may be reading it.
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, text, options);
    await rename(fresh, path);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Why a file could not be written, as a sentence. */
export function describeWriteError(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
  return code === 'EEXIST'
    ? `${path} is already there. Use --force to replace it, or --out for another file.`
    : `${path} cannot be written (${code}).`;
}
