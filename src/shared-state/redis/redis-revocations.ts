import type { RedisLink } from './redis-link.ts';
import { FORGOTTEN_MS, type RedisReplicas } from './redis-replicas.ts';

/** Tokens that one replica has seen revoked, and that no replica accepts any longer. */
export class RedisRevocations {
  readonly #link: RedisLink;
  readonly #name: string;
  /** Hashes, kept to write them again if Redis loses them. */
  readonly #revoked = new Set<string>();

  constructor(link: RedisLink, replicas: RedisReplicas, name: string) {
    this.#link = link;
    this.#name = name;
    replicas.keep(name);
  }

  /** Revokes tokens on all replicas. */
  add(hashes: readonly string[]): void {
    for (const hash of hashes) this.#revoked.add(hash);
  }

  has(hash: string): boolean {
    return this.#revoked.has(hash);
  }

  /** Writes the revoked tokens to Redis and reads those of other replicas; returns whether any are new. */
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
