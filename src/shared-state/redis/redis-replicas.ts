import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RATE_WINDOW_MS } from '../call-limits.ts';
import type { RedisLink } from './redis-link.ts';

/**
 * Registers a replica with the time of the last reply it had from Redis, because this message may have been delayed.
 * Returns the number of replicas, the time, and the time since which Redis has had its data.
 */
const REGISTER = `
local id, heardAt, presentMs, forgottenMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZADD', KEYS[1], math.max(heardAt, now - presentMs - 1), id)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - forgottenMs)
redis.call('PEXPIRE', KEYS[1], forgottenMs)
redis.call('SET', KEYS[2], string.format('%.0f', now), 'NX')
for at = 2, #KEYS do redis.call('PEXPIRE', KEYS[at], forgottenMs) end
return {redis.call('ZCARD', KEYS[1]), now, tonumber(redis.call('GET', KEYS[2]))}`;

const UNREGISTER = `return redis.call('ZREM', KEYS[1], ARGV[1])`;

const REGISTER_EVERY_MS = 500;

/** A replica without a reply from Redis for this long may be limiting its own rate. */
export const PRESENT_MS = 2000;

/** How long the share of a dead or disconnected replica is reserved, and shared data is kept after the last replica. */
export const FORGOTTEN_MS = 60_000;

/** A cautious guess until the replicas have been counted. */
const ASSUMED_REPLICAS = 10;

/** Counts the replicas. Those without a connection to Redis each limit themselves to their share of the rate. */
export class RedisReplicas {
  readonly #link: RedisLink;
  readonly #name: string;
  /** Names of what is kept in Redis as long as there is a replica. */
  readonly #expiring: string[];
  readonly #id = randomUUID();
  readonly #timer: NodeJS.Timeout;
  #counted = 0;
  #since: number | undefined;
  #lostAt = Number.NEGATIVE_INFINITY;
  /** The time of the last reply, on the clock of Redis and on the monotonic clock. */
  #heardAt = 0;
  #lastHeard = Number.NEGATIVE_INFINITY;
  #lastUncounted = Number.NEGATIVE_INFINITY;
  #lost = (): void => {};

  constructor(link: RedisLink, name: string) {
    this.#link = link;
    this.#name = name;
    this.#expiring = [name, `${name}:since`];
    this.#timer = setInterval(() => void this.#register(), REGISTER_EVERY_MS).unref();
    // The first registers the replica; only the second can say that Redis has replied to it.
    void this.#register().then(() => this.#register());
  }

  /** Calls back when Redis has lost this replica's entry, and so perhaps all other data. */
  onLoss(lost: () => void): void {
    this.#lost = lost;
  }

  /** Keeps an entry in Redis as long as there is a replica, and a minute longer. */
  keep(name: string): void {
    if (!this.#expiring.includes(name)) this.#expiring.push(name);
  }

  /** The number of replicas; 0 until they have been counted. */
  get counted(): number {
    return this.#counted;
  }

  /** The number of replicas to divide the limits by. */
  get sharers(): number {
    return this.#counted === 0 ? ASSUMED_REPLICAS : this.#counted;
  }

  /** How long to wait for Redis, in milliseconds; after that, the other replicas leave this one its share. */
  get patienceMs(): number {
    return Math.max(0, this.#lastHeard + PRESENT_MS + RATE_WINDOW_MS - performance.now());
  }

  /** Notes a call that Redis does not count: for a while, the other replicas have to leave room for it. */
  noteUncounted(): void {
    this.#lastUncounted = performance.now();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#link.run(UNREGISTER, [this.#name], [this.#id]);
  }

  async #register(): Promise<void> {
    const isCounted = performance.now() > this.#lastUncounted + RATE_WINDOW_MS;
    const heardAt = isCounted ? this.#heardAt : 0;
    const args = [this.#id, heardAt, PRESENT_MS, FORGOTTEN_MS];
    const reply = await this.#link.run(REGISTER, this.#expiring, args);
    if (reply === undefined) return;
    const [counted = 0, now = 0, since = 0] = reply.value;
    const isLost = this.#since !== undefined && since !== this.#since;
    this.#since = since;
    this.#heardAt = now;
    this.#lastHeard = performance.now();
    if (isLost) this.#lostAt = this.#lastHeard;
    // After a loss, not all replicas may have registered again yet.
    const isWhole = this.#lastHeard > this.#lostAt + FORGOTTEN_MS;
    this.#counted = isWhole ? counted : Math.max(counted, this.#counted);
    if (isLost) this.#lost();
  }
}

/** The time between two attempts. */
const TRY_AGAIN_MS = 250;

/**
 * Repeats an attempt while the other replicas still count this one as connected: acting without Redis during that time
 * could bill a call twice or exceed the limits. Undefined when Redis stays unavailable.
 */
export async function patiently<T>(
  replicas: RedisReplicas,
  attempt: () => Promise<T | undefined>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  for (;;) {
    const done = await attempt();
    const { patienceMs } = replicas;
    if (done !== undefined || patienceMs === 0) return done;
    await delay(Math.min(patienceMs, TRY_AGAIN_MS), undefined, { signal });
  }
}
