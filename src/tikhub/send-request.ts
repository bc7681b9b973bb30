import PQueue from 'p-queue';
import type { Account } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { ApiError } from '../errors.ts';
import type { UsageMeter } from '../shared-state/usage.ts';
import { VERSION } from '../version.ts';
import { type Endpoint, type Params, writeBody } from './endpoints.ts';
import type { Transport } from './http.ts';
import { deepFreeze } from './payload.ts';
import { parseResponse } from './response.ts';
import { createDeadline, type Sleep, withRetries } from './retry.ts';

/** The vendor's firewall blocks the defaults of HTTP libraries (upstream-api.md 1.10). */
const USER_AGENT = `tiktok-creator-mcp/${VERSION}`;

/** The way to the upstream. */
export interface UpstreamOptions {
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** Whether this base URL demands a key; gateways that serve the same paths may not. */
  readonly needsKey: boolean;
  readonly transport: Transport;
  readonly secrets: Redactor;
  readonly now: () => Date;
  /** Waits between attempts. */
  readonly sleep: Sleep;
  /** Limit of one call with all its waits and repeats, in milliseconds. */
  readonly timeoutMs: number;
}

/** What one call brought. */
interface FetchedResponse {
  /** Frozen, and not yet held against the endpoint. */
  readonly payload: unknown;
  readonly requestId: string | undefined;
  /** When the upstream answered, by our clock. */
  readonly fetchedAt: Date;
  /** Length of the reply, envelope included. */
  readonly size: number;
}

/** One question of one account. */
export interface Question<P> {
  readonly endpoint: Endpoint<P>;
  readonly account: Account;
  readonly params: Params;
}

/** Sends questions out: paced, repeated where that costs nothing, counted, and judged. */
export class Upstream {
  readonly #options: UpstreamOptions;
  readonly #meter: UsageMeter;
  /** The vendor's limits for one key (upstream-api.md 1.7), in the order of asking. */
  readonly #turns = new PQueue({ concurrency: 4, intervalCap: 10, interval: 1050, strict: true });

  constructor(options: UpstreamOptions, meter: UsageMeter) {
    this.#options = options;
    this.#meter = meter;
  }

  /** @throws ApiError `config` when the upstream wants a key and there is none */
  requireKey(): void {
    const { apiKey, needsKey } = this.#options;
    if (apiKey === undefined && needsKey) {
      throw new ApiError('config', 'TIKHUB_API_KEY is not set.', {
        next: "Create a key in the dashboard at https://user.tikhub.io and set TIKHUB_API_KEY in this server's environment, then restart it. (--sandbox needs no key.)",
      });
    }
  }

  /**
   * Asks the upstream.
   * @param admit hears that a call is about to be made; may throw to refuse it
   * @throws ApiError at once when the call may not be made at all; the promise rejects with ApiErrors only
   */
  ask<P>(question: Question<P>, signal: AbortSignal, admit: () => void): Promise<FetchedResponse> {
    this.requireKey();
    this.#meter.take();
    try {
      admit();
    } catch (error) {
      this.#meter.giveBack();
      throw error;
    }
    return this.#send(question, signal);
  }

  async #send<P>({ endpoint, account, params }: Question<P>, signal: AbortSignal): Promise<FetchedResponse> {
    const { baseUrl, apiKey, transport, secrets, now, sleep, timeoutMs } = this.#options;
    const url = new URL(`api/v1/tiktok/creator/${endpoint.name}`, baseUrl);
    const headers = {
      'user-agent': USER_AGENT,
      accept: 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    const body = writeBody(endpoint, { cookie: account.cookie.header, proxy: account.proxy }, params);
    const deadline = createDeadline(signal, timeoutMs);
    let sent = 0;
    let isSent = false;
    let isRepeat = false;
    const attempt = async (): Promise<FetchedResponse> => {
      // The first one was set aside before.
      if (isRepeat) this.#meter.take();
      isRepeat = true;
      isSent = false;
      const turn = async (): ReturnType<Transport['post']> => {
        // With hardly any time left for an answer, sending could only cost.
        if (performance.now() > deadline.endsAt - Math.min(LEAST_MS, timeoutMs / 5)) throw noTurn(timeoutMs);
        isSent = true;
        sent += 1;
        this.#meter.count('upstream_calls', endpoint.name, account.name);
        if (sent > 1) this.#meter.count('retries', endpoint.name, account.name);
        return transport.post(url, headers, body, deadline.signal);
      };
      try {
        const reply = await this.#turns.add(turn, { signal: deadline.signal });
        const { payload, requestId } = parseResponse(
          { ...reply, text: secrets.cleanReply(reply.text) },
          account.name,
        );
        return { payload: deepFreeze(payload), requestId, fetchedAt: now(), size: reply.text.length };
      } finally {
        if (!isSent) this.#meter.giveBack();
      }
    };
    try {
      return await withRetries(attempt, deadline, sleep);
    } catch (error) {
      if (sent > 0 && !signal.aborted) this.#meter.count('failures', endpoint.name, account.name);
      if (error instanceof ApiError || !deadline.signal.aborted) throw error;
      if (signal.aborted) throw new ApiError('cancelled', 'The call was cancelled.', { cause: error });
      throw isSent
        ? new ApiError('timeout', `No answer within ${timeoutMs / 1000} s.`, { cause: error })
        : noTurn(timeoutMs, error);
    } finally {
      deadline.end();
    }
  }
}

/** No call of the vendor's is answered faster. */
const LEAST_MS = 1000;

const noTurn = (timeoutMs: number, cause?: unknown): ApiError =>
  new ApiError('timeout', `No turn within ${timeoutMs / 1000} s: too many calls are waiting.`, {
    cause,
    next: 'This one was not sent and not billed. Ask again in a moment, for fewer things at once.',
  });
