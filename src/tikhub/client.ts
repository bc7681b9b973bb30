import type { Account } from '../credentials/account.ts';
import { AccountFacts } from '../shared-state/account-facts.ts';
import { nameOf } from '../shared-state/cache-key.ts';
import type { ResponseStore } from '../shared-state/response-store.ts';
import { SingleFlight } from '../shared-state/single-flight.ts';
import { type Usage, UsageMeter } from '../shared-state/usage.ts';
import type { Endpoint, Params } from './endpoints.ts';
import { freshFor } from './freshness.ts';
import { checkPayload } from './payload.ts';
import { type Question, Upstream, type UpstreamOptions } from './send-request.ts';

/** An answer of the upstream. */
export interface Reply<P> {
  readonly payload: P;
  /** When the upstream answered, by our clock; for a cached one that was earlier. */
  readonly fetchedAt: Date;
  readonly requestId: string | undefined;
  /** Whether it was given before and cost nothing now. */
  readonly cached: boolean;
}

export interface ClientOptions extends UpstreamOptions {
  /** Keeps answers; without one every question that is not on its way already is asked. */
  readonly cache?: ResponseStore | undefined;
  /** Whose answers these are: a cache shared with another upstream never mixes the two. Default the base URL. */
  readonly realm?: string | undefined;
  /** Requests that this client may send in its life. */
  readonly maxCalls?: number | undefined;
}

/** Hears that a question is about to cost an upstream call, and may throw to refuse it. */
export type Admit = () => void;

const always: Admit = () => {};

/** The TikTok Creator API: a question in, an answer or an ApiError out, and no call paid for twice. */
export class Client {
  readonly #options: ClientOptions;
  readonly #upstream: Upstream;
  readonly #meter: UsageMeter;
  readonly #flights = new SingleFlight<Reply<unknown>>();
  readonly #realm: string;
  readonly #facts = new AccountFacts();

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#realm = options.realm ?? options.baseUrl.href;
    this.#meter = new UsageMeter(options.now(), options.maxCalls);
    this.#upstream = new Upstream(options, this.#meter);
  }

  /**
   * Asks one endpoint for one account and checks that the payload has its container.
   * @param admit is called before an upstream call is made for this question, so not for a cached or shared answer
   * @throws ApiError of any kind
   */
  async call<P>(
    endpoint: Endpoint<P>,
    account: Account,
    params: Params,
    signal: AbortSignal,
    admit: Admit = always,
  ): Promise<Reply<P>> {
    const reply = await this.callRaw(endpoint, account, params, signal, admit);
    try {
      return { ...reply, payload: checkPayload(endpoint, reply, account.name) };
    } catch (error) {
      this.#facts.failed(account, error);
      throw error;
    }
  }

  /** The same call with the payload as it came, unchecked; it cannot be changed, because others may hold it too. */
  async callRaw<P>(
    endpoint: Endpoint<P>,
    account: Account,
    params: Params,
    signal: AbortSignal,
    admit: Admit = always,
  ): Promise<Reply<unknown>> {
    const { cache, secrets } = this.#options;
    for (const value of account.cookie.secrets) secrets.add(value);
    secrets.addProxy(account.proxy);
    const { sessionId } = account.cookie;
    const name = nameOf(this.#realm, endpoint.name, sessionId, params);
    let kept = cache?.recall(name);
    if (cache?.isOnDisk && kept === undefined && !this.#flights.has(name)) {
      await cache.load(name, sessionId);
      kept = cache.recall(name);
    }
    // Nothing may wait between looking into the cache and joining a call: one that lands meanwhile would be missed.
    if (kept === undefined) {
      const question = { endpoint, account, params };
      return this.#flights.share(name, signal, (shared) => this.#fetch(name, question, shared, admit));
    }
    this.#meter.count('from_cache', endpoint.name, account.name);
    this.#facts.recalled(account, kept.payload);
    const { payload, requestId, fetchedAt } = kept;
    return { payload, requestId, fetchedAt: new Date(fetchedAt), cached: true };
  }

  #fetch<P>(name: string, question: Question<P>, signal: AbortSignal, admit: Admit): Promise<Reply<unknown>> {
    const learn = (error: unknown): never => {
      this.#facts.failed(question.account, error);
      throw error;
    };
    return this.#upstream.ask(question, signal, admit).then((brought) => {
      const { payload, requestId, fetchedAt, size } = brought;
      const { endpoint, account, params } = question;
      this.#facts.answered(account, payload);
      if (isUsable(question, brought)) {
        const freshMs = freshFor(endpoint.kind, params, payload, fetchedAt.getTime());
        const answer = { payload, requestId, fetchedAt: fetchedAt.getTime(), freshMs, size };
        this.#options.cache?.keep(name, account.cookie.sessionId, answer);
      } else this.#meter.count('failures', endpoint.name, account.name);
      return { payload, requestId, fetchedAt, cached: false };
    }, learn);
  }

  /** @throws ApiError `config` when the upstream wants a key and there is none */
  requireKey(): void {
    this.#upstream.requireKey();
  }

  /** What was asked of the upstream since this client began. */
  usage(): Usage {
    return this.#meter.report();
  }

  /** Seconds east of UTC at which TikTok keeps this account's days, once a reply has told it. */
  offsetOf(account: Account): number | undefined {
    return this.#facts.of(account).offset;
  }

  /** What the calls for an account of that name have told in passing: its region, and whether its session works. */
  factsOf(name: string): ReturnType<AccountFacts['named']> {
    return this.#facts.named(name);
  }
}

/** Whether a payload passes its endpoint's check: only such a one is worth keeping. */
function isUsable<P>(
  { endpoint, account }: Question<P>,
  brought: Parameters<typeof checkPayload>[1],
): boolean {
  try {
    checkPayload(endpoint, brought, account.name);
    return true;
  } catch {
    return false;
  }
}
