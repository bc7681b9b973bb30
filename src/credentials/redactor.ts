import type { Accounts } from './account.ts';
import { inspectCookie } from './cookie.ts';

const MARK = '[redacted]';

/** Shorter values, such as a cookie's language, would blank out ordinary text. */
const MIN_LENGTH = 6;

const MAX_LINKS = 60;

/** A reply has one; each that it repeats elsewhere costs a search through all of it. */
const LINKS_OF_A_REPLY = 10;

/** The link that opens a whole reply to anyone for a day (upstream-api.md 2.6), at any depth and in broken JSON too. */
const CACHE_URL = /"cache_url"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

/** Every value that must never leave the process, and the one way to take them out of text. */
export class Redactor {
  readonly #values = new Set<string>();
  /** Those of the replies that may still be on their way out, where JSON in a text has hidden one. */
  #recentLinks: readonly string[] = [];
  /** Longest first, so that a secret inside another leaves nothing behind. */
  #ordered: readonly string[] | undefined;

  /** Remembers a value in every form it may turn up in. */
  add(value: string | undefined): void {
    if (value === undefined || value.length < MIN_LENGTH || this.#values.has(value)) return;
    for (const form of formsOf(value)) this.#values.add(form);
    this.#ordered = undefined;
  }

  /** Remembers the user and password of a proxy URL, and the URL itself. */
  addProxy(proxy: string | undefined): void {
    if (proxy === undefined || !URL.canParse(proxy)) return;
    const { username, password } = new URL(proxy);
    if (username === '' && password === '') return;
    this.add(proxy);
    for (const part of [username, password, decoded(username), decoded(password)]) this.add(part);
  }

  /** The text with every secret replaced. */
  redact(text: string): string {
    return without(text, this.#all());
  }

  /**
   * A reply as it may be looked at: without secrets, and without the links that open it to anyone. It is done before
   * anything is read, cut or escaped, because a part of a secret is not recognised any more.
   */
  cleanReply(reply: string): string {
    const text = withoutNeedlessEscapes(reply);
    const links: string[] = [];
    let found = 0;
    const unlinked = text.replace(CACHE_URL, (_, written: string) => {
      const url = written.replaceAll('\\/', '/');
      // What is no address opens nothing, and may be a word that the whole reply is made of.
      if (/^https?:\/\/[^/]+\/./i.test(url) && found < LINKS_OF_A_REPLY) {
        found += 1;
        const sign = URL.canParse(url) ? new URL(url).searchParams.get('sign') : null;
        links.push(written, ...formsOf(url), ...(sign ? formsOf(sign) : []));
      }
      return `"cache_url":"${MARK}"`;
    });
    this.#recentLinks = [...new Set([...links, ...this.#recentLinks])].slice(0, MAX_LINKS);
    this.#ordered = undefined;
    const safe = this.#all().filter((value) => !mayBeSyntax(value));
    return without(without(unlinked, links.sort(longestFirst)), safe);
  }

  #all(): readonly string[] {
    this.#ordered ??= [...this.#values, ...this.#recentLinks].sort(longestFirst);
    return this.#ordered;
  }
}

/** Letters that JSON spells as `\\u0041` though it need not, written out: a secret could hide in them. */
const withoutNeedlessEscapes = (json: string): string =>
  /\\u00/i.test(json)
    ? json.replace(/\\(u00[2-7][0-9a-f]|.)/gi, (spelled, body: string) => {
        const code = body.length === 5 ? Number.parseInt(body.slice(1), 16) : 0;
        return code === 0 || code === 0x22 || code === 0x5c || code === 0x7f
          ? spelled
          : String.fromCharCode(code);
      })
    : json;

/**
 * Bare digits may be a number in the JSON, and quotes may be its own: a mark would break it. What is left is taken out
 * of its texts later.
 */
const mayBeSyntax = (value: string): boolean =>
  /^\d+$/.test(value) || (value.includes('"') && /(?<!\\)"/.test(value));

const longestFirst = (a: string, b: string): number => b.length - a.length;

function without(text: string, values: readonly string[]): string {
  let clean = text;
  for (const value of values) {
    if (value !== '' && clean.includes(value)) clean = clean.replaceAll(value, MARK);
  }
  return clean;
}

/** As it is, without quotes around it, percent-encoded in either case or decoded; each also escaped for JSON, up to three times. */
function formsOf(value: string): ReadonlySet<string> {
  const bare = value.replace(/^"(.*)"$/, '$1');
  const plain = new Set([value, bare, decoded(value), decoded(bare)]);
  const spelled = each([...plain, ...[...plain].map(encodeURIComponent)], (form) => [
    form,
    form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ]);
  const once = each(spelled, (form) => [escaped(form), escaped(form).replaceAll('/', '\\/')]);
  // JSON in a text of JSON in a text is as deep as the vendor goes.
  const twice = each(once, (form) => [escaped(form)]);
  const thrice = each(twice, (form) => [escaped(form)]);
  const all = [...spelled, ...once, ...twice, ...thrice];
  return new Set(all.filter((form) => form.length >= MIN_LENGTH));
}

/** What is made of each form; nearly always most of it is the same again. */
const each = (forms: Iterable<string>, make: (form: string) => readonly string[]): ReadonlySet<string> =>
  new Set([...forms].flatMap(make));

const escaped = (form: string): string => JSON.stringify(form).slice(1, -1);

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Knows the configured credentials before the first call, for whatever is logged until then. */
export function registerAccountSecrets(accounts: Accounts, secrets: Redactor, now: Date): void {
  for (const { cookie, proxy } of accounts.byName.values()) {
    secrets.addProxy(proxy);
    secrets.add(cookie);
    for (const value of inspectCookie(cookie, now).secrets) secrets.add(value);
  }
}
