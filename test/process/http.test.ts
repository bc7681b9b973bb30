import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { callOf, heldUpstream, startHttp, startProcess } from '../support/http-process.ts';
import { startHost } from '../support/stdio-host.ts';
import { cookieOf } from '../support/temporary-folder.ts';

const TIMEOUT = 60_000;

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

const start = (args: readonly string[] = ['--sandbox'], env = {}) => startHttp(main, args, env);

/** A server whose calls wait until the test answers them. */
async function startHeld() {
  const upstream = await heldUpstream();
  const server = await start([], { ...upstream.env, TIKTOK_COOKIE: cookieOf('a') });
  return { upstream, ...server };
}

const HEALTH = callOf('get_creator_account_info');
const LIST = { method: 'tools/list' };

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

describe('what is not served is refused in JSON', { timeout: TIMEOUT }, () => {
  let server: Awaited<ReturnType<typeof start>>;

  test('with the status that says why', async () => {
    server = await start();
    const { url } = server;
    const { host } = url;
    const head = `POST /mcp HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nConnection: close\r\n`;
    const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
    const sized = `Content-Length: ${ping.length}\r\n`;
    const at = (line: string): string => `${head.replace('POST /mcp', line)}${sized}\r\n${ping}`;
    const accepting = (types: string): string => at('POST /mcp').replace(/(?<=Accept: ).*(?=\r\n)/, types);
    const withHeader = (header: string): string => `${head}${sized}${header}\r\n\r\n${ping}`;
    const withBody = (body: string): string =>
      `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const cases: readonly (readonly [string, number, string])[] = [
      ['a ping', 200, at('POST /mcp')],
      ['the origin of the server itself', 200, withHeader(`Origin: ${url.origin}`)],
      ['GET', 405, at('GET /mcp')],
      ['DELETE', 405, at('DELETE /mcp')],
      ['OPTIONS without CORS', 405, at('OPTIONS /mcp')],
      ['another path', 404, at('POST /')],
      ['a path with a slash more', 404, at('POST /mcp/')],
      ['a path with two slashes', 404, at('POST //mcp')],
      ['a path that leads back', 404, at('POST /healthz/../mcp')],
      ['an encoded path', 404, at('POST /%6dcp')],
      ['a path of another case', 404, at('POST /MCP')],
      ['a whole URL', 404, at('POST http://evil.example/mcp')],
      ['POST to a probe', 405, at('POST /healthz')],
      ['a foreign origin', 403, withHeader('Origin: https://evil.example')],
      ['an origin that begins alike', 403, withHeader(`Origin: ${url.origin}.evil.example`)],
      ['a sandboxed page', 403, withHeader('Origin: null')],
      ['a foreign host', 403, at('POST /mcp').replace(`Host: ${host}`, 'Host: evil.example')],
      ['a host with a user', 403, at('POST /mcp').replace(`Host: ${host}`, `Host: evil@${host}`)],
      ['a port that there is not', 403, at('POST /mcp').replace(`Host: ${host}`, 'Host: localhost:65536')],
      ['a compressed body', 415, withHeader('Content-Encoding: gzip')],
      ['no host', 403, at('POST /mcp').replace(`Host: ${host}\r\n`, '')],
      ['two hosts', 400, withHeader('Host: evil.example')],
      ['two origins', 400, withHeader(`Origin: ${url.origin}\r\nOrigin: https://evil.example`)],
      ['two tokens', 400, withHeader('Authorization: Bearer a\r\nAuthorization: Bearer b')],
      ['two lengths', 400, withHeader('Content-Length: 5')],
      ['a length and chunks', 400, withHeader('Transfer-Encoding: chunked')],
      [
        'a request in a body of two lengths',
        400,
        `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${at('POST /mcp')}`,
      ],
      [
        'a request after chunks that end in two ways',
        400,
        `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${at('POST /mcp')}`,
      ],
      [
        'a length with a sign',
        400,
        withHeader('X-A: b').replace(sized, `Content-Length: +${ping.length}\r\n`),
      ],
      ['a space before a colon', 400, withHeader('Transfer-Encoding : chunked')],
      ['chunks written oddly', 400, `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
      ['a header broken over lines', 400, withHeader('X-A: b\r\n c: d\r\n e')],
      ['a line break alone', 400, at('POST /mcp').replaceAll('\r\n', '\n')],
      ['a version that is none', 400, withHeader('MCP-Protocol-Version: 1999-01-01')],
      ['a version from before this transport', 400, withHeader('MCP-Protocol-Version: 2024-11-05')],
      ['another type', 415, at('POST /mcp').replace('application/json\r', 'text/plain\r')],
      ['an accepted type missing', 406, accepting('application/json, text/html')],
      ['another accepted type alone', 406, accepting('text/event-stream')],
      ['any type', 200, accepting('*/*')],
      ['any type of either kind', 200, accepting('text/html, Application/*;q=0.9, text/*;q=0.8')],
      ['no word about types', 200, at('POST /mcp').replace(/Accept: .*\r\n/, '')],
      ['no JSON', 400, withBody('{"jsonrpc":')],
      ['no UTF-8', 400, withBody('"\udc80"').replace('\ufffd', '\x80')],
      ['no message', 400, withBody('null')],
      ['an empty body', 400, withBody('')],
      ['an empty batch', 400, withBody('[]')],
      ['a batch of 101', 400, withBody(JSON.stringify(Array.from({ length: 101 }, () => JSON.parse(ping))))],
      ['a body over 1 MiB', 413, withBody(`"${'x'.repeat(1024 * 1024)}"`)],
      ['headers over 16 kB', 431, withHeader(`X-Long: ${'x'.repeat(17_000)}`)],
      ['an expectation', 417, withHeader('Expect: the unexpected')],
      ['no HTTP', 400, 'HELO evil.example\r\n\r\n'],
    ];
    const seen = await Promise.all(
      cases.map(async ([what, , bytes]) => {
        const answer = await server.raw(bytes);
        const [top = '', body = ''] = answer.split(/\r\n\r\n(.*)/s);
        if (!what.startsWith('HEAD')) expect(() => JSON.parse(body), `${what}: ${answer}`).not.toThrow();
        expect(top.toLowerCase(), what).toContain('content-type: application/json');
        expect(answer, what).not.toMatch(/<html|at .*\.js:|node:/i);
        // Nothing inside a request is taken for another one.
        expect(answer.match(/HTTP\/1\.1 \d/g), what).toHaveLength(1);
        return [what, Number(/^HTTP\/1\.1 (\d+)/.exec(top)?.[1])];
      }),
    );
    expect(seen).toEqual(cases.map(([what, status]) => [what, status]));
    expect(server.log()).toBe(`Serving MCP at ${url.href}. Ctrl-C ends it.\n`);
    expect(server.out()).toBe('');
  });

  test('pages of configured origins may use it, and only those', async () => {
    const origin = 'https://app.example';
    const { post, url } = await start(['--sandbox'], { TIKTOK_CREATOR_HTTP_ORIGINS: origin });
    const asked = await fetch(url, { method: 'OPTIONS', headers: { origin } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
    for (const header of ['authorization', 'mcp-method', 'mcp-name'])
      expect(asked.headers.get('access-control-allow-headers')).toContain(header);
    const served = await post(LIST, { origin });
    expect([served.status, served.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    for (const other of ['https://evil.example', `${origin}:8443`, 'http://app.example'])
      expect((await post(LIST, { origin: other })).status).toBe(403);
    const none = await post(LIST);
    expect([none.status, none.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  test('names that are configured are known, in any case and with any port', async () => {
    const { url, raw } = await start(['--sandbox'], {
      TIKTOK_CREATOR_HTTP_HOSTS: 'MCP.Example, other.example',
    });
    const statusFor = async (host: string): Promise<string | undefined> => {
      const bytes = `GET /mcp HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      return /^HTTP\/1\.1 (\d+)/.exec(await raw(bytes))?.[1];
    };
    for (const host of ['mcp.example', 'mcp.EXAMPLE:443', 'other.example', `localhost:${url.port}`, '[::1]'])
      expect(await statusFor(host), host).toBe('405');
    for (const host of ['example', 'mcp.example.evil', 'mcp.example:443:1', ''])
      expect(await statusFor(host), host).toBe('403');
  });

  test('a client that has 32 requests under way waits for the 33rd', async () => {
    const { upstream, post, url } = await startHeld();
    const calls = Array.from({ length: 32 }, () => post(HEALTH));
    await expect.poll(upstream.received).toBe(1);
    await expect.poll(async () => (await post(LIST)).status).toBe(429);
    expect((await post(LIST)).headers.get('retry-after')).toBe('1');
    expect((await fetch(new URL('/readyz', url))).status).toBe(200);
    upstream.answer({ user_name: 'creator' });
    for (const { status } of await Promise.all(calls)) expect(status).toBe(200);
    expect((await post(LIST)).status).toBe(200);
    expect(upstream.received()).toBe(1);
  });

  test('whoever sends slowly or nothing is cut off, and 1,000 idle connections hold nobody up', async () => {
    const { url, post, log } = await start(['--sandbox'], { TIKTOK_CREATOR_AUDIT_LOG: 'off' });
    const idle = Array.from({ length: 1000 }, () => connect(Number(url.port), url.hostname));
    onTestFinished(() => {
      for (const socket of idle) socket.destroy();
    });
    let closed = 0;
    let said = '';
    for (const [index, socket] of idle.entries()) {
      socket
        .on('error', () => {})
        .on('close', () => {
          closed += 1;
        });
      socket.on('data', (chunk) => {
        said = String(chunk);
      });
      if (index % 2 === 0) socket.write('POST /mcp HTTP/1.1\r\nHost: local');
    }
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    expect((await post(HEALTH)).status).toBe(200);
    await expect.poll(() => closed, { timeout: 20_000 }).toBe(1000);
    expect(said).toMatch(/^HTTP\/1\.1 408 [\s\S]*\{"jsonrpc"/);
    expect((await post(HEALTH)).status).toBe(200);
    expect(log().split('\n')).toHaveLength(2);
  });

  test('whoever is cut off and keeps its side open is cut off all the same', async () => {
    const { url } = await start();
    const socket = connect({ port: Number(url.port), host: url.hostname, allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    let said = '';
    socket.on('data', (chunk) => {
      said += String(chunk);
    });
    socket.on('error', () => {});
    socket.write('POST /mcp HTTP/1.1\r\nHost: local');
    await once(socket, 'end');
    expect(said).toMatch(/^HTTP\/1\.1 408 /);
    // Only a connection that is gone on the other side fails here.
    const writing = setInterval(() => void socket.write('x'), 200);
    onTestFinished(() => clearInterval(writing));
    await expect.poll(() => socket.destroyed, { timeout: 10_000 }).toBe(true);
  });

  test('a body of 100 MB is not read to its end', async () => {
    const { url, child, post } = await start();
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => {});
    let sent = 0;
    socket.write(
      `POST /mcp HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    while (!socket.destroyed && sent < 100_000_000) {
      sent += 65_536;
      if (!socket.write(chunk))
        await Promise.race([once(socket, 'drain').catch(() => {}), once(socket, 'close').catch(() => {})]);
    }
    expect(sent).toBeLessThan(20_000_000);
    expect((await post(HEALTH)).status).toBe(200);
    expect(child.exitCode).toBeNull();
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

describe('the server does not start', { timeout: TIMEOUT }, () => {
  test.each([
    [
      'where others could reach it',
      ['--http', '0.0.0.0:0'],
      {},
      /^The arguments.*\n- 0\.0\.0\.0 can be reached from other machines/,
    ],
    [
      'on any name but that of this machine',
      ['--http', 'mcp.example:0'],
      {},
      /mcp\.example can be reached from other machines/,
    ],
    ['on all addresses of IPv6', ['--http', '[::]:0'], {}, /:: can be reached from other machines/],
    ['with an address that is none', ['--http', 'nonsense'], {}, /- TIKTOK_CREATOR_HTTP must be a port/],
    ['without an address', ['--http'], {}, /- Argument 2 \(--http\) needs \[HOST:\]PORT\./],
    [
      'with a setting that is none',
      [],
      { TIKTOK_CREATOR_HTTP: '99999' },
      /- TIKTOK_CREATOR_HTTP must be a port/,
    ],
    [
      'with an origin that is none',
      ['--http', '0'],
      { TIKTOK_CREATOR_HTTP_ORIGINS: '*' },
      /- TIKTOK_CREATOR_HTTP_ORIGINS must be origins/,
    ],
  ])('%s', async (_what, args, env, says) => {
    const { end, log, out } = startProcess(main, ['--sandbox', ...args], env);
    expect(await end()).toBe(1);
    expect(log()).toMatch(says);
    expect(out()).toBe('');
  });

  test('on a port that is taken', async () => {
    const { url } = await start();
    const { end, log } = startProcess(main, ['--sandbox', '--http', url.port]);
    expect(await end()).toBe(1);
    expect(log()).toContain(`cannot listen on port ${url.port}: another program is using it.`);
  });
});
