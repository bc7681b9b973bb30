import { cacheKey, type SealedTexts } from './response-store.ts';

/**
 * What one account looked like when it was last seen, by subject. It is kept in the cache directory, as responses are, and
 * goes with them when nothing has been written for a month.
 */
export class Snapshots {
  readonly #texts: SealedTexts;
  readonly #realm: string;
  readonly #sessionId: string;

  /** @param realm the upstream that the account was seen at: invented accounts never meet real ones */
  constructor(texts: SealedTexts, realm: string, sessionId: string) {
    this.#texts = texts;
    this.#realm = realm;
    this.#sessionId = sessionId;
  }

  /**
   * What was kept about a subject; undefined where there is nothing, or nothing that can be read.
   * @param parse throws when it does not understand the text
   */
  async read<T>(subject: string, parse: (text: string) => T): Promise<T | undefined> {
    // What was kept a moment ago may still be on its way.
    await this.#texts.close();
    return this.#texts.read(this.#nameOf(subject), this.#sessionId, parse);
  }

  /** Keeps a text in place of the one before, some time after this returns. */
  keep(subject: string, text: string): void {
    this.#texts.write(this.#nameOf(subject), this.#sessionId, () => text);
  }

  #nameOf(subject: string): string {
    return cacheKey(this.#realm, `snapshot of ${subject}`, this.#sessionId, {});
  }
}
