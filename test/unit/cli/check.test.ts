import { once } from 'node:events';
import { createServer } from 'node:http';
import { Agent } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { check } from '../../../src/cli/check.ts';
import { checkJson, checkText, liveNotice } from '../../../src/cli/check-text.ts';
import type { Accounts, ConfiguredAccount } from '../../../src/credentials/account.ts';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { createHttpTransport } from '../../../src/tikhub/http.ts';
import { expectNoValue } from '../../support/accounts-document.ts';
import { buildContext } from '../../support/context.ts';
import { cookieQuickManager, EARLIER, editThisCookie, NOW } from '../../support/cookie-exports.ts';
import { cookieOf } from '../../support/temporary-folder.ts';

/** A check against the sandbox. */
async function checked(
  accounts: (cookies: ReadonlyMap<string, { readonly cookie: string }>) => Record<string, ConfiguredAccount>,
  options: {
    readonly live?: boolean;
    readonly key?: boolean;
    readonly isDown?: boolean;
    readonly baseUrl?: string;
    readonly colours?: boolean;
    readonly sandbox?: boolean;
    readonly problems?: readonly string[];
    readonly callProblems?: readonly string[];
  } = {},
) {
  const now = (): Date => NOW;
  const sandbox = await startSandbox({ now });
  const agent = new Agent();
  const transport = createHttpTransport(agent, now);
  onTestFinished(async () => {
    await agent.destroy();
    await sandbox.close();
  });
  const byName = new Map(Object.entries(accounts(sandbox.accounts)));
  const [defaultName = 'main'] = byName.keys();
  const all: Accounts = { byName, defaultName };
  const parts = {
    baseUrl: new URL(options.baseUrl ?? (options.isDown ? 'http://127.0.0.1:1/' : `${sandbox.url}/`)),
    apiKey: options.key === false ? undefined : sandbox.apiKey,
    needsKey: true,
    transport,
    now,
    sleep: () => Promise.resolve(),
    timeoutMs: 5000,
    accounts: all,
    live: options.live ?? false,
    sandbox: options.sandbox ?? false,
    notes: [],
    problems: options.problems ?? [],
    callProblems: options.callProblems ?? [],
  };
  const sent: string[] = [];
  const counting = {
    ...transport,
    post: (...args: Parameters<typeof transport.post>) => {
      sent.push(
        `${args[0].pathname} ${Object.keys(args[1]).includes('authorization') ? 'with key' : 'without key'}`,
      );
      return transport.post(...args);
    },
  };
  const { context } = buildContext({ ...parts, transport: counting });
  const result = await check({ ...parts, context, transport: counting });
  const text = checkText(result, { hasColours: options.colours ?? false });
  const json = checkJson(result);
  expectNoValue(text);
  expectNoValue(json);
  return {
    isWell: result.ok,
    text: text.replaceAll(sandbox.url, 'URL'),
    json: JSON.parse(json),
    sent: sent.toSorted(),
  };
}

const HEALTH = '/api/v1/tiktok/creator/get_account_health_status with key';
const good = (cookie: string | undefined): ConfiguredAccount => ({ cookie: cookie ?? '', source: 'cookie' });

describe('check', () => {
  test('is content with good accounts and asks nothing that is billed', async () => {
    const { isWell, text, sent } = await checked((cookies) => ({
      main: good(cookies.get('us')?.cookie),
      shop: { ...good(editThisCookie()), label: 'The shop' },
      plain: good(`${cookieOf('plain')}; sid_guard=%7C1790000000%7C15552000%7C`),
    }));
    expect(isWell).toBe(true);
    expect(sent).toEqual(['/ without key']);
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
      API key  set, not verified
      API      URL  reachable

      account          cookie           probably valid until
      main (default)   usable (header)
      shop · The shop  usable (JSON)
      plain            usable (header)  2027-03-20

      plain: Calls are more reliable when the cookie also has sessionid_ss, tt-target-idc, passport_csrf_token.

      No problems found.
      "
    `);
  });

  test('names every fault, and asks --live only where a call can succeed', async () => {
    const { isWell, text, sent } = await checked(
      (cookies) => ({
        main: good(cookies.get('us')?.cookie),
        dead: good(cookies.get('expired')?.cookie),
        old: good(cookieQuickManager(EARLIER)),
        half: { cookie: 'msToken=token-of-half-1', source: 'cookie_env in TIKTOK_ACCOUNTS_FILE' },
        none: good('Your_Cookie_String'),
      }),
      { live: true },
    );
    expect(isWell).toBe(false);
    expect(sent).toEqual(['/ without key', HEALTH, HEALTH]);
    expect(`\n${text.replace(/request \w+/, 'request c0')}`).toMatchInlineSnapshot(`
      "
      API key  accepted
      API      URL  reachable

      account         cookie                           session
      main (default)  usable (header)                  works
      dead            usable (header)                  has ended
      old             expired: sessionid (2025-10-09)  not tried
      half            cannot be used                   not tried
      none            cannot be used                   not tried

      cookie (account "old") has expired: sessionid (2025-10-09).
      cookie_env in TIKTOK_ACCOUNTS_FILE (account "half") lacks sessionid.
      cookie (account "none") holds a placeholder, not a cookie.
      dead: The session is no longer valid (TikTok said: "no login") (request c0). Log in to TikTok Shop in a browser as the creator of "dead", copy the cookies again, put them in place of the old ones (cookie) and restart the server. Other accounts are not affected.

      Log in to TikTok Shop in a browser, press F12, choose Network, reload the page, click the first request, and copy the whole value of Cookie under its request headers (it must contain sessionid).

      Problems found.
      "
    `);
  });

  test('says beforehand that --live is billed, and of the sandbox that it is not', async () => {
    expect(liveNotice(false)).toContain('TikHub bills each successful one');
    expect(liveNotice(true)).toContain('nothing is billed');
    const { isWell, text } = await checked((cookies) => ({ us: good(cookies.get('us')?.cookie) }), {
      live: true,
    });
    expect(isWell).toBe(true);
    expect(text).toMatch(/API key +accepted/);
    expect(text).toMatch(/us \(default\) .* works\n/);
  });

  test.each<[string, Parameters<typeof checked>[1], RegExp]>([
    ['key', { key: false }, /API key +not set \(TIKHUB_API_KEY\)/],
    ['upstream', { isDown: true }, /The vendor at 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\./],
  ])('is not content without a %s', async (_what, options, says) => {
    const { isWell, text } = await checked((cookies) => ({ us: good(cookies.get('us')?.cookie) }), options);
    expect(isWell).toBe(false);
    expect(text).toMatch(says);
    expect(text).toMatch(/\nProblems found\.\n$/);
  });

  test('is not content without an account', async () => {
    const { isWell, text } = await checked(() => ({}));
    expect(isWell).toBe(false);
    expect(text).toContain(
      'No account is configured: run "tiktok-creator-mcp setup", or set TIKTOK_COOKIE, TIKTOK_COOKIE_FILE or TIKTOK_ACCOUNTS_FILE.',
    );
  });

  test('has colours where someone sees them, and the columns stay the same', async () => {
    const accounts = (cookies: ReadonlyMap<string, { readonly cookie: string }>) => ({
      us: good(cookies.get('us')?.cookie),
      bad: good('msToken=token-of-bad-1'),
    });
    const [plain, coloured] = await Promise.all([checked(accounts), checked(accounts, { colours: true })]);
    const ansi = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(plain.text).not.toMatch(ansi);
    expect(coloured.text).toMatch(ansi);
    expect(coloured.text.replace(ansi, '')).toBe(plain.text);
  });

  /** A check with calls of an upstream that answers them all in one way. */
  async function checkedAgainst(status: number, body: string, type = 'application/json') {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(status, { 'content-type': type }).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return checked(() => ({ a: good(cookieOf('a')), b: good(cookieOf('b')) }), {
      live: true,
      baseUrl: `http://127.0.0.1:${port}/`,
    });
  }

  const detail = (message: string): string => JSON.stringify({ detail: { code: 0, message } });

  test.each<[string, number, string, string, RegExp[]]>([
    [
      '401',
      401,
      detail('Invalid API key.'),
      'application/json',
      [/API key +refused by the vendor/, /not tried: key refused/],
    ],
    [
      '402',
      402,
      detail('Insufficient balance.'),
      'application/json',
      [/API key +accepted, but there is no balance/, /not tried: no balance/],
    ],
    [
      '403',
      403,
      detail('Your email is not verified.'),
      'application/json',
      [/API key +not allowed to make this call/, /not tried: not allowed/],
    ],
    [
      '403 of a firewall',
      403,
      '<html><body>Blocked</body></html>',
      'text/html',
      [/API key +set, not verified/, /blocked by a firewall/],
    ],
    [
      '404',
      404,
      detail('Not Found'),
      'application/json',
      [/API key +set, not verified/, /There is no TikTok Creator API at this base URL/],
    ],
    [
      '200 with a page',
      200,
      '<!doctype html><title>Hotel</title>',
      'text/html',
      [/returns a web page \(HTTP 200\)/],
    ],
  ])(
    'tells %s apart, once for all accounts, and never says that it works',
    async (_what, status, body, type, says) => {
      const { isWell, text, json } = await checkedAgainst(status, body, type);
      expect(isWell).toBe(false);
      for (const words of says) expect(text).toMatch(words);
      expect(text).not.toMatch(/\bworks\b|No problems found|accepted$/m);
      expect(text.match(/^All accounts: /gm)).toHaveLength(1);
      expect(json).toMatchObject({
        ok: false,
        accounts: [{ session: { state: 'bad' } }, { session: { state: 'bad' } }],
      });
    },
  );

  test('says of several ended sessions once what to do, of each by its own name', async () => {
    const body = JSON.stringify({ detail: { message: 'Cookie expired.' } });
    const { text, json } = await checkedAgainst(428, body, 'application/json');
    expect(text).toMatch(
      /^All accounts: The session is no longer valid \(the vendor said: "Cookie expired\."\) \(HTTP 428\)\. Log in .* accounts refresh NAME"/m,
    );
    expect(text).not.toMatch(/account "[ab]"/);
    expect(json).toMatchObject({
      accounts: [
        { problems: [expect.stringContaining('account "a"')] },
        { problems: [expect.stringContaining('account "b"')] },
      ],
    });
  });
});
