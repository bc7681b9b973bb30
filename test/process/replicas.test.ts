import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from '../support/built-server.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { startHost } from '../support/stdio-host.ts';

// A machine under load may let a command wait for longer than its limit; then processes rightly pay alone.
describe.skipIf(!hasRedis())('processes that share a Redis', { retry: 2 }, () => {
  let main: string;
  let redis: RedisServer;
  let upstream: Sandbox;

  beforeAll(async () => {
    [{ main }, redis, upstream] = await Promise.all([
      buildServer(),
      startRedis(),
      startSandbox({ now: () => new Date('2026-11-26T08:00:00Z') }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([redis?.stop(), upstream?.close()]);
  });

  /** A host with a process of its own. */
  function host(cacheKey: string) {
    const { call, client, log } = startHost({
      command: process.execPath,
      args: [main],
      env: {
        PATH: process.env['PATH'] ?? '',
        TIKHUB_BASE_URL: upstream.url,
        TIKHUB_API_KEY: upstream.apiKey,
        TIKTOK_COOKIE: upstream.accounts.get('sg')?.cookie ?? '',
        TIKTOK_CREATOR_REDIS_URL: redis.url,
        TIKTOK_CREATOR_CACHE_KEY: cacheKey,
      },
    });
    return {
      call,
      log,
      async calls(): Promise<number> {
        const { contents } = await client.readResource({ uri: 'tiktok-creator://usage' });
        const [content] = contents;
        const text = content && 'text' in content ? String(content.text) : '';
        const made = /upstream calls (\d+)|^\|(\d+)\|/m.exec(text)?.slice(1).find(Boolean);
        if (made === undefined) throw new Error(text);
        return Number(made);
      },
    };
  }

  const month = { month: '2026-09' };

  test('pay for a month once, together', async () => {
    const key = randomBytes(32).toString('hex');
    const single = host(randomBytes(32).toString('base64'));
    expect((await single.call('summarize_month', month)).isError).toBeFalsy();
    const needed = await single.calls();
    expect(needed).toBeGreaterThan(0);

    const together = [host(key), host(key), host(key)];
    const texts = await Promise.all(
      together.map(async ({ call }) => (await call('summarize_month', month)).text),
    );
    expect(texts.every((text) => text.includes('September 2026'))).toBe(true);
    const counts = await Promise.all(together.map(({ calls }) => calls()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(needed);

    const late = host(key);
    await late.call('summarize_month', month);
    expect(await late.calls()).toBe(0);
    for (const { log } of [single, late, ...together]) expect(log()).toBe('');
  }, 60_000);

  test('answer without it, and say so once', async () => {
    const one = host(randomBytes(32).toString('hex'));
    await redis.stop();
    try {
      expect((await one.call('summarize_month', month)).isError).toBeFalsy();
      expect((await one.call('get_account_health_status')).isError).toBeFalsy();
    } finally {
      await redis.start();
    }
    expect(one.log()).toMatch(/^Redis cannot be used \(ECONNREFUSED\)\..*\n$/);
  }, 60_000);
});
