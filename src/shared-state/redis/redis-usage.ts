import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RESP_TYPES } from '@redis/client';
import type { SessionCipher } from '../encryption.ts';
import { readUsage, type SharedUsage, type UsageReport } from '../usage.ts';
import type { RedisLink } from './redis-link.ts';
import { FORGOTTEN_MS, type RedisReplicas } from './redis-replicas.ts';

/** Replaces the counters of one replica. */
const KEEP_USAGE = `
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

/** The shortest time between two writes. */
const WRITE_MS = 1000;

interface RedisUsageOptions {
  readonly link: RedisLink;
  readonly replicas: RedisReplicas;
  readonly name: string;
  readonly cipher: SessionCipher;
}

/**
 * The counters of all replicas for one principal. Each replica writes all of its own, so nothing is counted twice, and
 * what Redis has lost is restored with the next call.
 */
export class RedisUsage implements SharedUsage {
  readonly #options: RedisUsageOptions;
  readonly #id = randomUUID();
  #isWaiting = false;

  constructor(options: RedisUsageOptions) {
    this.#options = options;
    options.replicas.keep(options.name);
  }

  changed(report: () => UsageReport): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    void delay(WRITE_MS, undefined, { ref: false }).then(() => {
      this.#isWaiting = false;
      return this.#write(report());
    });
  }

  async others(own: UsageReport): Promise<readonly UsageReport[] | undefined> {
    const { link, name, cipher } = this.#options;
    await this.#write(own);
    const found = await link.attempt((client) =>
      client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).hGetAll(name),
    );
    if (found === undefined) return undefined;
    return Object.entries(found.value).flatMap(([id, sealed]) => {
      if (id === this.#id) return [];
      try {
        return [readUsage(cipher.unseal(sealed, '', name))];
      } catch {
        return [];
      }
    });
  }

  async #write(report: UsageReport): Promise<void> {
    const { link, name, cipher } = this.#options;
    const sealed = cipher.seal(JSON.stringify(report), '', name);
    await link.attempt((client) =>
      client.eval(KEEP_USAGE, { keys: [name], arguments: [this.#id, sealed, String(FORGOTTEN_MS)] }),
    );
  }
}
