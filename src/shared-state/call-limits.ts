import PQueue from 'p-queue';
import { ApiError } from '../errors.ts';

/** A first attempt of a call, or a retry of one that failed without being billed. */
export type Attempt = 'call' | 'retry';

/** Gives the call back to the budget, if it was never sent. */
export type GiveBack = () => void;

/** The number of calls of a principal across all processes that serve it. */
export interface CallCount {
  /** Counts a call; false if it would exceed the limit. */
  take(max: number): Promise<boolean>;
  /** Takes a call that was never sent off the count. */
  giveBack(): void;
}

interface BudgetOptions {
  /** The limit; none if left out. */
  readonly max?: number | undefined;
  /** Whether retries count: they are requests, but not further calls. */
  readonly countsRepeats: boolean;
  /** The error for a call beyond the limit; it names the limit. */
  readonly refusal: (max: number) => ApiError;
  /** The wider budget that every call is taken from as well. */
  readonly parent?: Budget;
  /** The count that several processes share; if left out, only this process counts. */
  readonly together?: CallCount | undefined;
}

/** How many upstream calls may be made. Budgets nest: a call must fit into all of them. */
export class Budget {
  readonly #options: BudgetOptions;
  #used = 0;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** Calls that were taken and not given back. */
  get used(): number {
    return this.#used;
  }

  /**
   * Takes one call from this budget and from all above it, or from none of them.
   * @throws ApiError `budget` for the limit that does not allow it
   */
  take(attempt: Attempt): GiveBack {
    const { max, countsRepeats, refusal, parent, together } = this.#options;
    const giveBackAbove = parent?.take(attempt);
    const counts = attempt === 'call' || countsRepeats;
    if (counts && max !== undefined && together === undefined && this.#used >= max) {
      giveBackAbove?.();
      throw refusal(max);
    }
    if (counts) this.#used += 1;
    return () => {
      giveBackAbove?.();
      if (counts) this.#used -= 1;
    };
  }

  /**
   * Counts a call that is about to be sent in the shared counts of this budget and those above it.
   * @throws ApiError `budget` for the limit that does not allow it
   */
  async countTogether(): Promise<GiveBack> {
    const { max, refusal, parent, together } = this.#options;
    const giveBackAbove = await parent?.countTogether();
    const counting = max === undefined ? undefined : together;
    if (max !== undefined && counting !== undefined && !(await counting.take(max))) {
      giveBackAbove?.();
      throw refusal(max);
    }
    return () => {
      giveBackAbove?.();
      counting?.giveBack();
    };
  }
}

/** The budget that `TIKTOK_CREATOR_MAX_CALLS` sets for a process: every request that is sent counts. */
export const processBudget = (max: number | undefined): Budget =>
  new Budget({
    max,
    countsRepeats: true,
    refusal: (limit) =>
      new ApiError(
        'budget',
        `This process has reached TIKTOK_CREATOR_MAX_CALLS (${limit}), so this call was not made.`,
        {
          next: 'Nothing was billed, and cached results are still available. For new data, raise TIKTOK_CREATOR_MAX_CALLS or restart the server, which resets the count.',
        },
      ),
  });

/** The same for a remote server, whose users cannot restart it. */
export const serverBudget = (max: number | undefined, together?: CallCount): Budget =>
  new Budget({ max, together, countsRepeats: true, refusal: spentBy('server') });

/**
 * The budget of one request across all of its accounts.
 * @param max `max_calls`, if any
 */
export const requestBudget = (parent: Budget, max?: number): Budget =>
  new Budget({
    max,
    parent,
    countsRepeats: false,
    refusal: (limit) =>
      new ApiError('budget', `The request has reached max_calls (${limit}), so this call was not made.`, {
        next: 'Nothing was billed for it. To get the missing part, make the request again with a larger max_calls.',
      }),
  });

/** The budget of one server token, within the budget of the process. */
export const tokenBudget = (max: number | undefined, parent: Budget, together?: CallCount): Budget =>
  new Budget({ max, parent, together, countsRepeats: true, refusal: spentBy('token') });

const spentBy = (who: 'server' | 'token') => (limit: number) =>
  new ApiError('budget', `This ${who} has used its ${limit} upstream calls, so this call was not made.`, {
    next: 'Nothing was billed, and cached results are still available. For new data ask the operator of the server.',
  });

/** Delays calls until the limits of an API key allow them. */
export interface RateLimiter {
  /**
   * Runs a task as soon as the limits allow.
   * @param principal the owner of the task: waiting principals take turns, however many tasks each has
   * @throws the signal's reason when it aborts before that
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal, principal?: string): Promise<T>;
}

/** The vendor's limits for one key (upstream-api.md 1.7), with a margin for delays on the way. */
export const STARTS_PER_WINDOW = 10;
export const RATE_WINDOW_MS = 1050;
export const CALLS_AT_A_TIME = 4;

/**
 * Applies these limits to the calls of this process, in order of arrival.
 * @param replicas the number of processes that use the key; this one keeps to its share
 */
export function createRateLimiter(replicas = 1): RateLimiter {
  const share = STARTS_PER_WINDOW / replicas;
  const queue = new PQueue({
    concurrency: Math.max(1, Math.floor(CALLS_AT_A_TIME / replicas)),
    intervalCap: Math.max(1, Math.floor(share)),
    interval: RATE_WINDOW_MS * Math.max(1, 1 / share),
    strict: true,
  });
  const turns = new Turns();
  return {
    run(task, signal, principal = '') {
      if (signal.aborted) return Promise.reject(signal.reason);
      // From here on, a task handles its own abort: p-queue would not wait for its error.
      const turn = new AbortController();
      const giveUp = (): void => turn.abort(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      const number = turns.next(principal);
      const begin = (): ReturnType<typeof task> => {
        turns.taken(number);
        signal.removeEventListener('abort', giveUp);
        return task();
      };
      return queue.add(begin, { signal: turn.signal, priority: -number });
    },
  };
}

/**
 * Priorities that give each principal its share: a principal's second task comes after the first tasks of all others
 * in the queue. The tasks of one principal keep their order.
 */
export class Turns {
  #now = 0;
  readonly #last = new Map<string, number>();

  next(principal: string): number {
    const number = Math.max(this.#now, this.#last.get(principal) ?? 0) + 1;
    this.#last.set(principal, number);
    return number;
  }

  taken(number: number): void {
    this.#now = Math.max(this.#now, number - 1);
  }
}
