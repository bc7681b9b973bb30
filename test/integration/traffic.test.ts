import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { forwardProxyFor, type ProxySettings } from '../../src/config/forward-proxy.ts';
import { ApiError } from '../../src/errors.ts';
import { RequestContext } from '../../src/mcp/request-context.ts';
import { readAccountInfo } from '../../src/metrics/account-info.ts';
import { MemoryStore } from '../../src/shared-state/memory-store.ts';
import { createDispatcher } from '../../src/tikhub/dispatcher.ts';
import { creatorAccountInfo } from '../../src/tikhub/endpoints.ts';
import { createHttpTransport } from '../../src/tikhub/http.ts';
import { type Connection, connectToUrl, NOW } from '../support/connect.ts';
import { accountsOf, buildContext } from '../support/context.ts';
import { startForwardProxy } from '../support/faults/proxy.ts';
import { API_KEY, COOKIE, leaksOf, PROXY } from '../support/faults/secrets.ts';
import { failure, HEALTHY } from '../support/faults/table.ts';
import {
  after,
  answer,
  type FaultUpstream,
  hangUp,
  silence,
  startFaultUpstream,
} from '../support/faults/upstream.ts';

const TOOL = 'get_creator_account_info';

const HEALTHY_IN_A_SECOND = after(1000, HEALTHY.act);

setFlagsFromString('--expose-gc');
const gc: unknown = runInNewContext('gc');
function collectGarbage(): void {
  if (typeof gc !== 'function') throw new Error('garbage cannot be collected');
  gc();
}

// Nothing here is unexpected, so nothing is logged.
const log = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => {
  expect(log.mock.calls.splice(0)).toEqual([]);
});

async function start(): Promise<FaultUpstream> {
  const upstream = await startFaultUpstream();
  onTestFinished(upstream.close);
  return upstream;
}

async function connect(url: string, options: Parameters<typeof connectToUrl>[1] = {}): Promise<Connection> {
  const connection = await connectToUrl(url, { apiKey: API_KEY, cookie: COOKIE, proxy: PROXY, ...options });
  onTestFinished(connection.close);
  return connection;
}

/** A call that its host gives up. */
function cancellable({ host }: Connection, name = TOOL, args: Record<string, unknown> = {}) {
  const controller = new AbortController();
  const ended = host
    .callTool({ name, arguments: args }, undefined, { signal: controller.signal })
    .then(() => 'answered')
    .catch(() => 'given up');
  return { ended, cancel: () => controller.abort('the user went away') };
}

/** Another creator each time: equal questions share one call. */
const creator = (at: number) => ({
  cookie: `sessionid=session-of-creator-${at}; msToken=token-of-creator-${at}; ttwid=ttwid-of-creator-${at}`,
});

const item = (at: number): string => String(7_400_000_000_000_000_000n + BigInt(at));
const itemOf = (body: Readonly<Record<string, unknown>>): unknown => body['item_id'];

describe('pace', () => {
  test('40 calls at once: 4 in flight, 10 starts in any second, in order', { timeout: 15_000 }, async () => {
    const upstream = await start();
    upstream.play(after(20, HEALTHY.act));
    const connection = await connect(upstream.url);
    const wanted = Array.from({ length: 40 }, (_, at) => item(at));
    const from = performance.now();
    // The payload is another tool's, so each call ends in an error after its one request.
    const results = await Promise.all(
      wanted.map((item_id) => connection.call('get_video_detailed_stats', { item_id })),
    );
    expect(performance.now() - from).toBeLessThan(5000);
    expect(results.filter(({ text }) => text.startsWith('The response has no usable'))).toHaveLength(40);
    expect(connection.sent.map(({ body }) => itemOf(body))).toEqual(wanted);
    expect(upstream.crowd).toBe(4);
    expect(upstream.connections.accepted).toBeLessThanOrEqual(8);
    const times = upstream.arrivals.map(({ at }) => at);
    expect(times).toHaveLength(40);
    const seconds = times.slice(10).map((time, index) => time - (times[index] ?? 0));
    // Measured where requests arrive: the first ones come late by what it takes to connect.
    expect(Math.min(...seconds)).toBeGreaterThan(850);
  });

  test('what the cache answers does not wait behind slow calls, however many', async () => {
    const upstream = await start();
    const store = new MemoryStore({ now: () => NOW });
    const connection = await connect(upstream.url, { timeoutMs: 2000, store });
    upstream.play(HEALTHY.act);
    await connection.call(TOOL);
    upstream.play(silence);
    const arrived = upstream.arrivals.length;
    const slow = Array.from({ length: 40 }, (_, at) =>
      connection.call('get_video_detailed_stats', { item_id: item(at) }),
    );
    await expect.poll(() => upstream.arrivals.length - arrived).toBe(4);
    const answers = await Promise.race([
      Promise.all(Array.from({ length: 5 }, () => connection.call(TOOL))),
      Promise.race(slow),
    ]);
    expect([answers].flat().map(({ structured }) => structured)).toMatchObject(
      Array.from({ length: 5 }, () => ({ cached: true })),
    );
    expect(upstream.arrivals).toHaveLength(arrived + 4);
    const results = await Promise.all(slow);
    expect(results.every(({ isError }) => isError)).toBe(true);
    expect(leaksOf(JSON.stringify(results))).toEqual([]);
  });

  test('the time of a call does not include the calls before it', async () => {
    const upstream = await start();
    upstream.play(HEALTHY.act);
    const connection = await connect(upstream.url, { timeoutMs: 1500 });
    await connection.call(TOOL);
    upstream.play(HEALTHY_IN_A_SECOND);
    // The second four wait for a second and then take one more.
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, at) => connection.call(TOOL, creator(at))),
    );
    expect(results.map(({ text, isError }) => (isError ? text : 'answered'))).toEqual(
      Array.from({ length: 8 }, () => 'answered'),
    );
  });

  test('a call that got no turn in time was not sent, and says so', async () => {
    const upstream = await start();
    upstream.play(HEALTHY.act);
    const connection = await connect(upstream.url, { timeoutMs: 900 });
    const results = await Promise.all(
      Array.from({ length: 14 }, (_, at) => connection.call(TOOL, creator(at))),
    );
    const failed = results.filter(({ isError }) => isError).map(({ text }) => text);
    expect(failed).toHaveLength(4);
    for (const text of failed)
      expect(text).toMatch(
        /^Timed out after 0\.9 s in the rate-limit queue; the request was not sent or billed\./,
      );
    // Nor was it sent later.
    await delay(400);
    expect(upstream.arrivals).toHaveLength(10);
    expect((await connection.call(TOOL)).isError).toBe(false);
    expect(upstream.arrivals).toHaveLength(11);
  });

  test('a call ends in time although garbage is collected while it waits', async () => {
    // On Node 20 a timeout that only AbortSignal.any knows of is garbage itself.
    const upstream = await start();
    upstream.play(silence);
    const connection = await connect(upstream.url, { timeoutMs: 600 });
    const call = connection.call(TOOL);
    await expect.poll(() => upstream.arrivals.length).toBe(1);
    for (let round = 0; round < 3; round += 1) {
      collectGarbage();
      await delay(50);
    }
    expect((await call).text).toMatch(/^No response within 0\.6 s/);
  });

  test('a call whose time is up as its turn comes is not sent either', async () => {
    const upstream = await start();
    upstream.play(silence);
    const connection = await connect(upstream.url, { timeoutMs: 300 });
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, at) => connection.call(TOOL, creator(at))),
    );
    const unanswered = results.filter(({ text }) => /^No response within 0\.3 s.*may still bill/s.test(text));
    const unsent = results.filter(({ text }) => /^Timed out after 0\.3 s in the rate-limit queue/.test(text));
    expect(unanswered.length + unsent.length).toBe(8);
    // On a slow machine one may get its turn just in time.
    expect(unsent.length).toBeGreaterThan(0);
    expect(connection.sent).toHaveLength(unanswered.length);
  });
});

describe('connections', () => {
  test('are kept and used again', async () => {
    const upstream = await start();
    upstream.play(HEALTHY.act);
    const connection = await connect(upstream.url);
    for (let at = 0; at < 6; at += 1) expect((await connection.call(TOOL)).isError).toBe(false);
    // One that has just answered rests for a turn of the event loop, so two take turns.
    expect(upstream.connections.accepted).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 4 }, (_, at) => connection.call(TOOL, creator(at))));
    expect(upstream.connections.accepted).toBeLessThanOrEqual(8);
    expect(upstream.arrivals).toHaveLength(10);
  });

  test('that the upstream drops between two requests are replaced without an attempt lost', async () => {
    const upstream = await start();
    upstream.play(HEALTHY.act);
    const connection = await connect(upstream.url);
    await connection.call(TOOL);
    upstream.dropIdle();
    await expect.poll(() => upstream.connections.open).toBe(0);
    await delay(20);
    expect((await connection.call(TOOL)).isError).toBe(false);
    expect(upstream.connections.accepted).toBe(2);
    expect(connection.sent).toHaveLength(2);
  });

  test('that the upstream drops when a request has come are not repeated: it may have been billed', async () => {
    const upstream = await start();
    upstream.play(HEALTHY.act, hangUp, HEALTHY.act);
    const connection = await connect(upstream.url);
    await connection.call(TOOL);
    expect((await connection.call(TOOL)).failure).toMatchObject({ kind: 'network', billed: 'unknown' });
    expect(connection.sent).toHaveLength(2);
    expect((await connection.call(TOOL)).isError).toBe(false);
  });

  test('are gone when the server is closed', async () => {
    const upstream = await start();
    upstream.play(silence);
    const connection = await connectToUrl(upstream.url);
    const call = connection.call(TOOL).catch(() => 'closed');
    await expect.poll(() => upstream.connections.open).toBe(1);
    await connection.close();
    expect(await call).toBe('closed');
    await expect.poll(() => upstream.connections.open).toBe(0);
  });
});

describe('a host that gives up', () => {
  test('during the request: it is broken off, and the next one goes out', async () => {
    const upstream = await start();
    upstream.play(silence);
    const connection = await connect(upstream.url);
    const call = cancellable(connection);
    await expect.poll(() => upstream.arrivals.length).toBe(1);
    call.cancel();
    expect(await call.ended).toBe('given up');
    await expect.poll(() => upstream.connections.open).toBe(0);
    upstream.play(HEALTHY.act);
    expect((await connection.call(TOOL)).isError).toBe(false);
    expect(connection.sent).toHaveLength(2);
  });

  test('while waiting for a turn at the upstream: it is never sent', async () => {
    const upstream = await start();
    upstream.play(after(300, HEALTHY.act));
    const connection = await connect(upstream.url);
    const running = Array.from({ length: 4 }, (_, at) => connection.call(TOOL, creator(at)));
    await expect.poll(() => upstream.arrivals.length).toBe(4);
    const waiting = cancellable(connection);
    const behind = connection.call(TOOL);
    await delay(20);
    waiting.cancel();
    expect(await waiting.ended).toBe('given up');
    const results = await Promise.all([...running, behind]);
    expect(results.filter(({ isError }) => isError)).toEqual([]);
    expect(connection.sent).toHaveLength(5);
  });

  test('while waiting behind others: it is never sent, and nothing is logged', async () => {
    const upstream = await start();
    upstream.play(silence);
    const connection = await connect(upstream.url, { timeoutMs: 300 });
    const running = Array.from({ length: 16 }, (_, at) => connection.call(TOOL, creator(at)));
    await expect.poll(() => upstream.arrivals.length).toBe(4);
    const waiting = cancellable(connection);
    await delay(20);
    waiting.cancel();
    expect(await waiting.ended).toBe('given up');
    await Promise.all(running);
    await delay(20);
    expect(connection.sent.filter(({ body }) => body['cookie'] === COOKIE)).toEqual([]);
    // A cancel is no failure of the server.
    expect(log.mock.calls.map(([words]) => String(words))).toEqual([]);
  });

  test('in the middle of a summary: all of its requests end', async () => {
    const upstream = await start();
    upstream.play(silence);
    const connection = await connect(upstream.url);
    // A session that is known to work is not tried with a single call first.
    upstream.play(HEALTHY.act);
    await connection.call('get_creator_account_info');
    upstream.play(silence);
    const before = upstream.arrivals.length;
    const call = cancellable(connection, 'summarize_account_health');
    await expect.poll(() => upstream.arrivals.length - before).toBe(2);
    call.cancel();
    await call.ended;
    await expect.poll(() => upstream.connections.busy).toBe(0);
    await delay(50);
    expect(connection.sent).toHaveLength(before + 2);
  });
});

/** The client alone, with waits that take their time. */
async function client(upstream: FaultUpstream, timeoutMs: number) {
  const dispatcher = createDispatcher(undefined);
  const transport = createHttpTransport(dispatcher, () => NOW);
  onTestFinished(transport.close);
  const { context } = buildContext({
    baseUrl: new URL(upstream.url),
    apiKey: API_KEY,
    accounts: accountsOf({ main: COOKIE }),
    transport,
    now: () => NOW,
    timeoutMs,
  });
  return (signal = new AbortController().signal): Promise<unknown> =>
    new RequestContext(context, {}, { signal })
      .call(creatorAccountInfo, {}, { raw: true })
      .catch((error: unknown) => error);
}

describe('the time of a request', () => {
  /** A call of a request that has so much time left. */
  async function callWithin(ms: number, timeoutMs = 5000) {
    const upstream = await start();
    upstream.play(silence);
    const dispatcher = createDispatcher(undefined);
    const transport = createHttpTransport(dispatcher, () => NOW);
    onTestFinished(transport.close);
    const { context } = buildContext({
      baseUrl: new URL(upstream.url),
      apiKey: API_KEY,
      accounts: accountsOf({ main: COOKIE }),
      transport,
      now: () => NOW,
      timeoutMs,
    });
    const request = new RequestContext(context, {}, { signal: new AbortController().signal });
    const from = performance.now();
    const failed = await context.client
      .call(creatorAccountInfo, {}, { ...request, endsAt: from + ms }, { read: readAccountInfo })
      .catch((error: unknown) => error);
    return { failed, took: performance.now() - from, upstream };
  }

  test('ends a call that has time of its own left', async () => {
    const { failed, took, upstream } = await callWithin(1300);
    expect(failed).toMatchObject({
      kind: 'timeout',
      message: 'No response within the time of the whole request (55 s at most).',
      billed: 'unknown',
    });
    expect(took).toBeLessThan(1700);
    expect(upstream.arrivals).toHaveLength(1);
  });

  test('lets none begin that could not end', async () => {
    const { failed, upstream } = await callWithin(700);
    expect(failed).toMatchObject({
      kind: 'timeout',
      message:
        'The time of the whole request (55 s at most) ran out before this call was sent; it was not billed.',
      billed: 'no',
    });
    expect(upstream.arrivals).toHaveLength(0);
  });

  test.each([
    [50_000, 55_000],
    [300, 55_000],
    [600_000, 600_000],
  ])('is below what hosts wait, unless a call of %d ms is wanted', async (timeoutMs, requestMs) => {
    const { context } = buildContext({
      accounts: accountsOf({ main: COOKIE }),
      transport: createHttpTransport(createDispatcher(undefined), () => NOW),
      now: () => NOW,
      timeoutMs,
    });
    expect(context.client.requestMs).toBe(requestMs);
  });
});

const NO_PROXY: ProxySettings = { httpProxy: undefined, httpsProxy: undefined, noProxy: undefined };
const kindOf = (ended: unknown): unknown => (ended instanceof ApiError ? ended.kind : ended);

describe('a wait before a repeat', () => {
  const BUSY = answer(failure(429, 'Too many requests.', { 'retry-after': '20' }));

  test('ends at once when the host gives up', async () => {
    const upstream = await start();
    upstream.play(BUSY);
    const call = await client(upstream, 50_000);
    const controller = new AbortController();
    const from = performance.now();
    const ended = call(controller.signal);
    await expect.poll(() => upstream.arrivals.length).toBe(1);
    await delay(50);
    controller.abort();
    expect(kindOf(await ended)).toBe('cancelled');
    expect(performance.now() - from).toBeLessThan(1000);
    expect(upstream.arrivals).toHaveLength(1);
  });

  test('is not begun when it would outlast the deadline', async () => {
    const upstream = await start();
    upstream.play(BUSY);
    const call = await client(upstream, 2000);
    const from = performance.now();
    expect(kindOf(await call())).toBe('rate_limited');
    expect(performance.now() - from).toBeLessThan(500);
  });

  test('takes its time', async () => {
    const upstream = await start();
    upstream.play(answer(failure(429, 'x', { 'retry-after': '0.3' })), HEALTHY.act);
    const call = await client(upstream, 2000);
    expect(await call()).toMatchObject(HEALTHY.payload);
    const [first = 0, second = 0] = upstream.arrivals.map(({ at }) => at);
    expect(second - first).toBeGreaterThan(280);
    expect(second - first).toBeLessThan(600);
  });

  test('a call that was given up before it began sends nothing', async () => {
    const upstream = await start();
    const call = await client(upstream, 2000);
    expect(kindOf(await call(AbortSignal.abort()))).toBe('cancelled');
    expect(upstream.arrivals).toEqual([]);
  });
});

describe('our own way out', () => {
  const CREDENTIALS = 'proxySettings-user:proxySettings p@ss/word';
  const withUser = (url: string): string =>
    url.replace('//', `//${CREDENTIALS.split(':').map(encodeURIComponent).join(':')}@`);

  /** One POST through the way out that these settings make. */
  async function post(baseUrl: string, proxySettings: Partial<ProxySettings>): Promise<unknown> {
    const url = new URL(baseUrl);
    const transport = createHttpTransport(
      createDispatcher(forwardProxyFor(url, { ...NO_PROXY, ...proxySettings })),
      () => NOW,
    );
    onTestFinished(transport.close);
    return transport
      .post(url, { accept: 'application/json' }, { ping: 1 }, AbortSignal.timeout(2000))
      .catch((error: unknown) => error);
  }

  async function ways() {
    const upstream = await start();
    upstream.play(HEALTHY.act);
    const proxy = await startForwardProxy(upstream);
    onTestFinished(proxy.close);
    return { upstream, proxy };
  }

  test('HTTP_PROXY takes http, with its credentials, which stay with the proxy', async () => {
    const { upstream, proxy } = await ways();
    const reply = await post('http://upstream.test/x', { httpProxy: withUser(proxy.url) });
    expect(reply).toMatchObject({ status: 200, text: HEALTHY.text });
    expect([...proxy.tunnels.map(({ to }) => to), ...proxy.forwarded]).toEqual(['upstream.test:80']);
    expect(proxy.tunnels).toMatchObject([{ credentials: CREDENTIALS }]);
    expect(upstream.arrivals).toHaveLength(1);
    expect(Object.keys(upstream.arrivals[0]?.headers ?? {})).not.toContain('proxy-authorization');
  });

  test('HTTPS_PROXY takes https, and sees only where it goes', async () => {
    const { upstream, proxy } = await ways();
    // The upstream speaks no TLS, so the call fails, but only after the tunnel was there.
    const ended = await post('https://upstream.test/secret-path', { httpsProxy: proxy.url });
    expect(kindOf(ended)).toBe('network');
    expect(proxy.tunnels).toEqual([{ to: 'upstream.test:443', credentials: undefined }]);
    expect(proxy.forwarded).toEqual([]);
    expect(upstream.arrivals).toEqual([]);
  });

  test('HTTPS_PROXY does not take http', async () => {
    const { proxy, upstream } = await ways();
    const direct = upstream.url.replace('127.0.0.1', '0.0.0.0');
    expect(await post(direct, { httpsProxy: proxy.url })).toMatchObject({ status: 200 });
    expect(proxy.tunnels).toEqual([]);
  });

  test.each(['0.0.0.0', 'other.example, 0.0.0.0', '*'])('NO_PROXY %s goes round it', async (noProxy) => {
    const { proxy, upstream } = await ways();
    const direct = upstream.url.replace('127.0.0.1', '0.0.0.0');
    expect(await post(direct, { httpProxy: proxy.url, noProxy })).toMatchObject({ status: 200 });
    expect(proxy.tunnels).toEqual([]);
    expect(await post(direct, { httpProxy: proxy.url, noProxy: 'other.example' })).toMatchObject({
      status: noProxy === '*' ? expect.any(Number) : 200,
    });
    expect(proxy.tunnels).toHaveLength(1);
  });

  test('this machine itself is never proxied', async () => {
    const { proxy, upstream } = await ways();
    const reply = await post(upstream.url, { httpProxy: proxy.url, httpsProxy: proxy.url });
    expect(reply).toMatchObject({ status: 200 });
    expect(proxy.tunnels).toEqual([]);
  });

  test.each(['localhost.upstream.test', '127.upstream.test', '127.0.0.1.upstream.test'])(
    '%s is not this machine',
    async (host) => {
      const { proxy } = await ways();
      await post(`http://${host}/`, { httpProxy: proxy.url });
      expect(proxy.tunnels).toMatchObject([{ to: `${host}:80` }]);
    },
  );

  test.each([407, 403, 502])(
    'a proxy that answers %i is a network error without its credentials',
    async (status) => {
      const { proxy } = await ways();
      proxy.status = status;
      const ended = await post('http://upstream.test/x', { httpProxy: withUser(proxy.url) });
      expect(kindOf(ended)).toBe('network');
      expect(String(ended)).not.toMatch(/proxySettings|p@ss|p%40ss/);
    },
  );
});

describe('TIKTOK_CREATOR_INLINE_CREDENTIALS=off', () => {
  const cookie = 'sessionid=inline-session-1; msToken=inline-token-22; ttwid=inline-ttwid-333';

  test('takes cookie and proxy out of every schema', async () => {
    const connection = await connect('http://127.0.0.1:9', { inlineCredentials: false });
    const { tools } = await connection.host.listTools();
    expect(tools.length).toBeGreaterThanOrEqual(16);
    const on = await connect('http://127.0.0.1:9');
    const { tools: others } = await on.host.listTools();
    for (const [index, tool] of tools.entries()) {
      const { cookie, proxy, ...rest } = others[index]?.inputSchema.properties ?? {};
      expect(cookie, tool.name).toBeDefined();
      expect(proxy, tool.name).toBeDefined();
      expect(tool.inputSchema.properties).toEqual(rest);
      expect(JSON.stringify(tool.inputSchema)).not.toMatch(/cookie|proxy/i);
    }
  });

  test('refuses them, with nothing sent and nothing repeated', async () => {
    const upstream = await start();
    const connection = await connect(upstream.url, { inlineCredentials: false });
    const { tools } = await connection.host.listTools();
    for (const { name } of tools) {
      for (const args of [{ cookie }, { proxy: 'http://inline-user:inline-pass@proxy.example:1' }]) {
        const result = await connection.call(name, args);
        expect(result.isError, name).toBe(true);
        expect(result.text).toMatch(/Unknown argument "(cookie|proxy)"/);
        expect(result.whole).not.toContain('inline-');
      }
    }
    expect(upstream.arrivals).toEqual([]);
  });

  test('is not advised against by its own errors', async () => {
    const connection = await connect('http://127.0.0.1:9', { inlineCredentials: false, cookie: '' });
    const { text } = await connection.call(TOOL);
    expect(text).not.toContain('cookie argument');
  });
});
