import { basename, extname } from 'node:path';
import { ACCOUNT_NAME } from '../config/accounts-file-schema.ts';
import { describeReadError, type ReadFile } from '../config/private-file.ts';
import { cookieFault, inspectCookie } from '../credentials/cookie.ts';
import { type StoredAccount, StoreError } from './account-store.ts';
import type { SetupMachine } from './setup-machine.ts';

/** A cookie that can be stored, or why a text is not one. */
export type ReadCookie =
  | { readonly cookie: string; readonly says: string }
  /** Completes a sentence. */
  | { readonly fault: string };

/** The cookie in a text of any form, with a description. */
export function cookieIn(text: string, now: Date): ReadCookie {
  const report = inspectCookie(text, now);
  const fault = cookieFault(report);
  if (fault !== undefined) return { fault };
  const end = report.probableEnd?.toISOString().slice(0, 10);
  const until = end === undefined ? '' : `, probably valid until ${end}`;
  return { cookie: report.header, says: `${report.names.length} cookies (${report.form})${until}` };
}

/** The cookie in a file that a person names. Its mode is not checked: it is their own download. */
export async function cookieInFile(path: string, readFile: ReadFile, now: Date): Promise<ReadCookie> {
  try {
    return cookieIn(await readFile(path), now);
  } catch (error) {
    return { fault: describeReadError(error).replace(/\.$/, '') };
  }
}

/** The cookie in a pasted text, or in the file whose path was pasted. */
export async function cookieInAnswer(answer: string, readFile: ReadFile, now: Date): Promise<ReadCookie> {
  const pasted = cookieIn(answer, now);
  // A terminal quotes the path of a file that is dropped on it.
  const path = answer.replace(/^(['"])(.*)\1$/, '$2').replaceAll('\\ ', ' ');
  if ('cookie' in pasted || path.includes('\n') || path.length > 4096) return pasted;
  const text = await readFile(path).catch(() => undefined);
  return text === undefined ? pasted : cookieIn(text, now);
}

/** An account's name in arguments, and its owner's name for it. */
interface AccountTitle {
  readonly name: string;
  readonly label?: string | undefined;
}

/** The existing accounts: labels by names. */
export type KnownAccounts = ReadonlyMap<string, string | undefined>;

/**
 * A name for an account from what a person calls it. If that is not a valid name, it becomes the label, by which the
 * account can also be found.
 */
export function titleForAccount(written: string, known: KnownAccounts): AccountTitle {
  const label = written.trim().slice(0, 80);
  if (ACCOUNT_NAME.test(label)) return { name: label };
  const plain = label
    .normalize('NFKD')
    .replace(/['’\p{M}]/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 40);
  const [same] = [...known].find(([, other]) => label !== '' && other === label) ?? [];
  if (same !== undefined) return { name: same, label };
  if (ACCOUNT_NAME.test(plain) && !known.has(plain)) return { name: plain, label };
  let number = 1;
  while (known.has(`account-${number}`)) number += 1;
  return { name: `account-${number}`, ...(label === '' ? {} : { label }) };
}

/** The name of an account of which only the cookie file is known. */
const titleOfFile = (path: string): string => basename(path, extname(path));

/**
 * The accounts of the cookie files named on the command line.
 * @throws StoreError with everything that is wrong
 */
export async function accountsInFiles(
  files: readonly string[],
  names: readonly string[],
  { store, readFile, now, remember, terminal }: SetupMachine,
): Promise<StoredAccount[]> {
  const known = await store.known();
  const faults: string[] = [];
  const accounts: StoredAccount[] = [];
  for (const [index, file] of files.entries()) {
    const found = await cookieInFile(file, readFile, now());
    const title = titleForAccount(names[index] ?? titleOfFile(file), known);
    if ('fault' in found) faults.push(`${file} ${found.fault}.`);
    else if (accounts.some(({ name }) => name === title.name))
      faults.push(`${file} would be a second account "${title.name}".`);
    else {
      remember(found.cookie);
      accounts.push({ ...title, cookie: found.cookie });
      known.set(title.name, title.label);
      terminal.printError(`${title.name}: ${found.says}.\n`);
    }
  }
  if (faults.length > 0) throw new StoreError(`${faults.join('\n')}\nNothing was written.`);
  return accounts;
}
