import { join } from 'node:path';
import { z } from 'zod';
import { describeReadError, type ReadFile } from './private-file.ts';
import { type Environment, variable } from './read-settings.ts';
import { SETTINGS } from './settings.ts';
import { type Places, userDataFolder } from './user-folders.ts';

/** The files in which `setup` keeps the key and the accounts of a user. */
export interface StoredFiles {
  readonly folder: string;
  /** Settings by the name of their environment variable. */
  readonly settings: string;
  /** An accounts file like that of TIKTOK_ACCOUNTS_FILE. */
  readonly accounts: string;
  /** The hashes of server tokens. */
  readonly tokens: string;
}

/** An environment completed with the stored settings. */
export interface CompletedEnvironment {
  readonly env: Environment;
  /** Whether the key or the accounts are the stored ones. */
  readonly isUsed: boolean;
  /** Whether the accounts are the stored ones. */
  readonly hasStoredAccounts: boolean;
  /** As sentences without the values. */
  readonly problems: readonly string[];
}

const storedSettings = z.record(z.string());

/**
 * Where `setup` stores files; undefined if the environment has no home directory: a server that should not use a user's
 * settings is started like that.
 */
export function storedFiles(places: Omit<Places, 'cwd'>): StoredFiles | undefined {
  const { APPDATA: appData, HOME: home, USERPROFILE: profile } = places.env;
  const base = places.platform === 'win32' ? (profile ?? appData) : home;
  if (base === undefined || base === '') return undefined;
  const folder = join(userDataFolder(places, base), 'tiktok-creator-mcp');
  const at = (name: string): string => join(folder, `${name}.json`);
  return { folder, settings: at('settings'), accounts: at('accounts'), tokens: at('tokens') };
}

/** Whether a file could not be read because there is none. */
export const isNotThere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** Settings that say which accounts there are. */
export const ACCOUNT_SETTINGS = [SETTINGS.cookie, SETTINGS.cookieFile, SETTINGS.accountsFile];

/** The environment, completed with what `setup` has stored. */
export async function withStoredSettings(
  env: Environment,
  files: StoredFiles | undefined,
  readFile: ReadFile,
): Promise<CompletedEnvironment> {
  if (files === undefined) return { env, isUsed: false, hasStoredAccounts: false, problems: [] };
  const { stored, problems } = await readStoredSettings(files, readFile);
  const missing = Object.entries(stored).filter(([name]) => variable(env, name) === undefined);
  const isAnyAccountSet = ACCOUNT_SETTINGS.some((setting) => variable(env, setting.env) !== undefined);
  const hasStoredAccounts = !isAnyAccountSet && (await isThere(files.accounts, readFile));
  const accounts = hasStoredAccounts ? { [SETTINGS.accountsFile.env]: files.accounts } : {};
  return {
    env: { ...env, ...Object.fromEntries(missing), ...accounts },
    isUsed: missing.length > 0 || hasStoredAccounts,
    hasStoredAccounts,
    problems,
  };
}

/** What `setup` has stored, except the accounts, and what is wrong with its file. */
export async function readStoredSettings(
  { settings }: StoredFiles,
  readFile: ReadFile,
): Promise<{ readonly stored: Readonly<Record<string, string>>; readonly problems: readonly string[] }> {
  try {
    return { stored: storedSettings.parse(JSON.parse(await readFile(settings))), problems: [] };
  } catch (error) {
    if (isNotThere(error)) return { stored: {}, problems: [] };
    const isContent = error instanceof SyntaxError || error instanceof z.ZodError;
    return {
      stored: {},
      problems: [
        isContent
          ? `The stored settings cannot be used: ${settings} is not a JSON object of strings. Remove it and run "tiktok-creator-mcp setup" again.`
          : `The folder of setup ${describeReadError(error, settings).replace(/^names/, 'has')}`,
      ],
    };
  }
}

/** Whether there is anything to read, or a problem to report. */
const isThere = (path: string, readFile: ReadFile): Promise<boolean> =>
  readFile(path).then(
    () => true,
    (error) => !isNotThere(error),
  );
