import type { CallCount } from '../call-limits.ts';
import type { RedisLink } from './redis-link.ts';
import { FORGOTTEN_MS, type RedisReplicas } from './redis-replicas.ts';

/**
 * Counts a call, and adds those that were made without Redis. If Redis has lost the count, it starts from what this
 * replica knew. Returns whether the call is allowed, and the count.
 */
const TAKE_CALL = `
local max, known, uncounted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local count = tonumber(redis.call('GET', KEYS[1]) or known) + uncounted
local granted = 0
if count < max then granted = 1 end
redis.call('SET', KEYS[1], string.format('%.0f', count + granted), 'PX', ARGV[4])
return {granted, count + granted}`;

const GIVE_BACK = `
if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then return redis.call('DECR', KEYS[1]) end
return 0`;

interface RedisCountOptions {
  readonly link: RedisLink;
  readonly replicas: RedisReplicas;
  readonly name: string;
}

/** Counts calls in Redis; while it is unavailable, each replica may make its share of the remaining calls. */
export class RedisCount implements CallCount {
  readonly #options: RedisCountOptions;
  #known = 0;
  /** Calls that were made without Redis and are not counted there yet. */
  #uncounted = 0;

  constructor(options: RedisCountOptions) {
    this.#options = options;
    options.replicas.keep(options.name);
  }

  async take(max: number): Promise<boolean> {
    const { link, replicas, name } = this.#options;
    const added = this.#uncounted;
    this.#uncounted = 0;
    const reply = await link.run(TAKE_CALL, [name], [max, this.#known, added, FORGOTTEN_MS]);
    if (reply !== undefined) {
      const [granted, count = this.#known] = reply.value;
      this.#known = count;
      return granted === 1;
    }
    this.#uncounted += added;
    if (this.#uncounted >= Math.floor((max - this.#known) / replicas.sharers)) return false;
    this.#uncounted += 1;
    return true;
  }

  giveBack(): void {
    const { link, name } = this.#options;
    void link.run(GIVE_BACK, [name], []).then((done) => {
      if (done === undefined) this.#uncounted -= 1;
    });
  }
}
