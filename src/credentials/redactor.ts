import { isJsonObject } from '../json.ts';
import type { Accounts } from './account.ts';
import { secretsIn } from './cookie.ts';
import { SHORTEST_VALUE, ValueSearch } from './value-search.ts';

/** The replacement for a secret. */
export const MARK = '[redacted]';

/**
 * Whether a value differs from the words that replies are made of. A word such as `product` occurs in field names and
 * titles: replacing it there would change figures, including those that are cached for others. A shorter one, such as
 * a cookie's language, would blank out ordinary text.
 */
const isTelling = (value: string): boolean =>
  value.length >= SHORTEST_VALUE && !/^(?:[a-z]{1,15}|[a-z]+(?:_[a-z]+)+)$/i.test(value);

export const longestFirst = (a: string, b: string): number => b.length - a.length;

/** Nothing to look for. */
const NO_SEARCH = new ValueSearch(new Set());

/** The configured accounts whose secrets are known, as of the last look. */
interface Followed {
  readonly current: () => Accounts;
  seen?: Accounts['byName'];
}

/**
 * The values that must never leave the process, and the one way to take them out of text. Each server context has one,
 * and each request has a child of it: only the child knows the secrets of the request, and they go with it.
 */
export class Redactor {
  readonly #parent: Redactor | undefined;
  readonly #own = new Set<string>();
  /** Looks for `#own`; undefined when that has changed. */
  #ownSearch: ValueSearch | undefined = NO_SEARCH;
  readonly #followed: Followed[] = [];
  #configured = NO_SEARCH;
  /** What was configured when a request began: an account may be removed before it ends. */
  readonly #known: readonly ValueSearch[];

  #names: ReadonlyMap<string, string> = new Map();

  constructor(parent?: Redactor) {
    this.#parent = parent;
    this.#known = parent === undefined ? [] : parent.#configuredNow();
  }

  /** A redactor that knows everything this one knows, and does not pass on what it learns itself. */
  child(): Redactor {
    return new Redactor(this);
  }

  /** Remembers a value in every form in which it may appear. */
  add(value: string | undefined): void {
    if (value === undefined || !isTelling(value) || this.#remembers(value)) return;
    for (const form of spellingsOf(value)) this.#own.add(form);
    this.#ownSearch = undefined;
  }

  /** Remembers the user and password of a proxy URL, and the URL itself. */
  addProxy(proxy: string | undefined): void {
    for (const secret of secretsOfProxy(proxy)) this.add(secret);
  }

  /** Knows the secrets of the currently configured accounts; those of removed accounts are forgotten. */
  follow(current: () => Accounts): void {
    this.#followed.push({ current });
  }

  /** Replaces names in texts, such as an environment variable by the title of a form's field. */
  rename(names: ReadonlyMap<string, string>): void {
    this.#names = names;
  }

  /** The text with every secret replaced, and every name that has a replacement. */
  redact(text: string): string {
    return withWords(withoutValues(text, this.foundIn(text)), this.#renamed());
  }

  /** The same value with every secret in its texts and names replaced; its shape and numbers never change. */
  redactValue<T>(value: T): T;
  redactValue(value: unknown): unknown {
    // Usually it has none, which a look at its JSON tells.
    const json = JSON.stringify(value) ?? '';
    return this.redact(json) === json ? value : this.#redactWithin(value);
  }

  /** The spellings of secrets that a text contains, longest first, so that no part is left of one that contains another. */
  foundIn(text: string): readonly string[] {
    const searches = new Set([...this.#searches(), ...this.#known]);
    const found = new Set([...searches].flatMap((search) => search.foundIn(text)));
    return [...found].sort(longestFirst);
  }

  #renamed(): ReadonlyMap<string, string> {
    return this.#parent === undefined ? this.#names : this.#parent.#renamed();
  }

  /** Whether it knows a value for as long as it lives. */
  #remembers(value: string): boolean {
    return this.#hasOwn(value) || this.#known.some((search) => search.has(value));
  }

  #hasOwn(value: string): boolean {
    if (this.#own.has(value)) return true;
    return this.#parent === undefined ? false : this.#parent.#hasOwn(value);
  }

  #searches(): readonly ValueSearch[] {
    this.#ownSearch ??= new ValueSearch(new Set(this.#own));
    this.#refresh();
    const inherited = this.#parent === undefined ? [] : this.#parent.#searches();
    return [this.#ownSearch, this.#configured, ...inherited];
  }

  #configuredNow(): readonly ValueSearch[] {
    this.#refresh();
    return this.#parent === undefined
      ? [this.#configured]
      : [this.#configured, ...this.#parent.#configuredNow()];
  }

  #refresh(): void {
    if (this.#followed.every(({ current, seen }) => current().byName === seen)) return;
    const secrets = this.#followed.flatMap((followed) => {
      const accounts = followed.current();
      followed.seen = accounts.byName;
      return secretsOf(accounts);
    });
    this.#configured = new ValueSearch(
      new Set([...new Set(secrets)].flatMap((secret) => [...spellingsOf(secret)])),
    );
  }

  #redactWithin(value: unknown): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (Array.isArray(value)) return value.map((entry) => this.#redactWithin(entry));
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, entry]) => [this.redact(key), this.#redactWithin(entry)]));
  }
}

/** Parsed as if nothing had expired: the values of expired cookies are secrets, too. */
const ANY_TIME = new Date(0);

const secretsOf = ({ byName }: Accounts): string[] =>
  [...byName.values()].flatMap(({ cookie, proxy }) =>
    [cookie, ...secretsIn(cookie, ANY_TIME), ...secretsOfProxy(proxy)].filter(isTelling),
  );

function secretsOfProxy(proxy: string | undefined): readonly string[] {
  if (proxy === undefined || !URL.canParse(proxy)) return [];
  const { username, password } = new URL(proxy);
  if (username === '' && password === '') return [];
  const both = `${tryDecode(username)}:${tryDecode(password)}`;
  return [
    proxy,
    `${username}:${password}`,
    both,
    ...basicCredentials(both),
    ...[username, password, tryDecode(username), tryDecode(password)],
  ];
}

/** A user and password as in the header Proxy-Authorization, which a reply or error page may repeat. */
function basicCredentials(both: string): readonly string[] {
  const codes = [both, encodeURI(both)].flatMap((text) => {
    const bytes = Buffer.from(text);
    return [
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('base64').replace(/=+$/, ''),
    ];
  });
  // A short code can look like a word; after "Basic" it is recognised.
  return [...new Set(codes)].flatMap((code) => [code, `Basic ${code}`, `basic ${code}`]);
}

/** A text with every one of the values replaced; longer ones have to come first. */
export function withoutValues(text: string, values: readonly string[]): string {
  let clean = text;
  for (const value of values) {
    if (value !== '' && clean.includes(value)) clean = clean.replaceAll(value, MARK);
  }
  return clean;
}

/** A text with whole names replaced. */
function withWords(text: string, names: ReadonlyMap<string, string>): string {
  let said = text;
  // A name can be the beginning of another one.
  for (const [name, words] of [...names].sort(([a], [b]) => longestFirst(a, b)))
    if (said.includes(name)) said = said.replaceAll(name, () => words);
  return said;
}

/** As it is, without quotes around it, percent-encoded in either case or decoded; each also escaped for JSON, up to three times. */
export function spellingsOf(value: string): ReadonlySet<string> {
  const bare = value.replace(/^"(.*)"$/, '$1');
  const plain = new Set([value, bare, tryDecode(value), tryDecode(bare)]);
  const spelled = each([...plain, ...[...plain].map(encode)], (form) => [
    form,
    form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ]);
  const once = each(spelled, (form) => [escapeJson(form), escapeJson(form).replaceAll('/', '\\/')]);
  // The vendor nests JSON at most in a text of JSON in a text.
  const twice = each(once, (form) => [escapeJson(form)]);
  const thrice = each(twice, (form) => [escapeJson(form)]);
  const all = [...spelled, ...once, ...twice, ...thrice];
  return new Set(all.filter(isTelling));
}

/** Percent-encoded; half a surrogate pair cannot be. */
const encode = (value: string): string => encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'));

/** The value with its percent-encoding decoded, if it is valid. */
function tryDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The escaped versions of each form; most of them are usually equal. */
const each = (forms: Iterable<string>, make: (form: string) => readonly string[]): ReadonlySet<string> =>
  new Set([...forms].flatMap(make));

/** Most values have no character that JSON escapes. */
const escapeJson = (form: string): string =>
  /["\\\p{Cc}\p{Cs}]/u.test(form) ? JSON.stringify(form).slice(1, -1) : form;
