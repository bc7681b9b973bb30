import { chmodSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { privateReader } from '../../../src/config/private-file.ts';
import { problemsOf } from '../../support/configure.ts';
import { cookieOf, folder } from '../../support/temporary-folder.ts';

describe.skipIf(process.platform === 'win32')('files that others can open are refused', () => {
  const openTo = (path: string): RegExp =>
    new RegExp(`is open to other users of this machine\\. Run chmod 600 ${path} to close it\\.$`);

  test.each([0o640, 0o604, 0o644, 0o660, 0o666, 0o620, 0o777])('mode %o', (mode) => {
    const { write } = folder();
    const cookie = write('cookie.txt', cookieOf('a'));
    const accounts = write('accounts.json', { accounts: { a: { cookie_file: 'cookie.txt' } } });
    expect(problemsOf({ TIKTOK_COOKIE_FILE: cookie })).toEqual([]);
    expect(problemsOf({ TIKTOK_ACCOUNTS_FILE: accounts })).toEqual([]);
    chmodSync(cookie, mode);
    expect(problemsOf({ TIKTOK_COOKIE_FILE: cookie })).toEqual([expect.stringMatching(openTo(cookie))]);
    expect(problemsOf({ TIKTOK_ACCOUNTS_FILE: accounts })).toEqual([
      expect.stringMatching(/^TIKTOK_ACCOUNTS_FILE: account "a": cookie_file is open/),
    ]);
    chmodSync(accounts, mode);
    expect(problemsOf({ TIKTOK_ACCOUNTS_FILE: accounts })).toEqual([expect.stringMatching(openTo(accounts))]);
  });

  test.each([0o600, 0o400, 0o700])('but not mode %o', (mode) => {
    const { write } = folder();
    expect(problemsOf({ TIKTOK_COOKIE_FILE: write('cookie.txt', cookieOf('a'), mode) })).toEqual([]);
  });

  test('whatever link leads there, with a command that a shell takes', () => {
    const { write, at } = folder();
    const target = write("it's open.txt", cookieOf('a'), 0o644);
    symlinkSync(target, at('link'));
    expect(problemsOf({ TIKTOK_COOKIE_FILE: at('link') })).toEqual([
      expect.stringMatching(openTo(at('link'))),
    ]);
    const [problem = ''] = problemsOf({ TIKTOK_COOKIE_FILE: target });
    expect(problem).toContain(`Run chmod 600 '${target.replace("'", "'\\''")}' to close it.`);
  });

  test('but not where there are no modes', () => {
    const file = folder().write('cookie.txt', cookieOf('a'), 0o644);
    expect(problemsOf({ TIKTOK_COOKIE_FILE: file }, privateReader(false))).toEqual([]);
  });
});
