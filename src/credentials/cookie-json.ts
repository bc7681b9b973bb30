import { asList, at, isJsonObject, type JsonObject, jsonObjects } from '../json.ts';
import { type CookieEntry, hostOf, readTime } from './cookie-entry.ts';
import { parseCookieHeader } from './cookie-header.ts';

/** The names that exports use for the parts of a cookie, in lower case, the most reliable first. */
const NAMES = ['name', 'name raw', 'key'];
const VALUES = ['value', 'content raw', 'content'];
const HOSTS = ['domain', 'host raw', 'host'];
// "Expires raw" comes together with a localised "Expires".
const EXPIRIES = ['expirationdate', 'expires raw', 'expires', 'expiry'];

/** Cookies that were written as JSON or as a literal of Python or JavaScript. */
export interface CookieJson {
  readonly form: 'JSON' | 'HAR file' | 'Python dict';
  readonly cookies: readonly CookieEntry[];
}

/**
 * The cookies in the JSON of a browser extension or a browser's driver: a list of cookies, an object with a list under
 * `cookies`, one cookie, or an object of names and values; in a HAR file; or in a literal of Python or JavaScript.
 * @returns undefined when it is none of them
 */
export function readCookieJson(text: string): CookieJson | undefined {
  const json = tryParseJson(text);
  if (json !== undefined) {
    const har = at(json.value, 'log', 'entries');
    return har === undefined
      ? { form: 'JSON', cookies: cookiesInJson(json.value) }
      : { form: 'HAR file', cookies: jsonObjects(har).flatMap(readHarEntry) };
  }
  const literal = tryParseJson(jsonOfLiteral(text.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'")));
  return literal === undefined ? undefined : { form: 'Python dict', cookies: cookiesInJson(literal.value) };
}

/** Undefined when it is not JSON: the parser's message quotes the text, which is secret. */
function tryParseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const PYTHON_WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };

/** A literal of Python or JavaScript as JSON: converts quotes, keywords, names without quotes and trailing commas. */
const jsonOfLiteral = (text: string): string =>
  text.replace(
    /"(?:[^"\\\n]|\\.)*"|'((?:[^'\\\n]|\\.)*)'|\b(True|False|None)\b|([{,]\s*)([A-Za-z_$][\w$]*)(?=\s*:)|,(\s*[\]}])/g,
    (whole, single, word, before, name, end) => {
      if (single !== undefined) return JSON.stringify(String(single).replace(/\\(.)/g, '$1'));
      if (word !== undefined) return PYTHON_WORDS[String(word)] ?? '';
      if (name !== undefined) return `${before}"${name}"`;
      return end === undefined ? String(whole) : String(end);
    },
  );

function cookiesInJson(json: unknown): CookieEntry[] {
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

/** The cookies that a recorded request sent, for the host that it was sent to. */
function readHarEntry(entry: JsonObject): CookieEntry[] {
  const domain = hostOf(scalar(at(entry, 'request', 'url')));
  const cookies = jsonObjects(at(entry, 'request', 'cookies')).flatMap(readEntry);
  const headers = jsonObjects(at(entry, 'request', 'headers'))
    .filter((header) => scalar(at(header, 'name'))?.toLowerCase() === 'cookie')
    .flatMap((header) => parseCookieHeader(scalar(at(header, 'value')) ?? ''));
  return (headers.length > 0 ? headers : cookies).map(({ name, value }) => ({ name, value, domain }));
}

const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** A pair that fits into a header; anything else is not a cookie, and could inject others. */
function headerPair(name: string, value: string | undefined): CookieEntry[] {
  if (value === undefined || !/^[^\s=;,"]+$/.test(name.trim()) || /[;\r\n]/.test(value)) return [];
  return [{ name: name.trim(), value: value.trim() }];
}
