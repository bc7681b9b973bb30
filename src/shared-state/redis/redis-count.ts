import type { CallCount } from '../call-limits.ts';
import type { RedisLink } from './redis-link.ts';
import { FORGOTTEN_MS, type RedisReplicas } from './redis-replicas.ts';

/**
 * Counts one more call, after those that were made without Redis. A count that Redis has forgotten goes on from what this
 * replica knew. Returns whether it may be made, and the count.
 */
const TAKE_CALL = `
local max, known, untold = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local count = tonumber(redis.call('GET', KEYS[1]) or known) + untold
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

/** Counts calls in Redis; while that is away, each replica may make its share of those that were left. */
export class RedisCount implements CallCount {
  readonly #options: RedisCountOptions;
  #known = 0;
  /** Calls that were made without Redis, which it has not been told of. */
  #untold = 0;

  constructor(options: RedisCountOptions) {
    this.#options = options;
    options.replicas.keep(options.name);
  }

  async take(max: number): Promise<boolean> {
    const { link, replicas, name } = this.#options;
    const telling = this.#untold;
    this.#untold = 0;
    const reply = await link.run(TAKE_CALL, [name], [max, this.#known, telling, FORGOTTEN_MS]);
    if (reply !== undefined) {
      const [granted, count = this.#known] = reply.value;
      this.#known = count;
      return granted === 1;
    }
    this.#untold += telling;
    if (this.#untold >= Math.floor((max - this.#known) / replicas.sharers)) return false;
    this.#untold += 1;
    return true;
  }

  giveBack(): void {
    const { link, name } = this.#options;
    void link.run(GIVE_BACK, [name], []).then((done) => {
      if (done === undefined) this.#untold -= 1;
    });
  }
}
