import type { Account } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { ApiError } from '../errors.ts';
import type { Budget, GiveBack, RateLimiter } from '../shared-state/call-limits.ts';
import { deepFreeze } from '../shared-state/response-store.ts';
import type { UsageCounter } from '../shared-state/usage.ts';
import { VERSION } from '../version.ts';
import { cleanReply } from './clean-reply.ts';
import { type Endpoint, type Params, writeBody } from './endpoints.ts';
import type { HttpTransport } from './http.ts';
import { parseResponse } from './response.ts';
import { Deadline, type Sleep, withRetries } from './retry.ts';

/** The vendor's firewall blocks the defaults of HTTP libraries (upstream-api.md 1.10). */
const USER_AGENT = `tiktok-creator-mcp/${VERSION}`;

/** Observes calls; it sees only the names of endpoints. */
export interface CallObserver {
  /** A response was looked for in the store. */
  lookedUp(endpoint: string, isFound: boolean): void;
  /** A call that was sent has ended, without a status if no response came. */
  ended(endpoint: string, status: number | undefined, ms: number): void;
}

/** What calls with one API key are sent with. */
export interface SenderOptions {
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  readonly transport: HttpTransport;
  readonly limiter: RateLimiter;
  readonly now: () => Date;
  /** Waits between attempts. */
  readonly sleep: Sleep;
  /** Limit of one call with its retries, in milliseconds. */
  readonly timeoutMs: number;
  readonly observer?: CallObserver | undefined;
}

/** The longest that a call waits in the rate-limit queue. */
const MAX_QUEUE_MS = 25_000;

const queueLimit = (timeoutMs: number): number => Math.min(timeoutMs, MAX_QUEUE_MS);

/** Hosts give up after 60 s; our own error has to arrive before. */
const REQUEST_MS = 55_000;

/** The time limit of a request, in milliseconds, whatever number of calls, accounts and pages it has. */
export const requestLimit = (timeoutMs: number): number => Math.max(timeoutMs, REQUEST_MS);

/** What a call takes from the request that it is made for. */
export interface CallerState {
  /** The principal, where several share a key. */
  readonly principal?: string | undefined;
  readonly account: Account;
  readonly redactor: Redactor;
  readonly budget: Budget;
  readonly usage: UsageCounter;
  /** When the time of the request is up, on the monotonic clock; default never. */
  readonly endsAt?: number;
}

/** The result of one call. */
export interface FetchedResponse {
  /** Frozen, and not yet checked against the endpoint. */
  readonly payload: unknown;
  readonly requestId: string | undefined;
  /** When the upstream responded, by our clock. */
  readonly fetchedAt: Date;
  /** Length of the response, envelope included. */
  readonly size: number;
}

/**
 * Sends one call within the rate limit, retries it where that costs nothing, and counts it.
 * @param giveBack returns the call to its budget if it is never sent
 * @throws ApiErrors only
 */
export async function sendRequest<Q extends Params, P>(
  options: SenderOptions,
  endpoint: Endpoint<Q, P>,
  params: Q,
  caller: CallerState,
  giveBack: GiveBack,
  signal: AbortSignal,
): Promise<FetchedResponse> {
  const { account, usage } = caller;
  const { timeoutMs, sleep } = options;
  const send = prepareRequest(options, endpoint, params, account);
  const leastMs = Math.min(LEAST_MS, timeoutMs / 5);
  const deadline = new Deadline(signal, {
    queueMs: queueLimit(timeoutMs),
    callMs: timeoutMs,
    endsAt: caller.endsAt ?? Number.POSITIVE_INFINITY,
  });
  let sent = 0;
  let isSent = false;
  let giveBackNext: GiveBack | undefined = giveBack;
  const attempt = async (): Promise<FetchedResponse> => {
    const giveBackThis = giveBackNext ?? caller.budget.take('retry');
    giveBackNext = undefined;
    isSent = false;
    deadline.enter('queue');
    let uncount: GiveBack = () => {};
    const task = async (): ReturnType<HttpTransport['post']> => {
      // The call may leave the queue too late although its timer has not fired yet.
      if (performance.now() > deadline.endsAt) throw notSentInTime(deadline, timeoutMs);
      deadline.enter('call');
      // A billed call is not started if it cannot finish in time.
      if (performance.now() + leastMs > deadline.endsAt) throw notSentInTime(deadline, timeoutMs);
      isSent = true;
      sent += 1;
      usage.count('upstream_calls', endpoint.name, account.name);
      if (sent > 1) usage.count('retries', endpoint.name, account.name);
      const from = performance.now();
      let status: number | undefined;
      try {
        const reply = await send(deadline.signal);
        status = reply.status;
        return reply;
      } finally {
        options.observer?.ended(endpoint.name, status, performance.now() - from);
      }
    };
    try {
      uncount = await caller.budget.countTogether();
      const reply = await options.limiter.run(task, deadline.signal, caller.principal);
      const { text, isToRedact } = cleanReply(reply.text, caller.redactor);
      const { payload, requestId } = parseResponse({ ...reply, text }, account.name);
      return {
        // It is cached and given to requests that do not know the secrets of this one.
        payload: deepFreeze(isToRedact ? caller.redactor.redactValue(payload) : payload),
        requestId,
        fetchedAt: options.now(),
        size: reply.text.length,
      };
    } finally {
      if (!isSent) {
        giveBackThis();
        uncount();
      }
    }
  };
  try {
    return await withRetries(attempt, deadline, sleep, leastMs);
  } catch (error) {
    if (sent > 0 && !signal.aborted) usage.count('failures', endpoint.name, account.name);
    throw failureOf(error, signal, deadline, isSent, timeoutMs);
  } finally {
    deadline.end();
  }
}

/** The HTTP request, ready to be sent any number of times. */
export function prepareRequest<Q extends Params, P>(
  { baseUrl, apiKey, transport }: Pick<SenderOptions, 'baseUrl' | 'apiKey' | 'transport'>,
  endpoint: Endpoint<Q, P>,
  params: Q,
  account: Account,
) {
  const url = new URL(`api/v1/tiktok/creator/${endpoint.name}`, baseUrl);
  const headers = {
    'user-agent': USER_AGENT,
    accept: 'application/json',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  const body = writeBody(endpoint, { cookie: account.cookie.header, proxy: account.proxy }, params);
  return (signal: AbortSignal) => transport.post(url, headers, body, signal);
}

/** Why a call ended: its caller cancelled it, its own error, or the deadline. */
function failureOf(
  error: unknown,
  signal: AbortSignal,
  deadline: Deadline,
  isSent: boolean,
  timeoutMs: number,
): unknown {
  if (signal.aborted) {
    return new ApiError('cancelled', 'The call was cancelled.', {
      cause: error,
      billed: isSent ? undefined : 'no',
    });
  }
  if (error instanceof ApiError || !deadline.signal.aborted) return error;
  if (!isSent) return notSentInTime(deadline, timeoutMs, error);
  const limit = deadline.isOfRequest
    ? `the time of the whole request (${requestLimit(timeoutMs) / 1000} s at most)`
    : `${timeoutMs / 1000} s`;
  return new ApiError('timeout', `No response within ${limit}.`, { cause: error });
}

/** The shortest time in which the vendor has responded, in milliseconds. */
const LEAST_MS = 1000;

/** The error of a call that timed out in the queue. */
function notSentInTime(deadline: Deadline, timeoutMs: number, cause?: unknown): ApiError {
  if (deadline.isOfRequest) {
    return new ApiError(
      'timeout',
      `The time of the whole request (${requestLimit(timeoutMs) / 1000} s at most) ran out before this call was sent; it was not billed.`,
      {
        cause,
        billed: 'no',
        next: 'Try again to get the rest, or request less at once: cached responses are free.',
      },
    );
  }
  return new ApiError(
    'timeout',
    `Timed out after ${queueLimit(timeoutMs) / 1000} s in the rate-limit queue; the request was not sent or billed.`,
    { cause, billed: 'no', next: 'Try again in a moment, with fewer requests at once.' },
  );
}
