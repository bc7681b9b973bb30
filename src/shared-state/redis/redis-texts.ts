import { RESP_TYPES } from '@redis/client';
import type { SessionCipher } from '../encryption.ts';
import type { SealedTexts } from '../response-store.ts';
import type { RedisLink } from './redis-link.ts';
import type { RedisNames } from './redis-names.ts';
import { patiently, type RedisReplicas } from './redis-replicas.ts';

interface RedisTextsOptions {
  readonly link: RedisLink;
  readonly replicas: RedisReplicas;
  readonly names: RedisNames;
  readonly cipher: SessionCipher;
  /** How long a text is kept unless `write` says otherwise, in milliseconds. */
  readonly maxAgeMs: number;
}

/** Texts in Redis for all replicas. Decrypting one takes its session and the shared secret. */
export class RedisTexts implements SealedTexts {
  readonly #options: RedisTextsOptions;
  readonly #writes = new Set<Promise<unknown>>();
  #writeAgain = (): void => {};
  #hasMissed = false;

  constructor(options: RedisTextsOptions) {
    this.#options = options;
    options.link.onBack(() => {
      if (this.#hasMissed) this.lost();
    });
  }

  async open(): Promise<void> {}

  async read<T>(name: string, sessionId: string, read: (text: string) => T): Promise<T | undefined> {
    const { link, replicas, names, cipher } = this.#options;
    const get = () =>
      link.attempt((client) =>
        client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).get(names.of('text', name)),
      );
    const found = await patiently(replicas, get);
    if (!found?.value) return undefined;
    try {
      return read(cipher.unseal(found.value, sessionId, name));
    } catch {
      return undefined;
    }
  }

  write(name: string, sessionId: string, write: () => string, keepMs?: number): void {
    const { link, replicas, names, cipher, maxAgeMs } = this.#options;
    const bytes = cipher.seal(write(), sessionId, name);
    const expiration = { type: 'PX', value: Math.max(1, Math.round(keepMs ?? maxAgeMs)) } as const;
    // Another replica that misses the text in the meantime would make the call again.
    const written = patiently(replicas, () =>
      link.attempt((client) => client.set(names.of('text', name), bytes, { expiration })),
    );
    this.#writes.add(written);
    void written.then((done) => {
      this.#hasMissed ||= done === undefined;
      this.#writes.delete(written);
    });
  }

  onLoss(writeAgain: () => void): void {
    this.#writeAgain = writeAgain;
  }

  /** Called when Redis has lost its data. */
  lost(): void {
    this.#hasMissed = false;
    this.#writeAgain();
  }

  async close(): Promise<void> {
    await Promise.all(this.#writes);
  }
}
