import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ApiError } from '../../src/errors.ts';
import { createRateLimiter, type RateLimiter } from '../../src/shared-state/call-limits.ts';
import { connectRedis, type SharedByReplicas } from '../../src/shared-state/redis/connect-redis.ts';
import { MemorySingleFlight, type SingleFlight } from '../../src/shared-state/single-flight.ts';
import { readOutcome, writeOutcome } from '../../src/tikhub/call-outcome.ts';
import { accountInsightsOverview } from '../../src/tikhub/endpoints.ts';
import { accountOf, type Bench, bench, failed, gate } from '../support/client.ts';
import { textFormat } from '../support/redis-replica.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

/** A signal that nobody aborts, of its own for each call. */
const never = (): AbortSignal => new AbortController().signal;

const isThere = hasRedis();
let redis: RedisServer;
const open: { close(): Promise<void> }[] = [];
const lines: string[] = [];

/** One more replica; those with the same secret belong together. */
function replica(secret = randomBytes(32)): SharedByReplicas<string> {
  const one = connectRedis({
    url: redis.url,
    secret,
    format: textFormat,
    maxAgeMs: 60_000,
    warn: (line) => lines.push(line),
  });
  open.push(one);
  return one;
}

beforeAll(async () => {
  if (isThere) redis = await startRedis();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  lines.length = 0;
});
afterAll(async () => redis?.stop());

/** Makes calls at several limiters at once, and notes when each started and how many were under way. */
async function pace(limiters: readonly RateLimiter[], calls: number, ms: number) {
  const starts: number[] = [];
  const order: string[] = [];
  let underWay = 0;
  let most = 0;
  await Promise.all(
    limiters.flatMap((limiter, at) =>
      Array.from({ length: calls }, (_, call) =>
        limiter.run(async () => {
          starts.push(performance.now());
          order.push(`${at}.${call}`);
          underWay += 1;
          most = Math.max(most, underWay);
          await delay(ms);
          underWay -= 1;
        }, never()),
      ),
    ),
  );
  starts.sort((a, b) => a - b);
  const inOneSecond = starts.map((from) => starts.filter((at) => at >= from && at < from + 1000).length);
  return { order, most, inOneSecond: Math.max(...inOneSecond) };
}

const limiters = [
  ['in memory', () => createRateLimiter()],
  ['in Redis', () => replica().limiterFor('key')],
] as const;

describe.each(limiters.slice(0, isThere ? 2 : 1))(
  'a rate limiter %s',
  { timeout: 30_000 },
  (_where, limiterOf) => {
    test('keeps the limits, and the order', async () => {
      const { order, most, inOneSecond } = await pace([limiterOf()], 22, 20);
      expect(order).toEqual(Array.from({ length: 22 }, (_, call) => `0.${call}`));
      expect(inOneSecond).toBeLessThanOrEqual(10);
      expect(most).toBeLessThanOrEqual(4);
    });

    test('lets the one who gives up leave at once, and the next one go', async () => {
      const limiter = limiterOf();
      const done = gate<void>();
      const four = [1, 2, 3, 4].map(() => limiter.run(() => done.promise, never()));
      const givenUp = new AbortController();
      const fifth = limiter.run(async () => 'fifth', givenUp.signal);
      const sixth = limiter.run(async () => 'sixth', never());
      await delay(200);
      givenUp.abort(new Error('enough'));
      await expect(fifth).rejects.toThrow('enough');
      done.open();
      await Promise.all(four);
      expect(await sixth).toBe('sixth');
    });

    test('lets those who share a key take turns', async () => {
      const limiter = limiterOf();
      const begun: string[] = [];
      const run = (principal: string) =>
        limiter.run(async () => void begun.push(principal), never(), principal);
      await Promise.all([...Array.from({ length: 9 }, () => run('busy')), run('late')]);
      // Four may have begun before the other came.
      expect(begun.indexOf('late')).toBeLessThanOrEqual(5);
      expect(begun).toHaveLength(10);
    });

    test('passes on what a task throws, and its turn', async () => {
      const limiter = limiterOf();
      const failing = () => limiter.run(() => Promise.reject(new Error('no')), never());
      for (let time = 0; time < 6; time += 1) await expect(failing()).rejects.toThrow('no');
      expect(await limiter.run(async () => 'well', never())).toBe('well');
    });
  },
);

const flights = [
  ['in memory', () => new MemorySingleFlight<string>()],
  ['in Redis', () => replica().singleFlight],
] as const;

describe.each(flights.slice(0, isThere ? 2 : 1))(
  'single flight %s',
  { timeout: 30_000 },
  (_where, flightOf) => {
    const shareThree = (flight: SingleFlight<string>, start: () => Promise<string>) =>
      Promise.allSettled([1, 2, 3].map(() => flight.share('call', never(), start)));

    test('makes one call of equal ones, and another one later', async () => {
      const flight = flightOf();
      let made = 0;
      const start = async () => {
        made += 1;
        await delay(100);
        return `response ${made}`;
      };
      const outcomes = await shareThree(flight, start);
      expect(new Set(outcomes.map((one) => one.status === 'fulfilled' && one.value))).toEqual(
        new Set(['response 1']),
      );
      expect(await flight.share('call', never(), start)).toBe('response 2');
      expect(await flight.share('other', never(), start)).toBe('response 3');
    });

    test('shares a failure, too', async () => {
      let made = 0;
      const outcomes = await shareThree(flightOf(), async () => {
        made += 1;
        await delay(100);
        throw new ApiError('upstream', 'It failed.');
      });
      expect(outcomes.map((one) => one.status === 'rejected' && one.reason.message)).toEqual(
        Array.from({ length: 3 }, () => 'It failed.'),
      );
      expect(made).toBe(1);
    });

    test('lets one who cancels leave while others wait', async () => {
      const flight = flightOf();
      const first = flight.share('call', never(), () => delay(300, 'response'));
      await delay(50);
      const cancel = new AbortController();
      const second = flight.share('call', cancel.signal, async () => 'another');
      await delay(50);
      cancel.abort(new Error('cancelled'));
      await expect(second).rejects.toThrow();
      expect(await first).toBe('response');
    });
  },
);

describe.skipIf(!isThere)('replicas', { timeout: 30_000 }, () => {
  test('keep the limits of a key together', async () => {
    const secret = randomBytes(32);
    const together = [replica(secret), replica(secret), replica(secret)];
    const { order, most, inOneSecond } = await pace(
      together.map((one) => one.limiterFor('key')),
      8,
      50,
    );
    expect(new Set(order).size).toBe(24);
    expect(inOneSecond).toBeLessThanOrEqual(10);
    expect(most).toBeLessThanOrEqual(4);
  });

  test('do not hold each other up with different keys', async () => {
    const secret = randomBytes(32);
    const four = replica(secret).limiterFor('one');
    const done = gate<void>();
    const held = Array.from({ length: 4 }, () => four.run(() => done.promise, never()));
    expect(
      await replica(secret)
        .limiterFor('two')
        .run(async () => 'free', never()),
    ).toBe('free');
    done.open();
    await Promise.all(held);
  });

  test('share a call, and take it over from one that was cancelled', async () => {
    const secret = randomBytes(32);
    const [one, two] = [replica(secret).singleFlight, replica(secret).singleFlight];
    const cancel = new AbortController();
    const first = one.share('call', cancel.signal, (signal) =>
      delay(60_000, 'never', { signal }).catch((cause: unknown) => {
        throw new ApiError('cancelled', 'The call was cancelled.', { cause });
      }),
    );
    await delay(100);
    const second = two.share('call', never(), async () => 'the second one made it');
    await delay(100);
    cancel.abort();
    await expect(first).rejects.toThrow('cancelled');
    expect(await second).toBe('the second one made it');
    expect(lines).toEqual([]);
  });

  test('take nothing from the budget of one that has waited, whatever becomes of the call', async () => {
    const secret = randomBytes(32);
    const outcomes = { write: writeOutcome, read: readOutcome };
    const [one, two] = [1, 2].map(() => {
      const shared = connectRedis({
        url: redis.url,
        secret,
        format: outcomes,
        maxAgeMs: 60_000,
        warn: (line) => lines.push(line),
      });
      open.push(shared);
      const own = bench({ acrossReplicas: shared.singleFlight });
      own.upstream = () => delay(300, failed(402));
      return own;
    });
    const call = (own: Bench | undefined) =>
      own?.call(accountInsightsOverview, accountOf('session'), { start_date: '2026-10-15' });
    const [first, second] = await Promise.allSettled([call(one), delay(100).then(() => call(two))]);
    expect([first, second]).toMatchObject([
      { status: 'rejected', reason: { kind: 'balance' } },
      { status: 'rejected', reason: { kind: 'balance' } },
    ]);
    expect([one?.met.length, two?.met.length]).toEqual([1, 0]);
    expect([one?.context.budget.used, two?.context.budget.used]).toEqual([1, 0]);
  });

  test('read each other’s texts with the same secret and session only', async () => {
    const secret = randomBytes(32);
    const asIs = (text: string): string => text;
    const one = replica(secret).texts;
    one.write('name', 'session', () => 'text');
    await one.close();
    expect(await replica(secret).texts.read('name', 'session', asIs)).toBe('text');
    expect(await replica(secret).texts.read('name', 'another', asIs)).toBeUndefined();
    expect(await replica(secret).texts.read('other', 'session', asIs)).toBeUndefined();
    expect(await replica().texts.read('name', 'session', asIs)).toBeUndefined();
  });

  test('lose a text when its time is over', async () => {
    const one = replica();
    one.texts.write('name', 'session', () => 'text', 50);
    await one.texts.close();
    await delay(100);
    expect(await one.texts.read('name', 'session', (text) => text)).toBeUndefined();
  });

  test.each(['stopped', 'hanging'])(
    'work by themselves while Redis is %s, and together again',
    async (how) => {
      const secret = randomBytes(32);
      const together = [replica(secret), replica(secret)];
      const paced = together.map((one) => one.limiterFor('key'));
      await pace(paced, 1, 1);
      if (how === 'stopped') await redis.stop();
      else redis.pause();
      try {
        const { inOneSecond } = await pace(paced, 2, 10);
        expect(inOneSecond).toBeLessThanOrEqual(10);
        expect(await together[0]?.singleFlight.share('call', never(), async () => 'made alone')).toBe(
          'made alone',
        );
        expect(await together[0]?.texts.read('name', 'session', (text) => text)).toBeUndefined();
      } finally {
        if (how === 'stopped') await redis.start();
        else redis.resume();
      }
      expect(lines.filter((line) => line.includes('cannot be used'))).toHaveLength(2);
      await expect
        .poll(
          async () => {
            together[0]?.texts.write('name', 'session', () => 'text');
            await together[0]?.texts.close();
            return together[1]?.texts.read('name', 'session', (text) => text);
          },
          { timeout: 10_000 },
        )
        .toBe('text');
      const { inOneSecond } = await pace(paced, 3, 10);
      expect(inOneSecond).toBeLessThanOrEqual(10);
      expect(lines.join(' ')).not.toContain('invented-redis-password');
    },
    30_000,
  );
});
