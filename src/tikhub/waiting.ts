import { setMaxListeners } from 'node:events';

/** Counts who waits for a response, so that no connection is made once nobody does. */
export class Waiting {
  readonly #entries = new Set<object>();
  #controller = new AbortController();

  constructor() {
    this.#controller.abort();
  }

  /** Aborts when the last of those now waiting has left; already aborted when nobody waits. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * One more waits, until it leaves.
   * @param givenUp also makes it leave
   * @returns makes it leave; calling it again has no effect
   */
  enter(givenUp: AbortSignal | undefined): () => void {
    if (this.#entries.size === 0) {
      this.#controller = new AbortController();
      // Each connection listens while it is being made; with many API keys there are so many that Node would warn of a leak.
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
