import { isProxyUrl } from '../credentials/proxy-url.ts';

/** Takes the rest of a sentence that begins with the setting's name; the written value must not be in it. */
export type Refuse = (says: string) => undefined;

/** Whether responses are kept, and the directory in which they outlive the process. */
export interface Cache {
  readonly isOn: boolean;
  readonly directory: string | undefined;
}

/** A word out of a few, in any case. */
export const oneOf =
  <T extends string>(...words: readonly T[]) =>
  (written: string, refuse: Refuse): T | undefined =>
    words.find((word) => word === written.toLowerCase()) ?? refuse(`must be ${words.join(' or ')}.`);

/** A whole number from `min` on, or between both. */
export const wholeNumber =
  (what: string, min: number, max?: number) =>
  (written: string, refuse: Refuse): number | undefined => {
    const number = Number(written);
    const isInside = Number.isInteger(number) && number >= min && number <= (max ?? Number.MAX_SAFE_INTEGER);
    return isInside ? number : refuse(`must be ${what} from ${min}${max === undefined ? '' : ` to ${max}`}.`);
  };

/** A word in any case, or a directory. */
export function parseCache(written: string): Cache {
  const word = written.toLowerCase();
  if (word === 'off') return { isOn: false, directory: undefined };
  return { isOn: true, directory: ['memory', 'on'].includes(word) ? undefined : written };
}

/** The proxy that the vendor uses towards TikTok. */
export const parseVendorProxy = (written: string, refuse: Refuse): string | undefined =>
  isProxyUrl(written) ? written : refuse('is not a URL. Use http://user:pass@host:port.');

/** A proxy between this server and the vendor; without a scheme it is taken as http, as other programs do. */
export function parseOwnProxy(written: string, refuse: Refuse): string | undefined {
  const proxy = written.includes('://') ? written : `http://${written}`;
  if (isProxyUrl(proxy) && hasReadableUser(new URL(proxy))) return proxy;
  return refuse('is not the URL of a proxy. Use http://user:pass@host:port.');
}

/** Percent signs that spell nothing would end every call. */
function hasReadableUser({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}
