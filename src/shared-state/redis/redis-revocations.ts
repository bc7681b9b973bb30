import type { RedisLink } from './redis-link.ts';
import { FORGOTTEN_MS, type RedisReplicas } from './redis-replicas.ts';

/** Tokens that one replica has seen go, and that no replica accepts any more. */
export class RedisRevocations {
  readonly #link: RedisLink;
  readonly #name: string;
  /** Hashes. What Redis has forgotten it is told again. */
  readonly #revoked = new Set<string>();

  constructor(link: RedisLink, replicas: RedisReplicas, name: string) {
    this.#link = link;
    this.#name = name;
    replicas.keep(name);
  }

  /** Takes tokens back everywhere. */
  add(hashes: readonly string[]): void {
    for (const hash of hashes) this.#revoked.add(hash);
  }

  has(hash: string): boolean {
    return this.#revoked.has(hash);
  }

  /** Exchanges with Redis what is known; returns whether there was anything new. */
  async exchange(): Promise<boolean> {
    const before = this.#revoked.size;
    const known = [...this.#revoked];
    const found = await this.#link.attempt(async (client) => {
      if (known.length > 0) {
        await client.sAdd(this.#name, known);
        await client.pExpire(this.#name, FORGOTTEN_MS);
      }
      return client.sMembers(this.#name);
    });
    this.add(found?.value ?? []);
    return this.#revoked.size > before;
  }
}
