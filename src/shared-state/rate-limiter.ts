import PQueue from 'p-queue';

/** Holds calls back until the limits of an API key allow them. */
export interface RateLimiter {
  /**
   * Runs a task as soon as the limits allow.
   * @throws the signal's reason when it aborts before that
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** The vendor's limits for one key (upstream-api.md 1.7), for the calls of this process, in the order in which they came. */
export function createRateLimiter(): RateLimiter {
  const queue = new PQueue({ concurrency: 4, intervalCap: 10, interval: 1050, strict: true });
  return {
    run(task, signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      // Its turn taken, a task sees to its own end: p-queue would not wait for what it has to say.
      const turn = new AbortController();
      const giveUp = (): void => turn.abort(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      const begin = (): ReturnType<typeof task> => {
        signal.removeEventListener('abort', giveUp);
        return task();
      };
      return queue.add(begin, { signal: turn.signal });
    },
  };
}
