import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../src/credentials/redactor.ts';
import { cleanReply, removeLinks } from '../../../src/tikhub/clean-reply.ts';

const LINK = 'https://cache.vendor.invalid/api/v1/cache/public/c0ffee?sign=0badc0de99';
const MARK = '[redacted]';

describe('a link that opens a reply to anyone', () => {
  const cases: readonly { readonly name: string; readonly value: unknown; readonly clean: unknown }[] = [
    { name: 'in its field', value: { cache_url: LINK }, clean: { cache_url: MARK } },
    { name: 'of another form', value: { cache_url: '/x?sign=1' }, clean: { cache_url: MARK } },
    {
      name: 'in its field in other spellings',
      value: { cacheUrl: LINK, CACHE_URL: 'x' },
      clean: { cacheUrl: MARK, CACHE_URL: MARK },
    },
    { name: 'in a list', value: { cache_url: ['/x', LINK] }, clean: { cache_url: MARK } },
    {
      name: 'in an object',
      value: { cache_urls: { day: '/x' }, 'cache-link': '/y' },
      clean: { cache_urls: MARK, 'cache-link': MARK },
    },
    { name: 'under another name', value: { said: [{ url: LINK }] }, clean: { said: [{ url: MARK }] } },
    { name: 'in a sentence', value: `Open ${LINK}, or not.`, clean: `Open ${MARK} or not.` },
    { name: 'with escaped slashes', value: LINK.replaceAll('/', '\\/'), clean: MARK },
    {
      name: 'in JSON in a text',
      value: { x: JSON.stringify({ cache_url: LINK, y: 1 }) },
      clean: { x: JSON.stringify({ cache_url: MARK, y: 1 }) },
    },
    {
      name: 'in JSON in a text in JSON in a text',
      value: JSON.stringify({ x: JSON.stringify([{ cache_url: LINK }]) }),
      clean: JSON.stringify({ x: JSON.stringify([{ cache_url: MARK }]) }),
    },
    {
      name: 'spelled with escapes in JSON in a text',
      value: '{"cache_\\u0075rl":"\\u0068ttps://x.invalid/1"}',
      clean: `{"cache_url":"${MARK}"}`,
    },
    {
      name: 'of a cache host with a signature',
      value: 'https://cache7.vendor.invalid/c?day=1&sign=abcdef',
      clean: MARK,
    },
  ];

  test.each(cases)('$name is removed', ({ value, clean }) => {
    expect(removeLinks(value)).toEqual(clean);
  });

  test.each([
    { url: 'https://cdn.example/cache/images/1.jpg?x-signature=abc' },
    { cache_url: '' },
    { cache_url: null },
    { cache_message: 'kept for 24 h' },
    '[not JSON',
    'https://www.tiktok.com/@someone',
    [1, null, true],
  ])('%j is none, and stays the same value', (value) => {
    expect(removeLinks(value)).toBe(value);
  });

  test('a value that is nested without end ends the search', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}"${LINK}"${']'.repeat(5000)}`);
    expect(() => removeLinks(deep)).not.toThrow();
  });
});

test('a reply is cleaned of what is known, without damage to its JSON', () => {
  const redactor = new Redactor();
  redactor.add('7734501928374650');
  redactor.add('"quoted-value"');
  redactor.add('secret-0a1b2c');
  const reply = JSON.stringify({ id: 7734501928374650, said: 'secret-0a1b2c', cache_url: LINK, again: LINK });
  const clean = cleanReply(reply, redactor.child()).text;
  expect(JSON.parse(clean)).toEqual({ id: 7734501928374650, said: MARK, cache_url: MARK, again: MARK });
});

describe('a link that looks like that of the reply', () => {
  const link = 'https://files.vendor.invalid/open/replies/c0ffee-1?t=0badc0de99';
  const alike = 'https://files.vendor.invalid/open/replies/c0ffee-2';
  const picture = 'https://files.vendor.invalid/pictures/1.jpg';

  test.each<[string, object]>([
    ['beside it', { cache_url: link }],
    ['in a list', { cache_url: [link] }],
    ['in an object', { cache_url: { href: link, hours: 24 } }],
    ['in another spelling', { cacheUrl: link }],
    ['in JSON in a text', { said: JSON.stringify({ cache_url: link }) }],
    [
      'in JSON in a text in JSON in a text',
      { said: JSON.stringify({ x: JSON.stringify({ cache_url: link }) }) },
    ],
  ])('is taken out of any field: %s', (_what, with_link) => {
    const body = { ...with_link, next: alike, said_too: JSON.stringify({ next: alike, picture }), picture };
    for (const written of [JSON.stringify(body), JSON.stringify(body).replaceAll('/', '\\/')]) {
      const clean = cleanReply(written, new Redactor()).text;
      expect(clean).not.toMatch(/c0ffee|0badc0de/);
      expect(JSON.parse(clean)).toMatchObject({ next: MARK, picture });
      expect(JSON.parse(JSON.parse(clean).said_too)).toEqual({ next: MARK, picture });
    }
  });
});
