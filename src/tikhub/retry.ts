import { ApiError } from '../errors.ts';

/** First wait; doubled for the second. */
const BASE_MS = 500;

/** Waits, and rejects when the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** A call's time limit together with its caller's cancel. */
export interface Deadline {
  /** Aborts the request, a wait in the rate-limit queue and a backoff alike. */
  readonly signal: AbortSignal;
  /** When time is up, on the monotonic clock. */
  readonly endsAt: number;
  /** Has to be called when the call is over: lets go of the timer and of the caller's signal. */
  readonly end: () => void;
}

/**
 * Starts the clock of one call. By hand, because on Node 20 a signal that `AbortSignal.any` has made of a timeout can
 * be collected while somebody waits for it, and then never fires.
 */
export function createDeadline(caller: AbortSignal, timeoutMs: number): Deadline {
  const controller = new AbortController();
  const cancel = (): void => controller.abort(caller.reason);
  const timer = setTimeout(
    () => controller.abort(new Error('The deadline of the call has passed.')),
    timeoutMs,
  );
  caller.addEventListener('abort', cancel, { once: true });
  if (caller.aborted) cancel();
  return {
    signal: controller.signal,
    endsAt: performance.now() + timeoutMs,
    end() {
      clearTimeout(timer);
      caller.removeEventListener('abort', cancel);
    },
  };
}

/**
 * Repeats an attempt while its error allows: up to three attempts, exponential with jitter, or after the time the
 * other side named. A wait that the deadline does not leave room for ends the call at once with the error at hand.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  deadline: Deadline,
  sleep: Sleep,
): Promise<T> {
  for (let made = 1; ; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ApiError) || error.retry === undefined || made > error.retry.times) throw error;
      const jittered = BASE_MS * 2 ** (made - 1) * (0.75 + Math.random() / 2);
      const wait = error.retry.afterMs ?? jittered;
      if (performance.now() + wait >= deadline.endsAt) throw error;
      await sleep(wait, deadline.signal);
    }
  }
}
