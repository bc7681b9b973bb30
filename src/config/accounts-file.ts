import { z } from 'zod';
import { isProxyUrl } from '../credentials/proxy-url.ts';
import { at, isJsonObject, type JsonObject } from '../json.ts';

/** The fields that lead to an account's cookie; exactly one of them is set. */
export const COOKIE_FIELDS = ['cookie_file', 'cookie_env', 'cookie'] as const;

/** `inline` is what results call a cookie that came as an argument, `__proto__` is no key of its own in an object. */
const ACCOUNT_NAME = /^(?!(?:inline|__proto__)$)[A-Za-z0-9._-]{1,40}$/;

/** Every message is our own: those of zod quote the value, which may be a secret. */
const saying = (message: string) => ({ errorMap: () => ({ message }) });
const nonEmpty = z.string(saying('must be a text that is not empty')).min(1);

const account = z
  .object(
    {
      cookie_file: nonEmpty
        .optional()
        .describe('File with the cookies in any form; a relative path starts where this file is.'),
      cookie_env: z
        .string(saying('must be the name of an environment variable'))
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
        .optional()
        .describe('Environment variable with the cookies in any form.'),
      cookie: nonEmpty.optional().describe('The cookies themselves, in any form.'),
      proxy: z
        .string(saying('must be a URL such as http://user:pass@host:port'))
        .refine(isProxyUrl, 'must be a URL such as http://user:pass@host:port')
        .optional()
        .describe('Proxy that the vendor uses towards TikTok: http://user:pass@host:port.'),
      label: z
        .string(saying('must be a text of 1 to 80 characters'))
        .min(1)
        .max(80)
        .optional()
        .describe('What people call this account.'),
      score_scale: z
        .enum(['points', 'rating'], saying('must be "points" or "rating"'))
        .optional()
        .describe('Scale of the health score: violation points, or the Creator Health Rating (0 to 1000).'),
    },
    saying('must be an object'),
  )
  .strict();

/** The content of `TIKTOK_ACCOUNTS_FILE`; that an account has exactly one cookie field is checked beside it. */
export const accountsFile = z
  .object(
    {
      $schema: z.string(saying('must be a text')).optional(),
      default: z
        .string(saying('must be the name of an account'))
        .optional()
        .describe('Account that answers when none is named; the first one if left out.'),
      accounts: z
        .record(
          z.string().regex(ACCOUNT_NAME, {
            message: 'must have a name of 1 to 40 letters, digits, ".", "_" or "-" (not "inline")',
          }),
          account,
          saying('must be an object of accounts by name'),
        )
        .describe('Creator accounts by name.'),
    },
    saying('must be an object'),
  )
  .strict();

/** The fields that lead to a cookie, whatever is wrong with the others. */
const credential = account.pick({ cookie_file: true, cookie_env: true, cookie: true }).strip();

/** Where one account's cookie comes from. */
export type Credential = z.output<typeof credential>;

/** One account of the file, in order. */
interface FileAccount {
  readonly name: string;
  /** Undefined when it is not exactly one, or no text. */
  readonly credential: Credential | undefined;
  /** Undefined when something in the account is wrong. */
  readonly fields: z.output<typeof account> | undefined;
}

/** What an accounts file says; with problems it cannot be used. */
export interface ParsedAccountsFile {
  readonly accounts: readonly FileAccount[];
  readonly defaultName: string;
  /** By account and field, as sentences without the values. */
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
  const entries: readonly (readonly [string, unknown])[] = isJsonObject(section)
    ? Object.entries(section)
    : [];
  const [[first = ''] = []] = entries;
  const chosen = at(json, 'default');
  const parsed = accountsFile.safeParse(json);
  const names = entries.map(([name]) => name);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => describe(issue, names))),
    ...(isJsonObject(section) && names.length === 0 ? ['accounts has no account.'] : []),
    ...(typeof chosen === 'string' && !names.includes(chosen) ? ['default is not one of the accounts.'] : []),
    ...entries.flatMap(([name, fields]) =>
      isJsonObject(fields) ? cookieProblems(called(name, names), fields) : [],
    ),
  ];
  return {
    accounts: entries.map(([name, fields]) => ({
      name,
      credential: cookieFields(fields).length === 1 ? credential.safeParse(fields).data : undefined,
      fields: account.safeParse(fields).data,
    })),
    defaultName: typeof chosen === 'string' ? chosen : first,
    problems,
  };
}

const cookieFields = (fields: unknown): readonly string[] =>
  COOKIE_FIELDS.filter((field) => at(fields, field) !== undefined);

function cookieProblems(who: string, fields: JsonObject): string[] {
  const set = cookieFields(fields);
  if (set.length === 1) return [];
  return [
    set.length === 0
      ? `${who} has no cookie. Set cookie_file, cookie_env or cookie.`
      : `${who} has ${set.join(' and ')}. Keep one.`,
  ];
}

/** An account in a message; what is no account name may be a secret in the wrong place. */
const called = (name: string, names: readonly string[]): string =>
  ACCOUNT_NAME.test(name) ? `account "${name}"` : `account ${names.indexOf(name) + 1}`;

function describe(issue: z.ZodIssue, names: readonly string[]): string[] {
  const [section, name, field] = issue.path.map(String);
  const place = [
    ...(section === undefined ? ['the file'] : name === undefined ? [section] : [called(name, names)]),
    ...(field === undefined ? [] : [field]),
  ].join(': ');
  if (issue.code !== 'unrecognized_keys') return [`${place} ${issue.message}.`];
  return issue.keys.map((key) => `${place} has an unknown field${fieldCalled(key)}.`);
}

const fieldCalled = (key: string): string => (/^[a-z$_]{1,20}$/i.test(key) ? ` "${key}"` : '');

/** Where the parser stopped; its own message quotes the text. */
function placeOf(error: unknown, text: string): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
