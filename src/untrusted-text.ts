import { isJsonObject } from './json.ts';

/** The longest text that a result keeps, in characters. */
const MAX_TEXT = 2000;
/** The longest field name that a result keeps. */
const MAX_NAME = 100;
/** How deep an object of undocumented fields is read. */
const MAX_DEPTH = 4;

/** ANSI sequences and control, bidirectional, zero-width and tag characters: invisible to a reader, and able to mislead. */
const INVISIBLE =
  /\p{Cc}\[[0-?]*[ -/]*[@-~]|\p{Cc}\][^\p{Cc}]*|\u034f|[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;

/** Text that others wrote, on one line and without invisible characters, cut to a number of characters. */
export function cleanText(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();
  const characters = line.length > max ? [...line] : [];
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : line;
}

/** A non-empty text, cleaned; undefined for anything else. */
export function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? cleanText(value, MAX_TEXT) || undefined : undefined;
}

/** An http or https address; undefined for anything else. */
export function readUrl(value: unknown): string | undefined {
  const text = readText(value);
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
}

/** An id as text; a number only while it still has all its digits. */
export function readId(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
  return readText(value);
}

/** An object whose fields are undocumented: names and texts cleaned, what is nested too deep left out. */
export function cleanObject(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value, MAX_TEXT);
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((entry) => cleanObject(entry, depth + 1));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, entry]) => [cleanText(key, MAX_NAME), cleanObject(entry, depth + 1)]),
  );
}
