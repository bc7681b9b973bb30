import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { startProcess } from '../support/http-process.ts';
import { HEALTH, LIST, start, startHeld, TIMEOUT } from '../support/served-over-http.ts';

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

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
