const MARK = '[redacted]';

/** Shorter values, such as a cookie's language, would blank out ordinary text. */
const MIN_LENGTH = 6;

/** Every reply brings a link; only what is still on its way out can carry one, so the oldest are forgotten. */
const MAX_LINKS = 200;

/** The link that opens a whole reply to anyone for a day (upstream-api.md 2.6), at any depth and in broken JSON too. */
const CACHE_URL = /"cache_url"\s*:\s*"((?:[^"\\]|\\.)*)"/g;

/** Every value that must never leave the process, and the one way to take them out of text. */
export class Secrets {
  readonly #values = new Set<string>();
  readonly #links: string[] = [];
  /** Longest first, so that a secret inside another leaves nothing behind. */
  #ordered: readonly string[] | undefined;

  /** Remembers a value in every form it may turn up in. */
  add(value: string | undefined): void {
    if (value === undefined || value.length < MIN_LENGTH || this.#values.has(value)) return;
    for (const form of formsOf(value)) this.#values.add(form);
    this.#ordered = undefined;
  }

  /** Remembers the links in a reply that open it without a key, and their signatures. */
  addFromReply(text: string): void {
    for (const [, written = ''] of text.matchAll(CACHE_URL)) {
      const url = written.replaceAll('\\/', '/');
      const sign = URL.canParse(url) ? new URL(url).searchParams.get('sign') : null;
      this.#links.push(...formsOf(url), ...(sign === null ? [] : formsOf(sign)));
    }
    this.#links.splice(0, this.#links.length - MAX_LINKS);
    this.#ordered = undefined;
  }

  /** Remembers the user and password of a proxy URL, and the URL itself. */
  addProxy(proxy: string | undefined): void {
    if (proxy === undefined || !URL.canParse(proxy)) return;
    const { username, password } = new URL(proxy);
    if (username === '' && password === '') return;
    this.add(proxy);
    for (const part of [username, password]) this.add(part);
  }

  /** The text with every secret replaced. */
  redact(text: string): string {
    this.#ordered ??= [...this.#values, ...this.#links].sort((a, b) => b.length - a.length);
    let clean = text;
    for (const value of this.#ordered) {
      if (clean.includes(value)) clean = clean.replaceAll(value, MARK);
    }
    return clean;
  }
}

/** As it is, percent-encoded or decoded, and escaped for JSON. */
const formsOf = (value: string): ReadonlySet<string> =>
  new Set(
    [value, decoded(value)].flatMap((form) => [
      form,
      encodeURIComponent(form),
      JSON.stringify(form).slice(1, -1),
    ]),
  );

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
