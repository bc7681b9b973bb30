import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RESP_TYPES } from '@redis/client';
import type { SessionCipher } from '../encryption.ts';
import type { SingleFlight } from '../single-flight.ts';
import type { RedisLink } from './redis-link.ts';
import type { RedisNames } from './redis-names.ts';
import { patiently, type RedisReplicas } from './redis-replicas.ts';

/** Makes this replica the leader of a call, unless another one leads it. */
const LEAD = `
local found = redis.call('GET', KEYS[1])
if found and found ~= ARGV[1] and string.sub(found, 1, 5) == 'busy:' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** Extends the lead, or restores it if Redis has lost it. */
const KEEP_LEAD = `
local found = redis.call('GET', KEYS[1])
if found and found ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** Replaces the lead with the outcome, for the replicas that wait for it. */
const END_LEAD = `
local found = redis.call('GET', KEYS[1])
if found and found ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** How long after the death of the leader another replica takes over. */
const LEAD_MS = 6000;

/** The time between two extensions; a lead that Redis has lost is restored within it. */
const KEEP_MS = LEAD_MS / 4;

/** How long the outcome can be read. */
const OUTCOME_MS = 5000;

const FIRST_LOOK_MS = 20;
const LAST_LOOK_MS = 250;

/** Writes the outcome of a call for other replicas, and reads it. */
export interface OutcomeFormat<T> {
  /** Undefined for an outcome that concerns only its caller, such as a cancellation. */
  write(outcome: PromiseSettledResult<T>): string | undefined;
  /** @throws what the call threw, or when the text was not written by `write` */
  read(text: string): T;
}

interface RedisSingleFlightOptions<T> {
  readonly link: RedisLink;
  readonly replicas: RedisReplicas;
  readonly names: RedisNames;
  readonly cipher: SessionCipher;
  readonly format: OutcomeFormat<T>;
  readonly warn: (line: string) => void;
}

/** Shares calls among replicas. Without Redis, each replica makes its own. */
export class RedisSingleFlight<T> implements SingleFlight<T> {
  readonly #options: RedisSingleFlightOptions<T>;

  constructor(options: RedisSingleFlightOptions<T>) {
    this.#options = options;
  }

  async share(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { link, replicas, names, cipher, format, warn } = this.#options;
    const name = names.of('call', key);
    const mine = `busy:${randomUUID()}`;
    for (;;) {
      const lead = await patiently(replicas, () => link.run(LEAD, [name], [mine, LEAD_MS]), signal);
      // Also without Redis, which may be available again before the call ends.
      if (lead === undefined || lead.value[0] === 1) return this.#lead(name, key, mine, () => start(signal));
      const outcome = await this.#follow(name, signal);
      if (outcome === 'gone') {
        warn('Another replica did not end its call, which may be billed; the call is made again.');
      } else if (outcome !== 'cancelled') {
        return format.read(cipher.unseal(outcome, '', key));
      }
    }
  }

  async #lead(name: string, key: string, mine: string, start: () => Promise<T>): Promise<T> {
    const { link, replicas, cipher, format } = this.#options;
    const keeping = setInterval(() => void link.run(KEEP_LEAD, [name], [mine, LEAD_MS]), KEEP_MS);
    const [outcome] = await Promise.allSettled([start()]);
    clearInterval(keeping);
    const text = format.write(outcome);
    const left = text === undefined ? 'cancelled' : cipher.seal(text, '', key);
    const end = { keys: [name], arguments: [mine, left, String(OUTCOME_MS)] };
    void patiently(replicas, () => link.attempt((client) => client.eval(END_LEAD, end)));
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  /** Waits for the outcome of another replica's call; `gone` if it can no longer be known. */
  async #follow(name: string, signal: AbortSignal): Promise<Buffer | 'cancelled' | 'gone'> {
    const { link, replicas } = this.#options;
    let missingFrom: number | undefined;
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 1.5, LAST_LOOK_MS)) {
      await delay(wait, undefined, { signal });
      const found = await link.attempt((client) =>
        client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).get(name),
      );
      if (found === undefined && replicas.patienceMs > 0) continue;
      if (found === undefined) return 'gone';
      const state = found.value;
      if (state === null) {
        missingFrom ??= performance.now();
        if (performance.now() > missingFrom + KEEP_MS + LAST_LOOK_MS) return 'gone';
        continue;
      }
      if (state.equals(CANCELLED)) return 'cancelled';
      if (!state.subarray(0, BUSY.length).equals(BUSY)) return state;
    }
  }
}

const BUSY = Buffer.from('busy:');
const CANCELLED = Buffer.from('cancelled');
