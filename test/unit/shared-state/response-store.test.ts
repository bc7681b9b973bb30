import { describe, expect, test } from 'vitest';
import {
  accountInsightsOverview,
  accountHealthStatus as health,
  productAnalyticsList,
  videoAnalyticsSummary,
  videoAssociatedProductList,
  videoListAnalytics,
} from '../../../src/tikhub/endpoints.ts';
import {
  accountOf,
  bench,
  DAY,
  ENDPOINTS,
  failed,
  MINUTE,
  ok,
  payloadOf,
  START,
} from '../../support/client.ts';

const main = accountOf('session-of-main');
const october = { start_date: '2026-10-15' };

describe('an answer is fresh for', () => {
  const minutes: Readonly<Record<string, number>> = {
    get_account_health_status: 2,
    get_account_violation_list: 2,
    get_creator_account_info: 60,
    get_showcase_product_list: 10,
  };
  const rows = ENDPOINTS.flatMap((endpoint) => {
    const { name } = endpoint;
    const fixed = minutes[name];
    if (fixed !== undefined) return [{ name, endpoint, params: {}, label: 'always', fresh: fixed * MINUTE }];
    return [
      { name, endpoint, params: october, label: 'for a closed month', fresh: 30 * DAY },
      {
        name,
        endpoint,
        params: { start_date: '2026-11-02' },
        label: 'for an open month',
        fresh: 10 * MINUTE,
      },
    ];
  });

  test('as many endpoints as there are', () => expect(ENDPOINTS).toHaveLength(14));

  test.each(rows)('$name $label: $fresh ms', async ({ endpoint, params, fresh }) => {
    const one = bench();
    const first = await one.call(endpoint, main, params);
    expect(first).toMatchObject({ cached: false, fetchedAt: new Date(START) });
    one.time = START + fresh - 1;
    const second = await one.call(endpoint, main, params);
    expect(second).toEqual({ ...first, cached: true });
    expect(one.met).toHaveLength(1);
    one.time = START + fresh;
    expect(await one.call(endpoint, main, params)).toMatchObject({
      cached: false,
      fetchedAt: new Date(one.time),
    });
    expect(one.met).toHaveLength(2);
  });
});

describe('figures stay only when', () => {
  /** Whether an answer is still given a day later. */
  async function stays(
    endpoint: (typeof ENDPOINTS)[number],
    params: object,
    payload: Record<string, unknown>,
    askedAt = START,
  ) {
    const one = bench();
    one.time = askedAt;
    one.upstream = () => ok(payload);
    await one.call(endpoint, main, params);
    one.time += DAY;
    return (await one.call(endpoint, main, params)).cached;
  }
  const met = { endpoint: '', session: '', own: {} };
  const closed = payloadOf(met, '2026-11-01');

  test('the window that came back is closed too', async () => {
    expect(await stays(accountInsightsOverview, october, closed)).toBe(true);
    expect(await stays(accountInsightsOverview, october, payloadOf(met, '2026-11-20'))).toBe(false);
  });

  test('none of its segments and buckets reaches further', async () => {
    const end_timestamp = Date.parse('2026-11-20T00:00:00Z') / 1000;
    for (const name of ['timed_stats', 'timed_lists', 'timed_profile']) {
      const segments = [
        ...[closed['segments']].flat(),
        { [name]: [{}, { end_timestamp: String(end_timestamp) }] },
      ];
      expect(await stays(accountInsightsOverview, october, { segments }), name).toBe(false);
    }
  });

  test('the reply says what it covers', async () => {
    expect(await stays(accountInsightsOverview, october, { segments: [] })).toBe(false);
    expect(await stays(accountInsightsOverview, october, { segments: [{ timed_stats: [{}] }] })).toBe(false);
  });

  test('a period was asked for, and it ended', async () => {
    expect(await stays(videoAnalyticsSummary, {}, closed)).toBe(false);
    expect(await stays(accountInsightsOverview, { start_date: '2026-11-01' }, closed)).toBe(false);
    const period = (end_date: string) => ({ start_date: '2026-10-01', end_date });
    expect(await stays(productAnalyticsList, period('2026-11-17'), closed)).toBe(true);
    expect(await stays(productAnalyticsList, period('2026-11-18'), closed)).toBe(false);
    expect(await stays(productAnalyticsList, { ...period('2026-12-05') }, closed)).toBe(false);
    expect(await stays(productAnalyticsList, period('no date'), closed)).toBe(false);
  });

  test('both ended more than three days ago, wherever the account is', async () => {
    const end = Date.parse('2026-11-01T12:00:00Z') + 3 * DAY;
    expect(await stays(accountInsightsOverview, october, closed, end)).toBe(false);
    expect(await stays(accountInsightsOverview, october, closed, end + 1)).toBe(true);
    const december = { start_date: '2025-12-01' };
    expect(await stays(accountInsightsOverview, december, payloadOf(met, '2026-01-01'))).toBe(true);
  });
});

describe('the same question is one', () => {
  test('in whatever order its fields are written, and with its ids in any order', async () => {
    const one = bench();
    await one.call(videoListAnalytics, main, { start_date: '2026-10-01', page: 0, rules: 'VIDEO_LIST_GMV' });
    const again = { rules: 'VIDEO_LIST_GMV' as const, page: 0, start_date: '2026-10-01' };
    expect((await one.call(videoListAnalytics, main, again)).cached).toBe(true);
    await one.call(videoAssociatedProductList, main, { ...october, item_ids: ['7', '8'] });
    const ids = { item_ids: ['8', '7', '8'], ...october };
    expect((await one.call(videoAssociatedProductList, main, ids)).cached).toBe(true);
  });

  test('whatever rotates in the cookie, and whatever proxy is used', async () => {
    const one = bench();
    await one.call(health, main);
    const later = accountOf('session-of-main', 'b', 'http://user:password@proxy.example:8080');
    expect((await one.call(health, { ...later, name: 'inline' })).cached).toBe(true);
  });

  test('but not with another value, endpoint or session', async () => {
    const one = bench();
    await one.call(videoListAnalytics, main, { ...october, page: 0 });
    for (const params of [{ ...october, page: 1 }, october, { start_date: '2026-10-16', page: 0 }]) {
      expect((await one.call(videoListAnalytics, main, params)).cached).toBe(false);
    }
    expect((await one.call(productAnalyticsList, main, { ...october, page: 0 })).cached).toBe(false);
    expect((await one.call(videoListAnalytics, accountOf('session'), { ...october, page: 0 })).cached).toBe(
      false,
    );
    expect(one.met).toHaveLength(6);
  });
});

describe('what is not kept', () => {
  test.each([
    { label: 'an error', reply: failed(402) },
    { label: 'an empty success', reply: ok({}) },
    { label: 'a reply without its container', reply: ok({ sections: [] }) },
    {
      label: 'a dead session under HTTP 200',
      reply: { ...ok({}), text: '{"code":200,"data":{"code":401,"message":"no login"}}' },
    },
  ])('$label', async ({ reply }) => {
    const one = bench();
    one.upstream = () => reply;
    for (const _ of [1, 2]) await expect(one.call(accountInsightsOverview, main, october)).rejects.toThrow();
    expect(one.met).toHaveLength(2);
    one.upstream = (met) => ok(payloadOf(met));
    expect((await one.call(accountInsightsOverview, main, october)).cached).toBe(false);
  });

  test('what a raw call got, unless it would pass as an answer', async () => {
    const one = bench();
    one.upstream = () => ok({ sections: [] });
    const raw = () => one.callRaw(accountInsightsOverview, main, october);
    expect(await raw()).toMatchObject({ cached: false, payload: { sections: [] } });
    one.upstream = (met) => ok(payloadOf(met));
    expect((await raw()).cached).toBe(false);
    expect((await raw()).cached).toBe(true);
    expect((await one.call(accountInsightsOverview, main, october)).cached).toBe(true);
    expect(one.met).toHaveLength(2);
  });

  test('one from a clock that was ahead', async () => {
    const one = bench();
    await one.call(health, main);
    one.time -= 1;
    expect((await one.call(health, main)).cached).toBe(false);
  });

  test('more than the memory is allowed, the oldest use first', async () => {
    const one = bench({ maxMemoryBytes: 2500 });
    one.upstream = (met) => ok({ ...payloadOf(met), filling: 'x'.repeat(600) });
    const days = ['2026-10-01', '2026-10-02', '2026-10-01', '2026-10-03'];
    for (const start_date of days) await one.call(accountInsightsOverview, main, { start_date });
    expect((await one.call(accountInsightsOverview, main, { start_date: '2026-10-01' })).cached).toBe(true);
    expect((await one.call(accountInsightsOverview, main, { start_date: '2026-10-02' })).cached).toBe(false);
    one.upstream = (met) => ok({ ...payloadOf(met), filling: 'x'.repeat(3000) });
    for (const _ of [1, 2]) {
      expect((await one.call(accountInsightsOverview, main, { start_date: '2026-10-04' })).cached).toBe(
        false,
      );
    }
  });
});

test('a kept payload cannot be changed by who received it', async () => {
  const one = bench();
  const raw = () => one.callRaw(accountInsightsOverview, main, october);
  const { payload } = await raw();
  expect(() => Object.assign(Object(payload), { segments: [] })).toThrow(TypeError);
  const answer = await one.call(accountInsightsOverview, main, october);
  expect(() => Object.assign(Object(answer.payload), { segments: ['changed'] })).toThrow(TypeError);
  expect((await raw()).payload).toEqual(payload);
  expect(JSON.stringify(payload)).not.toContain('changed');
});

test('the link that opens a reply to anyone is not kept in its payload', async () => {
  const link = 'https://cache.vendor.invalid/api/v1/cache/public/c0ffee?sign=0badc0de99';
  const one = bench();
  one.upstream = (met) => ok({ ...payloadOf(met), cache_url: link, deep: [{ said: `Open ${link} now` }] });
  for (const cached of [false, true]) {
    const answer = await one.call(accountInsightsOverview, main, october);
    expect(answer.cached).toBe(cached);
    expect(JSON.stringify(answer.payload)).not.toContain('0badc0de99');
    expect(answer.payload).toMatchObject({ deep: [{ said: 'Open [redacted] now' }] });
  }
});

test('a cached answer tells the offset of its account to a client that never called', async () => {
  const one = bench();
  one.upstream = () => ok({ segments: [{ time_selector: { timezone_offset: -10_800 } }] });
  await one.call(accountInsightsOverview, main, october);
  expect(one.context.facts.of('session-of-main').offset).toBe(-10_800);
});

test('a cached answer needs no API key and no account that is alive', async () => {
  const one = bench();
  await one.call(health, main);
  one.upstream = () => failed(401);
  expect((await one.call(health, main)).cached).toBe(true);
});
