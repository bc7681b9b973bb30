import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { redisReplica } from '../support/redis-replica.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const isThere = hasRedis();
let redis: RedisServer;
beforeAll(async () => {
  if (isThere) redis = await startRedis();
});
afterAll(async () => redis?.stop());

/** A signal that nobody aborts, of its own for each call. */
const never = (): AbortSignal => new AbortController().signal;
const asIs = (text: string): string => text;
type Replica = ReturnType<typeof redisReplica>;

/** Everything that a call does with Redis; returns how long the longest step took. */
async function useAll(replica: Replica, name: string): Promise<number> {
  const steps: readonly (() => Promise<unknown>)[] = [
    () => replica.texts.read(name, 'session', asIs),
    () => replica.singleFlight.share(name, never(), async () => 'made'),
    () => replica.countOf(name).take(1000),
    () => replica.limiterFor(name).run(async () => 'ran', never()),
  ];
  let longest = 0;
  for (const step of steps) {
    const from = performance.now();
    await step();
    longest = Math.max(longest, performance.now() - from);
  }
  return longest;
}

/** How a Redis can be of no use, and how it is again. */
const faults: Readonly<Record<string, readonly [begin: () => unknown, end: () => unknown, reason: RegExp]>> =
  {
    'is down': [() => redis.stop(), () => redis.start(), /ECONN/],
    hangs: [() => redis.pause(), () => redis.resume(), /TIMEOUT/],
    'is only a copy after a failover': [
      () => redis.run('REPLICAOF 127.0.0.1 1'),
      () => redis.run('REPLICAOF NO ONE'),
      /READONLY/,
    ],
    'is full': [() => redis.run('CONFIG SET maxmemory 1'), () => redis.run('CONFIG SET maxmemory 0'), /OOM/],
  };

describe.skipIf(!isThere)('a replica', { timeout: 30_000 }, () => {
  test.each(Object.keys(faults))('goes on while Redis %s, says so once, and returns to it', async (which) => {
    const [begin, end, reason] = faults[which] ?? [];
    if (begin === undefined || end === undefined || reason === undefined) throw new Error(which);
    const replica = redisReplica(redis.url);
    await useAll(replica, 'before');
    await begin();
    try {
      // At first it waits for Redis, and the others notice; then it waits for nothing.
      await useAll(replica, 'meanwhile');
      await delay(2500);
      expect(await useAll(replica, 'later')).toBeLessThan(3000);
      expect(replica.lines).toHaveLength(1);
      expect(replica.lines[0]).toMatch(reason);
      expect(replica.lines[0]).toMatch(/^Redis cannot be used \([\w ]+\)\. Until it can/);
    } finally {
      await end();
    }
    await expect.poll(() => replica.lines[1], { timeout: 10_000 }).toBe('Redis is available again.');
    replica.texts.write('name', 'session', () => 'text');
    await replica.texts.close();
    expect(await replica.texts.read('name', 'session', asIs)).toBe('text');
    expect(replica.lines.join(' ')).not.toContain('invented-redis-password');
  });

  test.each([
    ['with a wrong password', () => redis.url.replace('invented-redis-password', 'another-password')],
    ['where nothing answers', () => 'redis://127.0.0.1:1'],
    ['where nobody knows the name', () => 'redis://redis.invalid:6379'],
  ])('starts %s, and says so once', async (_how, urlOf) => {
    const replica = redisReplica(urlOf());
    await useAll(replica, 'name');
    await expect.poll(() => replica.lines.length, { timeout: 8000 }).toBe(1);
    expect(await useAll(replica, 'other')).toBeLessThan(3000);
    expect(replica.lines).toHaveLength(1);
    expect(replica.lines[0]).toMatch(
      /^Redis cannot be used \((WRONGPASS|ECONNREFUSED|ENOTFOUND|EAI_AGAIN)\)/,
    );
    expect(replica.lines.join(' ')).not.toMatch(/(redis|another)-password/);
  });

  test('says that Redis was cleared, and writes again what it has', async () => {
    const secret = randomBytes(32);
    const replica = redisReplica(redis.url, secret);
    replica.texts.onLoss?.(() => replica.texts.write('name', 'session', () => 'again'));
    replica.texts.write('name', 'session', () => 'text');
    await replica.texts.close();
    await delay(700);
    await redis.run('FLUSHALL');
    const other = redisReplica(redis.url, secret);
    await expect.poll(() => other.texts.read('name', 'session', asIs), { timeout: 5000 }).toBe('again');
    expect(replica.lines).toHaveLength(1);
    expect(replica.lines[0]).toMatch(/^Redis has lost its data\..*may have to be called and billed again\.$/);
  });

  test('is not slowed down, and says nothing, by a Redis that blinks', async () => {
    const replica = redisReplica(redis.url);
    await useAll(replica, 'before');
    for (let time = 0; time < 3; time += 1) {
      redis.pause();
      await delay(600);
      redis.resume();
      await useAll(replica, `call ${time}`);
      await delay(800);
    }
    expect(replica.lines).toEqual([]);
  });
});
