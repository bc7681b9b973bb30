import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlainly } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect, type SecureVersion } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { selfSigned } from '../support/certificate.ts';
import { startHttp, startProcess } from '../support/http-process.ts';
import { folder } from '../support/temporary-folder.ts';

const TIMEOUT = 60_000;

let main: string;
beforeAll(async () => {
  ({ main } = await buildServer());
}, 4 * TIMEOUT);

const BODY = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

/** One POST over TLS, which trusts one certificate only. */
async function post(url: URL, ca: string, headers = {}): Promise<{ status: number; body: string }> {
  const sent = request(url, {
    method: 'POST',
    ca,
    agent: false,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
  });
  sent.end(BODY);
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, body: await text(response) };
}

/** The protocol that a connection ends up with; rejects when there is none. */
async function handshake(url: URL, ca: string, maxVersion: SecureVersion): Promise<string | null> {
  const socket = connect({
    host: url.hostname,
    port: Number(url.port),
    ca,
    minVersion: 'TLSv1',
    maxVersion,
    // Lets this side offer what has been forbidden for years.
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket.getProtocol();
}

function files() {
  const { write, at } = folder();
  const { cert, key } = selfSigned();
  return { at, write, cert, key, paths: [write('cert.pem', cert, 0o644), write('key.pem', key)] as const };
}

const flagsFor = (cert: string, key: string) => ['--tls-cert', cert, '--tls-key', key];

describe('a server with a certificate', { timeout: TIMEOUT }, () => {
  test('speaks HTTPS only, in TLS 1.2 or later, and takes over a renewed certificate while it runs', async () => {
    const { at, cert, paths } = files();
    const { url, log } = await startHttp(main, ['--sandbox', ...flagsFor(...paths)]);
    expect(url.protocol).toBe('https:');
    const first = await post(url, cert);
    expect(first.status).toBe(200);
    expect(first.body).toContain('get_creator_account_info');
    expect((await post(url, cert, { origin: url.origin })).status).toBe(200);
    expect((await post(url, cert, { origin: url.origin.replace('https', 'http') })).status).toBe(403);
    expect(await handshake(url, cert, 'TLSv1.3')).toBe('TLSv1.3');
    expect(await handshake(url, cert, 'TLSv1.2')).toBe('TLSv1.2');
    await expect(handshake(url, cert, 'TLSv1.1')).rejects.toThrow(/protocol version|unsupported protocol/);

    const plain = connectPlainly(Number(url.port), url.hostname);
    plain.on('error', () => {});
    plain.write(`POST /mcp HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
    expect(await text(plain)).not.toContain('HTTP/1.1 2');

    const renewed = selfSigned();
    writeFileSync(at('cert.pem'), renewed.cert);
    await expect
      .poll(log, { timeout: 10_000 })
      .toContain('The previous certificate stays in use. The key in');
    expect((await post(url, cert)).status).toBe(200);
    writeFileSync(at('key.pem'), renewed.key);
    const status = () => post(url, renewed.cert).then(({ status: now }) => now, String);
    await expect.poll(status, { timeout: 10_000 }).toBe(200);
    await expect(post(url, cert)).rejects.toThrow(/self.signed/);
    expect(log()).not.toContain('PRIVATE KEY');
  });

  test('cuts off those who never speak TLS, and serves others meanwhile', async () => {
    const { cert, paths } = files();
    const { url } = await startHttp(main, ['--sandbox', ...flagsFor(...paths)]);
    const silent = Array.from({ length: 300 }, () => connectPlainly(Number(url.port), url.hostname));
    onTestFinished(() => {
      for (const socket of silent) socket.destroy();
    });
    let closed = 0;
    for (const socket of silent)
      socket
        .on('error', () => {})
        .on('close', () => {
          closed += 1;
        });
    await Promise.all(silent.map((socket) => once(socket, 'connect')));
    expect((await post(url, cert)).status).toBe(200);
    await expect.poll(() => closed, { timeout: 30_000 }).toBe(300);
    expect((await post(url, cert)).status).toBe(200);
  });

  test('does not say on any address that nothing is encrypted', async () => {
    const { paths, at, write } = files();
    const env = {
      TIKTOK_CREATOR_TLS_CERT: paths[0],
      TIKTOK_CREATOR_TLS_KEY: paths[1],
      TIKTOK_CREATOR_TOKENS_FILE: write('tokens.json', { tokens: [] }),
      TIKTOK_CREATOR_AUDIT_LOG: at('audit.log'),
    };
    const { log, end, child } = startProcess(main, ['--sandbox', '--http', '0.0.0.0:0'], env);
    await expect.poll(log, { timeout: 20_000 }).toContain('Serving MCP at https://0.0.0.0:');
    child.kill('SIGTERM');
    expect(await end()).toBe(0);
    expect(log()).not.toContain('unencrypted');
  });

  const other = selfSigned();
  test.each<[string, (given: ReturnType<typeof files>) => readonly string[], RegExp]>([
    [
      'without the key',
      ({ paths }) => ['--tls-cert', paths[0]],
      /TIKTOK_CREATOR_TLS_CERT is set without TIKTOK_CREATOR_TLS_KEY\. Set both/,
    ],
    [
      'without the certificate',
      ({ paths }) => ['--tls-key', paths[1]],
      /TIKTOK_CREATOR_TLS_KEY is set without TIKTOK_CREATOR_TLS_CERT\. Set both/,
    ],
    [
      'with a certificate that is not there',
      ({ at, paths }) => flagsFor(at('none.pem'), paths[1]),
      /TIKTOK_CREATOR_TLS_CERT names a file that does not exist: .*none\.pem\./,
    ],
    [
      'with a key that others can read',
      ({ paths, write, key }) => flagsFor(paths[0], write('open.pem', key, 0o644)),
      /TIKTOK_CREATOR_TLS_KEY names a file that is open to other users of this machine\. Run chmod 600/,
    ],
    [
      'with the two the wrong way round',
      ({ write, key, cert }) => flagsFor(write('k.pem', key), write('c.pem', cert)),
      /TIKTOK_CREATOR_TLS_CERT names a file without a certificate in PEM/,
    ],
    [
      'with a key that is none',
      ({ paths, write }) => flagsFor(paths[0], write('none.pem', 'nonsense')),
      /TIKTOK_CREATOR_TLS_KEY names a file without a key in PEM, or with one that needs a passphrase/,
    ],
    [
      'with the key of another certificate',
      ({ paths, write }) => flagsFor(paths[0], write('other.pem', other.key)),
      /The key in .*other\.pem does not match the certificate in .*cert\.pem\./,
    ],
  ])('does not start %s', async (_what, flags, says) => {
    const { log, out, end } = startProcess(main, ['--sandbox', '--http', '0', ...flags(files())]);
    expect(await end()).toBe(1);
    expect(log()).toMatch(says);
    expect(log() + out()).not.toMatch(/PRIVATE KEY|nonsense| at .*\.js/);
  });
});
