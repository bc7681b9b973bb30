import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Part of every key: raise its number when the stored format, or what a payload must contain, changes. */
const PURPOSE = 'tiktok-creator-mcp response 2';

/** Keys of the sessions that were used last: to derive one takes longer than to decrypt with it. */
const derivedKeys = new LRUCache<string, Uint8Array>({ max: 1000 });

/**
 * Only a holder of the session can read what was stored for it, and there is no key to manage or to lose. In a store
 * that others operate, the reader also needs the secret.
 */
function deriveKey(sessionId: string, secret: Buffer | undefined): Uint8Array {
  const from = JSON.stringify([sessionId, secret?.toString('base64')]);
  const known = derivedKeys.get(from);
  if (known !== undefined) return known;
  const key = new Uint8Array(hkdfSync('sha256', sessionId, secret ?? '', PURPOSE, 32));
  derivedKeys.set(from, key);
  return key;
}

/**
 * Encrypts a text for one session under one name, for a store that others may read.
 * @param secret is needed to decrypt it, too
 */
export function seal(text: string, sessionId: string, name: string, secret?: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, deriveKey(sessionId, secret), nonce).setAAD(Buffer.from(name));
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]);
}

/**
 * Decrypts what `seal` made.
 * @throws for anything else: damaged, of another session, or stored under another name
 */
export function unseal(bytes: Buffer, sessionId: string, name: string, secret?: Buffer): string {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, deriveKey(sessionId, secret), nonce, {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return text.toString('utf8');
}
