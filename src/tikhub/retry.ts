import { ApiError } from '../errors.ts';

/** First wait; doubled for the second. */
const BASE_MS = 500;

/** Waits, and rejects when the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** What the time of a call is spent on: waiting in the rate-limit queue, or being made. */
type Stage = 'queue' | 'call';

/** In milliseconds. */
interface TimeLimits {
  /** Of all its waits in the queue together. */
  readonly queueMs: number;
  /** Of the call with its retries. */
  readonly callMs: number;
  /** When the time of the whole request is up, on the monotonic clock. */
  readonly endsAt: number;
}

/**
 * The time limits of one call, together with its caller's cancellation. Waiting in the queue has a clock of its own, so
 * that other slow calls take no time from this one; only the end of the whole request cuts both short.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  /** Milliseconds left of each limit while its clock is stopped. */
  readonly #left: Record<Stage, number>;
  readonly #requestEndsAt: number;
  #stage: Stage = 'queue';
  #endsAt = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * Starts the clock of the wait. A timer of our own, because on Node 20 a signal that `AbortSignal.any` made from a
   * timeout can be garbage-collected while somebody waits for it, and then never fires.
   */
  constructor(caller: AbortSignal, { queueMs, callMs, endsAt }: TimeLimits) {
    this.#caller = caller;
    this.#left = { queue: queueMs, call: callMs };
    this.#requestEndsAt = endsAt;
    caller.addEventListener('abort', this.#cancel, { once: true });
    if (caller.aborted) this.#cancel();
    this.#start('queue');
  }

  /** Aborts the request, a wait in the rate-limit queue and a backoff alike. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** When the time of the current stage is up, on the monotonic clock. */
  get endsAt(): number {
    return this.#endsAt;
  }

  /** Whether the time limit of the whole request ends the current stage. */
  get isOfRequest(): boolean {
    return this.#endsAt === this.#requestEndsAt;
  }

  /** Stops the clock of one stage and lets that of the other go on. */
  enter(stage: Stage): void {
    this.#left[this.#stage] = this.#endsAt - performance.now();
    this.#start(stage);
  }

  /** Must be called when the call is over: releases the timer and the caller's signal. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#cancel);
  }

  #start(stage: Stage): void {
    clearTimeout(this.#timer);
    this.#stage = stage;
    const from = performance.now();
    this.#endsAt = Math.min(from + this.#left[stage], this.#requestEndsAt);
    this.#timer = setTimeout(
      () => this.#controller.abort(new Error('The deadline of the call has passed.')),
      Math.max(0, this.#endsAt - from),
    );
  }

  readonly #cancel = (): void => this.#controller.abort(this.#caller.reason);
}

/**
 * Retries an attempt while its error allows: up to three attempts, with exponential backoff and jitter, or after the
 * time that the other side names. If the wait would leave no time for a response, the call ends at once with the last
 * error.
 * @param leastMs the shortest time in which a response can come
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
