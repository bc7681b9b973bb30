import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { ApiError } from '../../src/errors.ts';
import { connectRedis, type SharedByReplicas } from '../../src/shared-state/redis/connect-redis.ts';

/** Outcomes of calls that return texts. */
export const textFormat = {
  write(outcome: PromiseSettledResult<string>) {
    if (outcome.status === 'fulfilled') return JSON.stringify({ value: outcome.value });
    const { reason } = outcome;
    return reason instanceof ApiError && reason.kind !== 'cancelled'
      ? JSON.stringify({ failed: reason.message })
      : undefined;
  },
  read(text: string): string {
    const { value, failed } = JSON.parse(text);
    if (failed !== undefined) throw new ApiError('upstream', failed);
    return value;
  },
};

/** One more replica at a Redis, which ends with the test; those with the same secret belong together. */
export function redisReplica(
  url: string,
  secret: Buffer = randomBytes(32),
): SharedByReplicas<string> & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const warn = (line: string): void => void lines.push(line);
  const one = connectRedis({ url, secret, format: textFormat, maxAgeMs: 60_000, warn });
  onTestFinished(() => one.close());
  return { ...one, lines };
}
