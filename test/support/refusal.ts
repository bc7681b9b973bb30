import { expect } from 'vitest';
import { readCookie } from '../../src/credentials/cookie.ts';
import { ApiError } from '../../src/errors.ts';
import { NOW, PAIRS } from './cookie-exports.ts';

/** The pairs of a header. */
export const pairsOf = (header: string): Record<string, string> =>
  Object.fromEntries(header.split('; ').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));

/** What a cookie is refused with. */
export function refusal(text: string, now = NOW): string {
  try {
    readCookie(text, 'The text', now);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error.kind).toBe('config');
    expect(error.next).toMatch(/^Log in to TikTok Shop/);
    for (const value of Object.values(PAIRS).filter((secret) => secret.length > 7)) {
      expect(error.message).not.toContain(value);
    }
    return error.message;
  }
  return 'no refusal';
}
