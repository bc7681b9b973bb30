import { isPlaceholder } from '../credentials/cookie.ts';
import { unquote } from '../credentials/unwrap.ts';
import type { Refuse } from './refuse.ts';

/** The address of the vendor's API. */
export const DEFAULT_BASE_URL = 'https://api.tikhub.io';

const VENDOR_HOSTS = new Set(['api.tikhub.io', 'api.tikhub.dev']);

/** Whether an API key is needed: the vendor's own hosts require one, gateways and self-hosted servers may not. */
export const needsApiKey = (baseUrl: URL): boolean => VENDOR_HOSTS.has(baseUrl.hostname);

/** Host names of this machine itself. */
export const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether only this machine itself can reach a host, written without brackets. */
export const isLocal = (host: string): boolean => LOOPBACK.test(host.includes(':') ? `[${host}]` : host);

/** The base URL with a slash at its end. */
export function parseBaseUrl(written: string, refuse: Refuse): URL | undefined {
  if (!URL.canParse(written)) return refuse('is not a URL. Use for example https://api.tikhub.io.');
  const url = new URL(written);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    refuse(
      'must start with https:// (http:// only for this machine itself): cookies and the key travel over it.',
    );
  }
  if (url.username !== '' || url.password !== '') refuse('must not contain a user or password.');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** The API key, if it is plausible. */
export function parseApiKey(written: string, refuse: Refuse): string | undefined {
  if (isPlaceholder(written)) {
    return refuse('holds a placeholder, not a key. Copy yours from https://user.tikhub.io.');
  }
  if (unquote(written) !== written) return refuse('is in quotes. Remove them.');
  if (!/^[\x21-\x7e]+$/.test(written)) {
    return refuse(
      'has characters that a key cannot have (spaces, line breaks or letters with accents). Copy it again.',
    );
  }
  return written;
}
