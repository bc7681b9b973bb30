import { type Account, type Accounts, chooseAccount, type Identity } from '../credentials/account.ts';
import type { Redactor } from '../credentials/redactor.ts';
import { ApiError, explain } from '../errors.ts';
import { dateOf, type IsoDate, instantAt } from '../metrics/calendar.ts';
import type { Clock } from '../metrics/window.ts';
import type { Client, Reply } from '../tikhub/client.ts';
import type { Endpoint, Params } from '../tikhub/endpoints.ts';

/** What is known before the first question. */
export interface ServerContext {
  readonly accounts: Accounts;
  readonly secrets: Redactor;
  readonly now: () => Date;
  /** The upstream is the embedded sandbox, so every figure is invented. */
  readonly sandbox: boolean;
  /** Whether tools take `cookie` and `proxy` as arguments. */
  readonly inlineCredentials: boolean;
}

/** Everything the tools and resources work with; nothing global. */
export interface HandlerContext extends ServerContext {
  readonly client: Client;
}

/** Something made from the configured accounts, made anew only when they have changed. */
export function perAccounts<T>({ accounts }: ServerContext, make: () => T): () => T {
  let made: { readonly from: Accounts['byName']; readonly value: T } | undefined;
  return () => {
    if (made?.from !== accounts.byName) made = { from: accounts.byName, value: make() };
    return made.value;
  };
}

/** Tells the caller how far a longer walk has come. */
export type Progress = (done: number, total: number, message: string) => Promise<void>;

/** How many upstream calls a question may make, over all the accounts that it asks about. */
export class CallLimit {
  readonly #max: number;
  #made = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** @throws ApiError `budget` when no call is left */
  take(): void {
    if (this.#made >= this.#max) {
      throw new ApiError(
        'budget',
        `max_calls stopped this call: ${this.#made} of ${this.#max} upstream calls are made.`,
        { next: 'Nothing was billed for it. Ask again with a larger max_calls for the missing part.' },
      );
    }
    this.#made += 1;
  }
}

/** The limit that `max_calls` sets, if any. */
export const limitOf = (maxCalls: number | undefined): CallLimit | undefined =>
  maxCalls === undefined ? undefined : new CallLimit(maxCalls);

/** One question about one account: who asks, when, and the way to the upstream. */
export class RequestContext {
  readonly account: Account;
  readonly #app: HandlerContext;
  readonly #signal: AbortSignal;
  readonly progress: Progress;
  readonly #limit: CallLimit | undefined;
  #calls = 0;
  #fetchedAt: Date | undefined;
  #isCached = true;

  /**
   * @param limit stops further upstream calls; several inquiries of one question share it
   * @throws ApiError `config` without a key, or when the account has no usable cookie
   */
  constructor(
    app: HandlerContext,
    wanted: Identity,
    signal: AbortSignal,
    progress: Progress = async () => {},
    limit?: CallLimit,
  ) {
    app.secrets.add(wanted.cookie);
    app.secrets.addProxy(wanted.proxy);
    this.#app = app;
    this.#signal = signal;
    this.progress = progress;
    this.#limit = limit;
    // First things first: whoever has set nothing up yet begins with the key.
    app.client.requireKey();
    this.account = chooseAccount(app.accounts, wanted, app.now());
  }

  /**
   * Calls an endpoint.
   * @param options with `raw`, the payload as it comes, unchecked; otherwise it has its container
   * @throws ApiError of any kind
   */
  call<P>(endpoint: Endpoint<P>, params: Params, options: { readonly raw: true }): Promise<unknown>;
  call<P>(endpoint: Endpoint<P>, params: Params): Promise<P>;
  call<P>(endpoint: Endpoint<P>, params: Params, options?: { readonly raw: true }): Promise<unknown> {
    const { client } = this.#app;
    const admit = (): void => this.#admit();
    return options?.raw === true
      ? this.#note(client.callRaw(endpoint, this.account, params, this.#signal, admit))
      : this.#note(client.call(endpoint, this.account, params, this.#signal, admit));
  }

  #admit(): void {
    this.#limit?.take();
    this.#calls += 1;
  }

  async #note<P>(pending: Promise<Reply<P>>): Promise<P> {
    const { payload, fetchedAt, cached } = await pending;
    if (this.#fetchedAt === undefined || fetchedAt < this.#fetchedAt) this.#fetchedAt = fetchedAt;
    if (!cached) this.#isCached = false;
    return payload;
  }

  /** Upstream calls made so far, failed ones included; an answer from the cache is none, nor is a part of another's. */
  get calls(): number {
    return this.#calls;
  }

  /** The clock at the account's offset: UTC until a reply has told it. */
  get clock(): Clock {
    return { now: this.#app.now(), offset: this.#app.client.offsetOf(this.account) ?? 0 };
  }

  /** Whether the account's own midnight is known yet. */
  get knowsOffset(): boolean {
    return this.#app.client.offsetOf(this.account) !== undefined;
  }

  /** Today where the account is. */
  get today(): IsoDate {
    const { now, offset } = this.clock;
    return dateOf(now, offset);
  }

  /** The parts that every result starts with: as old as its oldest part, and cached only if all of it is. */
  get provenance() {
    const { now, offset } = this.clock;
    return {
      account: this.account.name,
      ...(this.#app.sandbox ? { sandbox: true as const } : {}),
      fetched_at: instantAt(Math.floor((this.#fetchedAt ?? now).getTime() / 1000), offset),
      cached: this.#isCached && this.#fetchedAt !== undefined,
    };
  }
}

/** Today where an account is, as far as its replies have told; UTC for one whose cookie cannot be used. */
export function todayOf(app: HandlerContext, name: string): IsoDate {
  try {
    return new RequestContext(app, { account: name }, new AbortController().signal).today;
  } catch {
    return dateOf(app.now(), 0);
  }
}

/**
 * What the caller reads for anything thrown, without secrets; an unexpected error leaves its stack in the log.
 * @param signal of the caller: whatever is thrown after it gave up is only that
 */
export function reportFailure(secrets: Redactor, error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return explain(new ApiError('cancelled', 'The call was cancelled.'));
  if (!(error instanceof ApiError)) console.error(error);
  return secrets.redact(explain(error));
}

/** A part of a summary: its value, or why it is missing. */
export interface Part<T> {
  readonly what: string;
  readonly value?: T;
  readonly error?: unknown;
}

/** Waits for one part of a summary without letting its failure take the others down. */
export async function part<T>(what: string, pending: Promise<T>): Promise<Part<T>> {
  try {
    return { what, value: await pending };
  } catch (error) {
    return { what, error };
  }
}

/**
 * What failed among the parts, as notes.
 * @throws the first part's error when every part failed: then there is nothing to show
 */
export function failureNotes(parts: readonly Part<unknown>[]): string[] {
  const failed = parts.filter((one) => 'error' in one);
  if (failed.length === parts.length) throw failed[0]?.error;
  return failed.map(({ what, error }) => `${what} is missing. ${explain(error)}`);
}
