import { asList, at, isJsonObject, type JsonObject, jsonObjects } from '../json.ts';
import { type CookieEntry, hostOf, readTime } from './cookie-entry.ts';

/** What exports call the parts of a cookie, in lower case, the most reliable first. */
const NAMES = ['name', 'name raw', 'key'];
const VALUES = ['value', 'content raw', 'content'];
const HOSTS = ['domain', 'host raw', 'host'];
// Beside "Expires raw" stands "Expires" in the words of a country.
const EXPIRIES = ['expirationdate', 'expires raw', 'expires', 'expiry'];

/**
 * The cookies in the JSON of a browser extension or a browser's driver: a list of cookies, an object with a list under
 * `cookies`, one cookie, or an object of names and values.
 * @returns undefined when it is no JSON
 */
export function readCookieJson(written: string): CookieEntry[] | undefined {
  try {
    return readJson(JSON.parse(written));
  } catch {
    // The parser's message quotes the text, which is secret.
    return undefined;
  }
}

function readJson(json: unknown): CookieEntry[] {
  const cookies = at(json, 'cookies');
  if (cookies !== undefined)
    return isJsonObject(cookies) ? readMap(cookies) : jsonObjects(cookies).flatMap(readEntry);
  if (!isJsonObject(json)) return jsonObjects(asList(json)).flatMap(readEntry);
  const single = readEntry(json);
  return single.length > 0 ? single : readMap(json);
}

function readEntry(entry: JsonObject): CookieEntry[] {
  const parts = new Map(Object.entries(entry).map(([key, value]) => [key.toLowerCase(), value]));
  const part = (names: readonly string[]): string | undefined =>
    names.map((name) => scalar(parts.get(name))).find((value) => value !== undefined);
  const name = part(NAMES);
  const value = part(VALUES);
  if (name === undefined || value === undefined) return [];
  return headerPair(name, value).map((cookie) => ({
    ...cookie,
    domain: hostOf(part(HOSTS)),
    expires: readTime(part(EXPIRIES)),
  }));
}

const readMap = (map: JsonObject): CookieEntry[] =>
  Object.entries(map).flatMap(([name, value]) => headerPair(name, scalar(value)));

const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** A pair that fits into a header; anything else was never a cookie, and could smuggle in others. */
function headerPair(name: string, value: string | undefined): CookieEntry[] {
  if (value === undefined || !/^[^\s=;,"]+$/.test(name.trim()) || /[;\r\n]/.test(value)) return [];
  return [{ name: name.trim(), value: value.trim() }];
}
