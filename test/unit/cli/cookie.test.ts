import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { saveCookie } from '../../../src/cli/cookie.ts';
import { expectNoValue, paper } from '../../support/accounts-document.ts';
import {
  cookieEditor,
  cookieQuickManager,
  EARLIER,
  editThisCookie,
  HEADER,
  NOW,
  PAIRS,
} from '../../support/cookie-exports.ts';
import { folder } from '../../support/temporary-folder.ts';

const isPosix = process.platform !== 'win32';

describe('cookie', () => {
  test('writes the header for its owner only, and tells everything but the values', async () => {
    const { at } = folder();
    const { written, terminal } = paper();
    const options = { out: at('cookie.txt'), force: false, now: NOW };
    expect(await saveCookie(cookieEditor(), options, terminal)).toBe(true);
    expect(readFileSync(at('cookie.txt'), 'utf8')).toBe(`${HEADER}\n`);
    if (isPosix) expect(statSync(at('cookie.txt')).mode & 0o777).toBe(0o600);
    expect(written).toEqual({
      err: '',
      out: [
        `Read as JSON; 7 cookies: ${Object.keys(PAIRS).join(', ')}.`,
        'Left out because they belong to other sites: 1.',
        `Written to ${at('cookie.txt')}. Use it as TIKTOK_COOKIE_FILE, or as an account's cookie_file.`,
        '',
      ].join('\n'),
    });
  });

  test('replaces a file only with --force, and leaves nothing of it, not even its mode', async () => {
    const { at, write, path } = folder();
    write('cookie.txt', 'precious', 0o644);
    const { written, terminal } = paper();
    const options = { out: at('cookie.txt'), now: NOW };
    expect(await saveCookie(HEADER, { ...options, force: false }, terminal)).toBe(false);
    expect(written).toEqual({
      out: '',
      err: `${at('cookie.txt')} already exists. Use --force to replace it, or --out for another file.\n`,
    });
    expect(readFileSync(at('cookie.txt'), 'utf8')).toBe('precious');

    expect(await saveCookie(HEADER, { ...options, force: true }, terminal)).toBe(true);
    expect(readFileSync(at('cookie.txt'), 'utf8')).toBe(`${HEADER}\n`);
    if (isPosix) expect(statSync(at('cookie.txt')).mode & 0o777).toBe(0o600);
    expect(readdirSync(path)).toEqual(['cookie.txt']);
    expectNoValue(written.out + written.err);
  });

  test.each([
    ['Your_Cookie_String', 'The text holds a placeholder, not a cookie.'],
    [`msToken=${PAIRS.msToken}`, 'The text lacks sessionid.'],
    [cookieQuickManager(EARLIER), 'The text has expired: sessionid (2025-10-09).'],
    [editThisCookie().slice(0, 200), 'The text holds JSON that breaks off or has a mistake.'],
  ])('writes nothing from %j', async (text, says) => {
    const { at } = folder();
    const { written, terminal } = paper();
    expect(await saveCookie(text, { out: at('x.txt'), force: true, now: NOW }, terminal)).toBe(false);
    expect(written.out).toBe('');
    expect(written.err).toContain(says);
    expect(written.err).toContain('Nothing was written.');
    expectNoValue(written.err);
    expect(existsSync(at('x.txt'))).toBe(false);
  });

  test('says what is missing but wanted, what has expired, and where it could not write', async () => {
    const { at } = folder();
    const rows = JSON.parse(editThisCookie()).filter(
      ({ name }: { name: string }) => name !== 'tt-target-idc',
    );
    const old = { ...rows[5], name: 'old_one', expirationDate: EARLIER };
    const { written, terminal } = paper();
    const text = JSON.stringify([...rows.slice(0, 6), old]);
    expect(await saveCookie(text, { out: at('x.txt'), force: false, now: NOW }, terminal)).toBe(true);
    expect(written.out).toContain('Missing; calls are more reliable with: tt-target-idc.\n');
    expect(written.out).toContain('Left out as expired: old_one (2025-10-09).\n');
    expect(await saveCookie(text, { out: at('no/x.txt'), force: false, now: NOW }, terminal)).toBe(false);
    expect(written.err).toBe(`${at('no/x.txt')} cannot be written (ENOENT).\n`);
  });

  test('shows no piece of a damaged paste as a name', async () => {
    const { at } = folder();
    const { written, terminal } = paper();
    const text = `${HEADER}; ${'q7'.repeat(30)}==; 9tail=x`;
    expect(await saveCookie(text, { out: at('x.txt'), force: false, now: NOW }, terminal)).toBe(true);
    expect(written.out).not.toMatch(/q7q7|9tail/);
  });
});
