import { isProxyUrl } from '../credentials/proxy-url.ts';
import { unquote } from '../credentials/unwrap.ts';
import { nearestName } from '../nearest-name.ts';
import { isToolset, type ServedToolsets, toolsetNames } from '../toolsets.ts';
import { parsePath } from './parse-path.ts';
import type { Refuse } from './refuse.ts';

/** Whether responses are kept, and the directory in which they outlive the process. */
export interface Cache {
  readonly isOn: boolean;
  readonly directory: string | undefined;
}

/** One of a few words, in any case. */
export const oneOf =
  <T extends string>(...words: readonly T[]) =>
  (written: string, refuse: Refuse): T | undefined =>
    words.find((word) => word === written.toLowerCase()) ?? refuse(`must be ${words.join(' or ')}.`);

const SWITCHED_ON = ['on', 'true', '1', 'yes'];
const SWITCHED_OFF = ['off', 'false', '0', 'no'];

/** A switch, in the words that forms and people use for it. */
export function onOrOff(written: string, refuse: Refuse): 'on' | 'off' | undefined {
  const word = written.toLowerCase();
  if (SWITCHED_ON.includes(word)) return 'on';
  return SWITCHED_OFF.includes(word) ? 'off' : refuse('must be on or off.');
}

/** A whole number from `min`, up to `max` if there is one. */
export const wholeNumber =
  (what: string, min: number, max?: number) =>
  (written: string, refuse: Refuse): number | undefined => {
    const number = Number(written);
    const isInside = Number.isInteger(number) && number >= min && number <= (max ?? Number.MAX_SAFE_INTEGER);
    return isInside ? number : refuse(`must be ${what} from ${min}${max === undefined ? '' : ` to ${max}`}.`);
  };

/** Names of toolsets separated by commas, in any case, or `all`. */
export function parseToolsets(written: string, refuse: Refuse): ServedToolsets | undefined {
  const words = written
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.includes('all') && words.length === 1) return new Set(toolsetNames);
  const unknown = words.find((word) => !isToolset(word));
  if (unknown === undefined && words.length > 0) return new Set(words.filter(isToolset));
  const nearest = nearestName(unknown ?? '', toolsetNames);
  return refuse(
    `must be all, or some of ${toolsetNames.join(', ')}, separated by commas.${nearest === undefined ? '' : ` Perhaps ${nearest} was meant.`}`,
  );
}

const CACHE_OFF = ['off', 'false', '0', 'no', 'none', 'disabled'];
const CACHE_IN_MEMORY = ['memory', 'on', 'true', '1', 'yes', 'enabled'];

/** The beginning tells a path from a misspelt word. */
export const PATH_START = /^(\.{0,2}[/\\]|~|[a-z]:[/\\])/i;

/** A word in any case, with or without quotes, or a directory. */
export function parseCache(written: string, refuse: Refuse): Cache | undefined {
  const word = unquote(written).trim().toLowerCase();
  if (CACHE_OFF.includes(word)) return { isOn: false, directory: undefined };
  if (CACHE_IN_MEMORY.includes(word)) return { isOn: true, directory: undefined };
  const directory = parsePath(written, refuse);
  if (directory === undefined) return undefined;
  return PATH_START.test(directory)
    ? { isOn: true, directory }
    : refuse('must be memory, off, or a directory that starts with /, ./, ~ or a drive such as C:\\.');
}

/** The proxy that the vendor uses towards TikTok. */
export const parseVendorProxy = (written: string, refuse: Refuse): string | undefined =>
  isProxyUrl(written) ? written : refuse('is not a URL. Use http://user:pass@host:port.');

/** A proxy between this server and the vendor; without a scheme, http is assumed, as in other programs. */
export function parseOwnProxy(written: string, refuse: Refuse): string | undefined {
  if (/^socks/i.test(written)) {
    return refuse('is a SOCKS proxy, which is not supported. Use an HTTP proxy, http://user:pass@host:port.');
  }
  const proxy = written.includes('://') ? written : `http://${written}`;
  if (isProxyUrl(proxy) && hasReadableUser(new URL(proxy))) return proxy;
  return refuse('is not the URL of a proxy. Use http://user:pass@host:port.');
}

/** Invalid percent-encoding would make every call fail. */
function hasReadableUser({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username + password);
    return true;
  } catch {
    return false;
  }
}

/** The address of a Redis server, with its password. */
export function parseRedisUrl(written: string, refuse: Refuse): string | undefined {
  if (!/^rediss?:\/\//i.test(written) || !URL.canParse(written)) {
    return refuse(
      'is not the URL of a Redis server. Use redis://user:pass@host:6379/0, or rediss:// for TLS.',
    );
  }
  const { hostname, pathname } = new URL(written);
  if (hostname !== '' && /^\/?\d*$/.test(pathname)) return written;
  return refuse('must name a host, followed at most by the number of a database.');
}

const KEY_BYTES = 32;

/** A key of 32 bytes. */
export function parseCacheKey(written: string, refuse: Refuse): Buffer | undefined {
  const isHex = /^[0-9a-f]+$/i.test(written);
  const key = Buffer.from(written, isHex ? 'hex' : 'base64');
  const isWhole = isHex || /^[A-Za-z0-9+/_-]+={0,2}$/.test(written);
  if (isWhole && key.length === KEY_BYTES) return key;
  return refuse('must be 32 bytes, as 64 hexadecimal digits or in base64. "openssl rand -hex 32" makes one.');
}
