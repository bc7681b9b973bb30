const MARK = '[redacted]';

/** Shorter values would blank out ordinary text. */
const MIN_LENGTH = 6;

/** Every value that must never leave the process, and the one way to take them out of text. */
export class Secrets {
  readonly #values = new Set<string>();

  /** Remembers a value together with its percent-encoded and JSON-escaped forms. */
  add(value: string | undefined): void {
    if (value === undefined || value.length < MIN_LENGTH) return;
    this.#values.add(value);
    this.#values.add(encodeURIComponent(value));
    this.#values.add(JSON.stringify(value).slice(1, -1));
  }

  /** Remembers the user and password of a proxy URL, and the URL itself. */
  addProxy(proxy: string | undefined): void {
    if (proxy === undefined || !URL.canParse(proxy)) return;
    const { username, password } = new URL(proxy);
    if (username === '' && password === '') return;
    this.add(proxy);
    for (const part of [username, password]) {
      this.add(part);
      this.add(decodeURIComponent(part));
    }
  }

  /** The text with every secret replaced; longest first, so that a secret inside another leaves nothing behind. */
  redact(text: string): string {
    let clean = text;
    for (const value of [...this.#values].sort((a, b) => b.length - a.length)) {
      if (clean.includes(value)) clean = clean.replaceAll(value, MARK);
    }
    return clean;
  }
}
