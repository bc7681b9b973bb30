import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newToken, tokenHash, tokenMeant } from '../../../src/config/tokens-file.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const kept = (token: string, expires?: string) => ({
  name: 'team',
  hash: tokenHash(token),
  accounts: ['acme'],
  created: '2026-11-01T00:00:00Z',
  ...(expires === undefined ? {} : { expires }),
});

test('a token is found wherever it stands, and nothing else is, whatever its length', () => {
  const tokens = Array.from({ length: 5 }, newToken);
  const file = tokens.map((token) => kept(token));
  for (const [index, token] of tokens.entries()) expect(tokenMeant(file, token, NOW)).toBe(file[index]);
  // Digests of one length are compared: neither length nor beginning of what is presented can tell anything.
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.nat(4), fc.nat(50), (text, index, cut) => {
      const near = (tokens[index] ?? '').slice(0, cut);
      for (const presented of [text, near, `${near}${text}`, file[index]?.hash ?? ''])
        if (!tokens.includes(presented)) expect(tokenMeant(file, presented, NOW)).toBeUndefined();
    }),
  );
  expect(tokenMeant(file, 'x'.repeat(1_000_000), NOW)).toBeUndefined();
});

test('a token is over at the moment at which it ends', () => {
  const token = newToken();
  expect(tokenMeant([kept(token, '2026-11-27T12:00:00.001Z')], token, NOW)).toBeDefined();
  expect(tokenMeant([kept(token, '2026-11-27T12:00:00.000Z')], token, NOW)).toBeUndefined();
});
