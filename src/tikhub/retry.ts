import { ApiError } from '../errors.ts';
import type { Deadline } from './deadline.ts';

/** First wait; doubled for the second. */
const BASE_MS = 500;

/** Waits, and rejects when the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

/**
 * Repeats an attempt while its error allows: up to three attempts, exponential with jitter, or after the time the
 * other side named. A wait after which there would be no time left for a response ends the call at once with the error
 * at hand.
 * @param leastMs the least time in which a response can be expected
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  deadline: Deadline,
  sleep: Sleep,
  leastMs: number,
): Promise<T> {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || error.retry === undefined || made > error.retry.times) throw error;
      const jittered = BASE_MS * 2 ** (made - 1) * (0.75 + Math.random() / 2);
      const wait = error.retry.afterMs ?? jittered;
      if (performance.now() + wait + leastMs >= deadline.endsAt) throw error;
      await sleep(wait, deadline.signal);
    }
  }
}
