import { createHmac } from 'node:crypto';

/** What all names in Redis begin with; its number changes with the format of what is stored. */
const REDIS_PREFIX = 'tiktok-creator-mcp:1';

/**
 * Makes the names under which this program keeps things in Redis: whoever can list them learns nothing from them.
 * @param secret the key that replicas share
 */
export const redisNames =
  (secret: Buffer) =>
  (kind: string, name: string): string =>
    `${REDIS_PREFIX}:${kind}:{${createHmac('sha256', secret).update(`${kind} ${name}`).digest('hex')}}`;

export type RedisNames = ReturnType<typeof redisNames>;
