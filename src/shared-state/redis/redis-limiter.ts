import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import PQueue from 'p-queue';
import {
  CALLS_AT_A_TIME,
  createRateLimiter,
  RATE_WINDOW_MS,
  type RateLimiter,
  STARTS_PER_WINDOW,
  Turns,
} from '../call-limits.ts';
import type { RedisLink } from './redis-link.ts';
import { PRESENT_MS, patiently, type RedisReplicas } from './redis-replicas.ts';

/**
 * One turn on the clock of Redis: granted when fewer calls than allowed have started within the window and are under way.
 * Replicas that have lost Redis are left their share of both limits. Where nothing is known (cleared, or new) a whole
 * window is waited out first, as others may just have started calls.
 * Returns whether it is granted, and else after how many milliseconds to ask again.
 */
const TAKE_TURN = `
local starts, leases, begun, replicas = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local id, window, most, atATime, leaseMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local presentMs, counted = tonumber(ARGV[6]), tonumber(ARGV[7])
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local from = tonumber(redis.call('GET', begun) or '0')
if from == 0 then from = now + window end
redis.call('SET', begun, string.format('%.0f', from), 'PX', 86400000)
if now < from then return {0, from - now} end
local present = math.max(1, redis.call('ZCOUNT', replicas, now - presentMs, '+inf'))
local known = math.max(present, redis.call('ZCARD', replicas), counted)
most = math.max(1, math.floor(most * present / known))
atATime = math.max(1, math.floor(atATime * present / known))
redis.call('ZREMRANGEBYSCORE', starts, '-inf', now - window)
redis.call('ZREMRANGEBYSCORE', leases, '-inf', now)
if redis.call('ZCARD', starts) >= most then
  return {0, redis.call('ZRANGE', starts, 0, 0, 'WITHSCORES')[2] + window - now + 1}
end
if redis.call('ZCARD', leases) >= atATime then return {0, 50} end
redis.call('ZADD', starts, now, id)
redis.call('ZADD', leases, now + leaseMs, id)
redis.call('PEXPIRE', starts, window * 2)
redis.call('PEXPIRE', leases, leaseMs)
return {1, 0}`;

/** Keeps a turn while its call is under way, also where Redis has forgotten it; those of a replica that has died end by themselves. */
const RENEW_TURN = `
local t = redis.call('TIME')
local ends = t[1] * 1000 + math.floor(t[2] / 1000) + tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], ends, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

/** Counts a call from now on. */
const MOVE_START = `
local t = redis.call('TIME')
return redis.call('ZADD', KEYS[1], 'XX', t[1] * 1000 + math.floor(t[2] / 1000), ARGV[1])`;

const END_TURN = `return redis.call('ZREM', KEYS[1], ARGV[1])`;

/** How long a turn of a replica that has died holds others up. */
const LEASE_MS = 5000;

/** A call that leaves later than that after it was granted counts from when it left. */
const LATE_MS = 30;

interface RedisLimiterOptions {
  readonly link: RedisLink;
  /** The names of what one API key's calls share. */
  readonly keys: readonly [starts: string, leases: string, begun: string, replicas: string];
  readonly replicas: RedisReplicas;
}

interface Turn {
  /** The call has left. */
  begun(): void;
  end(): void;
}

/** The vendor's limits for one API key, kept by all replicas together; each keeps its share while Redis is away. */
export class RedisLimiter implements RateLimiter {
  readonly #options: RedisLimiterOptions;
  /** Only the first in line asks for a turn, so that calls leave in the order in which they came, principals in turn. */
  readonly #line = new PQueue({ concurrency: 1 });
  readonly #turns = new Turns();
  /** Undefined while the limits are kept in Redis. */
  #alone: RateLimiter | undefined;
  /** When a turn was last had in Redis, and when the first one could be had there again. */
  #sharedAt = Number.NEGATIVE_INFINITY;
  #backAt = Number.NEGATIVE_INFINITY;

  constructor(options: RedisLimiterOptions) {
    this.#options = options;
  }

  async run<T>(task: () => Promise<T>, signal: AbortSignal, principal = ''): Promise<T> {
    const turn = await this.#turnUnless(signal, this.#turns.next(principal));
    try {
      const done = task();
      turn.begun();
      return await done;
    } finally {
      turn.end();
    }
  }

  /** Waits in line; who gives up leaves at once, and gives back a turn that comes all the same. */
  #turnUnless(signal: AbortSignal, number: number): Promise<Turn> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#line
        .add(
          () => {
            this.#turns.taken(number);
            return this.#takeTurn(signal);
          },
          { priority: -number },
        )
        .then((turn) => {
          if (signal.aborted) turn.end();
          resolve(turn);
        }, reject)
        .finally(() => signal.removeEventListener('abort', giveUp));
    });
  }

  async #takeTurn(signal: AbortSignal): Promise<Turn> {
    const { link, keys, replicas } = this.#options;
    const id = randomUUID();
    const limits = [RATE_WINDOW_MS, STARTS_PER_WINDOW, CALLS_AT_A_TIME, LEASE_MS, PRESENT_MS];
    for (;;) {
      signal.throwIfAborted();
      let since = 0;
      const take = () => {
        since = performance.now();
        return link.run(TAKE_TURN, keys, [id, ...limits, replicas.counted]);
      };
      const reply = await patiently(replicas, take, signal);
      if (reply === undefined) return this.#turnAlone(signal);
      const [granted, waitMs = 0] = reply.value;
      if (this.#alone !== undefined) {
        this.#alone = undefined;
        this.#backAt = performance.now() + RATE_WINDOW_MS;
      }
      // What was started alone counts for one window.
      const heldMs = this.#backAt - performance.now();
      if (granted === 1 && heldMs <= 0) {
        this.#sharedAt = performance.now();
        return this.#keep(id, since);
      }
      if (granted === 1) this.#end(id);
      await delay(granted === 1 ? heldMs : Math.min(waitMs, RATE_WINDOW_MS), undefined, { signal });
    }
  }

  /** A turn without Redis: the others leave room for it. */
  async #turnAlone(signal: AbortSignal): Promise<Turn> {
    const { replicas } = this.#options;
    const heldMs = this.#sharedAt + RATE_WINDOW_MS - performance.now();
    if (heldMs > 0) await delay(heldMs, undefined, { signal });
    this.#alone ??= createRateLimiter(replicas.sharers);
    const { run } = this.#alone;
    return new Promise((resolve, reject) => {
      const begin = (): Promise<void> => {
        replicas.startsAlone();
        return new Promise((end) => resolve({ begun: () => {}, end }));
      };
      run(begin, signal).catch(reject);
    });
  }

  #keep(id: string, since: number): Turn {
    const { link, keys } = this.#options;
    const [starts, leases] = keys;
    const renewing = setInterval(() => void link.run(RENEW_TURN, [leases], [id, LEASE_MS]), LEASE_MS / 4);
    return {
      begun() {
        if (performance.now() - since > LATE_MS) void link.run(MOVE_START, [starts], [id]);
      },
      end: () => {
        clearInterval(renewing);
        this.#end(id);
      },
    };
  }

  #end(id: string): void {
    const { link, keys } = this.#options;
    void link.run(END_TURN, [keys[1]], [id]);
  }
}
