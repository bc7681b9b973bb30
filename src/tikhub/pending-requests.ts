import { setMaxListeners } from 'node:events';

/** Counts the requests that wait for a response, so that no connection is made once there are none. */
export class PendingRequests {
  readonly #entries = new Set<object>();
  #controller = new AbortController();

  constructor() {
    this.#controller.abort();
  }

  /** Aborts when the last waiting request has left; already aborted if none is waiting. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Counts one more request.
   * @param givenUp makes it leave
   * @returns a function that makes it leave; calling it again has no effect
   */
  enter(givenUp: AbortSignal | undefined): () => void {
    if (this.#entries.size === 0) {
      this.#controller = new AbortController();
      // Each connection listens while it is being made; with many API keys, Node would warn of a leak.
      setMaxListeners(0, this.#controller.signal);
    }
    const entry = {};
    this.#entries.add(entry);
    const leave = (): void => {
      givenUp?.removeEventListener('abort', leave);
      if (this.#entries.delete(entry) && this.#entries.size === 0) this.#controller.abort();
    };
    givenUp?.addEventListener('abort', leave);
    if (givenUp?.aborted) leave();
    return leave;
  }
}
