import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a file takes up: whole blocks, and many of ours are smaller than one. */
export const bytesOnDisk = (bytes: number): number => Math.ceil(bytes / 4096) * 4096;

/**
 * Removes the oldest files below a folder until the rest is no larger than wanted, and every file that is too old.
 * @param maxBytes in whole blocks
 * @param oldest last change before which a file is removed in any case, in milliseconds since 1970
 */
export async function removeOldFiles(folder: string, maxBytes: number, oldest: number): Promise<void> {
  const files: { readonly path: string; readonly bytes: number; readonly time: number }[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Another process may be removing files too.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) files.push({ path, bytes: bytesOnDisk(found.size), time: found.mtimeMs });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes, time } of files.sort((a, b) => a.time - b.time)) {
    if (total <= maxBytes && time >= oldest) return;
    await rm(path, { force: true });
    total -= bytes;
  }
}
