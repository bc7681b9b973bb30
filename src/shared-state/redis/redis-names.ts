import { createHmac } from 'node:crypto';

/** What all names in Redis begin with; its number changes with the format of what is stored. */
const REDIS_PREFIX = 'tiktok-creator-mcp:2';

/** The names under which this program keeps things in Redis: whoever can list them learns nothing from them. */
export interface RedisNames {
  /** A thing by itself. */
  of(kind: string, name: string): string;
  /** One of the things that scripts use together: all of them are on the same server of a cluster. */
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
