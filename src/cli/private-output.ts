import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file that only its owner can read.
 * @param force replaces an existing file; its mode is not kept
 * @throws the error of the file system
 */
export async function writePrivateFile(path: string, text: string, force: boolean): Promise<void> {
  const options = { mode: 0o600, flag: 'wx' };
  if (!force) return writeFile(path, text, options);
  // An existing file may be open to others, and a running server may be reading it.
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
    ? `${path} already exists. Use --force to replace it, or --out for another file.`
    : `${path} cannot be written (${code}).`;
}
