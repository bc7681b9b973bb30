import Big from 'big.js';
import { minorDigits, NO_CURRENCY } from '../metrics/money.ts';
import { cleanText } from '../untrusted-text.ts';

/**
 * Digits in groups of three. Without Intl, whose first use loads megabytes and takes longer than the rest of a result.
 */
function decimals(value: number, atLeast: number, atMost: number): string {
  // In decimal: Number's own toFixed would show the binary digits of a large amount.
  const digits = Number.isSafeInteger(value)
    ? String(Math.abs(value))
    : new Big(Math.abs(value)).toFixed(atMost);
  const [whole = '', fraction = ''] = digits.split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(atLeast, '0');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${grouped}${kept === '' ? '' : `.${kept}`}`;
}

/** A number with exactly this many decimals. */
const fixed = (value: number, digits: number): string => decimals(value, digits, digits);

/** `1,310.00`, with as many decimals as the currency has. */
export const money = (amount: number, currency: string | undefined): string =>
  fixed(amount, currency === undefined ? 2 : minorDigits(currency));

/** The code of a currency; ISO 4217 has XXX for none. */
export const currencyName = (code: string): string => (code === NO_CURRENCY ? 'unknown currency' : code);

/** `28,104`; up to six decimals where there are any. */
export const grouped = (value: number): string => decimals(value, 0, 6);

/** `1 video`, `1,200 videos`: a count of a thing whose plural has an s. */
export const counted = (count: number, thing: string): string =>
  `${grouped(count)} ${thing}${count === 1 ? '' : 's'}`;

/** What a text leaves out, on a line of its own below the rest; nothing where it leaves out none. */
export const moreInContent = (count: number, thing: string): string =>
  count > 0
    ? `\n(${counted(count, `more ${thing}`)} ${count === 1 ? 'is' : 'are'} in the structured content of the tool.)`
    : '';

/** `1 upstream call`, `12 upstream calls`. */
export const callsInWords = (calls: number): string => counted(calls, 'upstream call');

/** `3.95%` for 0.0395, `12%` for 0.12. */
export const percent = (fraction: number): string => `${Number((fraction * 100).toFixed(2))}%`;

/** `-40.8%` or `+2.9%`: a change. */
export const signedPercent = (fraction: number): string =>
  `${fraction < 0 ? '-' : '+'}${(Math.abs(fraction) * 100).toFixed(1)}%`;

/**
 * Untrusted text with everything escaped that Markdown would interpret: markup, and bare addresses that some renderers
 * turn into links.
 */
export const escapeMarkdown = (text: string): string => (PLAIN_TEXT.test(text) ? text : escapeSpecials(text));

/** Most names and all ids need no cleaning or escaping; one test finds that out, the full treatment takes many. */
const PLAIN_TEXT = /^(?!-|\d+[.)]|.*\bwww\.)[a-z\d,'&$.?!%"()/-]+(?: [a-z\d,'&$.?!%"()/-]+)*$/i;

const escapeSpecials = (text: string): string =>
  text
    // We use it between facts.
    .replaceAll('·', '‧')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>|#~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    // The only link that stays one is to the vendor's dashboard, where people get their key.
    .replace(/:\/\/(?!user\.tikhub\.io(?:$|[\s,;)"]|\.(?:\s|$)))/g, ':\\//')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');

/** An address that stays a link, with untrusted characters in it encoded. */
export const address = (url: string): string =>
  cleanText(url, MAX_WORDS).replace(
    /[\s`<>\\|*[\](){}!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** Untrusted text, cut to a number of characters before escaping. */
export const escapeText = (text: string, max: number): string =>
  text.length <= max && PLAIN_TEXT.test(text) ? text : escapeMarkdown(cleanText(text, max));

/** Untrusted text outside a table. */
export const escapeWords = (text: string): string => escapeText(text, MAX_WORDS);

/** Untrusted text in quotes that it cannot close. */
export const quoteText = (text: string): string => `"${escapeWords(text).replaceAll('"', "'")}"`;

/** The longest untrusted text outside a table; what people must read to act is not longer. */
const MAX_WORDS = 600;
