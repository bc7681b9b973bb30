import { ApiError } from '../errors.ts';

/** What was counted, of one endpoint, one account or all. */
export interface Counts {
  /** Requests that left for the upstream, repeated ones included. */
  readonly upstream_calls: number;
  /** Questions answered from the cache, for free. */
  readonly from_cache: number;
  /** Questions that went out and brought no usable answer; those that their askers cancelled are not among them. */
  readonly failures: number;
  /** Requests that repeated one that had failed unbilled. */
  readonly retries: number;
}

/** What a process has asked of the upstream. */
export interface Usage {
  /** ISO 8601 */
  readonly since: string;
  /** The limit of this process, where there is one. */
  readonly max_calls?: number;
  readonly totals: Counts;
  readonly by_endpoint: Readonly<Record<string, Counts>>;
  readonly by_account: Readonly<Record<string, Counts>>;
}

type Tally = { -readonly [count in keyof Counts]: Counts[count] };

const none = (): Tally => ({ upstream_calls: 0, from_cache: 0, failures: 0, retries: 0 });

/** Counts what a process asks of the upstream, and refuses what goes beyond its budget. */
export class UsageMeter {
  readonly #since: Date;
  readonly #maxCalls: number | undefined;
  readonly #totals = none();
  readonly #byEndpoint = new Map<string, Tally>();
  readonly #byAccount = new Map<string, Tally>();
  /** Requests sent or waiting for their turn. */
  #taken = 0;

  constructor(since: Date, maxCalls: number | undefined) {
    this.#since = since;
    this.#maxCalls = maxCalls;
  }

  /**
   * Sets one request of the budget aside.
   * @throws ApiError `budget` when there is none left
   */
  take(): void {
    if (this.#maxCalls !== undefined && this.#taken >= this.#maxCalls) {
      throw new ApiError(
        'budget',
        `${this.#taken} of ${this.#maxCalls} upstream calls of this process are used (TIKTOK_CREATOR_MAX_CALLS), so this one was not made.`,
        {
          next: 'Nothing was billed, and what is still in the cache is answered. For new answers raise TIKTOK_CREATOR_MAX_CALLS or restart the server, which starts counting afresh.',
        },
      );
    }
    this.#taken += 1;
  }

  /** Returns one that was never sent. */
  giveBack(): void {
    this.#taken -= 1;
  }

  count(what: keyof Counts, endpoint: string, account: string): void {
    for (const tally of [
      this.#totals,
      tallyOf(this.#byEndpoint, endpoint),
      tallyOf(this.#byAccount, account),
    ]) {
      tally[what] += 1;
    }
  }

  /** The figures so far, as plain data. */
  report(): Usage {
    return {
      since: this.#since.toISOString(),
      ...(this.#maxCalls === undefined ? {} : { max_calls: this.#maxCalls }),
      totals: { ...this.#totals },
      by_endpoint: plain(this.#byEndpoint),
      by_account: plain(this.#byAccount),
    };
  }
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? none();
  tallies.set(name, tally);
  return tally;
}

const plain = (tallies: ReadonlyMap<string, Tally>): Record<string, Counts> =>
  Object.fromEntries(
    [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tally]) => [name, { ...tally }]),
  );
