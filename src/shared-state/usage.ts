import { z } from 'zod';

/** The counters of one endpoint, one account, or all. */
export interface UsageCounts {
  /** Requests sent to the upstream, retries included. */
  readonly upstream_calls: number;
  /** Calls that the cache answered for free. */
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
  /** The number of processes counted; 0 if the others cannot be reached. Absent if there is only one. */
  readonly replicas?: number;
  readonly totals: UsageCounts;
  readonly by_endpoint: Readonly<Record<string, UsageCounts>>;
  readonly by_account: Readonly<Record<string, UsageCounts>>;
}

/** The counters of other processes for the same principal. */
export interface SharedUsage {
  /** Shares the counters of this process, a little later. */
  changed(report: () => UsageReport): void;
  /** The counters of the others; undefined if they cannot be reached. */
  others(own: UsageReport): Promise<readonly UsageReport[] | undefined>;
}

const countsSchema = z.object({
  upstream_calls: z.number(),
  from_cache: z.number(),
  failures: z.number(),
  retries: z.number(),
});

const usageSchema = z.object({
  since: z.string(),
  totals: countsSchema,
  by_endpoint: z.record(countsSchema),
  by_account: z.record(countsSchema),
});

/** @throws when the text is no report */
export const readUsage = (text: string): UsageReport => usageSchema.parse(JSON.parse(text));

type Tally = { -readonly [count in keyof UsageCounts]: UsageCounts[count] };

const none = (): Tally => ({ upstream_calls: 0, from_cache: 0, failures: 0, retries: 0 });

/** Counts the upstream calls of one principal; over stdio there is only one. */
export class UsageCounter {
  readonly #since: Date;
  readonly #maxCalls: number | undefined;
  readonly #shared: SharedUsage | undefined;
  readonly #totals = none();
  readonly #byEndpoint = new Map<string, Tally>();
  readonly #byAccount = new Map<string, Tally>();

  /**
   * @param maxCalls the limit to report beside the figures, if there is one
   * @param shared the counters of other processes that serve the same principal
   */
  constructor(since: Date, maxCalls?: number, shared?: SharedUsage) {
    this.#since = since;
    this.#maxCalls = maxCalls;
    this.#shared = shared;
  }

  count(what: keyof UsageCounts, endpoint: string, account: string): void {
    for (const tally of [
      this.#totals,
      tallyOf(this.#byEndpoint, endpoint),
      tallyOf(this.#byAccount, account),
    ]) {
      tally[what] += 1;
    }
    this.#shared?.changed(() => this.report());
  }

  /** The figures of all processes for this principal, as far as they can be reached. */
  async whole(): Promise<UsageReport> {
    const own = this.report();
    if (this.#shared === undefined) return own;
    const others = await this.#shared.others(own);
    if (others === undefined) return { ...own, replicas: 0 };
    const all = [own, ...others];
    return {
      ...own,
      since: all.map(({ since }) => since).sort()[0] ?? own.since,
      replicas: all.length,
      totals: countsTogether(all.map(({ totals }) => totals)),
      by_endpoint: sumsOf(all.map(({ by_endpoint }) => by_endpoint)),
      by_account: sumsOf(all.map(({ by_account }) => by_account)),
    };
  }

  /** The figures of this process so far, as plain data. */
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

const COUNTED = ['upstream_calls', 'from_cache', 'failures', 'retries'] as const;

function countsTogether(counts: readonly UsageCounts[]): UsageCounts {
  const sum = none();
  for (const one of counts) for (const what of COUNTED) sum[what] += one[what];
  return sum;
}

function sumsOf(parts: readonly Readonly<Record<string, UsageCounts>>[]): Record<string, UsageCounts> {
  const names = [...new Set(parts.flatMap((part) => Object.keys(part)))].sort();
  return Object.fromEntries(
    names.map((name) => [name, countsTogether(parts.flatMap((part) => part[name] ?? []))]),
  );
}
