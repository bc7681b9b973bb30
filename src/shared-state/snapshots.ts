import { cacheKey, type SealedTexts } from './response-store.ts';

/**
 * What an account looked like when it was last seen, by subject. Kept in the cache directory like responses, and
 * removed like them when nothing has been written for a month.
 */
export class Snapshots {
  readonly #texts: SealedTexts;
  readonly #realm: string;
  readonly #sessionId: string;

  /** @param realm the upstream of the account: invented accounts never mix with real ones */
  constructor(texts: SealedTexts, realm: string, sessionId: string) {
    this.#texts = texts;
    this.#realm = realm;
    this.#sessionId = sessionId;
  }

  /**
   * The snapshot of a subject; undefined if there is none or it cannot be read.
   * @param parse throws when it cannot parse the text
   */
  async read<T>(subject: string, parse: (text: string) => T): Promise<T | undefined> {
    // A text that was just stored may not be on disk yet.
    await this.#texts.close();
    return this.#texts.read(this.#nameOf(subject), this.#sessionId, parse);
  }

  /** Replaces the snapshot, some time after this returns. */
  keep(subject: string, text: string): void {
    this.#texts.write(this.#nameOf(subject), this.#sessionId, () => text);
  }

  #nameOf(subject: string): string {
    return cacheKey(this.#realm, `snapshot of ${subject}`, this.#sessionId, {});
  }
}
