import { randomUUID } from 'node:crypto';
import type { RedisLink } from './redis-link.ts';

/** Counts those who have said lately that they are there. */
const SAY_HERE = `
local t = redis.call('TIME')
redis.call('ZADD', KEYS[1], t[1] + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', t[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])`;

const SAY_GONE = `return redis.call('ZREM', KEYS[1], ARGV[1])`;

const EVERY_MS = 5000;
const FORGOTTEN_S = 20;

/** Where nobody could be counted yet, caution: there are hardly more. */
const ASSUMED_REPLICAS = 10;

/** How many replicas there are, which each of them needs to know when Redis is away. */
export class RedisReplicas {
  readonly #link: RedisLink;
  readonly #name: string;
  readonly #id = randomUUID();
  readonly #timer: NodeJS.Timeout;
  #count = ASSUMED_REPLICAS;

  constructor(link: RedisLink, name: string) {
    this.#link = link;
    this.#name = name;
    this.#timer = setInterval(() => void this.#sayHere(), EVERY_MS).unref();
    void this.#sayHere();
  }

  /** As far as is known. */
  get count(): number {
    return this.#count;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#link.run(SAY_GONE, [this.#name], [this.#id]);
  }

  async #sayHere(): Promise<void> {
    const counted = await this.#link.run(SAY_HERE, [this.#name], [this.#id, FORGOTTEN_S]);
    this.#count = counted?.value[0] ?? this.#count;
  }
}
