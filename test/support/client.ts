import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Account } from '../../src/credentials/account.ts';
import type { JsonObject } from '../../src/json.ts';
import { RequestContext } from '../../src/mcp/request-context.ts';
import type { HandlerContext } from '../../src/mcp/server-context.ts';
import { createStore, type StoreOptions } from '../../src/shared-state/create-store.ts';
import type { ResponseStore } from '../../src/shared-state/response-store.ts';
import type { ApiResponse } from '../../src/tikhub/api-response.ts';
import type { Client } from '../../src/tikhub/client.ts';
import * as endpoints from '../../src/tikhub/endpoints.ts';
import { type Endpoint, type Params, periodOf } from '../../src/tikhub/endpoints.ts';
import { LONGEST_FRESH } from '../../src/tikhub/payload.ts';
import type { HttpReply } from '../../src/tikhub/response.ts';
import { accountsOf, buildContext, type ContextOptions } from './context.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** When these tests begin: October closed long ago, November is open. */
export const START = Date.parse('2026-11-22T12:00:00Z');

/** All endpoints, whatever their payloads are. */
export const ENDPOINTS: readonly Endpoint<Params, unknown>[] = Object.values(endpoints).filter(
  (value): value is Extract<typeof value, { readonly kind: string }> =>
    typeof value === 'object' && 'kind' in value,
);

/** An account with the parts of a cookie that rotate, and a proxy of its own. */
export function accountOf(session: string, rotating = 'a', proxy?: string): Account {
  const header = `sessionid=${session}; msToken=token-${rotating}; ttwid=ttwid-${rotating}`;
  return { name: session, cookie: { header, sessionId: session, secrets: [header, session] }, proxy };
}

const sent = z.object({ cookie: z.string(), proxy: z.string() }).passthrough();

/** One request as the upstream met it. */
export interface Met {
  readonly endpoint: string;
  /** From the cookie. */
  readonly session: string;
  readonly own: Readonly<Record<string, unknown>>;
}

type Upstream = (met: Met, signal: AbortSignal) => Promise<HttpReply> | HttpReply;

const seconds = (iso: string): number => Date.parse(iso) / 1000;

/** The first day of the month that a request asks for, as `2026-10-01`; October if it asks for none. */
function firstDayOf({ own }: Met): string {
  const written = String(own['start_date'] ?? '2026-10-01');
  const [, month = '', , year = ''] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(written) ?? [];
  return year === '' ? `${written.slice(0, 7)}-01` : `${year}-${month}-01`;
}

/** The first day of the next month. */
function dayAfterMonth(first: string): string {
  const [year = 0, month = 0] = first.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

/** What every endpoint of figures finds something of its own in. */
const STATS = {
  revenue: { amount: '1', currency_code: 'USD' },
  live_revenue: { amount: '1', currency_code: 'USD' },
  product_revenue: { amount: '1', currency_code: 'USD' },
  vv_cnt: 1,
  like_cnt: 1,
};

/**
 * A payload that any endpoint accepts, with one figure for the whole month that was asked for.
 * @param end the day after the last one, at Greenwich; the first of the next month if left out
 */
export function payloadOf(met: Met, end = dayAfterMonth(firstDayOf(met))): Record<string, unknown> {
  const from = seconds(firstDayOf(met));
  const to = seconds(end);
  const span = { start_timestamp: from, end_timestamp: to };
  const segment = {
    time_selector: { timezone_offset: 0, ...span },
    timed_stats: [{ ...span, stats: STATS }],
    timed_lists: [{ ...span, stats: [] }],
    timed_profile: [{ ...span, stats: {} }],
  };
  return {
    asked: met,
    segments: [segment],
    records: [],
    products: [],
    user_id: '7400000000000000001',
    violation_score: 0,
  };
}

export const ok = (payload: unknown): HttpReply => ({
  status: 200,
  waitMs: undefined,
  text: JSON.stringify({
    code: 200,
    request_id: 'c0-1',
    data: { code: 0, message: 'success', data: payload },
  }),
});

export const failed = (status: number, waitMs?: number): HttpReply => ({
  status,
  waitMs,
  text: JSON.stringify({ detail: { code: status, message: 'not today' } }),
});

/** A context over an upstream that is a function, with a clock that the test moves. */
export interface Bench {
  readonly context: HandlerContext;
  readonly client: Client;
  readonly store: ResponseStore;
  /** Every request that reached the upstream. */
  readonly met: Met[];
  /** Lines for stderr. */
  readonly warnings: string[];
  /** In milliseconds. */
  time: number;
  upstream: Upstream;
  /** Makes one call for an account, whichever accounts are configured. */
  call(
    endpoint: Endpoint<Params, unknown>,
    account: Account,
    params?: Params,
    signal?: AbortSignal,
  ): Promise<ApiResponse<unknown>>;
  callRaw: Bench['call'];
}

export function bench(
  options: Partial<StoreOptions> &
    Partial<Pick<ContextOptions, 'maxCalls' | 'timeoutMs' | 'accounts' | 'acrossReplicas'>> = {},
): Bench {
  const made: { time: number; upstream: Upstream } = { time: START, upstream: (met) => ok(payloadOf(met)) };
  const met: Met[] = [];
  const warnings: string[] = [];
  const now = (): Date => new Date(made.time);
  const warn = (line: string): void => void warnings.push(line);
  const store = createStore({ now, warn, maxAgeMs: LONGEST_FRESH, ...options });
  const { context } = buildContext({
    accounts: accountsOf({ main: 'sessionid=s1; msToken=t1; ttwid=w1' }),
    apiKey: 'key-of-the-bench',
    timeoutMs: 5000,
    ...options,
    now,
    sleep: async () => {},
    store,
    transport: {
      async post(url, _headers, body, signal) {
        const { cookie, proxy, ...own } = sent.parse(body);
        const session = /sessionid=([^;]*)/.exec(cookie)?.[1] ?? '';
        const one = { endpoint: url.pathname.split('/').at(-1) ?? '', session, own };
        met.push(one);
        return made.upstream(one, signal);
      },
      close: async () => {},
    },
  });
  const { client } = context;
  /** What a request of this account brings with it. */
  const callerOf = (account: Account, signal = new AbortController().signal) => {
    const redactor = context.redactor.child();
    for (const secret of account.cookie.secrets) redactor.add(secret);
    redactor.addProxy(account.proxy);
    return { ...context, account, redactor, signal };
  };
  const readerOf =
    (endpoint: Endpoint<Params, unknown>, params: Params, { cookie }: Account) =>
    (payload: JsonObject) =>
      endpoint.gate(
        payload,
        { ...params, period: periodOf(params) },
        { now: now(), offset: context.facts.of(cookie.sessionId).offset },
      );
  return Object.assign(made, {
    context,
    client,
    store,
    met,
    warnings,
    call: (
      endpoint: Endpoint<Params, unknown>,
      account: Account,
      params: Params = {},
      signal?: AbortSignal,
    ) =>
      client.call(endpoint, params, callerOf(account, signal), { read: readerOf(endpoint, params, account) }),
    callRaw: (
      endpoint: Endpoint<Params, unknown>,
      account: Account,
      params: Params = {},
      signal?: AbortSignal,
    ) =>
      client.call(endpoint, params, callerOf(account, signal), {
        read: readerOf(endpoint, params, account),
        raw: true,
      }),
  });
}

/** A request about the account that is configured by default. */
export const requestOf = ({ context }: Bench, budget?: RequestContext['budget']): RequestContext =>
  new RequestContext(context, {}, { signal: new AbortController().signal, budget });

/** A promise that the test settles. */
export function gate<T>(): { readonly promise: Promise<T>; readonly open: (value: T) => void } {
  let open: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** Lets everything run that waits for nothing outside this process. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A directory that goes away with the test. */
export function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'answers-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Every file below a directory. */
export const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
