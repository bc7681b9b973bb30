import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { codeOf, makeDirectory } from './make-directory.ts';

/** Our folder inside the user's directory, which may contain other files and have any mode. */
export const CACHE_FOLDER = 'tiktok-creator-mcp-cache';

/** Marks the folder as made by this program. Backup programs skip a folder with such a file. */
const MARKER = 'CACHEDIR.TAG';
const MARKER_TEXT = `Signature: 8a477f597d28d172789f06886806bc55
# This folder was made by tiktok-creator-mcp, which removes what it has written here.
# See https://bford.info/cachedir/
`;

const PAIR_OF_DIGITS = /^[0-9a-f]{2}$/;

/** The names of the files that the library writes, level by level. */
const LAYOUT: ReadonlyMap<string, readonly RegExp[]> = new Map([
  ['index-v5', [PAIR_OF_DIGITS, PAIR_OF_DIGITS, /^[0-9a-f]{60}$/]],
  ['content-v2', [/^sha512$/, PAIR_OF_DIGITS, PAIR_OF_DIGITS, /^[0-9a-f]{124}$/]],
  ['tmp', [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/]],
]);

/** Why a folder is not used for the cache, to complete a sentence about it. */
export class UnusableFolder extends Error {
  override readonly name = 'UnusableFolder';
}

/**
 * Makes our own folder inside a directory, or finds the one that we made earlier.
 * @returns the path of the folder
 * @throws UnusableFolder when others could write there or it is not ours; otherwise an error of the file system
 */
export async function claimFolder(directory: string): Promise<string> {
  await makeDirectory(directory);
  if (isOpenToOthers(await stat(directory))) {
    throw new UnusableFolder('others can write to it (run "chmod go-w" on it)');
  }
  const folder = join(directory, CACHE_FOLDER);
  await ignoring('EEXIST', mkdir(folder, { mode: 0o700 }));
  const found = await lstat(folder);
  if (!found.isDirectory()) throw new UnusableFolder(`${CACHE_FOLDER} in it is not a folder`);
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
  await mark(folder);
  return folder;
}

/** Writes the marker into a new folder, and refuses one that has other content but no marker. */
async function mark(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.length === 0) {
    // Another process may be doing the same.
    const options = { mode: 0o600, flag: 'wx' };
    return ignoring('EEXIST', writeFile(join(folder, MARKER), MARKER_TEXT, options));
  }
  if (!entries.some((entry) => entry.name === MARKER && entry.isFile())) {
    throw new UnusableFolder(`${CACHE_FOLDER} in it was not made by this program`);
  }
  const link = entries.find((entry) => LAYOUT.has(entry.name) && entry.isSymbolicLink());
  if (link !== undefined) throw new UnusableFolder(`${link.name} in ${CACHE_FOLDER} is a symbolic link`);
}

/** Windows has no file modes; its permissions are not checked. */
const hasModes = sep === '/';

/** Whether others can put files there: even in a sticky directory, they may have made our folder before us. */
const isOpenToOthers = ({ mode }: Stats): boolean => hasModes && (mode & 0o022) !== 0;

async function ignoring(code: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (codeOf(error) !== code) throw error;
  }
}

/**
 * What is at a path in our folder: a regular file, nothing, or something that we never write and must not open, such
 * as a link or a named pipe. Links are not followed.
 */
export async function entryAt(folder: string, path: string): Promise<'file' | 'nothing' | 'other'> {
  let here = dirname(folder);
  let isFile = false;
  for (const name of relative(here, path).split(sep)) {
    if (isFile) return 'other';
    here = join(here, name);
    const found = await lstat(here).catch(() => undefined);
    if (found === undefined) return 'nothing';
    isFile = found.isFile();
    if (!isFile && !found.isDirectory()) return 'other';
  }
  return isFile ? 'file' : 'other';
}

/** The paths of the regular files in our folder with names that this program gives; links are not followed. */
export async function ownFiles(folder: string): Promise<string[]> {
  const below = async (path: string, [pattern, ...rest]: readonly RegExp[]): Promise<string[]> => {
    // Another process may be removing it.
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const own = entries.filter(({ name }) => pattern?.test(name));
    if (rest.length === 0) return own.filter((entry) => entry.isFile()).map(({ name }) => join(path, name));
    const folders = own.filter((entry) => entry.isDirectory());
    return (await Promise.all(folders.map(({ name }) => below(join(path, name), rest)))).flat();
  };
  const top = await readdir(folder, { withFileTypes: true });
  const levels = top.flatMap((entry) => {
    const patterns = entry.isDirectory() ? LAYOUT.get(entry.name) : undefined;
    return patterns === undefined ? [] : [below(join(folder, entry.name), patterns)];
  });
  return (await Promise.all(levels)).flat();
}
