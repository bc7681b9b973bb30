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
import { daily, earningDay } from '../../support/written-replies.ts';

const main = accountOf('session-of-main');
const october = { start_date: '2026-10-15' };
const september = { start_date: '2026-09-15' };

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
      ...(endpoint === videoAnalyticsSummary
        ? []
        : [
            { name, endpoint, params: september, label: 'for a settled month', fresh: 30 * DAY },
            { name, endpoint, params: october, label: 'for a closed month', fresh: DAY / 2 },
          ]),
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
  /** Whether a response is still used a day later. */
  async function stays(
    endpoint: (typeof ENDPOINTS)[number],
    params: object,
    payload: Record<string, unknown>,
    requestedAt = START,
  ) {
    const one = bench();
    one.time = requestedAt;
    one.upstream = () => ok(payload);
    await one.call(endpoint, main, params);
    one.time += DAY;
    return (await one.call(endpoint, main, params)).cached;
  }
  const met = { endpoint: '', session: '', own: { start_date: '09-15-2026' } };
  const closed = payloadOf(met);

  test('the days that came back are those asked for', async () => {
    expect(await stays(accountInsightsOverview, september, closed)).toBe(true);
    for (const end of ['2026-09-30', '2026-10-02', '2026-11-20']) {
      expect(await stays(accountInsightsOverview, september, payloadOf(met, end)), end).toBe(false);
    }
    expect(await stays(accountInsightsOverview, october, closed)).toBe(false);
  });

  test('none of their days is without, but for those before the first', async () => {
    const days = (without: readonly number[]) => {
      const start = Date.parse('2026-09-01T00:00:00Z') / 1000;
      const timed_stats = Array.from({ length: 30 }, (_, index) => ({
        start_timestamp: start + index * 86_400,
        end_timestamp: start + (index + 1) * 86_400,
        stats: without.includes(index + 1) ? {} : { product_show_cnt: 1 },
      }));
      const time_selector = {
        timezone_offset: 0,
        start_timestamp: start,
        end_timestamp: start + 30 * 86_400,
      };
      return { segments: [{ time_selector, timed_stats }] };
    };
    expect(await stays(accountInsightsOverview, september, days([]))).toBe(true);
    expect(await stays(accountInsightsOverview, september, days([1, 2, 3]))).toBe(true);
    expect(await stays(accountInsightsOverview, september, days([15]))).toBe(false);
    expect(await stays(accountInsightsOverview, september, days([4, 8, 30]))).toBe(false);
  });

  test('no figure is missing, unreadable or contradictory on one of them', async () => {
    const reply = (onTheNinth: readonly object[]) => {
      const start = Date.parse('2026-09-01T00:00:00Z') / 1000;
      const span = (from: number, to: number) => ({
        start_timestamp: start + from * 86_400,
        end_timestamp: start + to * 86_400,
      });
      const stats = { product_show_cnt: 10, product_click_cnt: 1 };
      const timed_stats = Array.from({ length: 30 }, (_, index) =>
        (index === 8 ? onTheNinth : [stats]).map((own) => ({ ...span(index, index + 1), stats: own })),
      ).flat();
      return { segments: [{ time_selector: { timezone_offset: 0, ...span(0, 30) }, timed_stats }] };
    };
    const kept = (...stats: readonly object[]) => stays(accountInsightsOverview, september, reply(stats));
    expect(await kept({ product_show_cnt: 10, product_click_cnt: 1 })).toBe(true);
    // Nothing was shown, so nothing was the rate of it.
    expect(await kept({ product_show_cnt: 0, product_click_cnt: 0 })).toBe(true);
    expect(await kept({ product_show_cnt: 10, product_click_cnt: null })).toBe(false);
    expect(await kept({ product_show_cnt: 10, product_click_cnt: '1,0' })).toBe(false);
    const ten = { product_show_cnt: 10, product_click_cnt: 1 };
    expect(await kept(ten, { product_show_cnt: 11, product_click_cnt: 1 })).toBe(false);
  });

  test('all money is in one currency', async () => {
    const kept = (other: string) =>
      stays(
        accountInsightsOverview,
        september,
        daily('2026-09-01', '2026-09-30', (_date, index) => earningDay({}, index < 11 ? 'USD' : other)),
      );
    expect(await kept('USD')).toBe(true);
    expect(await kept('MYR')).toBe(false);
  });

  test('every row has an id and figures that can be read', async () => {
    const start = Date.parse('2026-09-01T00:00:00Z') / 1000;
    const span = { start_timestamp: start, end_timestamp: start + 30 * 86_400 };
    const list = (...rows: readonly object[]) => ({
      segments: [{ time_selector: { timezone_offset: 0, ...span }, timed_lists: [{ ...span, stats: rows }] }],
    });
    const kept = (...rows: readonly object[]) => stays(videoListAnalytics, september, list(...rows));
    const video = { video_meta: { item_id: '7300000000000000001' }, vv_cnt: 5 };
    expect(await kept(video)).toBe(true);
    expect(await kept(video, { vv_cnt: 7 })).toBe(false);
    expect(await kept(video, { ...video, vv_cnt: 6 })).toBe(false);
    expect(await kept({ ...video, vv_cnt: 'many' })).toBe(false);
    // A figure that another row has, and money in a second currency.
    const other = { video_meta: { item_id: '7300000000000000002' } };
    expect(await kept(video, { ...other, vv_cnt: null })).toBe(false);
    const worth = (currency_code: string) => ({ vv_cnt: 5, gmv: { amount: '5.00', currency_code } });
    expect(await kept({ ...video, ...worth('USD') }, { ...other, ...worth('USD') })).toBe(true);
    expect(await kept({ ...video, ...worth('USD') }, { ...other, ...worth('SGD') })).toBe(false);
  });

  test('the response says what it covers', async () => {
    expect(await stays(accountInsightsOverview, september, { segments: [] })).toBe(false);
    const undated = { segments: [{ timed_stats: [{ stats: {} }] }] };
    expect(await stays(accountInsightsOverview, september, undated)).toBe(false);
  });

  test('a period was asked for: what the vendor chooses is another one tomorrow', async () => {
    expect(await stays(videoAnalyticsSummary, {}, closed)).toBe(false);
  });

  test('the period ended, wherever the account is, and the longer ago the longer', async () => {
    const end = Date.parse('2026-10-01T12:00:00Z');
    const fresh = async (age: number): Promise<number> => {
      const one = bench();
      one.time = end + age;
      one.upstream = () => ok(closed);
      await one.call(accountInsightsOverview, main, september);
      for (const minutes of [10, 60, 720]) {
        one.time = end + age + minutes * MINUTE;
        if (!(await one.call(accountInsightsOverview, main, september)).cached) return minutes;
      }
      return Number.POSITIVE_INFINITY;
    };
    expect(await fresh(-1)).toBe(10);
    expect(await fresh(0)).toBe(60);
    expect(await fresh(3 * DAY)).toBe(60);
    expect(await fresh(3 * DAY + 1)).toBe(720);
    expect(await fresh(30 * DAY)).toBe(720);
    expect(await fresh(30 * DAY + 1)).toBe(Number.POSITIVE_INFINITY);
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
    // Another cookie of the same session: the one that was refused is not tried again for a while.
    const call = (rotating: string) =>
      one.call(accountInsightsOverview, accountOf('session-of-main', rotating), october);
    for (const rotating of ['a', 'b']) await expect(call(rotating)).rejects.toThrow();
    expect(one.met).toHaveLength(2);
    one.upstream = (met) => ok(payloadOf(met));
    expect((await call('c')).cached).toBe(false);
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
    const one = bench({ maxMemoryBytes: 3900 });
    one.upstream = (met) => ok({ ...payloadOf(met), filling: 'x'.repeat(600) });
    const days = ['2026-10-01', '2026-10-02', '2026-10-01', '2026-10-03'];
    for (const start_date of days) await one.call(accountInsightsOverview, main, { start_date });
    expect((await one.call(accountInsightsOverview, main, { start_date: '2026-10-01' })).cached).toBe(true);
    expect((await one.call(accountInsightsOverview, main, { start_date: '2026-10-02' })).cached).toBe(false);
    one.upstream = (met) => ok({ ...payloadOf(met), filling: 'x'.repeat(4000) });
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
