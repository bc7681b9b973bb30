import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { expectNoValue } from '../support/accounts-document.ts';
import { buildServer } from '../support/built-server.ts';
import { startHost } from '../support/stdio-host.ts';
import { cookieOf, folder } from '../support/temporary-folder.ts';

const TIMEOUT = 60_000;

let built: Awaited<ReturnType<typeof buildServer>>;
beforeAll(async () => {
  built = await buildServer();
}, TIMEOUT);

async function start(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const host = startHost({
    command: process.execPath,
    args: [built.main, ...args],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  await host.connected;
  return host;
}

/** A key, a cookie and an address that work. */
async function working() {
  const sandbox = await startSandbox({ now: () => new Date() });
  onTestFinished(() => sandbox.close());
  const cookie = sandbox.accounts.get('us')?.cookie ?? '';
  return { TIKHUB_BASE_URL: sandbox.url, TIKHUB_API_KEY: sandbox.apiKey, cookie };
}

/** The built files that are loaded with one, by name. */
function loadedWith(name: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const code = readFileSync(join(dirname(built.main), name), 'utf8');
  for (const [, other = ''] of code.matchAll(/(?:\bfrom|\bimport)"\.\/([^"]+)"/g)) loadedWith(other, seen);
  return seen;
}

describe('the built server', () => {
  const named = (start: string): string =>
    readdirSync(dirname(built.main)).find((file) => file.startsWith(start)) ?? '';

  test('starts from a few files, and loads no report for the first list', () => {
    const app = [...loadedWith(named('app-'))];
    expect(app.length).toBeLessThanOrEqual(5);
    expect(app.map((file) => statSync(join(dirname(built.main), file)).size)).toContainEqual(
      expect.toSatisfy((size: number) => size > 200_000),
    );
    const list = loadedWith(named('endpoint-tools-'));
    const reports = loadedWith(named('report-tools-'));
    const bytesOf = (files: Iterable<string>): number =>
      [...files].reduce((sum, file) => sum + statSync(join(dirname(built.main), file)).size, 0);
    expect(bytesOf(reports) - bytesOf(list)).toBeGreaterThan(50_000);
  });
});

describe('the server starts and a call says what is wrong', { timeout: TIMEOUT }, () => {
  test.each<[string, Record<string, string>, RegExp[]]>([
    [
      'with nothing set, key and cookie together',
      {},
      [
        /^TIKHUB_API_KEY is not set\. No account is configured\. Set TIKHUB_API_KEY to .* and TIKTOK_COOKIE_FILE or .*, then restart it\.$/,
      ],
    ],
    [
      'with placeholders',
      { TIKHUB_API_KEY: 'your-api-key', TIKTOK_COOKIE: '<your cookie>' },
      [/TIKHUB_API_KEY holds a placeholder/, /TIKTOK_COOKIE \(account "main"\) holds a placeholder/],
    ],
    [
      'with a missing file, its path named',
      { TIKHUB_API_KEY: 'key-1', TIKTOK_COOKIE_FILE: '/nowhere/cookie.txt' },
      [/^TIKTOK_COOKIE_FILE names a file that does not exist: \/nowhere\/cookie\.txt\. Correct it/],
    ],
    [
      'with a missing accounts file',
      { TIKHUB_API_KEY: 'key-1', TIKTOK_ACCOUNTS_FILE: '/nowhere/accounts.json' },
      [/^TIKTOK_ACCOUNTS_FILE names a file that does not exist: \/nowhere\/accounts\.json\./],
    ],
    [
      'with an address that cannot be used, and calls no other one',
      { TIKHUB_API_KEY: 'key-1', TIKTOK_COOKIE: cookieOf('a'), TIKHUB_BASE_URL: 'gateway.example' },
      [/^TIKHUB_BASE_URL is not a URL\./],
    ],
    [
      'with a limit that cannot be read, and spends nothing',
      { TIKHUB_API_KEY: 'key-1', TIKTOK_COOKIE: cookieOf('a'), TIKTOK_CREATOR_MAX_CALLS: 'ten' },
      [/^TIKTOK_CREATOR_MAX_CALLS must be a whole number from 1\./],
    ],
    [
      'with SOCKS in the environment, and goes no other way',
      { TIKHUB_API_KEY: 'key-1', TIKTOK_COOKIE: cookieOf('a'), HTTPS_PROXY: 'socks5://proxy.example:1080' },
      [/^HTTPS_PROXY is a SOCKS proxy, which is not supported\./],
    ],
    [
      'with settings that exclude each other',
      { TIKHUB_API_KEY: 'key-1', TIKTOK_COOKIE: cookieOf('a'), TIKTOK_COOKIE_FILE: '/nowhere/cookie.txt' },
      [/^TIKTOK_COOKIE and TIKTOK_COOKIE_FILE are both set\. Keep one\./],
    ],
  ])('%s', async (_what, env, says) => {
    const { client, call, log } = await start(env);
    expect((await client.listTools()).tools.length).toBeGreaterThan(10);
    const answer = await call('get_account_health_status');
    expect(answer.isError).toBe(true);
    for (const text of says) expect(answer.text).toMatch(text);
    expectNoValue(answer.text + log());
    for (const line of log().split('\n').filter(Boolean)) expect(line).toMatch(/^TIK|^HTTPS_PROXY/);
  });

  test('an account is found by its label too, in any case', async () => {
    const { cookie, ...env } = await working();
    const { write } = folder();
    const accounts = {
      first: { cookie, label: 'Main Channel' },
      second: { cookie, label: 'Outlet' },
      third: { cookie, label: 'outlet' },
    };
    const { call } = await start({ ...env, TIKTOK_ACCOUNTS_FILE: write('accounts.json', { accounts }) });
    for (const account of ['first', 'FIRST', 'main channel', ' Main Channel ']) {
      const answer = await call('get_account_health_status', { account });
      expect(answer.structuredContent, answer.text).toMatchObject({ account: 'first' });
    }
    const unclear = await call('get_account_health_status', { account: 'Outlet' });
    expect(unclear.isError).toBe(true);
    expect(unclear.text).toContain('account must be one of first, second, third.');
  });

  test('list_accounts shows the state of each account with the remedy', async () => {
    const { cookie, ...env } = await working();
    const { write } = folder();
    const accounts = {
      good: { cookie: `${cookie}; sid_guard=%7C1790000000%7C15552000%7C` },
      twin: { cookie },
      lost: { cookie_file: 'lost.txt' },
    };
    const file = write('accounts.json', { accounts, default: 'nobody' });
    const { call } = await start({ ...env, TIKTOK_ACCOUNTS_FILE: file });
    const { structuredContent, text } = await call('list_accounts');
    expect(structuredContent).toMatchObject({
      accounts: [
        { account: 'good', session: 'not asked yet', probably_valid_until: '2027-03-20' },
        { account: 'twin', session: 'not asked yet' },
        { account: 'lost', session: 'not usable', problem: expect.stringContaining('does not exist') },
      ],
      notes: [
        'TIKTOK_ACCOUNTS_FILE: default is not one of the accounts.',
        'Accounts "good" and "twin" have the same session: they are one creator.',
      ],
    });
    expect(text).toContain(
      'lost: TIKTOK_ACCOUNTS_FILE: account "lost": cookie_file names a file that does not exist',
    );
  });

  test('list_accounts says what to do when nothing is configured', async () => {
    const { call } = await start({});
    const { isError, text } = await call('list_accounts');
    expect(isError ?? false).toBe(false);
    expect(text).toContain('TIKHUB_API_KEY is not set.');
    expect(text).toContain('No account is configured. Set TIKHUB_API_KEY to');
  });

  test('a proxy that would not be used is not judged', async () => {
    const { cookie, ...env } = await working();
    const { call, log } = await start({
      ...env,
      TIKTOK_COOKIE: cookie,
      HTTP_PROXY: 'socks5://proxy.example:1080',
      HTTPS_PROXY: 'nonsense://proxy.example',
    });
    const answer = await call('get_account_health_status');
    expect(answer.isError ?? false, answer.text).toBe(false);
    expect(log()).toBe('');
  });

  test('a limit that only delays does not stop calls', async () => {
    const { cookie, ...env } = await working();
    const { call, log } = await start({ ...env, TIKTOK_COOKIE: cookie, TIKTOK_CREATOR_TIMEOUT_MS: 'soon' });
    const answer = await call('get_account_health_status');
    expect(answer.isError ?? false, answer.text).toBe(false);
    expect(log()).toBe(
      'TIKTOK_CREATOR_TIMEOUT_MS must be a whole number of milliseconds from 100 to 600000.\n',
    );
  });

  test('one account that is wrong among several fails its own calls only', async () => {
    const { cookie, ...env } = await working();
    const { write } = folder();
    const accounts = {
      good: { cookie },
      lost: { cookie_file: 'lost.txt' },
      odd: { cookie, proxy: 'secret-proxy' },
    };
    const { call, log } = await start({ ...env, TIKTOK_ACCOUNTS_FILE: write('accounts.json', { accounts }) });
    const good = await call('get_account_health_status', { account: 'good' });
    expect(good.isError ?? false, good.text).toBe(false);
    expect((await call('get_account_health_status', { account: 'lost' })).text).toMatch(
      /^TIKTOK_ACCOUNTS_FILE: account "lost": cookie_file names a file that does not exist: .*lost\.txt\. Correct it: a changed file is picked up by itself/,
    );
    const odd = await call('get_account_health_status', { account: 'odd' });
    expect(odd.text).toMatch(/^TIKTOK_ACCOUNTS_FILE: account "odd": proxy must be a URL/);
    expect(odd.text + log()).not.toContain('secret-');
    write('lost.txt', cookie);
    await expect
      .poll(async () => (await call('get_account_health_status', { account: 'lost' })).isError ?? false, {
        timeout: 5000,
      })
      .toBe(false);
  });

  test('the sandbox works whatever stands in the settings', async () => {
    const { call, log } = await start(
      { TIKHUB_API_KEY: 'your-api-key', TIKTOK_COOKIE: '<your cookie>', TIKHUB_BASE_URL: 'nonsense' },
      ['--sandbox'],
    );
    const answer = await call('get_account_health_status');
    expect(answer.isError ?? false, answer.text).toBe(false);
    expect(log()).toBe('');
  });
});
