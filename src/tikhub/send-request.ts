import type { Account } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { ApiError } from '../errors.ts';
import type { Budget, GiveBack } from '../shared-state/budget.ts';
import type { RateLimiter } from '../shared-state/rate-limiter.ts';
import { deepFreeze } from '../shared-state/response-store.ts';
import type { UsageCounter } from '../shared-state/usage.ts';
import { VERSION } from '../version.ts';
import { cleanPayload, cleanReply } from './clean-reply.ts';
import { type Endpoint, type Params, writeBody } from './endpoints.ts';
import type { HttpTransport } from './http.ts';
import { parseResponse } from './response.ts';
import { Deadline, type Sleep, withRetries } from './retry.ts';

/** The vendor's firewall blocks the defaults of HTTP libraries (upstream-api.md 1.10). */
const USER_AGENT = `tiktok-creator-mcp/${VERSION}`;

/** What calls with one API key are sent with. */
export interface SenderOptions {
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  readonly transport: HttpTransport;
  readonly limiter: RateLimiter;
  readonly now: () => Date;
  /** Waits between attempts. */
  readonly sleep: Sleep;
  /** Limit of one call with its repeats, and once more of its waits for a turn, in milliseconds. */
  readonly timeoutMs: number;
}

/** What a call takes from the request that it is made for. */
export interface CallerState {
  readonly account: Account;
  readonly redactor: Redactor;
  readonly budget: Budget;
  readonly usage: UsageCounter;
}

/** What one call brought. */
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
 * Sends one call: within the rate limit, repeated where that costs nothing, counted.
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
  const deadline = new Deadline(signal, timeoutMs);
  let sent = 0;
  let isSent = false;
  let giveBackNext: GiveBack | undefined = giveBack;
  const attempt = async (): Promise<FetchedResponse> => {
    const giveBackThis = giveBackNext ?? caller.budget.take('repeat');
    giveBackNext = undefined;
    isSent = false;
    deadline.enter('queue');
    const task = async (): ReturnType<HttpTransport['post']> => {
      // The turn of a call may come before the timer of its wait, but too late.
      if (performance.now() > deadline.endsAt) throw queueTimeout(timeoutMs);
      deadline.enter('call');
      isSent = true;
      sent += 1;
      usage.count('upstream_calls', endpoint.name, account.name);
      if (sent > 1) usage.count('retries', endpoint.name, account.name);
      return send(deadline.signal);
    };
    try {
      const reply = await options.limiter.run(task, deadline.signal);
      const text = cleanReply(reply.text, caller.redactor);
      const { payload, requestId } = parseResponse({ ...reply, text }, account.name);
      return {
        payload: deepFreeze(cleanPayload(payload, text, caller.redactor)),
        requestId,
        fetchedAt: options.now(),
        size: reply.text.length,
      };
    } finally {
      if (!isSent) giveBackThis();
    }
  };
  try {
    return await withRetries(attempt, deadline, sleep, Math.min(LEAST_MS, timeoutMs / 5));
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

/** Why a call ended: its own error, its caller's cancel, or the deadline. */
function failureOf(
  error: unknown,
  signal: AbortSignal,
  deadline: Deadline,
  isSent: boolean,
  timeoutMs: number,
): unknown {
  if (error instanceof ApiError || !deadline.signal.aborted) return error;
  if (signal.aborted) {
    return new ApiError('cancelled', 'The call was cancelled.', {
      cause: error,
      billed: isSent ? undefined : 'no',
    });
  }
  return isSent
    ? new ApiError('timeout', `No response within ${timeoutMs / 1000} s.`, { cause: error })
    : queueTimeout(timeoutMs, error);
}

/** The vendor responds to no call faster, in milliseconds. */
const LEAST_MS = 1000;

const queueTimeout = (timeoutMs: number, cause?: unknown): ApiError =>
  new ApiError(
    'timeout',
    `Timed out after ${timeoutMs / 1000} s in the rate-limit queue; the request was not sent or billed.`,
    { cause, billed: 'no', next: 'Try again in a moment, with fewer requests at once.' },
  );
