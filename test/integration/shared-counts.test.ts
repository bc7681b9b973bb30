import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Budget, serverBudget, tokenBudget } from '../../src/shared-state/call-limits.ts';
import { UsageCounter } from '../../src/shared-state/usage.ts';
import { redisReplica } from '../support/redis-replica.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const isThere = hasRedis();
let redis: RedisServer;
beforeAll(async () => {
  if (isThere) redis = await startRedis();
});
afterAll(async () => redis?.stop());

/** Spends a call as a request does that is sent; returns what gives it back. */
async function spend(budget: Budget): Promise<() => void> {
  const giveBack = budget.take('call');
  try {
    const uncount = await budget.countTogether();
    return () => {
      giveBack();
      uncount();
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

const budgets = [
  ['in memory', (max: number) => serverBudget(max)],
  ['in Redis', (max: number) => serverBudget(max, redisReplica(redis.url).countOf('process'))],
] as const;

describe.each(budgets.slice(0, isThere ? 2 : 1))('a budget %s', (_where, budgetOf) => {
  test('allows what it may and no more, also at once, and again what is given back', async () => {
    const budget = budgetOf(3);
    const spent = await Promise.allSettled([1, 2, 3, 4, 5].map(() => spend(budget)));
    expect(spent.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    await expect(spend(budget)).rejects.toMatchObject({ kind: 'budget' });
    const [first] = spent.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    first?.();
    await spend(budget);
    await expect(spend(budget)).rejects.toThrow('This server has used its 3 upstream calls');
  });

  test('takes nothing from the one above when it refuses', async () => {
    const above = budgetOf(2);
    const below = tokenBudget(1, above);
    await spend(below);
    await expect(spend(below)).rejects.toThrow('This token has used its 1 upstream calls');
    await spend(above);
    await expect(spend(above)).rejects.toMatchObject({ kind: 'budget' });
  });
});

describe.skipIf(!isThere)('replicas', { timeout: 30_000 }, () => {
  test('spend a budget together, and go on from what they knew when Redis has lost it', async () => {
    const secret = randomBytes(32);
    const [one, two] = [1, 2].map(() => serverBudget(5, redisReplica(redis.url, secret).countOf('t')));
    if (one === undefined || two === undefined) throw new Error('There are two.');
    for (const budget of [one, two, one]) await spend(budget);
    await redis.run('FLUSHALL');
    for (const budget of [one, two]) await spend(budget);
    await expect(spend(one)).rejects.toMatchObject({ kind: 'budget' });
    await expect(spend(two)).rejects.toMatchObject({ kind: 'budget' });
  });

  test('spend their shares without Redis, and tell of it when it is back', async () => {
    const secret = randomBytes(32);
    const together = [redisReplica(redis.url, secret), redisReplica(redis.url, secret)];
    const counts = together.map((replica) => replica.countOf('t'));
    for (const count of counts) expect(await count.take(10)).toBe(true);
    await delay(700);
    await redis.stop();
    const alone = await Promise.all(
      counts.map(async (count) => {
        const taken: boolean[] = [];
        for (let call = 0; call < 10; call += 1) taken.push(await count.take(10));
        return taken.filter(Boolean).length;
      }),
    );
    // Two were spent; one replica knows of one of them only.
    for (const calls of alone) expect(calls).toBe(4);
    await redis.start();
    await expect
      .poll(async () => (await counts[0]?.take(100)) && (await counts[1]?.take(100)), { timeout: 10_000 })
      .toBe(true);
    expect(await counts[0]?.take(10)).toBe(false);
    expect(await counts[1]?.take(10)).toBe(false);
  });

  test('see each other’s usage, also after Redis has lost it, and say when they cannot', async () => {
    const secret = randomBytes(32);
    const [one, two] = [1, 2].map(() => {
      const replica = redisReplica(redis.url, secret);
      return new UsageCounter(new Date(), undefined, replica.usageOf('north'));
    });
    one?.count('upstream_calls', 'health', 'a');
    two?.count('upstream_calls', 'health', 'a');
    two?.count('from_cache', 'videos', 'b');
    const whole = {
      replicas: 2,
      totals: { upstream_calls: 2, from_cache: 1 },
      by_endpoint: { health: { upstream_calls: 2 }, videos: { from_cache: 1 } },
      by_account: { a: { upstream_calls: 2 }, b: { from_cache: 1 } },
    };
    await expect.poll(() => one?.whole(), { timeout: 5000 }).toMatchObject(whole);
    await redis.run('FLUSHALL');
    two?.count('retries', 'health', 'a');
    await expect.poll(() => one?.whole(), { timeout: 5000 }).toMatchObject(whole);
    expect(await redis.run('KEYS *')).not.toContain('north');
    await redis.stop();
    try {
      expect(await one?.whole()).toMatchObject({ replicas: 0, totals: { upstream_calls: 1 } });
    } finally {
      await redis.start();
    }
  });

  test('take back a token together, and go on refusing it when Redis has lost that', async () => {
    const secret = randomBytes(32);
    const [one, two] = [1, 2].map(() => redisReplica(redis.url, secret).revocations);
    one?.add(['hash']);
    await one?.exchange();
    expect(await two?.exchange()).toBe(true);
    expect([two?.has('hash'), two?.has('other')]).toEqual([true, false]);
    await redis.run('FLUSHALL');
    await one?.exchange();
    const late = redisReplica(redis.url, secret).revocations;
    await late.exchange();
    expect(late.has('hash')).toBe(true);
  });
});
