import type { CallCount, RateLimiter } from '../call-limits.ts';
import { SessionCipher } from '../encryption.ts';
import type { SealedTexts } from '../response-store.ts';
import type { SingleFlight } from '../single-flight.ts';
import type { SharedUsage } from '../usage.ts';
import { RedisCount } from './redis-count.ts';
import { RedisLimiter } from './redis-limiter.ts';
import { RedisLink } from './redis-link.ts';
import { redisNames } from './redis-names.ts';
import { RedisReplicas } from './redis-replicas.ts';
import { RedisRevocations } from './redis-revocations.ts';
import { type OutcomeFormat, RedisSingleFlight } from './redis-single-flight.ts';
import { RedisTexts } from './redis-texts.ts';
import { RedisUsage } from './redis-usage.ts';

/** The Redis that replicas share, and the key that encrypts what they store there. */
export interface RedisSettings {
  readonly url: string;
  readonly secret: Buffer;
}

interface RedisOptions<T> extends RedisSettings {
  readonly format: OutcomeFormat<T>;
  /** The longest that any text is kept, in milliseconds. */
  readonly maxAgeMs: number;
  readonly warn: (line: string) => void;
}

/** What replicas share. */
export interface SharedByReplicas<T> {
  readonly texts: SealedTexts;
  readonly singleFlight: SingleFlight<T>;
  /** The rate limiter of an API key, identified by its digest. */
  limiterFor(keyDigest: string): RateLimiter;
  /** Counts the calls of a principal or process that has a limit. */
  countOf(name: string): CallCount;
  /** The usage of a principal on all replicas. */
  usageOf(principal: string): SharedUsage;
  readonly revocations: RedisRevocations;
  close(): Promise<void>;
}

/** Connects to Redis. While it is unavailable, each replica works on its own. */
export function connectRedis<T>(options: RedisOptions<T>): SharedByReplicas<T> {
  const { url, secret, format, maxAgeMs, warn } = options;
  const link = new RedisLink(url, warn);
  const names = redisNames(secret);
  const cipher = new SessionCipher(secret);
  const replicaList = names.together('replicas', '');
  const replicas = new RedisReplicas(link, replicaList);
  const texts = new RedisTexts({ link, replicas, names, cipher, maxAgeMs });
  replicas.onLoss(() => {
    warn(LOSS);
    texts.lost();
  });
  return {
    texts,
    singleFlight: new RedisSingleFlight({ link, replicas, names, cipher, format, warn }),
    limiterFor(keyDigest) {
      const name = names.together('key', keyDigest);
      return new RedisLimiter({
        link,
        keys: [`${name}:starts`, `${name}:leases`, `${name}:begun`, replicaList],
        replicas,
      });
    },
    countOf: (name) => new RedisCount({ link, replicas, name: names.together('count', name) }),
    usageOf: (principal) =>
      new RedisUsage({ link, replicas, cipher, name: names.together('usage', principal) }),
    revocations: new RedisRevocations(link, replicas, names.together('revoked', '')),
    async close() {
      await replicas.close();
      link.close();
    },
  };
}

const LOSS =
  'Redis has lost its data. This process restores the responses that it still has in memory; others may have to be called and billed again.';
