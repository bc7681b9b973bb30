import { isJsonObject } from './json.ts';

/** The longest text that a result keeps, in characters. */
const MAX_TEXT = 2000;
/** The longest field name that a result keeps. */
const MAX_NAME = 100;
/** How deep an object of undocumented fields is read. */
const MAX_TEXT_DEPTH = 4;

/** Scripts whose letters change their form beside a joiner. */
const JOINING =
  '[\\p{scx=Arab}\\p{scx=Syrc}\\p{scx=Nkoo}\\p{scx=Mong}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Guru}\\p{scx=Gujr}\\p{scx=Orya}\\p{scx=Taml}\\p{scx=Telu}\\p{scx=Knda}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Khmr}\\p{scx=Mymr}]';
const LETTER = '[\\p{L}\\p{M}]';

/**
 * Invisible characters that belong to a visible one: without them it would be a different one, or several. The pattern
 * has the character before its lookbehind, so that most positions are skipped at once.
 */
const MEANT = [
  // The flag of a region, England for example: its code in tag characters after a black flag.
  '\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f}',
  // Several emoji that are one: a family, a profession.
  '\\u200d(?<=(?:\\p{Extended_Pictographic}\\ufe0f?|\\p{Emoji_Modifier})\\u200d)(?=\\p{Extended_Pictographic})',
  // Joiners inside a word.
  `[\\u200c\\u200d](?<=${JOINING}.)(?<=${LETTER}.)(?=${JOINING})(?=${LETTER})`,
  // The coloured or the plain form of an emoji, and the form of an ideograph or a Mongolian letter.
  '[\\ufe0e\\ufe0f](?<=\\p{Emoji}.)',
  '[\\u{e0100}-\\u{e01ef}](?<=\\p{Script=Han}.)',
  '[\\u180b-\\u180d\\u180f](?<=\\p{Script=Mongolian}.)',
].join('|');

/** ANSI sequences, and invisible characters that can mislead: control, bidirectional, zero-width, tags. */
const INVISIBLE =
  '\\p{Cc}\\[[0-?]*[ -/]*[@-~]|\\p{Cc}\\][^\\p{Cc}]*|[\\p{Default_Ignorable_Code_Point}\\p{Cc}\\p{Cs}\\u2800\\ufff9-\\ufffb]';

/** Made with the first text that needs it: its sets of characters take longer than the settings at a start. */
let meantOrInvisible: RegExp | undefined;

/** Texts that are as they should be: they begin and end with a visible character, and have one space between words. */
const PLAIN_LINE = /^[!-~]+(?: [!-~]+)*$/;

/** Untrusted text on one line, in NFC and without invisible characters, cut to a number of characters. */
export function cleanText(text: string, max: number): string {
  const line = visible(text);
  const characters = line.length > max ? [...line] : [];
  // The rest of a sequence that was cut has no meaning.
  return characters.length > max ? `${visible(characters.slice(0, max - 1).join(''))}…` : line;
}

function visible(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  meantOrInvisible ??= new RegExp(`(${MEANT})|${INVISIBLE}`, 'gu');
  return text
    .replace(/\s+/g, ' ')
    .replace(meantOrInvisible, (_, meant: string | undefined) => meant ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
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
  if (depth > MAX_TEXT_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((entry) => cleanObject(entry, depth + 1));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, entry]) => [cleanText(key, MAX_NAME), cleanObject(entry, depth + 1)]),
  );
}
