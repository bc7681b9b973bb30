import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/errors.ts';
import { failureNotes, part } from '../../../src/mcp/define-report.ts';
import { requestBudget } from '../../../src/shared-state/call-limits.ts';
import {
  accountHealthStatus as health,
  accountInsightsOverview as insights,
} from '../../../src/tikhub/endpoints.ts';
import { accountOf, bench, failed, MINUTE, ok, payloadOf, requestOf, settled } from '../../support/client.ts';

const main = accountOf('session-of-main');
const month = (number: number) => ({ start_date: `2025-0${number}-01` });

describe('the budget of a process', () => {
  test('refuses the call that would exceed it, with the figures', async () => {
    const one = bench({ maxCalls: 2 });
    for (const number of [1, 2]) await one.call(insights, main, month(number));
    const refused = await one.call(insights, main, month(3)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ kind: 'budget' });
    expect(explain(refused)).toBe(
      'This process has reached TIKTOK_CREATOR_MAX_CALLS (2), so this call was not made. Nothing was billed, and cached results are still available. For new data, raise TIKTOK_CREATOR_MAX_CALLS or restart the server, which resets the count.',
    );
    expect(one.met).toHaveLength(2);
    expect((await one.call(insights, main, month(1))).cached).toBe(true);
    expect(one.context.usage.report()).toMatchObject({
      max_calls: 2,
      totals: { upstream_calls: 2, failures: 0 },
    });
  });

  test('holds for questions asked at once', async () => {
    const one = bench({ maxCalls: 3 });
    const asked = [1, 2, 3, 4, 5].map((number) => one.call(insights, main, month(number)));
    const results = await Promise.allSettled(asked);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(one.met).toHaveLength(3);
  });

  test('counts every attempt', async () => {
    const one = bench({ maxCalls: 2 });
    one.upstream = () => failed(503);
    await expect(one.call(insights, main, month(1))).rejects.toMatchObject({ kind: 'budget' });
    expect(one.met).toHaveLength(2);
    expect(one.context.usage.report().totals).toEqual({
      upstream_calls: 2,
      from_cache: 0,
      failures: 1,
      retries: 1,
    });
  });

  test('gets back what was never sent', async () => {
    const one = bench({ maxCalls: 6 });
    // A session that nobody knows is tried with one call first.
    await one.call(health, main);
    one.upstream = (_met, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    const asker = new AbortController();
    // Four at a time, so the fifth waits for its turn.
    const asked = [1, 2, 3, 4, 5].map((number) => one.call(insights, main, month(number), asker.signal));
    await settled();
    asker.abort();
    await Promise.allSettled(asked);
    one.upstream = (met) => ok(payloadOf(met));
    await one.call(insights, main, month(6));
    await expect(one.call(insights, main, month(7))).rejects.toMatchObject({ kind: 'budget' });
    expect(one.met).toHaveLength(6);
  });

  test('of nothing makes no call at all', async () => {
    const one = bench({ maxCalls: 0 });
    await expect(one.call(health, main)).rejects.toMatchObject({ kind: 'budget' });
    expect(one.met).toEqual([]);
  });
});

test('usage tells what was asked, by endpoint and account', async () => {
  const one = bench();
  const other = accountOf('other');
  await one.call(health, main);
  await one.call(health, main);
  await one.call(insights, other, month(1));
  let attempts = 0;
  one.upstream = (met) => {
    attempts += 1;
    return attempts === 1 ? failed(500) : ok(payloadOf(met));
  };
  await one.call(insights, other, month(2));
  one.upstream = () => ok({});
  await one.call(insights, main, month(3)).catch(() => {});
  one.upstream = () => failed(402);
  await one.call(insights, main, month(4)).catch(() => {});
  one.time += MINUTE;
  expect(one.context.usage.report()).toEqual({
    since: '2026-11-22T12:00:00.000Z',
    totals: { upstream_calls: 6, from_cache: 1, failures: 2, retries: 1 },
    by_endpoint: {
      get_account_health_status: { upstream_calls: 1, from_cache: 1, failures: 0, retries: 0 },
      get_account_insights_overview: { upstream_calls: 5, from_cache: 0, failures: 2, retries: 1 },
    },
    by_account: {
      other: { upstream_calls: 3, from_cache: 0, failures: 0, retries: 1 },
      'session-of-main': { upstream_calls: 3, from_cache: 1, failures: 2, retries: 0 },
    },
  });
});

describe('a request', () => {
  test('is as old as its oldest part, and cached only if every part is', async () => {
    const one = bench();
    await requestOf(one).call(health, {});
    one.time += MINUTE;
    const mixed = requestOf(one);
    expect(mixed.provenance).toMatchObject({ fetched_at: '2026-11-22T12:01:00+00:00', cached: false });
    await mixed.call(insights, month(1));
    await mixed.call(health, {});
    expect(mixed.provenance).toMatchObject({ fetched_at: '2026-11-22T12:00:00+00:00', cached: false });
    expect(mixed.calls).toBe(1);
    const whole = requestOf(one);
    await Promise.all([whole.call(health, {}), whole.call(insights, month(1), { raw: true })]);
    expect(whole.provenance).toMatchObject({ fetched_at: '2026-11-22T12:00:00+00:00', cached: true });
    expect(whole.calls).toBe(0);
  });

  test('counts failed calls, and not those that others made', async () => {
    const one = bench();
    const [first, second] = [requestOf(one), requestOf(one)];
    await Promise.all([first.call(health, {}), second.call(health, {})]);
    expect([first.calls, second.calls]).toEqual([1, 0]);
    one.upstream = () => failed(402);
    await expect(second.call(insights, month(1))).rejects.toMatchObject({ kind: 'balance' });
    expect(second.calls).toBe(1);
    expect(one.met).toHaveLength(2);
  });

  test('stops at its limit, which cached answers do not touch, and keeps what it has', async () => {
    const one = bench({ maxCalls: 4 });
    await requestOf(one).call(insights, month(1));
    const limit = requestBudget(one.context.budget, 2);
    const [left, right] = [requestOf(one, limit), requestOf(one, limit)];
    const parts = await Promise.all([
      part('January', left.call(insights, month(1))),
      part('February', left.call(insights, month(2))),
      part('March', right.call(insights, month(3))),
      part('April', right.call(insights, month(4))),
    ]);
    expect(parts.map(({ value }) => value !== undefined)).toEqual([true, true, true, false]);
    expect(failureNotes(parts)).toEqual([
      'April is missing. The request has reached max_calls (2), so this call was not made. Nothing was billed for it. To get the missing part, make the request again with a larger max_calls.',
    ]);
    expect([left.calls, right.calls, one.met.length]).toEqual([1, 1, 3]);
    // The refused one took nothing from the budget of the process.
    await requestOf(one).call(insights, month(5));
    await expect(requestOf(one).call(insights, month(6))).rejects.toMatchObject({ kind: 'budget' });
  });

  test('that may make no call takes part in those of others', async () => {
    const one = bench();
    const [free, none] = [requestOf(one), requestOf(one, requestBudget(one.context.budget, 0))];
    await Promise.all([free.call(health, {}), none.call(health, {})]);
    expect([free.calls, none.calls]).toEqual([1, 0]);
  });
});
