import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { callOf } from '../support/http-process.ts';
import { HEALTH, LIST, start, startHeld, TIMEOUT } from '../support/served-over-http.ts';
import { startHost } from '../support/stdio-host.ts';

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

describe('a client over HTTP', { timeout: TIMEOUT }, () => {
  test('gets what a host over stdio gets, but no arguments for credentials', async () => {
    const server = await start();
    const remote = await server.client();
    const {
      client: local,
      connected,
      call,
    } = startHost({
      command: process.execPath,
      args: [main, '--sandbox'],
      env: { PATH: process.env['PATH'] ?? '' },
    });
    await connected;
    const [theirs, ours] = [await remote.listTools(), await local.listTools()];
    expect(theirs.tools.length).toBeGreaterThan(20);
    const without = ours.tools.map((tool) => {
      const { cookie: _cookie, proxy: _proxy, ...properties } = tool.inputSchema.properties ?? {};
      return { ...tool, inputSchema: { ...tool.inputSchema, properties } };
    });
    expect(theirs.tools).toEqual(without);
    expect(await remote.listResources()).toEqual(await local.listResources());
    expect(await remote.listPrompts()).toEqual(await local.listPrompts());
    expect(remote.getInstructions()).toEqual(local.getInstructions());

    const question = { name: 'summarize_month', arguments: { month: '2026-09', account: 'sg' } };
    const [there, here] = [await remote.callTool(question), await call(question.name, question.arguments)];
    const { fetched_at: _, ...said } = here.structuredContent ?? {};
    expect(there.structuredContent).toMatchObject({ account: 'sg', sandbox: true });
    expect(there.structuredContent).toMatchObject(said);

    const health = await remote.readResource({ uri: 'tiktok-creator://us/health' });
    expect(JSON.stringify(health)).toContain('sandbox');
    const { completion } = await remote.complete({
      ref: { type: 'ref/resource', uri: 'tiktok-creator://{account}/health' },
      argument: { name: 'account', value: 's' },
    });
    expect(completion.values).toEqual(['sg']);
    for (const name of ['cookie', 'proxy']) {
      const refused = await remote.callTool({ name: HEALTH.params.name, arguments: { [name]: 'x' } });
      expect(JSON.stringify(refused)).toContain(`\\"${name}\\"`);
      expect(refused.isError).toBe(true);
    }
  });

  test('shares the cache and the counters with every other request of its principal', async () => {
    const server = await start();
    const [first, second] = [await server.client(), await server.client()];
    const question = { name: 'get_account_health_status', arguments: {} };
    expect((await first.callTool(question)).structuredContent).toMatchObject({ cached: false });
    expect((await second.callTool(question)).structuredContent).toMatchObject({ cached: true });
    const usage = JSON.stringify(await second.readResource({ uri: 'tiktok-creator://usage' }));
    expect(usage).toContain('|1|1|0|0|');
  });

  test('hears of progress where it asks for it, and gets plain JSON where not', async () => {
    const server = await start();
    const client = await server.client();
    const steps: number[] = [];
    await client.callTool({ name: 'summarize_period', arguments: { period: 'year_to_date' } }, undefined, {
      onprogress: ({ progress }) => void steps.push(progress),
    });
    expect(steps.length).toBeGreaterThan(1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    const plain = await server.post(HEALTH);
    expect(plain.headers.get('content-type')).toBe('application/json');
    const streamed = await server.post(callOf('summarize_month', {}, { progressToken: 1 }));
    expect(streamed.headers.get('content-type')).toBe('text/event-stream');
    expect(await streamed.text()).toMatch(/^event: message\ndata: \{/);
  });

  test.each(['2025-03-26', '2025-06-18', '2025-11-25'])('speaks protocol version %s', async (version) => {
    const { post } = await start();
    const clientInfo = { name: 'tests', version: '1' };
    const params = { protocolVersion: version, capabilities: {}, clientInfo };
    const initialized = await (await post({ method: 'initialize', params })).json();
    expect(initialized).toMatchObject({ result: { protocolVersion: version } });
    const listed = await post(LIST, { 'mcp-protocol-version': version });
    expect(listed.status).toBe(200);
    const told = await post(
      { id: undefined, method: 'notifications/initialized' },
      { 'mcp-protocol-version': version },
    );
    expect([told.status, await told.text()]).toEqual([202, '']);
  });

  test('has arguments read as leniently as over stdio', async () => {
    const { post } = await start();
    const asText = {
      method: 'tools/call',
      params: { name: HEALTH.params.name, arguments: '{"account":"br"}' },
    };
    expect(await (await post(asText)).json()).toMatchObject({
      result: { structuredContent: { account: 'br' } },
    });
    const none = { method: 'tools/call', id: 0, params: { name: HEALTH.params.name, arguments: null } };
    expect(await (await post(none)).json()).toMatchObject({ id: 0, result: { structuredContent: {} } });
  });

  test('that asks for a version from before this transport is offered the newest', async () => {
    const { post } = await start();
    const clientInfo = { name: 'tests', version: '1' };
    const params = { protocolVersion: '2024-11-05', capabilities: {}, clientInfo };
    expect(await (await post({ method: 'initialize', params })).json()).toMatchObject({
      result: { protocolVersion: '2025-11-25' },
    });
  });

  test('may send a batch in the version that has them', async () => {
    const { url, post } = await start();
    const batch = [LIST, { method: 'ping' }].map((message, id) => ({ jsonrpc: '2.0', id, ...message }));
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-03-26',
    };
    const both = await fetch(url, { method: 'POST', headers, body: JSON.stringify(batch) });
    expect(await both.json()).toMatchObject([{ id: 0 }, { id: 1, result: {} }]);
    const body = JSON.stringify([...batch, { jsonrpc: '1.0', id: 7, method: 'ping' }]);
    const half = await fetch(url, { method: 'POST', headers, body });
    expect([half.status, await half.json()]).toMatchObject([400, [{ id: 7 }]]);
    const later = { ...headers, 'mcp-protocol-version': '2025-11-25' };
    expect((await post({}, later, { body: JSON.stringify(batch) })).status).toBe(400);
  });
});

describe('a connection that is dropped', { timeout: TIMEOUT }, () => {
  test.each([
    ['JSON', undefined],
    ['a stream', { progressToken: 1 }],
  ])('aborts the call that it waits for (%s)', async (_how, meta) => {
    const { upstream, post } = await startHeld();
    const leaving = new AbortController();
    const call = post(callOf('get_creator_account_info', {}, meta), {}, { signal: leaving.signal });
    call.catch(() => {});
    await expect.poll(upstream.received).toBe(1);
    leaving.abort();
    await expect.poll(upstream.dropped, { timeout: 5000 }).toBe(1);
  });

  test('does not abort a call that somebody else waits for', async () => {
    const { upstream, post } = await startHeld();
    const leaving = new AbortController();
    post(HEALTH, {}, { signal: leaving.signal }).catch(() => {});
    await expect.poll(upstream.received).toBe(1);
    const staying = post(HEALTH);
    await delay(300);
    leaving.abort();
    await delay(300);
    expect(upstream.dropped()).toBe(0);
    upstream.answer({ user_name: 'creator' });
    expect(await (await staying).json()).toMatchObject({
      result: { structuredContent: { account: 'main' } },
    });
    expect(upstream.received()).toBe(1);
  });
});

describe('the end', { timeout: TIMEOUT }, () => {
  test('lets running requests end, refuses new ones and closes idle connections at once', async () => {
    const { upstream, post, url, child, end } = await startHeld();
    const idle = connect(Number(url.port), url.hostname);
    idle.write(`GET /readyz HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
    await once(idle, 'data');
    const call = post(HEALTH);
    await expect.poll(upstream.received).toBe(1);
    child.kill('SIGTERM');
    await once(idle, 'close');
    await expect.poll(async () => (await fetch(new URL('/readyz', url))).status).toBe(503);
    expect((await fetch(new URL('/healthz', url))).status).toBe(200);
    const late = await post(LIST);
    expect([late.status, late.headers.get('connection')]).toEqual([503, 'close']);
    expect(await late.json()).toMatchObject({
      error: { message: expect.stringContaining('Nothing was done') },
    });
    upstream.answer({ user_name: 'creator' });
    expect(await (await call).json()).toMatchObject({ result: { structuredContent: { account: 'main' } } });
    expect(await end()).toBe(0);
    await expect(post(LIST)).rejects.toThrow();
  });

  test('comes at once without requests, and after a second signal', async () => {
    const { child, end, post } = await start();
    await post(LIST);
    const from = performance.now();
    child.kill('SIGTERM');
    expect(await end()).toBe(0);
    expect(performance.now() - from).toBeLessThan(2000);

    const busy = await startHeld();
    const call = busy.post(HEALTH);
    call.catch(() => {});
    await expect.poll(busy.upstream.received).toBe(1);
    busy.child.kill('SIGINT');
    await expect.poll(async () => (await fetch(new URL('/readyz', busy.url))).status).toBe(503);
    busy.child.kill('SIGINT');
    expect(await busy.end()).toBe(1);
  });
});
