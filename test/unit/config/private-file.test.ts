import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { privateReader } from '../../../src/config/private-file.ts';
import { chooseAccount } from '../../../src/credentials/account.ts';
import { accountsOf, problemsOf } from '../../support/configure.ts';
import { NOW } from '../../support/cookie-exports.ts';
import { cookieOf, folder } from '../../support/temporary-folder.ts';

describe.skipIf(process.platform === 'win32')('files that others can open are refused', () => {
  const openTo = (path: string): RegExp =>
    new RegExp(
      `names a file that is open to other users of this machine\\. Run chmod 600 ${path} to close it\\.$`,
    );

  test.each([0o640, 0o604, 0o644, 0o660, 0o666, 0o620, 0o777])('mode %o', async (mode) => {
    const { write } = folder();
    const cookie = write('cookie.txt', cookieOf('a'));
    const accounts = write('accounts.json', { accounts: { a: { cookie_file: 'cookie.txt' } } });
    expect(await problemsOf({ TIKTOK_COOKIE_FILE: cookie })).toEqual([]);
    expect(await problemsOf({ TIKTOK_ACCOUNTS_FILE: accounts })).toEqual([]);
    chmodSync(cookie, mode);
    expect(await problemsOf({ TIKTOK_COOKIE_FILE: cookie })).toEqual([expect.stringMatching(openTo(cookie))]);
    expect(await problemsOf({ TIKTOK_ACCOUNTS_FILE: accounts })).toEqual([
      expect.stringMatching(/^TIKTOK_ACCOUNTS_FILE: account "a": cookie_file names a file that is open/),
    ]);
    chmodSync(accounts, mode);
    expect(await problemsOf({ TIKTOK_ACCOUNTS_FILE: accounts })).toEqual([
      expect.stringMatching(openTo(accounts)),
    ]);
  });

  test.each([0o600, 0o400, 0o700])('but not mode %o', async (mode) => {
    const { write } = folder();
    expect(await problemsOf({ TIKTOK_COOKIE_FILE: write('cookie.txt', cookieOf('a'), mode) })).toEqual([]);
  });

  test('whatever link leads there, with a command that a shell takes', async () => {
    const { write, at } = folder();
    const target = write("it's open.txt", cookieOf('a'), 0o644);
    symlinkSync(target, at('link'));
    expect(await problemsOf({ TIKTOK_COOKIE_FILE: at('link') })).toEqual([
      expect.stringMatching(openTo(at('link'))),
    ]);
    const [problem = ''] = await problemsOf({ TIKTOK_COOKIE_FILE: target });
    expect(problem).toContain(`Run chmod 600 '${target.replace("'", "'\\''")}' to close it.`);
  });

  test('but not where there are no modes', async () => {
    const file = folder().write('cookie.txt', cookieOf('a'), 0o644);
    expect(await problemsOf({ TIKTOK_COOKIE_FILE: file }, privateReader(false))).toEqual([]);
  });
});

describe('what is in a file', () => {
  const bytesOf = (encoding: BufferEncoding, mark: string): Buffer =>
    Buffer.from(`${mark}${cookieOf('a')}\r\n`, encoding);
  const bigEndian = bytesOf('utf16le', '\ufeff').swap16();

  test.each([
    ['UTF-8', bytesOf('utf8', '')],
    ['UTF-8 with a byte order mark', bytesOf('utf8', '\ufeff')],
    ['UTF-16 as PowerShell writes it', bytesOf('utf16le', '\ufeff')],
    ['UTF-16, big endian', bigEndian],
  ])('may be text in %s', async (_what, bytes) => {
    const { at } = folder();
    writeFileSync(at('cookie.txt'), bytes, { mode: 0o600 });
    const accounts = await accountsOf({ TIKTOK_COOKIE_FILE: at('cookie.txt') });
    expect(chooseAccount(accounts, {}, NOW).cookie.header).toBe(cookieOf('a'));
  });

  test('may be an accounts file in UTF-16', async () => {
    const { at } = folder();
    const text = `\ufeff${JSON.stringify({ accounts: { a: { cookie: cookieOf('a') } } })}`;
    writeFileSync(at('accounts.json'), Buffer.from(text, 'utf16le'), { mode: 0o600 });
    expect([...(await accountsOf({ TIKTOK_ACCOUNTS_FILE: at('accounts.json') })).byName.keys()]).toEqual([
      'a',
    ]);
  });

  test.each([
    ['a binary file, not a text file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xd8])],
    ['a binary file, not a text file', Buffer.from('sessionid\0=abc')],
    ["a browser's database, not a text file", Buffer.from('SQLite format 3\0\u0010\0')],
    ['a file that is neither UTF-8 nor UTF-16', Buffer.from('sessionid=caf\xe9', 'latin1')],
  ])('is named when it is %s', async (kind, bytes) => {
    const { at } = folder();
    writeFileSync(at('cookie'), bytes, { mode: 0o600 });
    expect(await problemsOf({ TIKTOK_COOKIE_FILE: at('cookie') })).toEqual([
      `TIKTOK_COOKIE_FILE names ${kind}: ${at('cookie')}.`,
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('what is no regular file is refused at once', () => {
  const refusal = (path: string): Promise<readonly string[]> => problemsOf({ TIKTOK_COOKIE_FILE: path });

  test('a directory, without the advice to change its mode', async () => {
    const { path } = folder();
    chmodSync(path, 0o755);
    expect(await refusal(path)).toEqual([`TIKTOK_COOKIE_FILE names a directory, not a file: ${path}.`]);
  });

  test('a named pipe that nobody writes to, also behind a link', async () => {
    const { at } = folder();
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync(at('pipe'), at('link'));
    expect(await refusal(at('pipe'))).toEqual([
      `TIKTOK_COOKIE_FILE names a named pipe, not a file: ${at('pipe')}.`,
    ]);
    expect(await refusal(at('link'))).toEqual([
      `TIKTOK_COOKIE_FILE names a named pipe, not a file: ${at('link')}.`,
    ]);
  });

  test('a socket', async () => {
    const { at } = folder();
    const server = createServer().listen(at('socket'));
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    expect(await refusal(at('socket'))).toEqual([
      `TIKTOK_COOKIE_FILE names a socket, not a file: ${at('socket')}.`,
    ]);
  });

  test('a device', async () => {
    expect(await refusal('/dev/zero')).toEqual(['TIKTOK_COOKIE_FILE names a device, not a file: /dev/zero.']);
  });

  test('a file that is far too large for cookies', async () => {
    const { write } = folder();
    const file = write('large.txt', '');
    truncateSync(file, 17 * 1024 * 1024);
    expect(await refusal(file)).toEqual([
      `TIKTOK_COOKIE_FILE names a file that is too large to hold cookies: ${file}.`,
    ]);
  });
});
