import { describe, expect, test } from 'vitest';
import { accountInsightsOverview as insights } from '../../../src/tikhub/endpoints.ts';
import type { HttpReply } from '../../../src/tikhub/response.ts';
import { accountOf, bench, failed, gate, ok, payloadOf, settled } from '../../support/client.ts';

const main = accountOf('session-of-main');
const october = { start_date: '2026-10-15' };
const met = { endpoint: '', session: '', own: {} };

/** A bench whose upstream answers when the test says so, and tells whether its call was aborted. */
function waiting(options = {}) {
  const one = bench(options);
  const { promise, open } = gate<HttpReply>();
  const state = { aborted: 0 };
  one.upstream = (_met, signal) =>
    new Promise((resolve, reject) => {
      promise.then(resolve);
      signal.addEventListener('abort', () => {
        state.aborted += 1;
        reject(signal.reason);
      });
    });
  return Object.assign(one, { answer: open, state });
}

describe('equal questions at the same time', () => {
  test('are one call with one answer', async () => {
    const one = waiting();
    const asked = [1, 2, 3].map(() => one.call(insights, main, october));
    const other = one.call(insights, main, { start_date: '2026-09-15' });
    await settled();
    one.answer(ok(payloadOf(met)));
    const replies = await Promise.all([...asked, other]);
    expect(one.met).toHaveLength(2);
    expect(new Set(replies.map(({ cached }) => cached))).toEqual(new Set([false]));
    expect((await one.call(insights, main, october)).cached).toBe(true);
  });

  test('are never one call for two sessions', async () => {
    const one = waiting();
    const asked = ['a', 'b'].map((session) => one.call(insights, accountOf(session), october));
    await settled();
    one.answer(ok(payloadOf(met)));
    await Promise.all(asked);
    expect(one.met.map(({ session }) => session)).toEqual(['a', 'b']);
  });

  test('fail together, and the next one asks again', async () => {
    const one = waiting();
    const asked = [1, 2].map(() => one.call(insights, main, october));
    await settled();
    one.answer(failed(402));
    const results = await Promise.allSettled(asked);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(one.call(insights, main, october)).rejects.toMatchObject({ kind: 'balance' });
    expect(one.met).toHaveLength(2);
  });

  test('come from a tool and a raw call alike', async () => {
    const one = waiting();
    const raw = one.callRaw(insights, main, october);
    const checked = one.call(insights, main, october);
    await settled();
    one.answer(ok({ sections: [] }));
    expect((await raw).payload).toEqual({ sections: [] });
    await expect(checked).rejects.toMatchObject({ kind: 'shape' });
    expect(one.met).toHaveLength(1);
  });
});

describe('a cancel', () => {
  test('leaves the call to the others, also when it is the one who began it', async () => {
    const one = waiting();
    const first = new AbortController();
    const left = one.call(insights, main, october, first.signal);
    const stayed = one.call(insights, main, october);
    await settled();
    first.abort();
    await expect(left).rejects.toMatchObject({ kind: 'cancelled' });
    expect(one.state.aborted).toBe(0);
    one.answer(ok(payloadOf(met)));
    expect((await stayed).cached).toBe(false);
    expect(one.met).toHaveLength(1);
  });

  test('of the last one aborts the call; who asks then begins another', async () => {
    const one = waiting();
    const both = [new AbortController(), new AbortController()];
    const asked = both.map(({ signal }) => one.call(insights, main, october, signal));
    await settled();
    for (const asker of both) asker.abort();
    const again = one.call(insights, main, october);
    for (const each of asked) await expect(each).rejects.toMatchObject({ kind: 'cancelled' });
    expect(one.state.aborted).toBe(1);
    await settled();
    const joined = one.call(insights, main, october);
    await settled();
    one.answer(ok(payloadOf(met)));
    for (const each of [again, joined]) expect((await each).cached).toBe(false);
    expect(one.met).toHaveLength(2);
    expect(one.context.usage.report().totals).toMatchObject({ upstream_calls: 2, failures: 0 });
  });

  test('before the question asks nothing', async () => {
    const one = waiting();
    await expect(one.call(insights, main, october, AbortSignal.abort())).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(one.met).toEqual([]);
  });

  test('after the answer changes nothing', async () => {
    const one = waiting();
    const asker = new AbortController();
    const asked = one.call(insights, main, october, asker.signal);
    one.answer(ok(payloadOf(met)));
    await asked;
    asker.abort();
    expect((await one.call(insights, main, october)).cached).toBe(true);
  });
});

test('a call that takes too long ends for all who wait for it', async () => {
  const one = waiting({ timeoutMs: 30 });
  const asked = [1, 2].map(() => one.call(insights, main, october));
  for (const each of asked) await expect(each).rejects.toMatchObject({ kind: 'timeout' });
  expect(one.met).toHaveLength(1);
  expect(one.context.usage.report().totals.failures).toBe(1);
});
