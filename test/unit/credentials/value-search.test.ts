import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MARK, Redactor, spellingsOf, withoutValues } from '../../../src/credentials/redactor.ts';
import { ValueSearch } from '../../../src/credentials/value-search.ts';
import { accountsOf } from '../../support/context.ts';

/** Few different letters, so that values overlap, repeat and contain one another; some need escapes or two code units. */
const letters = fc.constantFrom('a', 'b', '1', '/', '%', '"', '\\', 'ü', '私', '\u{1f600}', '\ud83d');
const someText = (minLength: number, maxLength: number) =>
  fc.array(letters, { minLength, maxLength }).map((parts) => parts.join(''));

/** Enough values that they are looked for in one pass, with texts that have some of them. */
const manyValues = fc.array(someText(6, 14), { minLength: 101, maxLength: 160 }).chain((values) =>
  fc.tuple(
    fc.constant(values),
    fc
      .array(fc.oneof(someText(0, 20), fc.constantFrom(...values)), { maxLength: 12 })
      .map((parts) => parts.join('')),
  ),
);

describe('a search for values', () => {
  test('finds those that the text contains, in their order', () => {
    fc.assert(
      fc.property(manyValues, ([values, text]) => {
        const search = new ValueSearch(new Set(values));
        expect(search.foundIn(text)).toEqual([...new Set(values)].filter((value) => text.includes(value)));
      }),
      { numRuns: 300 },
    );
  });

  test('finds a value at either end of a text, and nothing in one that is too short', () => {
    const values = Array.from({ length: 200 }, (_, index) => `secret-${index}-end`);
    const search = new ValueSearch(new Set(values));
    expect(search.foundIn('secret-7-end')).toEqual(['secret-7-end']);
    expect(search.foundIn('xsecret-8-endsecret-9-end')).toEqual(['secret-8-end', 'secret-9-end']);
    expect(search.foundIn('-end')).toEqual([]);
    expect(search.foundIn('')).toEqual([]);
  });
});

describe('a redactor of many accounts', () => {
  const cookieOf = (index: number): string =>
    `sessionid=se/ss"ion=${index}-8d41c0; msToken=tök%2Fen+${index}==; ttwid=1|${index}-90cafe`;
  const many = accountsOf(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}`, cookieOf(i)])));

  test('takes out every spelling of every secret, as one that looks for each of them does', () => {
    const redactor = new Redactor();
    redactor.follow(() => many);
    const secrets = [0, 7, 299].flatMap((index) => [
      cookieOf(index),
      `se/ss"ion=${index}-8d41c0`,
      `tök%2Fen+${index}==`,
      `1|${index}-90cafe`,
    ]);
    const spelled = secrets.flatMap((secret) => [...spellingsOf(secret)]);
    const ordered = [...spelled].sort((a, b) => b.length - a.length);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...spelled), fc.string()), { maxLength: 30 }),
        fc.constantFrom('', ' ', '","'),
        (parts, between) => {
          const text = parts.join(between);
          const clean = redactor.child().redact(text);
          for (const one of ordered) expect(clean).not.toContain(one);
          expect(clean).toBe(withoutValues(text, ordered));
        },
      ),
    );
    for (const one of spelled) expect(redactor.redact(`<${one}>`)).toBe(`<${MARK}>`);
  });
});
