import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from '../support/built-server.ts';
import { selfSigned } from '../support/certificate.ts';
import { freePort, hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { startHost } from '../support/stdio-host.ts';

/** What the message about missing rights says that a user needs, and no more. */
const RIGHTS = ['~tiktok-creator-mcp:*', '+@read', '+@write', '+@scripting', '+time'];

describe.skipIf(!hasRedis())('a Redis with TLS and users', { timeout: 60_000 }, () => {
  const secret = randomBytes(32).toString('hex');
  let main: string;
  let port: number;
  let trusted: string;
  let redis: RedisServer;
  let upstream: Sandbox;
  const folder = mkdtempSync(join(tmpdir(), 'redis-login-'));
  const write = (name: string, pem: string): string => {
    writeFileSync(join(folder, name), pem, { mode: 0o600 });
    return join(folder, name);
  };

  beforeAll(async () => {
    const { cert, key } = selfSigned();
    port = await freePort();
    trusted = write('cert.pem', cert);
    const tls = ['--tls-port', String(port), '--tls-auth-clients', 'no', '--tls-ca-cert-file', trusted];
    const files = ['--tls-cert-file', trusted, '--tls-key-file', write('key.pem', key)];
    const users = ['--user', 'mcp', 'on', '>p@ss/word-of-mcp', ...RIGHTS];
    const others = ['--user', 'guest', 'on', '>word-of-guest', '~other:*', '+@all'];
    [{ main }, redis, upstream] = await Promise.all([
      buildServer(),
      startRedis([...tls, ...files, ...users, ...others]),
      startSandbox({ now: () => new Date('2026-11-26T08:00:00Z') }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([redis?.stop(), upstream?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** A host with a process of its own, which trusts this certificate. */
  function host(login: string, name = '127.0.0.1', ca = trusted) {
    return startHost({
      command: process.execPath,
      args: [main],
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_EXTRA_CA_CERTS: ca,
        TIKHUB_BASE_URL: upstream.url,
        TIKHUB_API_KEY: upstream.apiKey,
        TIKTOK_COOKIE: upstream.accounts.get('sg')?.cookie ?? '',
        TIKTOK_CREATOR_REDIS_URL: `rediss://${login}@${name}:${port}`,
        TIKTOK_CREATOR_CACHE_KEY: secret,
      },
    });
  }

  test('is shared by processes that trust its certificate and log in', async () => {
    const processes = [host('mcp:p%40ss%2Fword-of-mcp'), host(':invented-redis-password')];
    const cached: unknown[] = [];
    for (const { call } of processes) {
      const { structuredContent } = await call('get_creator_account_info');
      cached.push(structuredContent);
    }
    expect(cached).toMatchObject([{ cached: false }, { cached: true }]);
    for (const { log } of processes) expect(log()).toBe('');
  });

  test.each([
    {
      how: 'has a certificate that is not trusted',
      start: () => host('mcp:p%40ss%2Fword-of-mcp', '127.0.0.1', write('other.pem', selfSigned().cert)),
      line: /\(\w*CERT\w*\)\. Set NODE_EXTRA_CA_CERTS to the file with the root certificate \(PEM\) /,
    },
    {
      how: 'has one for another name',
      start: () => host('mcp:p%40ss%2Fword-of-mcp', 'localhost'),
      line: /\(ERR_TLS_CERT_ALTNAME_INVALID\)\. Set .* must be valid for the host in TIKTOK_CREATOR_REDIS_URL/,
    },
    {
      how: 'has another password for the user',
      start: () => host('mcp:no-word-of-mcp'),
      line: /\(WRONGPASS\)\. Correct the user and the password in TIKTOK_CREATOR_REDIS_URL, percent-encoded/,
    },
    {
      how: 'has another password for everybody',
      start: () => host(':no-word-of-redis'),
      line: /\(WRONGPASS\)\. Correct the user and the password /,
    },
    {
      how: 'allows the user something else',
      start: () => host('guest:word-of-guest'),
      line: new RegExp(
        `\\(NOPERM\\)\\. Allow its user .* ${RIGHTS.slice(1).join(' ').replace(/[+]/g, '\\+')}\\. `,
      ),
    },
  ])('that $how is not used, and it is said once what to do', async ({ start, line }) => {
    const { call, log } = start();
    expect((await call('get_creator_account_info')).isError).toBeFalsy();
    await expect.poll(log, { timeout: 10_000 }).toMatch(line);
    expect(log()).toMatch(/^Redis cannot be used \(.*\. Until it can, this process keeps .*\n$/);
    expect(log()).not.toMatch(/word-of|redis-password/);
  });
});
