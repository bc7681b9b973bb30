import { lstat, rm } from 'node:fs/promises';
import { ownFiles } from './cache-folder.ts';

/** The space a file takes up, in whole blocks: many of ours are smaller than a block. */
export const bytesOnDisk = (bytes: number): number => Math.ceil(bytes / 4096) * 4096;

/**
 * Removes files that this program wrote to its folder: all that are too old, then the oldest until the rest is small
 * enough. Other files are kept and not counted.
 * @param maxBytes in whole blocks
 * @param oldest files last changed before this are removed; in milliseconds since 1970
 */
export async function removeOldFiles(folder: string, maxBytes: number, oldest: number): Promise<void> {
  const files: { readonly path: string; readonly bytes: number; readonly time: number }[] = [];
  for (const path of await ownFiles(folder)) {
    // Another process may be removing files too.
    const found = await lstat(path).catch(() => undefined);
    if (found !== undefined) files.push({ path, bytes: bytesOnDisk(found.size), time: found.mtimeMs });
  }
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes, time } of files.sort((a, b) => a.time - b.time)) {
    if (total <= maxBytes && time >= oldest) return;
    await rm(path, { force: true });
    total -= bytes;
  }
}
