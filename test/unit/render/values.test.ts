import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counted, escapeMarkdown, grouped, money, moreInContent } from '../../../src/render/values.ts';

/** The writer that ours stands in for; it would load megabytes with its first use. */
const intl = (value: number, atLeast: number, atMost: number): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: atLeast, maximumFractionDigits: atMost }).format(
    value,
  );

test('a count has its thing in the singular for one alone', () => {
  expect([0, 1, 1200].map((count) => counted(count, 'video'))).toEqual([
    '0 videos',
    '1 video',
    '1,200 videos',
  ]);
  expect([-2, 0, 1, 2].map((count) => moreInContent(count, 'pair'))).toEqual([
    '',
    '',
    '\n(1 more pair is in the structured content of the tool.)',
    '\n(2 more pairs are in the structured content of the tool.)',
  ]);
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-28104, '-28,104'],
    [1234567.5, '1,234,567.5'],
    [0.000001, '0.000001'],
  ])('%d is %s', (value, written) => {
    expect(grouped(value)).toBe(written);
  });

  test('are written as Intl writes them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: 0, max: 6 }), (digits, places) => {
        const value = digits / 10 ** places;
        expect(grouped(value)).toBe(intl(value, 0, 6));
      }),
    );
  });
});

describe('money', () => {
  test.each([
    [1310, 'USD', '1,310.00'],
    [1310, undefined, '1,310.00'],
    [-0.5, 'USD', '-0.50'],
    [1234567, 'IDR', '1,234,567'],
    [12.3456, 'KWD', '12.346'],
  ])('%d %s is %s', (amount, currency, written) => {
    expect(money(amount, currency)).toBe(written);
  });

  test('is written as Intl writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e13, max: 1e13 }), (cents) => {
        expect(money(cents / 100, 'USD')).toBe(intl(cents / 100, 2, 2));
      }),
    );
  });
});

describe('addresses', () => {
  test.each([
    'copy it from https://user.tikhub.io.',
    'https://user.tikhub.io, then restart',
    'https://user.tikhub.io',
  ])('of the dashboard stay links: %s', (text) => {
    expect(escapeMarkdown(text)).toContain('https://user.tikhub.io');
  });

  test.each([
    'https://user.tikhub.io.evil.example',
    'https://user.tikhub.io@evil.example',
    'https://user.tikhub.io:80@evil.example',
    'https://user.tikhub.io-evil.example',
    'https://user.tikhub.io/../x',
    'https://evil.example',
  ])('of others are text: %s', (text) => {
    expect(escapeMarkdown(`see ${text}`)).not.toContain('://');
  });
});
