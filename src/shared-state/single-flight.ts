import { ApiError } from '../errors.ts';

/** Lets identical simultaneous calls share one call, with its response or failure. */
export interface SingleFlight<T> {
  /**
   * Joins the call of a key, or makes it if none is under way. A caller that cancels stops waiting; the call itself is
   * aborted when nobody waits for it any longer.
   * @param start makes the call; what it throws synchronously is thrown to its own caller only
   * @throws ApiError `cancelled` when this caller's signal aborts
   */
  share(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Shares calls within this process. */
export class MemorySingleFlight<T> implements SingleFlight<T> {
  readonly #underWay = new Map<string, Flight<T>>();

  async share(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw cancelled(signal);
    const flight = this.#underWay.get(key) ?? this.#start(key, start);
    flight.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        reject(cancelled(signal));
        flight.waiting -= 1;
        if (flight.waiting > 0) return;
        this.#close(key, flight);
        flight.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const settled = (): void => signal.removeEventListener('abort', leave);
      flight.result.then(resolve, reject).then(settled, settled);
    });
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { result: start(controller.signal), controller, waiting: 0 };
    this.#underWay.set(key, flight);
    const close = (): void => this.#close(key, flight);
    flight.result.then(close, close);
    return flight;
  }

  /** An aborted call is no longer joined, and its end must not remove a later call of the same key. */
  #close(key: string, flight: Flight<T>): void {
    if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
  }
}

const cancelled = (signal: AbortSignal): ApiError =>
  new ApiError('cancelled', 'The call was cancelled.', { cause: signal.reason });
