import type { CallObserver } from '../tikhub/send-request.ts';
import { VERSION } from '../version.ts';
import type { AuditLine } from './audit-log.ts';

/** The state of the process at the time of a scrape. */
interface ProcessState {
  /** Requests that are being served. */
  readonly running: number;
  readonly residentBytes: number;
}

/** In seconds. Cache hits are not measured; the vendor takes a second or more. */
const BOUNDS = [0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60] as const;

/** The values of a metric by its labels in the text format. */
type Samples = Map<string, number>;

interface CallLatency {
  /** The number of calls in each bucket, not cumulative. */
  readonly counts: number[];
  sum: number;
  count: number;
}

/**
 * What a process has done since it started, in the text format of Prometheus. Labels contain only this program's own
 * names, no text of callers or the upstream, and no principals or accounts.
 */
export class ServerMetrics implements CallObserver {
  readonly #startedAt: Date;
  readonly #requests: Samples = new Map();
  readonly #lookups: Samples = new Map();
  readonly #calls: Samples = new Map();
  readonly #refusals: Samples = new Map();
  readonly #latencies = new Map<string, CallLatency>();

  constructor(startedAt: Date) {
    this.#startedAt = startedAt;
  }

  /** Counts a request that the audit log has an entry for; refusals by HTTP status are counted apart. */
  audited({ asked, outcome }: AuditLine): void {
    if (asked !== undefined) increment(this.#requests, { tool: asked, outcome });
  }

  /** Counts an HTTP response. */
  responded(status: number): void {
    if (status >= 400) increment(this.#refusals, { status: String(status) });
  }

  lookedUp(endpoint: string, isFound: boolean): void {
    increment(this.#lookups, { endpoint, result: isFound ? 'hit' : 'miss' });
  }

  ended(endpoint: string, status: number | undefined, ms: number): void {
    // By class, so that the upstream cannot create many labels.
    const known = status !== undefined && status >= 100 && status < 600;
    increment(this.#calls, { endpoint, status: known ? `${Math.floor(status / 100)}xx` : 'none' });
    const latency = this.#latencies.get(endpoint) ?? { counts: BOUNDS.map(() => 0), sum: 0, count: 0 };
    this.#latencies.set(endpoint, latency);
    const seconds = ms / 1000;
    const at = BOUNDS.findIndex((bound) => seconds <= bound);
    if (at >= 0) latency.counts[at] = (latency.counts[at] ?? 0) + 1;
    latency.sum += seconds;
    latency.count += 1;
  }

  /** The metrics as text. */
  text({ running, residentBytes }: ProcessState): string {
    const started = this.#startedAt.getTime() / 1000;
    const parts = [
      family('tiktok_creator_requests_total', 'counter', 'Tool calls and reads, by outcome.', this.#requests),
      family('tiktok_creator_cache_lookups_total', 'counter', 'Lookups of responses.', this.#lookups),
      family('tiktok_creator_upstream_calls_total', 'counter', 'HTTP calls to the upstream.', this.#calls),
      family(
        'tiktok_creator_upstream_seconds',
        'histogram',
        'Duration of calls to the upstream, without the wait for the rate limit.',
        [...this.#latencies].flatMap(([endpoint, latency]) => histogramSamples(endpoint, latency)),
      ),
      family('tiktok_creator_http_refusals_total', 'counter', 'HTTP responses from 400 on.', this.#refusals),
      family('tiktok_creator_requests_in_flight', 'gauge', 'Requests being served.', [['', running]]),
      family('tiktok_creator_build_info', 'gauge', 'The version.', [[labelled({ version: VERSION }), 1]]),
      family('process_resident_memory_bytes', 'gauge', 'Resident memory.', [['', residentBytes]]),
      family('process_start_time_seconds', 'gauge', 'When it started, in Unix time.', [['', started]]),
    ];
    return parts.join('');
  }
}

const labelled = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;

function increment(series: Samples, labels: Readonly<Record<string, string>>): void {
  const key = labelled(labels);
  series.set(key, (series.get(key) ?? 0) + 1);
}

function histogramSamples(endpoint: string, { counts, sum, count }: CallLatency): [string, number][] {
  let below = 0;
  const buckets = BOUNDS.map((bound, index): [string, number] => {
    below += counts[index] ?? 0;
    return [`_bucket${labelled({ endpoint, le: String(bound) })}`, below];
  });
  const labels = labelled({ endpoint });
  return [
    ...buckets,
    [`_bucket${labelled({ endpoint, le: '+Inf' })}`, count],
    [`_sum${labels}`, sum],
    [`_count${labels}`, count],
  ];
}

function family(
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
  series: Iterable<readonly [string, number]>,
): string {
  const lines = [...series].map(([rest, value]) => `${name}${rest} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
