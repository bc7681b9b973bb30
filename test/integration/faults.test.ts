import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Connection, connectToUrl, type Result } from '../support/connect.ts';
import { API_KEY, COOKIE, leaksOf, PLANTED, PROXY, spellingsOf } from '../support/faults/secrets.ts';
import { FAULTS, type Fault, failure, HEALTHY, success } from '../support/faults/table.ts';
import {
  type Act,
  answer,
  drip,
  type FaultUpstream,
  hangUp,
  json,
  reset,
  say,
  startFaultUpstream,
} from '../support/faults/upstream.ts';

/** Everything that went to stderr, by whichever door. */
let logged = '';
beforeEach(() => {
  logged = '';
  const keep = (...words: readonly unknown[]): void => {
    logged += `${words.map((word) => (word instanceof Error ? `${word.stack}` : String(word))).join(' ')}\n`;
  };
  for (const method of ['error', 'warn', 'log', 'info', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation(keep);
  }
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    keep(String(chunk));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function start(): Promise<FaultUpstream> {
  const upstream = await startFaultUpstream();
  onTestFinished(upstream.close);
  return upstream;
}

async function connect(url: string, options: Parameters<typeof connectToUrl>[1] = {}): Promise<Connection> {
  const connection = await connectToUrl(url, {
    apiKey: API_KEY,
    cookie: COOKIE,
    proxy: PROXY,
    ...options,
  });
  onTestFinished(connection.close);
  return connection;
}

const TOOL = 'get_creator_account_info';

/** Everything that left the process for one answer. */
const everything = (result: Result): string =>
  [result.whole, result.text, JSON.stringify(result.structured ?? {}), logged].join('\n');

/** Half a second, then a second, a quarter more or less. */
const USUAL = [500, 1000];

/** Makes the one call of a row and holds it against the row, and against what holds for every row. */
async function run({ tool = TOOL, ...fault }: Fault): Promise<void> {
  const upstream = await start();
  const isNamed = fault.options?.dispatcher !== undefined;
  const connection = await connect(isNamed ? 'http://upstream.test' : upstream.url, fault.options);
  if (fault.act !== undefined) upstream.play(fault.act);
  if (fault.reply !== undefined) upstream.play(answer(fault.reply));
  await fault.arrange?.(upstream);

  const result = await connection.call(tool, fault.args);
  expect(leaksOf(everything(result))).toEqual([]);
  expect(result.isError, result.text).toBe(true);
  expect(result.structured).toBeUndefined();
  expect([fault.kind].flat()).toContain(result.failure?.kind);
  expect(result.text).toMatch(/^[A-Z][^\r\n]*[.!]$/);
  expect(result.text).not.toMatch(
    /\bat [^ ]+ \(|\.[jt]s:\d|node_modules|file:\/\/|ZodError|\[object|undefined/,
  );
  if (fault.says !== undefined) expect(result.text).toMatch(fault.says);
  expect(connection.sent).toHaveLength(fault.attempts);
  expect(upstream.arrivals).toHaveLength(fault.arrive ?? fault.attempts);
  expect(connection.waits).toHaveLength(fault.attempts - 1);
  for (const [index, wait] of connection.waits.entries()) {
    const usual = USUAL[index] ?? 0;
    if (fault.waits) expect(wait).toBe(fault.waits[index]);
    else expect(Math.abs(wait - usual)).toBeLessThanOrEqual(usual / 4);
  }
  expect(logged).toBe('');
  expect(result.text.replace(/127\.0\.0\.1:\d+/, 'HOST:PORT')).toMatchSnapshot();

  if (isNamed) return;
  await fault.mend?.(upstream);
  upstream.greet('read');
  upstream.play(HEALTHY.act);
  // A session that has ended is only tried again with another cookie.
  const renewed = result.failure?.kind === 'session' ? { cookie: `${COOKIE}; renewed=yes` } : {};
  const next = await connection.call(TOOL, renewed);
  expect(next.structured, next.text).toMatchObject(HEALTHY.payload);
}

describe.each(Object.entries(FAULTS))('fault: %s', (_group, faults) => {
  test.each(faults)('$name', run);
});

test('the table has every fault once', () => {
  const names = Object.values(FAULTS)
    .flat()
    .map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(45);
});

test('a connection that is accepted and reset is repeated only where the reset came before the request', async () => {
  const upstream = await start();
  const connection = await connect(upstream.url);
  upstream.greet('reset');
  const { failure, text } = await connection.call(TOOL);
  const isSent = failure?.billed === 'unknown';
  expect(text).toMatch(isSent ? /lost before there was a response/ : /cannot be reached/);
  if (!isSent) expect(connection.sent).toHaveLength(3);
});

describe('a fault that passes', () => {
  const [first] = [answer(failure(503, 'Unavailable'))];
  const busy = answer(failure(429, 'Too many requests.', { 'retry-after': '3' }));
  const ambiguous = answer(failure(400, 'Please retry.'));
  const passing: readonly { readonly name: string; readonly acts: readonly Act[]; readonly waits: number }[] =
    [
      { name: 'HTTP 503', acts: [first], waits: 1 },
      { name: 'HTTP 500 and 502', acts: [answer(failure(500, 'x')), answer(failure(502, 'x'))], waits: 2 },
      { name: 'HTTP 400', acts: [ambiguous], waits: 1 },
      { name: 'HTTP 429', acts: [busy], waits: 1 },
      { name: 'HTTP 429 and 504', acts: [busy, answer(failure(504, 'x'))], waits: 2 },
    ];
  test.each(passing)('$name is not noticed', async ({ acts, waits }) => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    upstream.play(...acts, HEALTHY.act);
    const result = await connection.call(TOOL);
    expect(result.structured, result.text).toMatchObject(HEALTHY.payload);
    expect(leaksOf(everything(result))).toEqual([]);
    expect(upstream.arrivals).toHaveLength(acts.length + 1);
    expect(connection.waits).toHaveLength(waits);
    expect(result.failure).toBeUndefined();
  });

  test.each([
    { name: 'a second HTTP 400', acts: [ambiguous, ambiguous] },
    { name: 'a third HTTP 503', acts: [first, first, first] },
    { name: 'an HTTP 401 after a 503', acts: [first, answer(failure(401, 'Invalid API key.'))] },
    { name: 'an HTTP 400 after a 503', acts: [first, ambiguous] },
    { name: 'a connection closed after the request', acts: [hangUp] },
    { name: 'a connection reset after the request', acts: [reset] },
    { name: 'a connection reset after an HTTP 503', acts: [first, reset] },
  ])('$name is one too many', async ({ acts }) => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    upstream.play(...acts, HEALTHY.act);
    const result = await connection.call(TOOL);
    expect(result.isError).toBe(true);
    expect(upstream.arrivals).toHaveLength(acts.length);
  });

  test('waits are not the same for everyone', async () => {
    const upstream = await start();
    upstream.play(first);
    const waits = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const connection = await connect(upstream.url);
        await connection.call(TOOL);
        return connection.waits;
      }),
    );
    expect(new Set(waits.flat()).size).toBe(6);
  });

  test('what is sent again is the same request', async () => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    upstream.play(first, first, HEALTHY.act);
    await connection.call(TOOL);
    const [once, ...again] = upstream.arrivals.map(({ path, headers, body }) => ({ path, headers, body }));
    expect(again).toEqual([once, once]);
    expect(once?.headers).toMatchObject({ authorization: `Bearer ${API_KEY}` });
  });
});

describe('an odd reply that is an answer', () => {
  const { text } = HEALTHY;
  const replies: readonly { readonly name: string; readonly act: Act }[] = [
    { name: 'gzip', act: answer({ body: text, packed: 'gzip' }) },
    {
      name: 'x-gzip',
      act: answer({ body: text, packed: 'gzip', headers: { 'content-encoding': 'x-gzip' } }),
    },
    { name: 'GZIP', act: answer({ body: text, packed: 'gzip', headers: { 'content-encoding': ' GZIP' } }) },
    { name: 'plain, called gzip', act: answer({ body: text, headers: { 'content-encoding': 'gzip' } }) },
    {
      name: 'plain, called identity',
      act: answer({ body: text, headers: { 'content-encoding': 'identity' } }),
    },
    { name: 'called a page', act: answer({ body: text, headers: { 'content-type': 'text/html' } }) },
    { name: 'called nothing', act: answer({ body: text, headers: { 'content-type': '' } }) },
    { name: 'in pieces of one byte', act: drip({ body: text }, 1, 0) },
    { name: 'gzip in pieces of three bytes', act: drip({ body: text, packed: 'gzip' }, 3, 0) },
    {
      name: 'in chunks',
      act: say(
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${[text.slice(0, 7), text.slice(7)]
          .map((chunk) => `${Buffer.byteLength(chunk).toString(16)};x=y\r\n${chunk}\r\n`)
          .join('')}0\r\n\r\n`,
      ),
    },
    { name: 'without a length', act: say(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${text}`) },
    { name: 'HTTP/1.0', act: say(`HTTP/1.0 200 OK\r\n\r\n${text}`) },
    {
      name: 'after HTTP 103',
      act: say(
        `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      ),
    },
    { name: 'spaces around it', act: answer({ body: `\r\n  ${text}\n\n` }) },
    { name: 'a byte order mark', act: answer({ body: `\ufeff${text}` }) },
    { name: 'in one envelope', act: json({ code: 200, data: HEALTHY.payload }) },
    { name: 'in an envelope without codes', act: json({ data: HEALTHY.payload }) },
    { name: 'inner code 200', act: json(success(undefined, { data: { code: 200, data: HEALTHY.payload } })) },
    { name: 'outer code 0', act: json(success(HEALTHY.payload, { code: 0 })) },
    {
      name: 'codes as text',
      act: json(success(undefined, { code: '200', data: { code: '0', data: HEALTHY.payload } })),
    },
    { name: '7 MB', act: json(success({ ...HEALTHY.payload, partner_name: 'x'.repeat(7 * 1024 * 1024) })) },
    {
      name: '7 MB in gzip',
      act: answer({
        body: JSON.stringify(success({ ...HEALTHY.payload, labels: Array(400_000).fill('fourteen bytes') })),
        packed: 'gzip',
      }),
    },
  ];
  test.each(replies)('$name', async ({ act }) => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    upstream.play(act);
    const result = await connection.call(TOOL);
    expect(result.structured, result.text).toMatchObject(HEALTHY.payload);
    expect(upstream.arrivals).toHaveLength(1);
    expect(leaksOf(everything(result))).toEqual([]);
  });
});

describe('a secret that the vendor repeats in an answer', () => {
  const cases = Object.entries(PLANTED).flatMap(([name, secret]) =>
    spellingsOf(secret).map((spelling, index) => ({ name: `${name}, spelling ${index + 1}`, spelling })),
  );
  /** Where a tool passes texts on: a name, JSON in a text, JSON, a key; and everything at once. */
  const payloadOf = (words: string): object => ({
    ...HEALTHY.payload,
    nick_name: `by ${words}!`,
    user_name: `${'f'.repeat(90)}${words}`,
    partner_name: `${'f'.repeat(1990)}${words}`,
    avatar: { uri: words, url_list: [`https://cdn.example/?x=${words}`] },
    switch_info: JSON.stringify({ said: words, [words]: { deep: [words] } }),
    experiment_variants: { said: [words], [words]: 1 },
  });

  test.each(cases)('$name', async ({ spelling }) => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    upstream.play(json(success(payloadOf(spelling))));
    for (const args of [{}, { raw: true }]) {
      const result = await connection.call(TOOL, args);
      expect(result.isError, result.text).toBe(false);
      expect(result.whole).toContain(HEALTHY.payload.user_id);
      expect(leaksOf(everything(result))).toEqual([]);
    }
  });

  test('links to replies, however many and however written', async () => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    const secrets = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`sign ${at}`, `signature-${at}-0badc0de`]),
    );
    const rows = Object.values(secrets).map((sign) => ({
      cache_url: `https://cache.vendor.invalid/c?day=1&sign=${sign}`,
    }));
    const written = JSON.stringify(success({ ...HEALTHY.payload, rows, note: JSON.stringify(rows[0]) }));
    for (const body of [written, written.replaceAll('&', '\\u0026').replaceAll('/', '\\/')]) {
      upstream.play(answer({ body }));
      const result = await connection.call(TOOL, { raw: true });
      expect(result.whole).toContain(HEALTHY.payload.user_id);
      expect(leaksOf(everything(result), secrets, 16)).toEqual([]);
    }
  });

  test.each([
    '',
    'a',
    '0',
    ':',
    '{',
    'data',
    'account',
    'https://c.invalid/?sign=',
    'https://c.invalid/?sign=a',
  ])('a link that is none, %j, costs neither this answer nor the next', async (cache_url) => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    for (const body of [success(HEALTHY.payload, { cache_url }), success(HEALTHY.payload)]) {
      upstream.play(json(body));
      const result = await connection.call(TOOL, { raw: true });
      expect(result.structured, result.text).toMatchObject({ account: 'main', raw: HEALTHY.payload });
    }
  });

  test('a value that the vendor repeats without its quotes, and nothing else beside it', async () => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    const bare = (PLANTED['odin_tt'] ?? '').replaceAll('"', '');
    upstream.play(json(success({ ...HEALTHY.payload, nick_name: bare, avatar: { uri: bare } })));
    const result = await connection.call(TOOL);
    expect(result.structured, result.text).toMatchObject(HEALTHY.payload);
    expect(result.whole).not.toContain(bare);
  });

  test('20,000 links are no burden', async () => {
    const upstream = await start();
    const connection = await connect(upstream.url);
    const rows = Array.from({ length: 20_000 }, (_, at) => ({
      cache_url: `https://cache.vendor.invalid/${at}?sign=signature-${at}-0badc0de`,
    }));
    upstream.play(json(success({ ...HEALTHY.payload, rows })));
    const result = await connection.call(TOOL);
    expect(result.structured, result.text).toMatchObject(HEALTHY.payload);
  });
});
