import type { Account } from '../accounts/accounts.ts';
import type { Secrets } from '../accounts/secrets.ts';
import { ApiError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { at, utcOffset, wires } from '../wire.ts';
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
}

/** The TikTok Creator API: one call at a time, an answer or an ApiError. */
export class Client {
  readonly #options: ClientOptions;
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
    const { baseUrl, apiKey, needsKey, transport, secrets, now } = this.#options;
    if (apiKey === undefined && needsKey) {
      throw new ApiError('config', 'TIKHUB_API_KEY is not set.', {
        next: "Create a key in the dashboard at https://user.tikhub.io and set TIKHUB_API_KEY in this server's environment, then restart it. (--sandbox needs no key.)",
      });
    }
    for (const value of account.cookie.values) secrets.add(value);
    secrets.add(account.cookie.header);
    secrets.addProxy(account.proxy);
    const reply = await transport.post(
      new URL(`api/v1/tiktok/creator/${endpoint.name}`, baseUrl),
      {
        'user-agent': USER_AGENT,
        accept: 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      writeBody(endpoint, { cookie: account.cookie.header, proxy: account.proxy }, params),
      signal,
    );
    const { payload, requestId } = judge(reply, account.name);
    this.#learnOffset(account, payload);
    return { payload, requestId, fetchedAt: now() };
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
