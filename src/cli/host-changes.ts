import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HOST_NAMES, type HostFiles, hostFiles } from '../config/hosts.ts';
import { isNotThere } from '../config/stored-settings.ts';
import type { Places } from '../config/user-folders.ts';
import type { JsonObject } from '../json.ts';
import { HostFileError, isWrittenBySetup, ourEntry, withEntry, withoutEntry } from './host-entry.ts';

/** A planned change of a host's file. */
export interface HostChange {
  readonly host: HostFiles;
  readonly before: string;
  /** Undefined if the file will be deleted. */
  readonly after: string | undefined;
  /** The lines that are added or removed; empty if none is known to be ours. */
  readonly entry: JsonObject;
  /** What happens to the copy beside it. */
  readonly backup: 'make' | 'keep' | 'remove';
}

/** A change, or why none is made. */
export type PlannedChange = HostChange | { readonly host: HostFiles; readonly fault: string };

const BOM = '\uFEFF';

/** The copy of a host's file from before it was changed. */
export const backupOf = (file: string): string => `${file}.before-tiktok-creator-mcp`;

/** The hosts that are installed on this machine. */
export async function installedHosts(places: Places): Promise<readonly HostFiles[]> {
  const all = HOST_NAMES.flatMap((name) => hostFiles(name, places) ?? []);
  const isThere = await Promise.all(
    all.map(({ sign }) =>
      access(sign, constants.F_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return all.filter((_, index) => isThere[index]);
}

/** What adding the server to a host changes. */
export const planAdding = (host: HostFiles, server: JsonObject): Promise<PlannedChange> =>
  planned(host, async (before, earlier, isThere) => {
    const text = withoutBom(before);
    const { section } = host;
    const after = bomOf(before) + withEntry({ text, section }, server);
    const isFresh = ourEntry({ text, section }) === undefined;
    return {
      host,
      before,
      after,
      entry: server,
      backup: isThere && (isFresh || earlier === undefined) ? 'make' : 'keep',
    };
  });

/** What removing the server changes: the file becomes what it was, unless somebody else has changed it since. */
export const planRemoving = (host: HostFiles): Promise<PlannedChange> =>
  planned(host, async (before, earlier) => {
    const { section } = host;
    const text = withoutBom(before);
    const entry = ourEntry({ text, section });
    if (entry === undefined || !isWrittenBySetup(entry))
      return { host, before, after: before, entry: {}, backup: earlier === undefined ? 'keep' : 'remove' };
    const [, server] = entry;
    const change = { host, before, entry: server, backup: 'remove' as const };
    if (
      earlier !== undefined &&
      bomOf(earlier) + withEntry({ text: withoutBom(earlier), section }, server) === before
    )
      return { ...change, after: earlier };
    if (withEntry({ text: '', section }, server) === before) return { ...change, after: undefined };
    return { ...change, after: bomOf(before) + withoutEntry({ text, section }) };
  });

/** Makes a change; a link to the file stays a link, and the file is replaced as a whole. */
export async function makeChange({ host, before, after, backup }: HostChange): Promise<void> {
  const file = await realpath(host.userFile).catch(() => host.userFile);
  await mkdir(dirname(file), { recursive: true });
  if (backup === 'make') {
    const copy = `${file}.${randomUUID()}`;
    await copyFile(file, copy);
    await rename(copy, backupOf(host.userFile));
  }
  if (after === undefined) await rm(file);
  else if (after !== before) await replace(file, after);
  if (backup === 'remove') await rm(backupOf(host.userFile), { force: true });
}

async function replace(file: string, text: string): Promise<void> {
  const mode = await stat(file).then(
    (stats) => stats.mode & 0o777,
    () => 0o600,
  );
  const fresh = `${file}.${randomUUID()}`;
  try {
    await writeFile(fresh, text, { mode, flag: 'wx' });
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}

async function planned(
  host: HostFiles,
  plan: (before: string, earlier: string | undefined, isThere: boolean) => Promise<HostChange>,
): Promise<PlannedChange> {
  try {
    const before = await utf8(host.userFile);
    return await plan(before ?? '', await utf8(backupOf(host.userFile)), before !== undefined);
  } catch (error) {
    if (error instanceof HostFileError) return { host, fault: error.message };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    return { host, fault: `cannot be read (${code}).` };
  }
}

/** The text of a file, byte for byte; undefined if there is none. */
async function utf8(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    if (isNotThere(error)) return undefined;
    if (error instanceof TypeError) throw new HostFileError('is not UTF-8, so it was left as it is.');
    throw error;
  }
}

const bomOf = (text: string): string => (text.startsWith(BOM) ? BOM : '');
const withoutBom = (text: string): string => text.slice(bomOf(text).length);
