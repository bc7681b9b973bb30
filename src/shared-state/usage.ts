/** The counters of one endpoint, one account, or all. */
export interface UsageCounts {
  /** Requests sent to the upstream, retries included. */
  readonly upstream_calls: number;
  /** Calls that the cache served, for free. */
  readonly from_cache: number;
  /** Calls that were sent and got no usable response; cancelled ones do not count. */
  readonly failures: number;
  /** Requests that retried one that had failed without being billed. */
  readonly retries: number;
}

/** The upstream calls of one principal. */
export interface UsageReport {
  /** ISO 8601 */
  readonly since: string;
  /** The limit of the process, if there is one. */
  readonly max_calls?: number;
  readonly totals: UsageCounts;
  readonly by_endpoint: Readonly<Record<string, UsageCounts>>;
  readonly by_account: Readonly<Record<string, UsageCounts>>;
}

type Tally = { -readonly [count in keyof UsageCounts]: UsageCounts[count] };

const none = (): Tally => ({ upstream_calls: 0, from_cache: 0, failures: 0, retries: 0 });

/** Counts the upstream calls of one principal; over stdio there is only one. */
export class UsageCounter {
  readonly #since: Date;
  readonly #maxCalls: number | undefined;
  readonly #totals = none();
  readonly #byEndpoint = new Map<string, Tally>();
  readonly #byAccount = new Map<string, Tally>();

  /** @param maxCalls the limit to report beside the figures, if there is one */
  constructor(since: Date, maxCalls?: number) {
    this.#since = since;
    this.#maxCalls = maxCalls;
  }

  count(what: keyof UsageCounts, endpoint: string, account: string): void {
    for (const tally of [
      this.#totals,
      tallyOf(this.#byEndpoint, endpoint),
      tallyOf(this.#byAccount, account),
    ]) {
      tally[what] += 1;
    }
  }

  /** The figures so far, as plain data. */
  report(): UsageReport {
    return {
      since: this.#since.toISOString(),
      ...(this.#maxCalls === undefined ? {} : { max_calls: this.#maxCalls }),
      totals: { ...this.#totals },
      by_endpoint: toObject(this.#byEndpoint),
      by_account: toObject(this.#byAccount),
    };
  }
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? none();
  tallies.set(name, tally);
  return tally;
}

const toObject = (tallies: ReadonlyMap<string, Tally>): Record<string, UsageCounts> =>
  Object.fromEntries(
    [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tally]) => [name, { ...tally }]),
  );
