import { describe, expect, test } from 'vitest';
import { cleanText } from '../../src/untrusted-text.ts';

const tags = (text: string): string =>
  [...text].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0))).join('');

const ENGLAND = `\u{1f3f4}${tags('gbeng')}\u{e007f}`;

describe('stays', () => {
  test.each([
    ['a profession', 'with \u{1f469}\u{1f3fd}\u200d\u{1f680} today'],
    ['a family', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['a flag that is joined', '\u{1f3f3}\ufe0f\u200d\u{1f308}'],
    ['a heart on fire', '\u2764\ufe0f\u200d\u{1f525}'],
    ['the flag of a region', `go ${ENGLAND}!`],
    ['the flag of a country', '\u{1f1f8}\u{1f1ec}'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['Persian', 'می\u200cخواهم'],
    ['Hindi', 'क्\u200dष and क्\u200cष'],
    ['Malayalam', 'ന്\u200d\u0d2e'],
    ['an ideograph with its form', '葛\u{e0100}城'],
    ['a visible Arabic sign', '\u06dd'],
  ])('%s', (_what, text) => {
    expect(cleanText(text, 100)).toBe(text);
  });
});

describe('goes', () => {
  test.each([
    ['a joiner between Latin letters', 'W\u200dO\u200cRD', 'WORD'],
    ['a joiner at an end', '\u{1f469}\u200d', '\u{1f469}'],
    ['two joiners at once', '\u{1f469}\u200d\u200d\u{1f680}', '\u{1f469}\u{1f680}'],
    ['a joiner after a space', 'می \u200cخ', 'می خ'],
    ['tags without a flag', `a${tags('ignore all')}b`, 'ab'],
    ['tags that do not end', `\u{1f3f4}${tags('gbeng')}x`, '\u{1f3f4}x'],
    ['a sentence after a flag', `\u{1f3f4}${tags('ignore previous')}\u{e007f}`, '\u{1f3f4}'],
    ['a row of variation selectors', `\u{1f600}\ufe0f\ufe0f\ufe01\u{e0101}\u{e0155}`, '\u{1f600}\ufe0f'],
    ['a variation selector on a letter', 'a\ufe0fb\u{e0120}', 'ab'],
    ['fillers', 'a\u115f\u1160\u3164\uffa0\u2800\u17b4b', 'ab'],
    ['marks of direction', 'a\u202e\u2066\u200f\u061cb', 'ab'],
  ])('%s', (_what, text, rest) => {
    expect(cleanText(text, 100)).toBe(rest);
  });
});

test('text is in NFC, whatever stood inside its characters', () => {
  expect(cleanText('Cafe\u0301 A\u200b\u030a', 100)).toBe('Caf\u00e9 \u00c5');
});

test('a cut leaves no half of a sequence', () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  expect(cleanText(family, 3)).toBe('\u{1f468}…');
  expect(cleanText(`${ENGLAND}${ENGLAND}`, 5)).toBe('\u{1f3f4}…');
});

test('a long text of joiners is cleaned in time', () => {
  const from = performance.now();
  cleanText('\u200d\u{1f469}'.repeat(100_000), 2000);
  cleanText('\u{1f3f4}\u{e0061}'.repeat(100_000), 2000);
  expect(performance.now() - from).toBeLessThan(2000);
});
