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
 * Takes a turn by the clock of Redis: granted if fewer calls than allowed have started within the window and are under
 * way. Replicas without a connection keep their share of both limits. If Redis has no data (new, or cleared), a whole
 * window has to pass first, because other replicas may just have started calls.
 * Returns whether the turn is granted, and if not, in how many milliseconds to try again.
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

/** Extends a turn while its call is under way, or restores it if Redis has lost it. A dead replica's turns expire. */
const RENEW_TURN = `
local t = redis.call('TIME')
local ends = t[1] * 1000 + math.floor(t[2] / 1000) + tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], ends, ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`;

/** Counts a call as started now. */
const MOVE_START = `
local t = redis.call('TIME')
return redis.call('ZADD', KEYS[1], 'XX', t[1] * 1000 + math.floor(t[2] / 1000), ARGV[1])`;

const END_TURN = `return redis.call('ZREM', KEYS[1], ARGV[1])`;

/** How long a turn of a dead replica blocks others. */
const LEASE_MS = 5000;

/** A call that is sent later than this after its turn was granted counts from when it was sent. */
const LATE_MS = 30;

interface RedisLimiterOptions {
  readonly link: RedisLink;
  /** The Redis keys that the calls of one API key share. */
  readonly keys: readonly [starts: string, leases: string, begun: string, replicas: string];
  readonly replicas: RedisReplicas;
}

interface Turn {
  /** The call has been sent. */
  begun(): void;
  end(): void;
}

/** The vendor's limits for one API key across all replicas; without Redis, each keeps to its share. */
export class RedisLimiter implements RateLimiter {
  readonly #options: RedisLimiterOptions;
  /** Only the first in the queue requests a turn, so calls are sent in order and principals take turns. */
  readonly #line = new PQueue({ concurrency: 1 });
  readonly #turns = new Turns();
  /** Replaces Redis while it is unavailable. */
  #local: RateLimiter | undefined;
  /** When Redis last granted a turn, and from when its turns are valid again after an outage. */
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

  /** Waits in the queue. On abort it rejects at once, and a turn that is granted later is given back. */
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
      if (reply === undefined) return this.#localTurn(signal);
      const [granted, waitMs = 0] = reply.value;
      if (this.#local !== undefined) {
        this.#local = undefined;
        this.#backAt = performance.now() + RATE_WINDOW_MS;
      }
      // Calls that were started without Redis count for one window.
      const pauseMs = this.#backAt - performance.now();
      if (granted === 1 && pauseMs <= 0) {
        this.#sharedAt = performance.now();
        return this.#keep(id, since);
      }
      if (granted === 1) this.#end(id);
      await delay(granted === 1 ? pauseMs : Math.min(waitMs, RATE_WINDOW_MS), undefined, { signal });
    }
  }

  /** A turn without Redis, within this replica's share. */
  async #localTurn(signal: AbortSignal): Promise<Turn> {
    const { replicas } = this.#options;
    const waitMs = this.#sharedAt + RATE_WINDOW_MS - performance.now();
    if (waitMs > 0) await delay(waitMs, undefined, { signal });
    this.#local ??= createRateLimiter(replicas.sharers);
    const { run } = this.#local;
    return new Promise((resolve, reject) => {
      const begin = (): Promise<void> => {
        replicas.noteUncounted();
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
