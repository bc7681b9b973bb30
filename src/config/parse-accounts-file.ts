import type { z } from 'zod';
import { at, isJsonObject } from '../json.ts';
import {
  ACCOUNT_NAME,
  accountsFile,
  COOKIE_FIELDS,
  type Credential,
  credential,
  fileAccount,
} from './accounts-file-schema.ts';
import { jsonMembers } from './json-members.ts';

/** One account of the file. */
interface FileAccount {
  readonly name: string;
  /** Undefined when there is not exactly one, or it is not text. */
  readonly credential: Credential | undefined;
  /** Undefined when something in the account is wrong. */
  readonly fields: z.output<typeof fileAccount> | undefined;
  /** By field, as sentences without the values; an account with a problem cannot be used. */
  readonly problems: readonly string[];
}

/** What an accounts file says. */
export interface ParsedAccountsFile {
  /** In the order of the text. */
  readonly accounts: readonly FileAccount[];
  readonly defaultName: string;
  /** Problems of the file as a whole, as sentences without the values. */
  readonly problems: readonly string[];
}

/** Reads the text of an accounts file. */
export function parseAccountsFile(text: string): ParsedAccountsFile {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { accounts: [], defaultName: '', problems: [`the file is not JSON${placeOf(error, text)}.`] };
  }
  const section = at(json, 'accounts');
  const members = jsonMembers(text);
  const written = isJsonObject(section)
    ? members.filter(({ path }) => path.length === 1 && path[0] === 'accounts').map(({ name }) => name)
    : [];
  const names = [...new Set(written)];
  const found = [...schemaProblems(json, names), ...repeatedMembers(members, names)];
  const chosen = at(json, 'default');
  return {
    accounts: names
      .filter((name) => ACCOUNT_NAME.test(name))
      .map((name) => {
        const fields = at(section, name);
        const problems = [
          ...found.filter(({ account }) => account === name).map(({ says }) => says),
          ...(isJsonObject(fields) ? cookieProblems(fields) : []),
        ];
        return {
          name,
          credential: cookieFields(fields).length === 1 ? credential.safeParse(fields).data : undefined,
          fields: fileAccount.safeParse(fields).data,
          problems: problems.map((says) => `account "${name}"${says}`),
        };
      }),
    defaultName: typeof chosen === 'string' && ACCOUNT_NAME.test(chosen) ? chosen : (names[0] ?? ''),
    problems: [
      ...found.flatMap(({ account, says }) => (account === undefined ? [says] : [])),
      ...(isJsonObject(section) && names.length === 0 ? ['accounts has no account.'] : []),
      ...(typeof chosen === 'string' && !names.includes(chosen)
        ? ['default is not one of the accounts.']
        : []),
    ],
  };
}

/** What is wrong with one account, as the rest of a sentence that begins with its name; or with the whole file. */
interface Problem {
  readonly account: string | undefined;
  readonly says: string;
}

function schemaProblems(json: unknown, names: readonly string[]): Problem[] {
  const parsed = accountsFile.safeParse(json);
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, names));
}

function describeIssue(issue: z.ZodIssue, names: readonly string[]): Problem[] {
  const [section, name, field] = issue.path.map(String);
  const says =
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `has an unknown field${quotedIfPlain(key)}.`)
      : [`${issue.message}.`];
  if (name === undefined)
    return says.map((end) => ({ account: undefined, says: `${section ?? 'the file'} ${end}` }));
  const place = field === undefined ? ' ' : `: ${field} `;
  // Anything else than an account name may be a secret in the wrong place.
  return ACCOUNT_NAME.test(name)
    ? says.map((end) => ({ account: name, says: `${place}${end}` }))
    : says.map((end) => ({ account: undefined, says: `account ${names.indexOf(name) + 1}${place}${end}` }));
}

/** Of two equal names JSON.parse keeps only the last, and the intended account may be the first. */
function repeatedMembers(members: ReturnType<typeof jsonMembers>, names: readonly string[]): Problem[] {
  const seen = new Set<string>();
  return members.flatMap(({ path, name }): Problem[] => {
    const [section, account] = path;
    const place = JSON.stringify([...path, name]);
    const isRepeated = seen.has(place);
    seen.add(place);
    if (!isRepeated || (section !== undefined && section !== 'accounts')) return [];
    const what = quotedIfPlain(name).trim() || 'a field';
    if (section === undefined) return [{ account: undefined, says: `${what} is in the file twice.` }];
    if (account !== undefined) return [{ account, says: `: ${what} is written twice.` }];
    return ACCOUNT_NAME.test(name)
      ? [{ account: name, says: ' is in the file twice. Keep one, or rename the other.' }]
      : [{ account: undefined, says: `account ${names.indexOf(name) + 1} is in the file twice.` }];
  });
}

const cookieFields = (fields: unknown): readonly string[] =>
  COOKIE_FIELDS.filter((field) => at(fields, field) !== undefined);

function cookieProblems(fields: unknown): string[] {
  const set = cookieFields(fields);
  if (set.length === 1) return [];
  return [
    set.length === 0
      ? ' has no cookie. Set cookie_file, cookie_env or cookie.'
      : ` has ${set.join(' and ')}. Keep one of them.`,
  ];
}

const quotedIfPlain = (key: string): string => (/^[a-z$_]{1,20}$/i.test(key) ? ` "${key}"` : '');

/** Where the parser stopped; its own message quotes the text. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
