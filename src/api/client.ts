import PQueue from 'p-queue';
import type { Account } from '../accounts/accounts.ts';
import type { Secrets } from '../accounts/secrets.ts';
import { ApiError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { at, utcOffset, wires } from '../wire.ts';
import { type Sleep, startDeadline, withRetries } from './attempts.ts';
import { type Endpoint, type Params, writeBody } from './endpoints.ts';
import { judge } from './envelope.ts';
import type { Transport } from './transport.ts';

/** The vendor's firewall blocks the defaults of HTTP libraries (upstream-api.md 1). */
const USER_AGENT = `tiktok-creator-mcp/${VERSION}`;

/** An answer of the upstream. */
export interface Reply<P> {
  readonly payload: P;
  /** When the upstream answered, by our clock. */
  readonly fetchedAt: Date;
  readonly requestId: string | undefined;
}

export interface ClientOptions {
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** Whether this base URL demands a key; gateways that serve the same paths may not. */
  readonly needsKey: boolean;
  readonly transport: Transport;
  readonly secrets: Secrets;
  readonly now: () => Date;
  /** Waits between attempts. */
  readonly sleep: Sleep;
  /** Limit of one call with all its waits and repeats, in milliseconds. */
  readonly timeoutMs: number;
}

/** The TikTok Creator API: a question in, an answer or an ApiError out. */
export class Client {
  readonly #options: ClientOptions;
  /** The vendor's limits for one key (upstream-api.md 1.7), in the order of asking. */
  readonly #turns = new PQueue({ concurrency: 4, intervalCap: 10, interval: 1000, strict: true });
  readonly #offsets = new Map<string, number>();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Asks one endpoint for one account and checks that the payload has its container.
   * @throws ApiError of any kind
   */
  async call<P>(
    endpoint: Endpoint<P>,
    account: Account,
    params: Params,
    signal: AbortSignal,
  ): Promise<Reply<P>> {
    const reply = await this.callRaw(endpoint, account, params, signal);
    if (isHollow(reply.payload)) {
      throw new ApiError(
        'session',
        `TikTok answered account "${account.name}" with an empty success, which is how some ended sessions look.`,
        {
          requestId: reply.requestId,
        },
      );
    }
    const parsed = endpoint.payload.safeParse(reply.payload);
    if (!parsed.success) {
      const missing = parsed.error.issues[0]?.path.join('.') || 'payload object';
      throw new ApiError('shape', `The reply has no usable "${missing}".`, { requestId: reply.requestId });
    }
    return { ...reply, payload: parsed.data };
  }

  /** The same call with the payload as it came, unchecked. */
  async callRaw<P>(
    endpoint: Endpoint<P>,
    account: Account,
    params: Params,
    signal: AbortSignal,
  ): Promise<Reply<unknown>> {
    const { baseUrl, apiKey, needsKey, transport, secrets, now, timeoutMs } = this.#options;
    if (apiKey === undefined && needsKey) {
      throw new ApiError('config', 'TIKHUB_API_KEY is not set.', {
        next: "Create a key in the dashboard at https://user.tikhub.io and set TIKHUB_API_KEY in this server's environment, then restart it. (--sandbox needs no key.)",
      });
    }
    for (const value of account.cookie.secrets) secrets.add(value);
    secrets.addProxy(account.proxy);
    const url = new URL(`api/v1/tiktok/creator/${endpoint.name}`, baseUrl);
    const headers = {
      'user-agent': USER_AGENT,
      accept: 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    const body = writeBody(endpoint, { cookie: account.cookie.header, proxy: account.proxy }, params);
    const deadline = startDeadline(signal, timeoutMs);
    let isSent = false;
    const attempt = async (): Promise<Reply<unknown>> => {
      isSent = false;
      const reply = await this.#turns.add(
        () => {
          isSent = true;
          return transport.post(url, headers, body, deadline.signal);
        },
        { signal: deadline.signal },
      );
      secrets.addFromReply(reply.text);
      return { ...judge(reply, account.name), fetchedAt: now() };
    };
    try {
      const reply = await withRetries(attempt, deadline, this.#options.sleep);
      this.#learnOffset(account, reply.payload);
      return reply;
    } catch (error) {
      if (error instanceof ApiError || !deadline.signal.aborted) throw error;
      if (signal.aborted) throw new ApiError('cancelled', 'The call was cancelled.', { cause: error });
      const limit = `${timeoutMs / 1000} s`;
      throw isSent
        ? new ApiError('timeout', `No answer within ${limit}.`, { cause: error })
        : new ApiError('timeout', `No turn within ${limit}: too many calls are waiting.`, {
            cause: error,
            next: 'This one was not sent and not billed. Ask again in a moment, for fewer things at once.',
          });
    }
  }

  /** Seconds east of UTC at which TikTok keeps this account's days, once a reply has told it. */
  offsetOf(account: Account): number | undefined {
    return this.#offsets.get(account.cookie.sessionId);
  }

  #learnOffset(account: Account, payload: unknown): void {
    for (const segment of wires(at(payload, 'segments'))) {
      const offset = utcOffset(at(segment, 'time_selector', 'timezone_offset'));
      if (offset !== undefined) this.#offsets.set(account.cookie.sessionId, offset);
    }
  }
}

function isHollow(payload: unknown): boolean {
  if (payload === undefined || payload === null || payload === '') return true;
  return typeof payload === 'object' && Object.keys(payload).length === 0;
}
