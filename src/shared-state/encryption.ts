import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Part of every key: raise its number when what is written or what a payload must contain changes. */
const PURPOSE = 'tiktok-creator-mcp answer 1';

/** Only who has the session can read what was kept for it, and there is no key to store or to lose. */
const keyOf = (sessionId: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', sessionId, '', PURPOSE, 32));

/** Encrypts an answer for one session under one name. */
export function lock(text: string, sessionId: string, name: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(sessionId), nonce).setAAD(Buffer.from(name));
  const locked = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), locked]);
}

/**
 * Decrypts what `lock` made.
 * @throws when it is anything else: damaged, of another session, or kept under another name
 */
export function unlock(bytes: Buffer, sessionId: string, name: string): string {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, keyOf(sessionId), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return text.toString('utf8');
}
