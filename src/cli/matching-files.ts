import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The files that match an argument such as `*.txt`. Most shells expand it; those of Windows do not. */
export async function matchingFiles(word: string): Promise<readonly string[]> {
  const pattern = basename(word);
  if (!pattern.includes('*')) return [word];
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  const matches = new RegExp(`^${parts.join('.*')}$`, 'i');
  const names = await readdir(dirname(word)).catch(() => []);
  const found = names.filter((name) => matches.test(name)).sort();
  return found.length === 0 ? [word] : found.map((name) => join(dirname(word), name));
}
