import { clean } from '../wire.ts';

/**
 * Other people's words with everything that Markdown would act on escaped: markup, and the links that some renderers
 * make of bare addresses.
 */
export const plain = (text: string): string => (NOTHING_TO_ESCAPE.test(text) ? text : escapedFor(text));

/** Most names and all ids: worth a look of their own, because the rest takes many. */
const NOTHING_TO_ESCAPE = /^[\p{L}\p{N},'&$]+(?: [\p{L}\p{N},'&$]+)*$/u;

const escapedFor = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>|#~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/(:)(\/\/)/g, '$1\\$2')
    .replace(/\b(www)\./gi, '$1\\.')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');

/** An address that stays one, whatever a stranger has put into it. */
export const address = (url: string): string =>
  clean(url, WORDS).replace(
    /[\s`<>\\|*[\](){}!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

/** A stranger's words outside a table. */
export const words = (text: string): string => plain(clean(text, WORDS));

/** Longest text of anything that others wrote, outside a table; the structured content has it whole. */
const WORDS = 300;
