import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import { forwardProxyFor } from '../../src/config/forward-proxy.ts';
import { createDispatcher } from '../../src/tikhub/dispatcher.ts';
import { connectToUrl } from '../support/connect.ts';
import { type ProxyFault, startFaultProxy } from '../support/faults/proxy.ts';
import { answer, hangUp, silence, startFaultUpstream } from '../support/faults/upstream.ts';

const TOOL = 'get_creator_account_info';
const CREDENTIALS = 'gate-user:gate-password';

const status = (line: string): ProxyFault => ({ says: `HTTP/1.1 ${line}\r\ncontent-length: 0\r\n\r\n` });

/** A host of a server whose calls go through a proxy that is out of order. */
async function behind(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  fault: ProxyFault,
  limits: { readonly timeoutMs?: number; readonly stepMs?: number } = {},
) {
  const proxy = await startFaultProxy(fault);
  onTestFinished(proxy.close);
  const written = proxy.url.replace('//', `//${CREDENTIALS}@`);
  const baseUrl = 'https://upstream.test';
  const settings = { httpProxy: undefined, httpsProxy: written, noProxy: undefined };
  const forwardProxy = forwardProxyFor(new URL(baseUrl), settings);
  const dispatcher = createDispatcher(forwardProxy, limits.stepMs);
  const connection = await connectToUrl(baseUrl, { ...limits, dispatcher, forwardProxy });
  onTestFinished(connection.close);
  return { proxy, connection };
}

interface Row {
  readonly name: string;
  readonly fault: ProxyFault;
  readonly attempts: number;
  readonly says: RegExp;
}

describe.concurrent('a proxy that opens no tunnel', () => {
  test.for<Row>([
    {
      name: 'closes on accept',
      fault: 'close on accept',
      attempts: 3,
      says: /closed the connection when it was asked to connect to upstream\.test:443 \(/,
    },
    {
      name: 'resets on accept',
      fault: 'reset on accept',
      attempts: 3,
      // Depending on whether the reset or the request comes first.
      says: /(cannot be reached|closed the connection when it was asked to connect to upstream\.test:443) \(ECONNRESET\)/,
    },
    {
      name: 'closes after CONNECT',
      fault: 'close',
      attempts: 3,
      says: /closed the connection when it was asked to connect to upstream\.test:443 \(/,
    },
    {
      name: 'closes after 200',
      fault: 'close after 200',
      attempts: 3,
      says: /lost the connection to upstream\.test:443 before it was encrypted \(/,
    },
    {
      name: 'answers 407',
      fault: status('407 Proxy Authentication Required'),
      attempts: 1,
      says: /responded with 407 .*user and a password: set HTTPS_PROXY to http:\/\/user:pass@host:port/,
    },
    {
      name: 'answers 403',
      fault: status('403 Forbidden'),
      attempts: 1,
      says: /responded with 403 .*does not allow connections to upstream\.test:443/,
    },
    { name: 'answers 502', fault: status('502 Bad Gateway'), attempts: 3, says: /responded with 502 / },
    {
      name: 'answers garbage',
      fault: { says: 'SSH-2.0-OpenSSH_9.6\r\n' },
      attempts: 1,
      says: /did not respond like an HTTP proxy/,
    },
  ])('$name', async ({ fault, attempts, says }, context) => {
    const { proxy, connection } = await behind(context, fault);
    const result = await connection.call(TOOL);
    expect(result.failure).toMatchObject({ kind: 'network', billed: 'no' });
    expect(result.text).toMatch(says);
    expect(result.text).toMatch(/^The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) /);
    expect(result.text).toContain('nothing was sent to the vendor');
    expect(result.text).not.toMatch(/gate-(user|password)/);
    expect(connection.waits).toHaveLength(attempts - 1);
    // After the answer the process leaves the proxy in peace.
    await context.expect.poll(() => proxy.connections.open).toBe(0);
    await delay(300);
    expect(proxy.connections).toEqual({ accepted: attempts, open: 0 });
  });

  test.for([
    { name: 'until the call is over', limits: { timeoutMs: 300 }, attempts: 1, within: 0.3 },
    { name: 'for as long as a step may take', limits: { stepMs: 200 }, attempts: 3, within: 0.2 },
  ])('says nothing $name', async ({ limits, attempts, within }, context) => {
    const { proxy, connection } = await behind(context, 'silence', limits);
    const result = await connection.call(TOOL);
    expect(result.failure).toMatchObject({ kind: 'network', billed: 'no' });
    expect(result.text).toMatch(
      /^The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) did not open a connection to upstream\.test(:443)? within /,
    );
    // On a busy machine the end of the wait is noticed late.
    const [, said] =
      /within ([\d.]+) s; nothing was sent to the vendor. Check HTTPS_PROXY/.exec(result.text) ?? [];
    expect(Number(said)).toBeGreaterThanOrEqual(within);
    await context.expect.poll(() => proxy.connections.open, { timeout: 2000 }).toBe(0);
    await delay(300);
    expect(proxy.connections).toEqual({ accepted: attempts, open: 0 });
  });

  test('says nothing to two calls: neither waits for the other', async (context) => {
    const { proxy, connection } = await behind(context, 'silence', { timeoutMs: 1200, stepMs: 5000 });
    const ends: number[] = [];
    const from = performance.now();
    const call = async (session: string): Promise<void> => {
      const cookie = `sessionid=${session}-1234567; msToken=token-22; ttwid=id-333`;
      expect((await connection.call(TOOL, { cookie })).failure?.kind).toBe('network');
      ends.push(performance.now() - from);
    };
    const first = call('first');
    await delay(600);
    await Promise.all([first, call('second')]);
    expect(ends[0]).toBeLessThan(1500);
    await context.expect.poll(() => proxy.connections.open).toBe(0);
  });

  test('is not there', async (context) => {
    const { proxy, connection } = await behind(context, 'close');
    await proxy.close();
    const result = await connection.call(TOOL);
    expect(result.failure).toMatchObject({ kind: 'network', billed: 'no' });
    expect(result.text).toMatch(
      /^The proxy 127\.0\.0\.1:\d+ \(HTTPS_PROXY\) cannot be reached \(ECONNREFUSED\); nothing was sent/,
    );
    expect(connection.waits).toHaveLength(2);
  });
});

describe('connections', () => {
  test('of a call that ended at its deadline are not made again', async () => {
    const upstream = await startFaultUpstream();
    onTestFinished(upstream.close);
    const connection = await connectToUrl(upstream.url, { timeoutMs: 400 });
    onTestFinished(connection.close);
    // A pool that has been used, and whose connection is ready again.
    await connection.call(TOOL);
    await delay(100);
    upstream.play(silence);
    const { accepted } = upstream.connections;
    const result = await connection.call(TOOL, {
      cookie: 'sessionid=another-session-1; msToken=token-22; ttwid=id-333',
    });
    expect(result.failure?.kind).toBe('timeout');
    await delay(300);
    expect(upstream.connections).toEqual({ accepted, open: 0, busy: 0 });
  });

  test('are made again for the next call', async () => {
    const upstream = await startFaultUpstream();
    onTestFinished(upstream.close);
    const connection = await connectToUrl(upstream.url, { timeoutMs: 5000 });
    onTestFinished(connection.close);
    upstream.play(hangUp, answer({ status: 402 }));
    expect((await connection.call(TOOL)).failure?.kind).toBe('network');
    expect((await connection.call(TOOL)).failure?.kind).toBe('balance');
    expect(upstream.arrivals).toHaveLength(2);
  });
});
