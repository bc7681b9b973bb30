/** A JSON object as it came over the wire. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of own keys, or undefined where the path breaks off. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    if (!isJsonObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}

/** The value as a list: an array as it is, a lone value as one entry, nothing as none. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The objects of a list. */
export const jsonObjects = (value: unknown): readonly JsonObject[] => list(value).filter(isJsonObject);

/** Longest text that a result keeps. */
const MAX_TEXT = 2000;

/** ANSI sequences; control, bidirectional, zero-width and tag characters: nothing a reader sees, much that can mislead. */
const INVISIBLE =
  /\p{Cc}\[[0-?]*[ -/]*[@-~]|\p{Cc}\][^\p{Cc}]*|\u034f|[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;

/** Other people's words in one line: their meaning stays, what cannot be seen goes. */
export function clean(written: string, max: number): string {
  const line = written.replace(/\s+/g, ' ').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  const characters = line.length > max ? [...line] : [];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}

/** A non-empty text. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? clean(value, MAX_TEXT) || undefined : undefined;
}

/** Keys that some consumers would merge into every object. */
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The value of a JSON text, without keys that would pollute prototypes.
 * @throws SyntaxError
 */
export function parseJson(written: string): unknown {
  // A reviver is slow, and nearly no reply needs it.
  if (!/"(__proto__|constructor|prototype)"|\\u/.test(written)) return JSON.parse(written);
  return JSON.parse(written, (key, value) => (POLLUTING.has(key) ? undefined : value));
}

/** How deep an object of unknown fields is read. */
const MAX_DEPTH = 4;

/** An object whose fields nobody has documented: names and texts cleaned, what is nested too deep left out. */
export function cleanObject(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return clean(value, MAX_TEXT);
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((entry) => cleanObject(entry, depth + 1));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, entry]) => [clean(key, MAX_NAME), cleanObject(entry, depth + 1)]),
  );
}

const MAX_NAME = 100;

/** A link; anything but http and https is no link. */
export function url(value: unknown): string | undefined {
  const written = text(value);
  return written !== undefined && /^https?:\/\//i.test(written) && URL.canParse(written)
    ? written
    : undefined;
}

/** An id as text; a number only while it still has all its digits. */
export function id(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
  return text(value);
}

/** Nothing on this wire is larger; sums of what is below stay exact. */
const MAX_NUMBER = 1e15;

/** A number of a sane size, also when it came as text. */
export function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Math.abs(parsed) <= MAX_NUMBER ? parsed : undefined;
}

/** A counter: a whole number from 0 (upstream-api.md 5). */
export function count(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed !== undefined && Number.isSafeInteger(parsed) && parsed >= 0 ? parsed : undefined;
}

/** A rate (`"0.0395"` is 3.95 %), a score or a duration: a number from 0. */
export function measure(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed !== undefined && parsed >= 0 ? parsed : undefined;
}

/** Unix seconds between 1970 and 9999; 0 means "none" on this wire. */
export function unixSeconds(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed !== undefined && parsed > 0 && parsed < 253_402_300_800 ? Math.floor(parsed) : undefined;
}

/** A yes or no. */
export const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** Seconds east of UTC, from −12:00 to +14:00. */
export function utcOffset(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed !== undefined && Number.isInteger(parsed) && parsed >= -43_200 && parsed <= 50_400
    ? parsed
    : undefined;
}
