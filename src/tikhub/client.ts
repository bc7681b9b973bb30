import { ApiError, withNext } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { Reading } from '../metrics/reading.ts';
import type { AccountFacts } from '../shared-state/account-facts.ts';
import { cacheKey, type ResponseStore } from '../shared-state/response-store.ts';
import type { SingleFlight } from '../shared-state/single-flight.ts';
import { Snapshots } from '../shared-state/snapshots.ts';
import { type ApiResponse, fromCache } from './api-response.ts';
import { type Endpoint, type Params, periodOf } from './endpoints.ts';
import { freshFor, payloadFault, usablePayload } from './payload.ts';
import type { ReadingCache } from './reading-cache.ts';
import {
  type CallerState,
  type FetchedResponse,
  requestLimit,
  type SenderOptions,
  sendRequest,
} from './send-request.ts';

export interface ClientOptions extends SenderOptions {
  /** Whether this base URL requires a key; a gateway that serves the same paths may not. */
  readonly needsKey: boolean;
  /** What is wrong with settings that every call needs, as sentences. */
  readonly callProblems?: readonly string[];
  /** Keeps responses; without it, every call that is not already under way is made. */
  readonly store?: ResponseStore | undefined;
  /** Keeps these responses apart from those of another upstream in the same store. */
  readonly realm: string;
  readonly singleFlight: SingleFlight<ApiResponse<unknown>>;
  readonly readings: ReadingCache;
  /** Shares calls with other processes too, if there are any. */
  readonly acrossReplicas?: SingleFlight<ApiResponse<unknown>> | undefined;
}

/** How a call is made. */
export interface CallOptions {
  /** Calls the upstream even if there is a cached response; the new one replaces it. */
  readonly fresh?: boolean | undefined;
  /**
   * What the payload says about the days requested, which decides how long it may be used; throws if it cannot be used.
   */
  read(payload: JsonObject): Reading<unknown>;
}

interface Fetch<Q extends Params, V> extends CallOptions {
  readonly key: string;
  readonly endpoint: Endpoint<Q, V>;
  readonly params: Q;
  readonly context: CallContext;
  /** Returns the call to the budget when none was needed. */
  readonly giveBack: () => void;
}

/** What belongs to the request that a call is made for. */
export interface CallContext extends CallerState {
  readonly facts: AccountFacts;
  readonly signal: AbortSignal;
}

/**
 * The TikTok Creator API for one API key. No call is paid for twice. It keeps no state of its callers, which comes with
 * each call.
 */
export class Client {
  readonly #options: ClientOptions;
  /** What gates have said about the payloads that the store holds. */
  readonly readings: ReadingCache;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.readings = options.readings;
  }

  /**
   * Calls one endpoint. The payload is frozen, because others may share it.
   * @param options with `raw`, the payload is as it came; otherwise it is known to have its container
   * @throws ApiError of any kind
   */
  call<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: NoInfer<Q>,
    context: CallContext,
    options: CallOptions & { readonly raw: true },
  ): Promise<ApiResponse<unknown>>;
  call<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: NoInfer<Q>,
    context: CallContext,
    options: CallOptions,
  ): Promise<ApiResponse<JsonObject>>;
  async call<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: Q,
    context: CallContext,
    options: CallOptions & { readonly raw?: true },
  ): Promise<ApiResponse<unknown>> {
    const { account, facts, usage } = context;
    const { sessionId } = account.cookie;
    try {
      const response = await this.#respond(endpoint, params, context, options);
      if (response.cached) usage.count('from_cache', endpoint.name, account.name);
      facts.learnFrom(sessionId, response.payload, !response.cached);
      if (options.raw === true) return response;
      return { ...response, payload: usablePayload(response, account) };
    } catch (error) {
      facts.learnFromFailure(sessionId, error);
      throw error;
    }
  }

  /** The time limit of a request, in milliseconds. */
  get requestMs(): number {
    return requestLimit(this.#options.timeoutMs);
  }

  /** The snapshots of a session's account; undefined if nothing outlives the process. */
  snapshotsOf(sessionId: string): Snapshots | undefined {
    const texts = this.#options.store?.texts;
    return texts && new Snapshots(texts, this.#options.realm, sessionId);
  }

  /** Why no call can be made: a setting is wrong, or the upstream wants a key and there is none. */
  get setupFault(): ApiError | undefined {
    const { apiKey, needsKey, callProblems = [] } = this.#options;
    if (callProblems.length > 0) return new ApiError('config', callProblems.join(' '));
    if (apiKey !== undefined || !needsKey) return undefined;
    return new ApiError('config', 'TIKHUB_API_KEY is not set.', {
      unset: 'TIKHUB_API_KEY to a key from the dashboard at https://user.tikhub.io',
    });
  }

  /** From the store, from an identical call under way, or from the upstream. */
  async #respond<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: Q,
    context: CallContext,
    { fresh, read }: CallOptions,
  ): Promise<ApiResponse<unknown>> {
    const { sessionId } = context.account.cookie;
    const key = cacheKey(this.#options.realm, endpoint.name, sessionId, params);
    const { store, singleFlight, observer } = this.#options;
    const found = fresh === true ? undefined : await store?.get(key, sessionId);
    if (store && fresh !== true) observer?.lookedUp(endpoint.name, found !== undefined);
    if (found !== undefined) return fromCache(found);
    for (;;) {
      let isOwn = false;
      try {
        return await singleFlight.share(key, context.signal, (shared) => {
          isOwn = true;
          // Up to the first await, errors reach only this caller: one without budget does not end the calls of others.
          const { setupFault } = this;
          if (setupFault !== undefined) throw setupFault;
          const giveBack = context.budget.take('call');
          return this.#fetch({ key, endpoint, params, context, giveBack, fresh, read }, shared);
        });
      } catch (error) {
        // Nor does a caller whose budget was used up by other processes, which is known later.
        if (isOwn || !(error instanceof ApiError) || error.kind !== 'budget') throw error;
      }
    }
  }

  /** Makes the call, or waits for another replica that is making it, which costs this caller nothing. */
  async #fetch<Q extends Params, V>(fetch: Fetch<Q, V>, signal: AbortSignal): Promise<ApiResponse<unknown>> {
    const { acrossReplicas } = this.#options;
    if (acrossReplicas === undefined) return this.#fetchOnce(fetch, signal);
    let isOwn = false;
    try {
      return await acrossReplicas.share(fetch.key, signal, (shared) => {
        isOwn = true;
        return this.#fetchOnce(fetch, shared);
      });
    } finally {
      if (!isOwn) fetch.giveBack();
    }
  }

  async #fetchOnce<Q extends Params, V>(
    call: Fetch<Q, V>,
    signal: AbortSignal,
  ): Promise<ApiResponse<unknown>> {
    const { store } = this.#options;
    const { key, endpoint, context, giveBack, fresh } = call;
    const { account, facts, usage } = context;
    const { sessionId } = account.cookie;
    // Looked up again: an identical call may have ended between the first lookup and this one.
    const found = fresh === true ? undefined : await store?.get(key, sessionId);
    if (found !== undefined) {
      giveBack();
      return fromCache(found);
    }
    const fetched = await this.#send(call, signal);
    const { payload, requestId, fetchedAt, size } = fetched;
    const fault = payloadFault(payload, endpoint.payload);
    // First, because the facts may include the account's offset, which a reading needs.
    if (fault === undefined) facts.learnFrom(sessionId, payload, true);
    const freshMs = fault === undefined ? freshnessOf(call, fetched) : undefined;
    if (freshMs !== undefined) {
      const response = { payload, requestId, fetchedAt: fetchedAt.getTime(), freshMs, size };
      // Stored before the single flight ends, so that a later identical call finds it in one or the other.
      await store?.set(key, sessionId, response);
    } else usage.count('failures', endpoint.name, account.name);
    return { payload, fault, requestId, fetchedAt, cached: false };
  }

  /** Sends a call, unless its session is known to have ended; for an unknown session, one call at a time. */
  async #send<Q extends Params, V>(
    { endpoint, params, context, giveBack, fresh }: Fetch<Q, V>,
    signal: AbortSignal,
  ): Promise<FetchedResponse> {
    const { facts, account } = context;
    const { header, sessionId } = account.cookie;
    const refuseEnded = (): void => {
      const ended = fresh === true ? undefined : facts.endedSession(header, this.#options.now());
      if (ended === undefined) return;
      giveBack();
      throw ended;
    };
    refuseEnded();
    const release = await facts.waitForFirstCall(sessionId, signal);
    try {
      refuseEnded();
      return await sendRequest(this.#options, endpoint, params, context, giveBack, signal).catch(
        (error: unknown) => {
          if (!(error instanceof ApiError) || error.kind !== 'session') throw error;
          const ended = withNext(error, account.renewal ?? error.next);
          facts.sessionEnded(header, ended, this.#options.now());
          throw ended;
        },
      );
    } finally {
      release();
    }
  }
}

/** How long a response may be used again; undefined for one that its endpoint's gate refuses. */
function freshnessOf<Q extends Params, V>(
  { endpoint, params, read }: Fetch<Q, V>,
  { payload, fetchedAt }: FetchedResponse,
): number | undefined {
  try {
    if (!isJsonObject(payload)) return undefined;
    return freshFor(endpoint.kind, periodOf(params), read(payload), fetchedAt.getTime());
  } catch {
    return undefined;
  }
}
