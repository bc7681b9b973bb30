/** Those who wait for responses, so that connections which nobody needs any more are not made. */
export class Waiting {
  readonly #entries = new Set<object>();
  #controller = new AbortController();

  constructor() {
    this.#controller.abort();
  }

  /** Aborts when the last one that waits now has left; aborted already when nobody waits. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * One more waits, until it leaves.
   * @param givenUp makes it leave, too
   * @returns leaves; more than once does nothing more
   */
  enter(givenUp: AbortSignal | undefined): () => void {
    if (this.#entries.size === 0) this.#controller = new AbortController();
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
