import { createHmac } from 'node:crypto';

/** The prefix of all names in Redis; its number changes with the stored format. */
const REDIS_PREFIX = 'tiktok-creator-mcp:2';

/** The names of this program's entries in Redis; they reveal nothing to somebody who lists them. */
export interface RedisNames {
  /** The name of a single entry. */
  of(kind: string, name: string): string;
  /** The name of an entry that scripts use together with others, which a cluster must have in one slot. */
  together(kind: string, name: string): string;
}

/** @param secret the key that replicas share */
export function redisNames(secret: Buffer): RedisNames {
  const digest = (kind: string, name: string): string =>
    createHmac('sha256', secret).update(`${kind} ${name}`).digest('hex');
  const group = digest('group', '');
  return {
    of: (kind, name) => `${REDIS_PREFIX}:${kind}:${digest(kind, name)}`,
    together: (kind, name) => `${REDIS_PREFIX}:{${group}}:${kind}:${digest(kind, name)}`,
  };
}
