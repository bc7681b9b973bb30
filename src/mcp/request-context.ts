import { setMaxListeners } from 'node:events';
import type { Account, Identity } from '../credentials/account.ts';
import { secretsIn } from '../credentials/cookie.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { ApiError, combineErrors, withNextFor } from '../errors.ts';
import { at, type JsonObject } from '../json.ts';
import { type DateRange, type IsoDate, instantAt } from '../metrics/calendar.ts';
import { type Clock, type Reading, todayAt } from '../metrics/reading.ts';
import type { AccountFacts, Facts } from '../shared-state/account-facts.ts';
import { type Budget, requestBudget } from '../shared-state/call-limits.ts';
import type { Snapshots } from '../shared-state/snapshots.ts';
import type { UsageCounter } from '../shared-state/usage.ts';
import type { ApiResponse } from '../tikhub/api-response.ts';
import type { CallContext } from '../tikhub/client.ts';
import { type Endpoint, type Params, periodOf } from '../tikhub/endpoints.ts';
import type { HandlerContext, ServerContext } from './server-context.ts';

/** Reports the progress of a request with several steps. */
export type Progress = (done: number, total: number, message: string) => Promise<void>;

/** What belongs to a request, beside its arguments. */
export interface RequestState {
  /** Aborts when the host cancels. */
  readonly signal: AbortSignal;
  readonly progress?: Progress;
  /** Knows the secrets among the arguments; a child of the server's. */
  readonly redactor?: Redactor;
  /** Calls the upstream even if there are cached responses. */
  readonly fresh?: boolean | undefined;
  /** Shared by the contexts of one request; without it only the principal's limit applies. */
  readonly budget?: Budget | undefined;
  /** `max_calls`: the budget refuses more calls, and a plan can take it into account beforehand. */
  readonly maxCalls?: number | undefined;
  /** When the time of the whole request is up, on the monotonic clock; left out, it begins now. */
  readonly endsAt?: number | undefined;
}

/** A redactor for one request: it knows the secrets among the arguments, whether usable or not. */
export function requestRedactor({ redactor, now }: ServerContext, args: unknown): Redactor {
  const own = redactor.child();
  const cookie = at(args, 'cookie');
  const proxy = at(args, 'proxy');
  if (typeof cookie === 'string') {
    for (const secret of secretsIn(cookie, now())) own.add(secret);
  }
  if (typeof proxy === 'string') {
    own.add(proxy);
    own.addProxy(proxy);
  }
  return own;
}

/**
 * The account of a request that is ready to be made.
 * @throws ApiError `config` that names everything that still has to be set up, key and cookie together
 */
export function accountFor({ client, reader, keyHolder }: HandlerContext, wanted: Identity): Account {
  const { setupFault } = client;
  try {
    const account = reader.choose(wanted);
    if (setupFault === undefined) return account;
  } catch (error) {
    const fault =
      setupFault !== undefined && error instanceof ApiError ? combineErrors(setupFault, error) : error;
    throw withNextFor(keyHolder, fault);
  }
  throw withNextFor(keyHolder, setupFault);
}

/** One request about one account: for whom, when, within which limits, and how to call the upstream. */
export class RequestContext implements CallContext {
  readonly principal: string | undefined;
  readonly account: Account;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly redactor: Redactor;
  readonly budget: Budget;
  /** The most upstream calls that the request allows; undefined if it set no limit. */
  readonly maxCalls: number | undefined;
  readonly usage: UsageCounter;
  readonly facts: AccountFacts;
  /** When the time of its calls is up, on the monotonic clock. */
  readonly endsAt: number;
  readonly #context: HandlerContext;
  readonly #fresh: boolean | undefined;
  /**
   * One promise for each different call of this request, so that the same call, even one that skips the cache, is not
   * billed twice.
   */
  readonly #responses = new Map<string, Promise<JsonObject>>();
  #fetchedAt: Date | undefined;
  #isCached = true;

  /** @throws ApiError `config` without a key, or when the account has no usable cookie */
  constructor(context: HandlerContext, wanted: Identity, request: RequestState) {
    this.#context = context;
    this.principal = context.principal;
    this.#fresh = request.fresh;
    this.endsAt = request.endsAt ?? performance.now() + context.client.requestMs;
    this.maxCalls = request.maxCalls;
    this.signal = request.signal;
    // Each call under way listens, and a report about a year has so many that Node would warn of a leak.
    setMaxListeners(0, request.signal);
    this.progress = request.progress ?? (async () => {});
    this.redactor = request.redactor ?? context.redactor.child();
    this.redactor.add(wanted.cookie);
    this.redactor.addProxy(wanted.proxy);
    this.usage = context.usage;
    this.facts = context.facts;
    // Counts this account's calls, whatever else the request is about.
    this.budget = requestBudget(request.budget ?? context.budget);
    this.account = accountFor(context, wanted);
    // A configured account may be removed before the request ends.
    for (const value of this.account.cookie.secrets) this.redactor.add(value);
    this.redactor.addProxy(this.account.proxy);
  }

  /**
   * Calls an endpoint. Its response is compared with what was requested: the reading says which days its figures are
   * about.
   * @param options `about` are the days that the figures are wanted for, where they are not those of the parameters;
   * with `raw` the payload comes back as the vendor sent it
   * @throws ApiError of any kind
   */
  call<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: NoInfer<Q>,
    options: { readonly raw: true },
  ): Promise<unknown>;
  call<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: NoInfer<Q>,
    options?: { readonly about?: DateRange },
  ): Promise<Reading<V>>;
  async call<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: Q,
    { about, raw }: { readonly about?: DateRange; readonly raw?: true } = {},
  ): Promise<unknown> {
    const { client } = this.#context;
    const readFor = (period: DateRange | undefined) => (payload: JsonObject) =>
      client.readings.read(endpoint.gate, payload, { ...params, period }, this.clock);
    const days = periodOf(params);
    const read = readFor(days ?? about);
    const options = { fresh: this.#fresh, read };
    if (raw === true) return this.#record(client.call(endpoint, params, this, { ...options, raw }));
    const key = JSON.stringify([endpoint.name, params]);
    const response =
      this.#responses.get(key) ?? this.#record(client.call<Q, V>(endpoint, params, this, options));
    this.#responses.set(key, response);
    const payload = await response;
    // All days of a response decide how long it may be used, even if only some of them are wanted.
    return days === undefined || about === undefined ? read(payload) : readFor(about)(payload);
  }

  async #record<P>(pending: Promise<ApiResponse<P>>): Promise<P> {
    const { payload, fetchedAt, cached } = await pending.catch((error: unknown) => {
      throw withNextFor(this.#context.keyHolder, error);
    });
    if (this.#fetchedAt === undefined || fetchedAt < this.#fetchedAt) this.#fetchedAt = fetchedAt;
    if (!cached) this.#isCached = false;
    return payload;
  }

  /**
   * Upstream calls made so far, failed ones included; cached responses and responses shared with another request do not
   * count.
   */
  get calls(): number {
    return this.budget.used;
  }

  /** The clock, with the account's offset once a response has told it. */
  get clock(): Clock {
    return { now: this.#context.now(), offset: this.#known.offset };
  }

  /** Whether the account's own midnight is known yet. */
  get knowsOffset(): boolean {
    return this.#known.offset !== undefined;
  }

  /** Today where the account is. */
  get today(): IsoDate {
    return todayAt(this.clock);
  }

  /** What earlier requests kept about the account; undefined where no cache directory is set. */
  get snapshots(): Snapshots | undefined {
    return this.#context.client.snapshotsOf(this.account.cookie.sessionId);
  }

  /** The parts that every result starts with: it is as old as its oldest part, and cached only if all of it is. */
  get provenance() {
    const { now, offset = 0 } = this.clock;
    return {
      account: this.account.name,
      ...(this.#context.sandbox ? { sandbox: true as const } : {}),
      fetched_at: instantAt(Math.floor((this.#fetchedAt ?? now).getTime() / 1000), offset),
      cached: this.#isCached && this.#fetchedAt !== undefined,
    };
  }

  get #known(): Facts {
    return this.facts.of(this.account.cookie.sessionId);
  }
}
