import { ApiError } from '../errors.ts';

interface Flight<T> {
  readonly landing: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Equal questions that are asked at the same time share one call, with its answer or its failure. Whoever cancels
 * leaves; the call itself is aborted when nobody waits for it any more.
 */
export class SingleFlight<T> {
  readonly #open = new Map<string, Flight<T>>();

  /** Whether such a question is on its way. */
  has(name: string): boolean {
    return this.#open.has(name);
  }

  /**
   * Waits for the answer to a question.
   * @param start makes the call if nobody has; may throw, and then there is none
   * @throws ApiError `cancelled` when this asker's signal aborts
   */
  async share(name: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw cancelled(signal);
    const flight = this.#open.get(name) ?? this.#start(name, start);
    flight.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        reject(cancelled(signal));
        flight.waiting -= 1;
        if (flight.waiting > 0) return;
        this.#close(name, flight);
        flight.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const landed = (): void => signal.removeEventListener('abort', leave);
      flight.landing.then(resolve, reject).then(landed, landed);
    });
  }

  #start(name: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { landing: start(controller.signal), controller, waiting: 0 };
    this.#open.set(name, flight);
    const close = (): void => this.#close(name, flight);
    flight.landing.then(close, close);
    return flight;
  }

  /** One that is being aborted is not joined any more, and its end does not end a later one of the same name. */
  #close(name: string, flight: Flight<T>): void {
    if (this.#open.get(name) === flight) this.#open.delete(name);
  }
}

const cancelled = (signal: AbortSignal): ApiError =>
  new ApiError('cancelled', 'The call was cancelled.', { cause: signal.reason });
