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

/**
 * One turn on the clock of Redis: granted when fewer calls than allowed have started within the window and are under way.
 * Where nothing is known (cleared, or new) a whole window is waited out first, as others may just have started calls.
 * Returns whether it is granted, and else after how many milliseconds to ask again.
 */
const TAKE_TURN = `
local starts, leases, begun = KEYS[1], KEYS[2], KEYS[3]
local id, window, most, atATime, leaseMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local from = tonumber(redis.call('GET', begun) or '0')
if from == 0 then from = now + window end
redis.call('SET', begun, string.format('%.0f', from), 'PX', 86400000)
if now < from then return {0, from - now} end
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

/** Keeps a turn while its call is under way; those of a replica that has died end by themselves. */
const RENEW_TURN = `
local t = redis.call('TIME')
local ends = t[1] * 1000 + math.floor(t[2] / 1000) + tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], 'XX', ends, ARGV[1])
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
  readonly keys: readonly [starts: string, leases: string, begun: string];
  /** How many replicas there are, as far as known. */
  readonly replicas: () => number;
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
  #alone: RateLimiter | undefined;
  /** When the way of keeping the limit changed: what was started in the other way counts for one window. */
  #changedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RedisLimiterOptions) {
    this.#options = options;
  }

  async run<T>(task: () => Promise<T>, signal: AbortSignal, principal = ''): Promise<T> {
    const turn = await this.#turnUnless(signal, this.#turns.next(principal));
    if ('run' in turn) return turn.run(task, signal, principal);
    try {
      const done = task();
      turn.begun();
      return await done;
    } finally {
      turn.end();
    }
  }

  /** Waits in line; who gives up leaves at once, and gives back a turn that comes all the same. */
  #turnUnless(signal: AbortSignal, number: number): Promise<Turn | RateLimiter> {
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
          if (signal.aborted && 'end' in turn) turn.end();
          resolve(turn);
        }, reject)
        .finally(() => signal.removeEventListener('abort', giveUp));
    });
  }

  /** A turn, or the limiter to wait at where Redis cannot be used. */
  async #takeTurn(signal: AbortSignal): Promise<Turn | RateLimiter> {
    const id = randomUUID();
    const limits = [RATE_WINDOW_MS, STARTS_PER_WINDOW, CALLS_AT_A_TIME, LEASE_MS];
    for (;;) {
      signal.throwIfAborted();
      const since = performance.now();
      const reply = await this.#options.link.run(TAKE_TURN, this.#options.keys, [id, ...limits]);
      if (reply === undefined) return this.#turnAlone(signal);
      const [granted, waitMs = 0] = reply.value;
      const heldMs = this.#changedAt + RATE_WINDOW_MS - performance.now();
      if (granted !== 1) {
        await delay(Math.min(waitMs, RATE_WINDOW_MS), undefined, { signal });
      } else if (this.#alone !== undefined) {
        // Redis is back.
        this.#alone = undefined;
        this.#changedAt = performance.now();
        this.#end(id);
      } else if (heldMs > 0) {
        this.#end(id);
        await delay(heldMs, undefined, { signal });
      } else {
        return this.#keep(id, since);
      }
    }
  }

  async #turnAlone(signal: AbortSignal): Promise<RateLimiter> {
    if (this.#alone === undefined) {
      this.#alone = createRateLimiter(this.#options.replicas());
      this.#changedAt = performance.now();
    }
    const heldMs = this.#changedAt + RATE_WINDOW_MS - performance.now();
    if (heldMs > 0) await delay(heldMs, undefined, { signal });
    return this.#alone ?? this.#turnAlone(signal);
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
