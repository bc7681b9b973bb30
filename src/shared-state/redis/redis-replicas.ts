import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RATE_WINDOW_MS } from '../call-limits.ts';
import type { RedisLink } from './redis-link.ts';

/**
 * Counts a replica, and notes until when it had heard from Redis: a message that was delayed on its way says no more than
 * that. Returns how many there are, the time, and since when Redis has held what it holds.
 */
const SAY_HERE = `
local id, heardAt, presentMs, forgottenMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZADD', KEYS[1], math.max(heardAt, now - presentMs - 1), id)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - forgottenMs)
redis.call('PEXPIRE', KEYS[1], forgottenMs)
redis.call('SET', KEYS[2], string.format('%.0f', now), 'NX')
for at = 2, #KEYS do redis.call('PEXPIRE', KEYS[at], forgottenMs) end
return {redis.call('ZCARD', KEYS[1]), now, tonumber(redis.call('GET', KEYS[2]))}`;

const SAY_GONE = `return redis.call('ZREM', KEYS[1], ARGV[1])`;

const EVERY_MS = 500;

/** A replica that has not heard from Redis for that long may be sending at its share by itself. */
export const PRESENT_MS = 2000;

/** For how long its share is kept for one that has died or is cut off, and what replicas share after the last of them. */
export const FORGOTTEN_MS = 60_000;

/** Where nobody could be counted yet, caution: there are hardly more. */
const ASSUMED_REPLICAS = 10;

/** How many replicas there are, and which of them Redis knows to be there: the others send at their share by themselves. */
export class RedisReplicas {
  readonly #link: RedisLink;
  readonly #name: string;
  /** What lives as long as any replica. */
  readonly #kept: string[];
  readonly #id = randomUUID();
  readonly #timer: NodeJS.Timeout;
  #counted = 0;
  #since: number | undefined;
  #forgottenAt = Number.NEGATIVE_INFINITY;
  /** What Redis said it was when it was last heard of, and when that was on the monotonic clock. */
  #heardAt = 0;
  #lastHeard = Number.NEGATIVE_INFINITY;
  #lastAlone = Number.NEGATIVE_INFINITY;
  #forgotten = (): void => {};

  constructor(link: RedisLink, name: string) {
    this.#link = link;
    this.#name = name;
    this.#kept = [name, `${name}:since`];
    this.#timer = setInterval(() => void this.#sayHere(), EVERY_MS).unref();
    // Once to be known, and once to be present.
    void this.#sayHere().then(() => this.#sayHere());
  }

  /** Calls back when Redis has forgotten this replica, and so perhaps everything else. */
  onForgotten(forgotten: () => void): void {
    this.#forgotten = forgotten;
  }

  /** Keeps something in Redis for as long as there is a replica, and a minute more. */
  keep(name: string): void {
    if (!this.#kept.includes(name)) this.#kept.push(name);
  }

  /** As far as is known; 0 as long as nobody could be counted. */
  get counted(): number {
    return this.#counted;
  }

  /** By how many the limits have to be divided. */
  get sharers(): number {
    return this.#counted === 0 ? ASSUMED_REPLICAS : this.#counted;
  }

  /** For how long Redis has to be waited for, in milliseconds: then the others leave this replica its share. */
  get patienceMs(): number {
    return Math.max(0, this.#lastHeard + PRESENT_MS + RATE_WINDOW_MS - performance.now());
  }

  /** Notes that a call leaves that Redis does not know of: for a while the others have to leave room for it. */
  startsAlone(): void {
    this.#lastAlone = performance.now();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#link.run(SAY_GONE, [this.#name], [this.#id]);
  }

  async #sayHere(): Promise<void> {
    const isWithOthers = performance.now() > this.#lastAlone + RATE_WINDOW_MS;
    const heardAt = isWithOthers ? this.#heardAt : 0;
    const about = [this.#id, heardAt, PRESENT_MS, FORGOTTEN_MS];
    const said = await this.#link.run(SAY_HERE, this.#kept, about);
    if (said === undefined) return;
    const [counted = 0, now = 0, since = 0] = said.value;
    const isForgotten = this.#since !== undefined && since !== this.#since;
    this.#since = since;
    this.#heardAt = now;
    this.#lastHeard = performance.now();
    if (isForgotten) this.#forgottenAt = this.#lastHeard;
    // Fewer than before Redis forgot them may be all that have come back yet.
    const isWhole = this.#lastHeard > this.#forgottenAt + FORGOTTEN_MS;
    this.#counted = isWhole ? counted : Math.max(counted, this.#counted);
    if (isForgotten) this.#forgotten();
  }
}

/** How often Redis is tried again before a replica goes on by itself. */
const TRY_AGAIN_MS = 250;

/**
 * Tries something in Redis again and again while the others count on this replica: what it does by itself then would be
 * paid for twice, or too much. Undefined when Redis stays away.
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
