import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RESP_TYPES } from '@redis/client';
import { seal, unseal } from '../encryption.ts';
import type { SingleFlight } from '../single-flight.ts';
import type { RedisLink } from './redis-link.ts';
import type { RedisNames } from './redis-names.ts';

/** Takes the lead unless somebody has it. */
const LEAD = `
local found = redis.call('GET', KEYS[1])
if found and string.sub(found, 1, 5) == 'busy:' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

const KEEP_LEAD = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** What became of it, for those who have waited. */
const END_LEAD = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** When a replica has died, others take over after that. */
const LEAD_MS = 6000;

/** How long the outcome stays for those who have waited. */
const OUTCOME_MS = 5000;

const FIRST_LOOK_MS = 20;
const LAST_LOOK_MS = 250;

/** Writes the outcome of a call for other replicas, and reads it. */
export interface OutcomeFormat<T> {
  /** Undefined for one that concerns the caller only, like its cancel. */
  write(outcome: PromiseSettledResult<T>): string | undefined;
  /** @throws what the call threw, or when the text is not what `write` wrote */
  read(text: string): T;
}

interface RedisSingleFlightOptions<T> {
  readonly link: RedisLink;
  readonly nameOf: RedisNames;
  readonly secret: Buffer;
  readonly format: OutcomeFormat<T>;
  readonly warn: (line: string) => void;
}

/** Shares calls among replicas. Where Redis cannot be used, each makes its own. */
export class RedisSingleFlight<T> implements SingleFlight<T> {
  readonly #options: RedisSingleFlightOptions<T>;

  constructor(options: RedisSingleFlightOptions<T>) {
    this.#options = options;
  }

  async share(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { link, nameOf, secret, format, warn } = this.#options;
    const name = nameOf('call', key);
    const mine = `busy:${randomUUID()}`;
    for (;;) {
      const lead = await link.run(LEAD, [name], [mine, LEAD_MS]);
      if (lead === undefined) return start(signal);
      if (lead.value[0] === 1) return this.#lead(name, key, mine, () => start(signal));
      const outcome = await this.#follow(name, signal);
      if (outcome === 'gone') {
        warn('Another replica did not end its call, which may be billed; the call is made again.');
      } else if (outcome !== 'cancelled') {
        return format.read(unseal(outcome, '', key, secret));
      }
    }
  }

  async #lead(name: string, key: string, mine: string, start: () => Promise<T>): Promise<T> {
    const { link, secret, format } = this.#options;
    const keeping = setInterval(() => void link.run(KEEP_LEAD, [name], [mine, LEAD_MS]), LEAD_MS / 4);
    const [outcome] = await Promise.allSettled([start()]);
    clearInterval(keeping);
    const text = format.write(outcome);
    const left = text === undefined ? 'cancelled' : seal(text, '', key, secret);
    void link.attempt((client) =>
      client.eval(END_LEAD, { keys: [name], arguments: [mine, left, String(OUTCOME_MS)] }),
    );
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  /** Waits for what becomes of another replica's call; `gone` when that cannot be known any more. */
  async #follow(name: string, signal: AbortSignal): Promise<Buffer | 'cancelled' | 'gone'> {
    const { link } = this.#options;
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 1.5, LAST_LOOK_MS)) {
      await delay(wait, undefined, { signal });
      const found = await link.attempt((client) =>
        client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).get(name),
      );
      const state = found?.value ?? undefined;
      if (state === undefined) return 'gone';
      if (state.equals(CANCELLED)) return 'cancelled';
      if (!state.subarray(0, BUSY.length).equals(BUSY)) return state;
    }
  }
}

const BUSY = Buffer.from('busy:');
const CANCELLED = Buffer.from('cancelled');
