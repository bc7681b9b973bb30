import { describe, expect, test } from 'vitest';
import type { Accounts } from '../../../src/credentials/account.ts';
import { RequestContext, requestRedactor } from '../../../src/mcp/request-context.ts';
import type { HandlerContext } from '../../../src/mcp/server-context.ts';
import type { DateRange } from '../../../src/metrics/calendar.ts';
import { requestBudget } from '../../../src/shared-state/call-limits.ts';
import { createStore } from '../../../src/shared-state/create-store.ts';
import type { CachedResponse, ResponseStore } from '../../../src/shared-state/response-store.ts';
import {
  creatorAccountInfo,
  type Endpoint,
  accountInsightsOverview as insights,
  type Params,
  videoAnalyticsSummary,
} from '../../../src/tikhub/endpoints.ts';
import { LONGEST_FRESH } from '../../../src/tikhub/payload.ts';
import type { HttpReply } from '../../../src/tikhub/response.ts';
import { failed, gate, ok, settled } from '../../support/client.ts';
import { accountsOf, buildFactory, contextWith } from '../../support/context.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const now = (): Date => NOW;
const october = { start_date: '2026-10-01' };

const cookieOf = (session: string, token = 'token-0a1b2c'): string =>
  `sessionid=session-${session}; msToken=${token}; ttwid=ttwid-${session}`;

/** Principals of one process: each has its accounts and budget, all share the clients. */
function start(
  reply: (session: string, endpoint: string) => HttpReply | Promise<HttpReply> = () => ok({ segments: [] }),
  store: ResponseStore | undefined = createStore({ now, maxAgeMs: LONGEST_FRESH }),
) {
  const sent: { readonly key: string | undefined; readonly session: string }[] = [];
  const factory = buildFactory({
    now,
    store,
    sleep: async () => {},
    transport: {
      async post(url, headers, body) {
        const session = /sessionid=session-(\w+)/.exec(JSON.stringify(body))?.[1] ?? '';
        sent.push({ key: headers['authorization'], session });
        return reply(session, url.pathname.split('/').at(-1) ?? '');
      },
      close: async () => {},
    },
  });
  const principal = (apiKey: string, accounts: Accounts, maxCalls?: number): HandlerContext =>
    contextWith(factory, { now, apiKey, accounts, maxCalls });
  return { sent, factory, principal };
}

const open = (context: HandlerContext, account?: string, signal = new AbortController().signal) =>
  new RequestContext(context, { account }, { signal });

describe('two principals of one process', () => {
  test('have budgets and usage of their own', async () => {
    const { principal, sent } = start();
    const one = principal('key-of-one', accountsOf({ a: cookieOf('a') }), 1);
    const two = principal('key-of-two', accountsOf({ b: cookieOf('b') }));
    await open(one).call(insights, october);
    await expect(open(one).call(videoAnalyticsSummary, {})).rejects.toMatchObject({
      kind: 'budget',
      billed: 'no',
      retryable: false,
    });
    await open(two).call(insights, october);
    await open(two).call(videoAnalyticsSummary, {});
    expect(sent).toEqual([
      { key: 'Bearer key-of-one', session: 'a' },
      { key: 'Bearer key-of-two', session: 'b' },
      { key: 'Bearer key-of-two', session: 'b' },
    ]);
    expect(one.usage.report()).toMatchObject({ max_calls: 1, totals: { upstream_calls: 1 } });
    expect(Object.keys(one.usage.report().by_account)).toEqual(['a']);
    expect(two.usage.report().totals).toMatchObject({ upstream_calls: 2, failures: 0 });
    expect(Object.keys(two.usage.report().by_account)).toEqual(['b']);
  });

  test('share the client of a key, and no other', () => {
    const { principal } = start();
    const accounts = accountsOf({ a: cookieOf('a') });
    const [first, second, other] = [
      principal('key-of-one', accounts),
      principal('key-of-one', accounts),
      principal('key-of-two', accounts),
    ];
    expect(first.client).toBe(second.client);
    expect(other.client).not.toBe(first.client);
  });

  test('know only what their own calls have told about an account', async () => {
    const { principal } = start(() => ok({ segments: [{ time_selector: { timezone_offset: 28_800 } }] }));
    const one = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    const two = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    await open(one).call(insights, october);
    expect(open(one).clock.offset).toBe(28_800);
    expect(open(two).knowsOffset).toBe(false);
    // The cached response tells it too.
    await open(two).call(insights, october);
    expect(open(two).clock.offset).toBe(28_800);
    expect(two.usage.report().totals).toMatchObject({ upstream_calls: 0, from_cache: 1 });
  });

  test('do not know the secrets of each other', async () => {
    const { principal } = start();
    const one = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    const two = principal('key-of-two', accountsOf({ b: cookieOf('b') }));
    expect(open(one).redactor.redact('key-of-one session-a')).toBe('[redacted] [redacted]');
    expect(open(two).redactor.redact('key-of-one session-a')).toBe('key-of-one session-a');
  });

  test('who joins a call is not hurt by the limit of the one who would have made it', async () => {
    const { promise, open: answer } = gate<HttpReply>();
    const { principal, sent } = start(() => promise);
    const poor = principal('key-of-one', accountsOf({ a: cookieOf('a') }), 1);
    const rich = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    poor.budget.take('call');
    const pending = [open(poor), open(rich), open(poor)].map((request) =>
      request.call(insights, october).catch((error: unknown) => error),
    );
    await settled();
    answer(ok({ segments: [] }));
    const [refused, made, joined] = await Promise.all(pending);
    expect(refused).toMatchObject({ kind: 'budget' });
    for (const reading of [made, joined]) expect(reading).toMatchObject({ verdict: 'unknown' });
    expect(sent).toHaveLength(1);
    expect([poor.usage, rich.usage].map((usage) => usage.report().totals.upstream_calls)).toEqual([0, 1]);
  });
});

describe('a secret', () => {
  const inline = {
    cookie: cookieOf('inline', 'inline-token-77'),
    proxy: 'http://some-one:passw0rd@p.example:1',
  };

  test('that comes with a request is known to that request, and gone with it', async () => {
    const { principal } = start();
    const context = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    const redactor = requestRedactor(context, inline);
    const request = new RequestContext(context, inline, { signal: new AbortController().signal, redactor });
    await request.call(insights, october);
    const text = 'session-inline inline-token-77 some-one passw0rd session-a';
    expect(redactor.redact(text)).toBe(Array(5).fill('[redacted]').join(' '));
    expect(context.redactor.redact(text)).toBe(text.replace('session-a', '[redacted]'));
    expect(open(context).redactor.redact(text)).toBe(text.replace('session-a', '[redacted]'));
  });

  test('of an account that is gone stays known to the requests that use it, and to no later one', () => {
    const { principal } = start();
    const current = { byName: accountsOf({ a: cookieOf('a') }).byName, defaultName: 'a' };
    const context = principal('key-of-one', current);
    const request = open(context);
    current.byName = accountsOf({ b: cookieOf('b') }).byName;
    current.defaultName = 'b';
    expect(request.redactor.redact('session-a session-b')).toBe('[redacted] [redacted]');
    expect(open(context).redactor.redact('session-a session-b')).toBe('session-a [redacted]');
  });

  test('that a response repeats is out of it for every later request of the session', async () => {
    const digits = '7734501928374650';
    const told = { user_id: '1', nick_name: `by ${digits}`, switch_info: JSON.stringify({ said: digits }) };
    const { principal, sent } = start(() => ok(told));
    const context = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    const cookie = cookieOf('x', digits);
    const first = new RequestContext(context, { cookie }, { signal: new AbortController().signal });
    const later = new RequestContext(
      context,
      { cookie: cookieOf('x', 'another-token') },
      { signal: new AbortController().signal },
    );
    await first.call(creatorAccountInfo, {});
    const payload = await later.call(creatorAccountInfo, {}, { raw: true });
    expect(sent).toHaveLength(1);
    expect(later.provenance.cached).toBe(true);
    expect(JSON.stringify(payload)).not.toContain(digits);
    expect(payload).toMatchObject({ user_id: '1', nick_name: 'by [redacted]' });
  });
});

describe('a response', () => {
  const about = { from: '2026-10-05', to: '2026-10-20' };

  /** An endpoint that counts how often its payloads are read. */
  function counting<Q extends Params, V>(endpoint: Endpoint<Q, V>) {
    let readings = 0;
    const counted: Endpoint<Q, V> = {
      ...endpoint,
      gate: (...call) => {
        readings += 1;
        return endpoint.gate(...call);
      },
    };
    return { counted, count: () => readings };
  }

  /** How often one that comes from the upstream is read. */
  async function readingsOf<Q extends Params, V>(
    endpoint: Endpoint<Q, V>,
    params: Q,
    options?: { readonly about: DateRange },
  ): Promise<number> {
    const { principal } = start();
    const { counted, count } = counting(endpoint);
    const request = open(principal('key-of-one', accountsOf({ a: cookieOf('a') })));
    await request.call<Q, V>(counted, params, options);
    return count();
  }

  test('is read once, for its caller and for how long it may be used', async () => {
    expect(await readingsOf(insights, october)).toBe(1);
    expect(await readingsOf(videoAnalyticsSummary, {}, { about })).toBe(1);
  });

  test('is kept by what it says about all the days of its call, not about those wanted of it', async () => {
    expect(await readingsOf(insights, october, { about })).toBe(2);
  });

  test('from the cache is read once for the requests of one key, and again for another key', async () => {
    const { principal, sent } = start();
    const { counted, count } = counting(insights);
    const accounts = accountsOf({ a: cookieOf('a') });
    const call = (key: string) => open(principal(key, accounts)).call(counted, october);
    await call('key-of-one');
    await call('key-of-one');
    expect(count()).toBe(1);
    await call('key-of-two');
    expect(count()).toBe(2);
    expect(sent).toHaveLength(1);
  });
});

describe('a store that takes its time', () => {
  /** As one in another process would be: nothing is there before a while has passed. */
  function slowStore(delay: () => Promise<void>): ResponseStore {
    const responses = new Map<string, CachedResponse>();
    return {
      async get(key) {
        await delay();
        return responses.get(key);
      },
      async set(key, _sessionId, response) {
        await delay();
        responses.set(key, response);
      },
      open: async () => {},
      close: async () => {},
    };
  }

  test('costs no second call, whenever an equal request comes', async () => {
    const { principal, sent } = start(async () => {
      await settled();
      return ok({ segments: [] });
    }, slowStore(settled));
    const context = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    const requests: Promise<unknown>[] = [];
    for (let turn = 0; turn < 20; turn += 1) {
      requests.push(open(context).call(insights, october));
      await settled();
    }
    await Promise.all(requests);
    expect(sent).toHaveLength(1);
    expect(context.budget.used).toBe(1);
    expect(context.usage.report().totals.upstream_calls).toBe(1);
  });

  test('is asked no more by a request that was cancelled meanwhile', async () => {
    const { principal, sent } = start(() => ok({ segments: [] }), slowStore(settled));
    const context = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    const controller = new AbortController();
    const pending = open(context, 'a', controller.signal).call(insights, october);
    controller.abort();
    await expect(pending).rejects.toMatchObject({ kind: 'cancelled' });
    expect(sent).toEqual([]);
    expect(context.budget.used).toBe(0);
  });
});

/** A session that has answered before: its calls need not wait for a first one. */
function knowAlive(context: HandlerContext, account: string): void {
  context.facts.learnFrom(context.reader.choose({ account }).cookie.sessionId, {}, true);
}

describe('a budget', () => {
  test('of a request is taken from that of the principal, and given back with it', () => {
    const { principal } = start();
    const { budget } = principal('key-of-one', accountsOf({ a: cookieOf('a') }), 3);
    const request = requestBudget(budget, 2);
    const [first] = [request.take('call'), request.take('call')];
    expect([request.used, budget.used]).toEqual([2, 2]);
    expect(() => request.take('call')).toThrow(/max_calls \(2\)/);
    expect([request.used, budget.used]).toEqual([2, 2]);
    first();
    expect([request.used, budget.used]).toEqual([1, 1]);
    request.take('call');
    budget.take('call');
    expect(() => requestBudget(budget).take('call')).toThrow(/TIKTOK_CREATOR_MAX_CALLS \(3\)/);
  });

  test('of a request counts calls, that of the principal counts retries too', () => {
    const { principal } = start();
    const { budget } = principal('key-of-one', accountsOf({ a: cookieOf('a') }), 2);
    const request = requestBudget(budget, 1);
    request.take('call');
    request.take('retry');
    expect([request.used, budget.used]).toEqual([1, 2]);
    expect(() => request.take('retry')).toThrow(/TIKTOK_CREATOR_MAX_CALLS/);
  });

  test('of a request gets back a call that was never sent', async () => {
    const { principal } = start(() => new Promise(() => {}));
    const context = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    knowAlive(context, 'a');
    const controller = new AbortController();
    // Four are sent at a time; the fifth waits.
    const requests = Array.from({ length: 5 }, () => open(context, 'a', controller.signal));
    const pending = requests.map((request, index) =>
      request.call(insights, { start_date: `2026-0${index + 1}-01` }).catch((error: unknown) => error),
    );
    await settled();
    controller.abort();
    const ended = await Promise.all(pending);
    expect(ended.map((error) => error instanceof Error && error.message)).toEqual(
      Array(5).fill('The call was cancelled.'),
    );
    await settled();
    expect(requests.map(({ calls }) => calls)).toEqual([1, 1, 1, 1, 0]);
    expect(context.budget.used).toBe(4);
  });
});

describe('an error tells programs', () => {
  test.each([
    { reply: failed(402), error: { kind: 'balance', retryable: false, billed: 'no' } },
    { reply: failed(429), error: { kind: 'rate_limited', retryable: true, billed: 'no' } },
    { reply: failed(503), error: { kind: 'upstream', retryable: true, billed: 'no' } },
    { reply: ok({}), error: { kind: 'session', retryable: false, billed: 'yes' } },
    { reply: ok({ sections: [] }), error: { kind: 'shape', retryable: false, billed: 'yes' } },
    {
      reply: { status: 200, waitMs: undefined, text: 'no JSON' },
      error: { kind: 'upstream', retryable: true, billed: 'yes' },
    },
    {
      reply: { status: 200, waitMs: undefined, text: '{"code":200,"data":{"code":428,"message":"x"}}' },
      error: { kind: 'session', retryable: false, billed: 'yes' },
    },
  ])('its kind, and what a repeat would do: $error', async ({ reply, error }) => {
    const { principal } = start(() => reply);
    const context = principal('key-of-one', accountsOf({ a: cookieOf('a') }));
    await expect(open(context).call(insights, october)).rejects.toMatchObject(error);
  });
});
