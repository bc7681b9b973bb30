import { cleanText } from '../untrusted-text.ts';

/**
 * Other people's words with everything that Markdown would act on escaped: markup, and the links that some renderers
 * make of bare addresses.
 */
export const escapeMarkdown = (text: string): string => (HARMLESS.test(text) ? text : escapedFor(text));

/** Most names and all ids have nothing to clean or to escape, and one look tells; the rest takes many. */
const HARMLESS = /^(?!-|\d+[.)]|.*\bwww\.)[a-z\d,'&$.?!%"()/-]+(?: [a-z\d,'&$.?!%"()/-]+)*$/i;

const escapedFor = (text: string): string =>
  text
    // Ours stands between facts.
    .replaceAll('·', '‧')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>|#~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/(:)(\/\/)/g, '$1\\$2')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');

/** An address that stays one, whatever a stranger has put into it. */
export const address = (url: string): string =>
  cleanText(url, WORDS).replace(
    /[\s`<>\\|*[\](){}!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** A stranger's words, in at most so many characters before they are escaped. */
export const escapeText = (text: string, max: number): string =>
  text.length <= max && HARMLESS.test(text) ? text : escapeMarkdown(cleanText(text, max));

/** A stranger's words outside a table. */
export const escapeWords = (text: string): string => escapeText(text, WORDS);

/** A stranger's words in quotes that they cannot end. */
export const quoteText = (text: string): string => `"${escapeWords(text).replaceAll('"', "'")}"`;

/** Longest text of anything that others wrote, outside a table: what people must read to act is not longer. */
const WORDS = 600;
