import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Part of every key: raise its number when the stored format, or what a payload must contain, changes. */
const PURPOSE = 'tiktok-creator-mcp response 2';

/** Deriving a key takes longer than decrypting with it. */
const MAX_KEYS = 1000;

/**
 * Encrypts texts for a store that others may read. Keys are derived from sessions, so there is no key to manage or lose.
 * In a store that others operate, decrypting also takes the secret.
 */
export class SessionCipher {
  readonly #secret: Buffer | undefined;
  readonly #keys = new LRUCache<string, Uint8Array>({ max: MAX_KEYS });

  constructor(secret?: Buffer) {
    this.#secret = secret;
  }

  /** Encrypts a text for one session and one name. */
  seal(text: string, sessionId: string, name: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#keyOf(sessionId), nonce).setAAD(Buffer.from(name));
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
  }

  /**
   * Decrypts the result of {@link seal}.
   * @throws when it is damaged, or was encrypted for another session or name
   */
  unseal(bytes: Buffer, sessionId: string, name: string): string {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#keyOf(sessionId), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  }

  #keyOf(sessionId: string): Uint8Array {
    const known = this.#keys.get(sessionId);
    if (known !== undefined) return known;
    const key = new Uint8Array(hkdfSync('sha256', sessionId, this.#secret ?? '', PURPOSE, 32));
    this.#keys.set(sessionId, key);
    return key;
  }
}
