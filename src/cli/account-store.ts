import { chmod, mkdir, rm, rmdir } from 'node:fs/promises';
import type { z } from 'zod';
import { accountsFile } from '../config/accounts-file-schema.ts';
import { describeReadError, type ReadFile } from '../config/private-file.ts';
import { isNotThere, readStoredSettings, type StoredFiles } from '../config/stored-settings.ts';
import { sessionIn } from '../credentials/cookie.ts';
import { describeWriteError, writePrivateFile } from './private-output.ts';

/** The content of the stored accounts file. */
type AccountsDocument = z.output<typeof accountsFile>;

/** A stored account. */
export interface StoredAccount {
  readonly name: string;
  /** The cookie header, as the vendor expects it. */
  readonly cookie: string;
  readonly label?: string | undefined;
}

/** Why nothing was stored, as a sentence. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** What `setup` stores for a user, in two files that are each replaced as a whole. */
export class AccountStore {
  readonly files: StoredFiles;
  readonly #readFile: ReadFile;

  /** @param readFile reads files that hold secrets */
  constructor(files: StoredFiles, readFile: ReadFile) {
    this.files = files;
    this.#readFile = readFile;
  }

  /** @throws StoreError when the file exists but cannot be used */
  async accounts(): Promise<AccountsDocument> {
    const { accounts: path } = this.files;
    try {
      const parsed = accountsFile.safeParse(JSON.parse(await this.#readFile(path)));
      if (parsed.success) return parsed.data;
    } catch (error) {
      if (isNotThere(error)) return { accounts: {} };
      if (!(error instanceof SyntaxError))
        throw new StoreError(`The folder of setup ${describeReadError(error, path)}`);
    }
    throw new StoreError(`${path} is not an accounts file. Correct it, or remove it and start again.`);
  }

  /** The stored accounts' labels by their names; @throws StoreError when the file cannot be used */
  async known(): Promise<Map<string, string | undefined>> {
    return new Map(
      Object.entries((await this.accounts()).accounts).map(([name, { label }]) => [name, label]),
    );
  }

  /** Settings by the name of their environment variable; @throws StoreError when the file cannot be used */
  async settings(): Promise<Readonly<Record<string, string>>> {
    const { stored, problems } = await readStoredSettings(this.files, this.#readFile);
    if (problems.length > 0) throw new StoreError(problems.join(' '));
    return stored;
  }

  /** Adds settings to the stored ones. */
  async saveSettings(settings: Readonly<Record<string, string>>): Promise<void> {
    const before = await this.settings();
    await this.#write(this.files.settings, before, { ...before, ...settings });
  }

  /** Names of the accounts that would get a different session. */
  async replacedBy(added: readonly StoredAccount[]): Promise<string[]> {
    const { accounts } = await this.accounts();
    return added.flatMap(({ name, cookie }) => {
      const old = accounts[name]?.cookie;
      return old !== undefined && sessionIn(old) !== sessionIn(cookie) ? [name] : [];
    });
  }

  /** Adds accounts, or replaces those of the same name. */
  async saveAccounts(added: readonly StoredAccount[]): Promise<void> {
    if (added.length === 0) return;
    const before = await this.accounts();
    const accounts = { ...before.accounts };
    for (const { name, cookie, label } of added) {
      const { cookie_file: _file, cookie_env: _env, ...old } = accounts[name] ?? {};
      accounts[name] = { ...old, ...(label === undefined ? {} : { label }), cookie };
    }
    const first = before.default ?? added[0]?.name;
    await this.#write(this.files.accounts, before, { ...before, default: first, accounts });
  }

  /** Deletes one account; if it was the default, the first of the others takes its place. */
  async removeAccount(name: string): Promise<void> {
    const before = await this.accounts();
    const { [name]: _removed, ...accounts } = before.accounts;
    const [next] = Object.keys(accounts);
    if (next === undefined) return rm(this.files.accounts, { force: true });
    const chosen = before.default === name ? next : before.default;
    await this.#write(this.files.accounts, before, { ...before, default: chosen, accounts });
  }

  /** Deletes everything; returns whether there was anything. */
  async removeAll(): Promise<boolean> {
    const found = await Promise.all([this.files.accounts, this.files.settings].map(removeFile));
    // Other files in the folder stay.
    await rmdir(this.files.folder).catch(() => undefined);
    return found.includes(true);
  }

  async #write(path: string, before: object, after: object): Promise<void> {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    try {
      await mkdir(this.files.folder, { recursive: true, mode: 0o700 });
      await chmod(this.files.folder, 0o700);
      await writePrivateFile(path, `${JSON.stringify(after, null, 2)}\n`, true);
    } catch (error) {
      throw new StoreError(describeWriteError(error, path));
    }
  }
}

/** Removes a file; returns whether it was there. */
const removeFile = (path: string): Promise<boolean> =>
  rm(path).then(
    () => true,
    (error: unknown) => {
      if (isNotThere(error)) return false;
      throw error;
    },
  );
