import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  COOKIE,
  connectToSandbox,
  connectToScript,
  envelope,
  leaksIn,
  NOW,
  PROXY,
  type Result,
  type ScriptedReply,
  SECRETS,
} from '../support/connect.ts';

const CALL = { tool: 'get_video_list_analytics', args: { start_date: '2026-10-01' } };

async function script(...options: Parameters<typeof connectToScript>) {
  const connection = await connectToScript(...options);
  onTestFinished(connection.close);
  return connection;
}

async function sandbox(...options: Parameters<typeof connectToSandbox>) {
  const connection = await connectToSandbox(...options);
  onTestFinished(connection.close);
  return connection;
}

/** An error for the model: no stack, no secret, no machine words. */
function expectDecent(result: Result, ...secrets: readonly string[]): void {
  expect(result.isError, result.text).toBe(true);
  expect(result.structured).toBeUndefined();
  expect(leaksIn(result.whole, [...Object.values(SECRETS), ...secrets])).toEqual([]);
  expect(result.whole).not.toMatch(
    /\bat [^ ]+ \(|\.[jt]s:\d|node_modules|file:\/\/|ZodError|cache_url|\[object/,
  );
}

// What is expected here ends in an error result; only the unexpected is logged.
const log = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => {
  const logged = log.mock.calls.splice(0);
  expect(logged).toEqual([]);
});

/** An error body of the vendor's. */
const detail = (code: number, message: string, more: object = {}): object => ({
  detail: {
    code,
    request_id: 'c0-failed-1',
    message,
    message_zh: '请求失败。',
    router: '/api/v1/tiktok/creator/get_video_list_analytics',
    ...more,
  },
});

const inner = (data: unknown): object => ({ ...envelope(undefined), data });
const page = (title: string): string =>
  `<!DOCTYPE html><html><head><title>${title}</title></head><body>${SECRETS.sessionid}</body></html>`;
const ECHO = { cookie: COOKIE, proxy: PROXY, start_date: '10-01-2026', page: 0 };

interface Fault {
  readonly what: string;
  readonly reply: ScriptedReply | Error;
  readonly says: string;
  /** Requests made for the one call, 1 unless said: only what was neither answered nor billed is repeated. */
  readonly attempts?: number;
}

const FAULTS: readonly Fault[] = [
  {
    what: 'HTTP 400',
    attempts: 2,
    reply: {
      status: 400,
      body: detail(400, "Request failed. Please retry. You won't be charged for this request."),
    },
    says: 'The vendor could not get a response from TikTok (the vendor said: "Request failed. Please retry. You won\'t be charged for this request.") (HTTP 400, request c0-failed-1). This may be a temporary failure, an argument that TikTok rejects, or an ended session of account "main". Nothing was billed. Check the arguments and try again; if the error persists, copy the cookies again.',
  },
  {
    what: 'HTTP 400 that speaks of the session',
    reply: { status: 400, body: detail(400, 'User is not logged in.') },
    says: 'The session of account "main" is no longer valid (the vendor said: "User is not logged in.") (HTTP 400, request c0-failed-1). Log in to TikTok Shop in a browser, copy the cookies again, put them in place of the old ones (TIKTOK_COOKIE) and restart the server.',
  },
  {
    what: 'HTTP 400 that repeats the key',
    attempts: 2,
    reply: { status: 400, body: detail(400, `Bad header Bearer ${SECRETS.apiKey} with ${COOKIE}`) },
    says: 'The vendor could not get a response from TikTok (the vendor said: "Bad header Bearer [redacted] with [redacted]") (HTTP 400, request c0-failed-1). This may be a temporary failure, an argument that TikTok rejects, or an ended session of account "main". Nothing was billed. Check the arguments and try again; if the error persists, copy the cookies again.',
  },
  {
    what: 'HTTP 400 that repeats the link to a reply',
    attempts: 2,
    reply: {
      status: 400,
      body: detail(400, `See ${SECRETS.cacheUrl} (0badc0de99)`, { cache_url: SECRETS.cacheUrl }),
    },
    says: 'The vendor could not get a response from TikTok (the vendor said: "See [redacted] ([redacted])") (HTTP 400, request c0-failed-1). This may be a temporary failure, an argument that TikTok rejects, or an ended session of account "main". Nothing was billed. Check the arguments and try again; if the error persists, copy the cookies again.',
  },
  {
    what: 'HTTP 401',
    reply: { status: 401, body: detail(401, 'Invalid API key.') },
    says: 'The vendor did not accept the API key (the vendor said: "Invalid API key.") (HTTP 401, request c0-failed-1). Check TIKHUB_API_KEY: copy the key again from the dashboard at https://user.tikhub.io, then restart the server.',
  },
  {
    what: 'HTTP 402 that repeats the key',
    reply: {
      status: 402,
      body: detail(402, 'Insufficient balance, please top up your account.', {
        headers: { authorization: `Bearer ${SECRETS.apiKey}` },
      }),
    },
    says: 'The vendor refused the call: no balance left, or this endpoint does not accept free credit (HTTP 402, request c0-failed-1). Top up at the vendor (https://user.tikhub.io), then try again. Nothing was billed.',
  },
  {
    what: 'HTTP 403',
    reply: { status: 403, body: detail(403, 'Your email is not verified.') },
    says: 'The API key may not use this endpoint (the vendor said: "Your email is not verified.") (HTTP 403, request c0-failed-1). In the dashboard at https://user.tikhub.io, check that the e-mail address is verified and that the key has the TikTok Creator scope.',
  },
  {
    what: 'HTTP 403 of the firewall',
    reply: { status: 403, body: page('403 Forbidden') },
    says: "The vendor's firewall blocked the call (HTTP 403). It decides by the network you call from: try another one, or ask the vendor to allow yours.",
  },
  {
    what: 'HTTP 404',
    reply: { status: 404, body: { detail: 'Not Found' } },
    says: 'There is no TikTok Creator API at this base URL (HTTP 404). Check TIKHUB_BASE_URL (default https://api.tikhub.io) and restart the server.',
  },
  {
    what: 'HTTP 405',
    reply: { status: 405, body: { detail: 'Method Not Allowed' } },
    says: 'There is no TikTok Creator API at this base URL (HTTP 405). Check TIKHUB_BASE_URL (default https://api.tikhub.io) and restart the server.',
  },
  {
    what: 'a redirect',
    reply: { status: 301, body: page('Moved'), headers: { location: 'https://elsewhere.invalid/' } },
    says: 'There is no TikTok Creator API at this base URL (HTTP 301). Check TIKHUB_BASE_URL (default https://api.tikhub.io) and restart the server.',
  },
  {
    what: 'HTTP 422 that repeats the body',
    reply: {
      status: 422,
      body: {
        detail: [
          { type: 'int_type', loc: ['body', 'page'], msg: 'Input should be a valid integer', input: ECHO },
          { type: 'missing', loc: ['body', 'item_id'], msg: 'Field required', input: ECHO },
        ],
      },
    },
    says: 'The vendor rejected the request (the vendor said: "page: Input should be a valid integer; item_id: Field required") (HTTP 422). Correct the argument and try again.',
  },
  {
    what: 'HTTP 428',
    reply: { status: 428, body: detail(428, 'Cookie expired.') },
    says: 'The session of account "main" is no longer valid (the vendor said: "Cookie expired.") (HTTP 428, request c0-failed-1). Log in to TikTok Shop in a browser, copy the cookies again, put them in place of the old ones (TIKTOK_COOKIE) and restart the server.',
  },
  {
    what: 'HTTP 429 with a wait',
    attempts: 3,
    reply: { status: 429, body: detail(429, 'Too many requests.'), headers: { 'retry-after': '7' } },
    says: 'Too many requests for this API key. Retry in 7 s (HTTP 429, request c0-failed-1). Nothing was billed. Try again after a pause, with fewer requests at once.',
  },
  {
    what: 'HTTP 429 without one',
    attempts: 3,
    reply: { status: 429, body: detail(429, 'Too many requests.') },
    says: 'Too many requests for this API key (HTTP 429, request c0-failed-1). Nothing was billed. Try again after a pause, with fewer requests at once.',
  },
  {
    what: 'HTTP 500',
    attempts: 3,
    reply: { status: 500, body: { detail: 'Internal Server Error' } },
    says: 'The vendor or TikTok failed (the vendor said: "Internal Server Error") (HTTP 500). Failed calls are not billed. Try again in a minute; if the error persists, report it to the vendor.',
  },
  {
    what: 'HTTP 502 of the CDN',
    attempts: 3,
    reply: { status: 502, body: page('502 Bad Gateway') },
    says: 'The vendor or TikTok failed (HTTP 502). Failed calls are not billed. Try again in a minute; if the error persists, report it to the vendor.',
  },
  {
    what: 'outer code 500 under 200',
    reply: { body: { ...envelope({ segments: [] }), code: 500, message: 'upstream down' } },
    says: 'The vendor or TikTok failed (TikTok said: "upstream down") (request c0-request-1). The vendor bills every HTTP 200, so the call was not retried. Try again in a minute; if the error persists, report it to the vendor.',
  },
  {
    what: 'inner code 401',
    reply: { body: inner({ code: 401, message: 'no login', data: null }) },
    says: 'The session of account "main" is no longer valid (TikTok said: "no login") (request c0-request-1). Log in to TikTok Shop in a browser, copy the cookies again, put them in place of the old ones (TIKTOK_COOKIE) and restart the server.',
  },
  {
    what: 'inner code 428',
    reply: { body: inner({ code: 428, message: 'cookie invalid', data: null }) },
    says: 'The session of account "main" is no longer valid (TikTok said: "cookie invalid") (request c0-request-1). Log in to TikTok Shop in a browser, copy the cookies again, put them in place of the old ones (TIKTOK_COOKIE) and restart the server.',
  },
  {
    what: 'another inner code',
    reply: { body: inner({ code: 98009999, message: 'system busy', data: { segments: [] } }) },
    says: 'The vendor or TikTok failed (TikTok said: "code 98009999, system busy") (request c0-request-1). The vendor bills every HTTP 200, so the call was not retried. Try again in a minute; if the error persists, report it to the vendor.',
  },
  {
    what: 'another inner code that speaks of the session',
    reply: { body: inner({ code: 10000, message: 'Session expired, please log in' }) },
    says: 'The session of account "main" is no longer valid (TikTok said: "Session expired, please log in") (request c0-request-1). Log in to TikTok Shop in a browser, copy the cookies again, put them in place of the old ones (TIKTOK_COOKIE) and restart the server.',
  },
  {
    what: 'an empty success',
    reply: { body: envelope({}) },
    says: 'TikTok sent an empty response for account "main", which usually means that its session has ended (request c0-request-1). Log in to TikTok Shop in a browser, copy the cookies again, put them in place of the old ones (TIKTOK_COOKIE) and restart the server.',
  },
  {
    what: 'a success without payload',
    reply: { body: inner(null) },
    says: 'TikTok sent an empty response for account "main", which usually means that its session has ended (request c0-request-1). Log in to TikTok Shop in a browser, copy the cookies again, put them in place of the old ones (TIKTOK_COOKIE) and restart the server.',
  },
  {
    what: 'something that is not JSON',
    reply: { body: page('Welcome') },
    says: 'The vendor returned something that is not a JSON object. The vendor bills every HTTP 200, so the call was not retried. Try again in a minute; if the error persists, report it to the vendor.',
  },
  {
    what: 'JSON that is no object',
    reply: { body: [1, 2] },
    says: 'The vendor returned something that is not a JSON object. The vendor bills every HTTP 200, so the call was not retried. Try again in a minute; if the error persists, report it to the vendor.',
  },
  {
    what: 'an empty body',
    reply: { body: '' },
    says: 'The vendor returned an empty body. The vendor bills every HTTP 200, so the call was not retried. Try again in a minute; if the error persists, report it to the vendor.',
  },
  {
    what: 'a broken connection',
    attempts: 3,
    reply: Object.assign(new Error(`connect to ${PROXY} refused`), { code: 'ECONNREFUSED' }),
    says: 'The vendor at api.tikhub.io cannot be reached (ECONNREFUSED). Check the network connection and TIKHUB_BASE_URL, then try again.',
  },
];

describe('a call that fails', () => {
  test.each(FAULTS)('$what', async ({ reply, says, attempts = 1 }) => {
    const connection = await script();
    connection.answer(reply);
    const { result, sent } = await connection.watch(CALL.tool, CALL.args);
    expectDecent(result);
    expect(result.text).toBe(says);
    expect(sent).toHaveLength(attempts);
    expect(connection.waits).toHaveLength(attempts - 1);

    connection.answer({ body: envelope({ user_id: '7400000000000000001' }) });
    const isEnded = says.includes('is no longer valid');
    if (isEnded) {
      const again = await connection.watch('get_creator_account_info');
      expect(again.result.text).toContain('nothing was sent now');
      expect(again.sent).toEqual([]);
    }
    const next = await connection.call('get_creator_account_info', isEnded ? { fresh: true } : {});
    expect(next.structured, next.text).toMatchObject({ user_id: '7400000000000000001' });
  });

  test.each([
    { tool: 'get_account_insights_overview', payload: { meta: {} }, missing: 'segments' },
    { tool: 'get_video_list_analytics', payload: { segments: null }, missing: 'segments' },
    { tool: 'get_product_analytics_list', payload: { segments: {} }, missing: 'segments' },
    { tool: 'get_live_analytics_summary', payload: { segments: ['text'] }, missing: 'segments.0' },
    { tool: 'get_account_violation_list', payload: { total: 0 }, missing: 'records' },
    { tool: 'get_showcase_product_list', payload: { total: 3, products: 'none' }, missing: 'products' },
    { tool: 'get_account_health_status', payload: { is_show_score: true }, missing: 'risk_info' },
    { tool: 'get_creator_account_info', payload: { permission_list: [] }, missing: 'user_id' },
    { tool: 'get_creator_account_info', payload: 'fine', missing: 'payload object' },
    { tool: 'get_account_violation_list', payload: [{ records: [] }], missing: 'payload object' },
  ])('$tool without $missing', async ({ tool, payload, missing }) => {
    const connection = await script();
    connection.answer({ body: envelope(payload) });
    const result = await connection.call(tool);
    expectDecent(result);
    expect(result.text).toBe(
      `The response has no usable "${missing}" (request c0-request-1). The format may have changed: raw: true shows the response. Please report it.`,
    );
    // The way out that it names works.
    const raw = await connection.call(tool, { raw: true });
    expect(raw.structured?.['raw'], raw.text).toEqual(payload);
  });

  test('a resource says the same as its tool', async () => {
    const connection = await script();
    connection.answer({ status: 401, body: detail(401, 'Invalid API key.') });
    const { text } = await connection.call('summarize_account_health');
    expect(text).toContain('The vendor did not accept the API key');
    const error: unknown = await connection
      .read('tiktok-creator://main/health')
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(error instanceof Error && error.message).toContain(text);
    expect(leaksIn(String(error))).toEqual([]);
  });

  test('an error inside the server is one sentence for the model and all of it in the log', async () => {
    let works = true;
    const now = (): Date => {
      if (works) return NOW;
      throw new TypeError(`no clock for ${SECRETS.apiKey}`);
    };
    const connection = await script({ now });
    connection.answer({ body: envelope({ user_id: '7400000000000000001' }) });
    works = false;
    const result = await connection.call('get_creator_account_info');
    expectDecent(result);
    expect(result.text).toBe(
      'An unexpected error occurred in the server. Its log (stderr) has the details; other calls are not affected.',
    );
    expect(log.mock.calls).toEqual([[expect.stringMatching(/^TypeError: no clock for \[redacted\]\n +at /)]]);
    expect(result.failure).toEqual({ kind: 'unexpected', retryable: false, billed: 'unknown' });
    log.mockClear();
    works = true;
    expect((await connection.call('get_creator_account_info')).isError).toBe(false);
  });
});

describe('sandbox faults', () => {
  test('a session that has died is told apart from the key, for each form of it', async () => {
    const connection = await sandbox();
    for (const tool of ['get_account_insights_overview', 'get_creator_account_info', 'summarize_month']) {
      const args = { account: 'expired' };
      const result = await connection.call(tool, args);
      expectDecent(
        result,
        ...(connection.upstream.accounts.get('expired')?.cookie.split(/; |=/) ?? []).filter((part) =>
          part.startsWith('sandbox-'),
        ),
      );
      expect(result.text).toContain('account "expired"');
      expect(result.text).toContain('Log in to TikTok Shop in a browser');
    }
    expect((await connection.call('get_account_insights_overview')).isError).toBe(false);
  });

  test('a summary whose parts fail one by one says which', async () => {
    const connection = await script();
    connection.answer({ body: envelope({ segments: [], risk_info: { risk_level_text: 'Healthy' } }) });
    const { isError, structured, text } = await connection.call('summarize_account_health');
    expect(isError, text).toBe(false);
    const notes = JSON.stringify(structured?.['notes']);
    expect(notes).toContain('The violation list is missing. The response has no usable \\"records\\"');
    expect(text).toContain('The violation list is missing.');
  });
});

describe('an identity that cannot work never reaches the vendor', () => {
  test('no API key', async () => {
    const connection = await script({ apiKey: null });
    expect((await connection.host.listTools()).tools.map(({ name }) => name)).toContain(CALL.tool);
    const { result, sent } = await connection.watch(CALL.tool, CALL.args);
    expectDecent(result);
    expect(result.text).toMatchInlineSnapshot(
      `"TIKHUB_API_KEY is not set. Set TIKHUB_API_KEY to a key from the dashboard at https://user.tikhub.io for this server (or run "tiktok-creator-mcp setup" in a terminal), then restart it."`,
    );
    expect(sent).toEqual([]);
  });

  test('no API key, at a gateway that needs none', async () => {
    const connection = await script({
      apiKey: null,
      needsKey: false,
      baseUrl: 'https://gateway.example/tt/',
    });
    connection.answer({ body: envelope({ user_id: '7400000000000000001' }) });
    const { result, sent } = await connection.watch('get_creator_account_info');
    expect(result.isError, result.text).toBe(false);
    expect(sent.map(({ path }) => path)).toEqual(['/tt/api/v1/tiktok/creator/get_creator_account_info']);
    expect(Object.keys(sent[0]?.headers ?? {})).not.toContain('authorization');
  });

  test('no cookie', async () => {
    const connection = await script({ cookie: null });
    const { result, sent } = await connection.watch(CALL.tool, CALL.args);
    expectDecent(result);
    expect(result.text).toMatchInlineSnapshot(
      `"No account is configured. Set TIKTOK_COOKIE_FILE or TIKTOK_COOKIE to the TikTok cookies of the creator for this server (or run "tiktok-creator-mcp setup" in a terminal), then restart it."`,
    );
    expect(sent).toEqual([]);
  });

  const half = `sessionid=; msToken=${SECRETS.msToken}; tt-target-idc=useast5`;

  test.each([
    ['a configured secret', SECRETS.sessionid],
    ['another token', `sid_${'4f1b9c2e'.repeat(4)}`],
    ['a long value that is cut nowhere', `${'9c2e'.repeat(30)}x`],
    ['a whole cookie', `sessionid=${'4f1b9c2e'.repeat(4)}; ttwid=x`],
  ])('the name of an unknown argument that is %s is not repeated', async (_what, name) => {
    const connection = await script();
    const { result } = await connection.watch(CALL.tool, { ...CALL.args, [name]: 'x' });
    expect(result.isError).toBe(true);
    expect(result.text).toMatch(/^Unknown argument /);
    expect(result.whole).not.toContain(name.slice(0, 12));
  });

  test('a misspelt argument is answered with the nearest one', async () => {
    const connection = await script();
    const { result } = await connection.watch(CALL.tool, { ...CALL.args, rwa: true });
    expect(result.text).toContain('Unknown argument "rwa". Did you mean raw? This tool takes: ');
  });

  test('half a cookie', async () => {
    const connection = await script({ cookie: half });
    const { result, sent } = await connection.watch(CALL.tool, CALL.args);
    expectDecent(result, 'useast5');
    expect(result.text).toMatchInlineSnapshot(
      `"TIKTOK_COOKIE (account "main") lacks sessionid. Log in to TikTok Shop in a browser, press F12, choose Network, reload the page, click the first request, and copy the whole value of Cookie under its request headers (it must contain sessionid)."`,
    );
    expect(sent).toEqual([]);
  });

  test('half a cookie as an argument', async () => {
    const connection = await script();
    const { result, sent } = await connection.watch(CALL.tool, { ...CALL.args, cookie: half });
    expectDecent(result, 'useast5');
    expect(result.text).toMatchInlineSnapshot(
      `"The cookie argument lacks sessionid. Log in to TikTok Shop in a browser, press F12, choose Network, reload the page, click the first request, and copy the whole value of Cookie under its request headers (it must contain sessionid)."`,
    );
    expect(sent).toEqual([]);
  });

  const PLACEHOLDERS = [
    'Your_Cookie_String',
    'your_cookie',
    'your_cookie_here',
    '"Your_Cookie_String"',
    '<cookie>',
    '<your cookie>',
    'paste cookie here',
    'xxx',
    '...',
    '',
    '  ',
  ];
  test.each(PLACEHOLDERS)('the placeholder %j', async (cookie) => {
    const configured = await script({ cookie });
    const asSetting = await configured.watch(CALL.tool, CALL.args);
    expectDecent(asSetting.result);
    const fault = cookie.trim() === '' ? 'is empty' : 'holds a placeholder, not a cookie';
    expect(asSetting.result.text).toContain(`TIKTOK_COOKIE (account "main") ${fault}. Log in `);
    const asArgument = await configured.watch(CALL.tool, { ...CALL.args, cookie });
    expectDecent(asArgument.result);
    // An empty argument counts as left out.
    const source = cookie === '' ? 'TIKTOK_COOKIE (account "main")' : 'The cookie argument';
    expect(asArgument.result.text).toContain(`${source} ${fault}. Log in `);
    expect(configured.sent).toEqual([]);
  });
});

describe('an identity in the arguments', () => {
  const cookie = 'sessionid=inline-session-1; msToken=inline-token-22; ttwid=inline-ttwid-333';
  const proxy = 'http://inline-user:inline-password@proxy.example:9000';
  const secrets = [
    'inline-session-1',
    'inline-token-22',
    'inline-ttwid-333',
    'inline-user',
    'inline-password',
  ];

  test('replaces the configured one and takes no part of it along', async () => {
    const connection = await script();
    connection.answer({
      body: envelope({ user_id: '7400000000000000001', nick_name: `${cookie} ${proxy}` }),
    });
    const plain = await connection.watch('get_creator_account_info');
    expect(plain.sent.map(({ body }) => body)).toEqual([{ cookie: COOKIE, proxy: PROXY }]);
    expect(plain.result.structured).toMatchObject({ account: 'main' });

    const inline = await connection.watch('get_creator_account_info', { cookie });
    expect(inline.sent.map(({ body }) => body)).toEqual([{ cookie, proxy: '' }]);
    expect(inline.result.structured).toMatchObject({ account: 'inline', user_id: '7400000000000000001' });

    const both = await connection.watch('get_creator_account_info', { cookie, proxy });
    expect(both.sent.map(({ body }) => body)).toEqual([{ cookie, proxy }]);
    expect(leaksIn(both.result.whole, secrets)).toEqual([]);

    const other = await connection.watch('get_creator_account_info', { proxy });
    expect(other.sent.map(({ body }) => body)).toEqual([{ cookie: COOKIE, proxy }]);
  });

  test('is as secret as a configured one, in every form that it is written in', async () => {
    const connection = await script();
    const pasted = 'sessionid=inline-session-1; msToken=inline+token/22==; ttwid=1%7Cinline-ttwid';
    const forms = [
      'inline+token/22==',
      'inline%2Btoken%2F22%3D%3D',
      '1%7Cinline-ttwid',
      '1|inline-ttwid',
    ].concat(['1%257Cinline-ttwid', 'in/line password', 'in%2Fline%20password']);
    connection.answer({ status: 400, body: detail(400, `${forms.join(' and ')} and ${pasted}`) });
    const result = await connection.call('get_creator_account_info', {
      cookie: pasted,
      proxy: 'http://inline-user:in%2Fline%20password@proxy.example:9000',
    });
    expectDecent(result, ...forms, 'inline-session-1', 'line password');
    expect(result.text.split('[redacted]')).toHaveLength(forms.length + 2);
  });

  test('may be pasted with its header name and line ends', async () => {
    const connection = await script();
    connection.answer({ body: envelope({ user_id: '7400000000000000001' }) });
    const { sent } = await connection.watch('get_creator_account_info', { cookie: `Cookie: ${cookie};\r\n` });
    expect(sent.map(({ body }) => body['cookie'])).toEqual([cookie]);
  });

  test('may hold ordinary words and numbers: they do not damage the result', async () => {
    const words = `${cookie}; theme=account; tab=videos; last_seen=740000; flag=nick_name`;
    const connection = await script();
    connection.answer({
      body: envelope({ user_id: '7400000000000000001', nick_name: 'Juniper', permission_list: [740000, 12] }),
    });
    const { isError, text, structured } = await connection.call('get_creator_account_info', {
      cookie: words,
    });
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({
      account: 'inline',
      user_id: '7400000000000000001',
      nick_name: 'Juniper',
      permissions: [740000, 12],
    });
  });
});
