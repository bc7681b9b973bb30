import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { newToken, tokenHash, tokensText } from '../../src/config/tokens-file.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { buildServer } from '../support/built-server.ts';
import { callOf, startHttp } from '../support/http-process.ts';
import { hasRedis, startRedis } from '../support/redis-server.ts';
import { folder } from '../support/temporary-folder.ts';

test.skipIf(!hasRedis())(
  'replicas share what a token may spend, what it has spent, and that it was taken back',
  { timeout: 90_000 },
  async () => {
    const [{ main }, redis, sandbox] = await Promise.all([
      buildServer(),
      startRedis(),
      startSandbox({ now: () => new Date() }),
    ]);
    onTestFinished(async () => {
      await Promise.all([redis.stop(), sandbox.close()]);
    });
    const { write } = folder();
    const token = newToken();
    const text = tokensText([
      {
        name: 'team',
        hash: tokenHash(token),
        accounts: ['main'],
        created: new Date().toISOString(),
        max_calls: 2,
      },
    ]);
    const env = {
      TIKHUB_BASE_URL: sandbox.url,
      TIKHUB_API_KEY: sandbox.apiKey,
      TIKTOK_COOKIE: sandbox.accounts.get('sg')?.cookie ?? '',
      TIKTOK_CREATOR_AUDIT_LOG: 'off',
      TIKTOK_CREATOR_REDIS_URL: redis.url,
      TIKTOK_CREATOR_CACHE_KEY: randomBytes(32).toString('hex'),
    };
    // Each has a file of its own, as on two machines.
    const files = [write('one.json', text), write('two.json', text)];
    const replicas = await Promise.all(
      files.map((file) => startHttp(main, [], { ...env, TIKTOK_CREATOR_TOKENS_FILE: file })),
    );
    const headers = { authorization: `Bearer ${token}` };
    const ask = async (replica: number, message: object): Promise<string> =>
      (await replicas[replica]?.post(message, headers))?.text() ?? '';

    expect(await ask(0, callOf('get_creator_account_info'))).toContain('"cached":false');
    expect(await ask(1, callOf('get_creator_account_info'))).toContain('"cached":true');
    expect(await ask(1, callOf('get_account_health_status'))).toContain('"cached":false');
    for (const replica of [0, 1])
      expect(await ask(replica, callOf('get_live_analytics_summary', { start_date: '2026-01-01' }))).toMatch(
        /This token has used its 2 upstream calls, so this call was not made/,
      );
    const usage = { method: 'resources/read', params: { uri: 'tiktok-creator://usage' } };
    await expect
      .poll(() => ask(0, usage))
      .toMatch(/replicas: 2\\n.*\|upstream calls\|from cache\|.*\\n\|2\|1\|/s);

    writeFileSync(files[0] ?? '', tokensText([]), { mode: 0o600 });
    const status = async () => (await replicas[1]?.post({ method: 'tools/list' }, headers))?.status;
    await expect.poll(status, { timeout: 15_000 }).toBe(401);
    for (const { log } of replicas) expect(log().split('\n')).toHaveLength(2);
  },
);
