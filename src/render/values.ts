import Big from 'big.js';
import { minorDigits, NO_CURRENCY } from '../metrics/money.ts';
import { cleanText } from '../untrusted-text.ts';

/** Digits in groups of three. Without Intl, whose first use loads megabytes and takes longer than the rest of a result. */
function decimals(value: number, atLeast: number, atMost: number): string {
  // In decimal, as it is written: toFixed would show the binary digits of a large amount.
  const [whole = '', fraction = ''] = new Big(Math.abs(value)).toFixed(atMost).split('.');
  const kept = fraction.replace(/0+$/, '').padEnd(atLeast, '0');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${grouped}${kept === '' ? '' : `.${kept}`}`;
}

/** A number with exactly so many decimals. */
const fixed = (value: number, digits: number): string => decimals(value, digits, digits);

/** `1,310.00`, with as many decimals as the currency has. */
export const money = (amount: number, currency: string | undefined): string =>
  fixed(amount, currency === undefined ? 2 : minorDigits(currency));

/** The code of a currency; ISO 4217 has XXX for none. */
export const currencyName = (code: string): string => (code === NO_CURRENCY ? 'currency not told' : code);

/** `28,104`; up to six decimals where there are any. */
export const grouped = (value: number): string => decimals(value, 0, 6);

/** `1 upstream call`, `12 upstream calls`. */
export const callsInWords = (calls: number): string =>
  `${grouped(calls)} upstream ${calls === 1 ? 'call' : 'calls'}`;

/** `3.95%` for 0.0395, `12%` for 0.12. */
export const percent = (fraction: number): string => `${Number((fraction * 100).toFixed(2))}%`;

/** `-40.8%` or `+2.9%`: a change. */
export const signedPercent = (fraction: number): string =>
  `${fraction < 0 ? '-' : '+'}${(Math.abs(fraction) * 100).toFixed(1)}%`;

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
    // Of links only that to the vendor's dashboard, where people get their key, stays one.
    .replace(/:\/\/(?!user\.tikhub\.io(?:$|[\s,;)"]|\.(?:\s|$)))/g, ':\\//')
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
