import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import { ask, buckets, cookieOf, filled, NOW, post, start, value } from '../../support/sandbox-calls.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

const OCTOBER = { start_date: '10-01-2026' };
const INSIGHTS = 'get_account_insights_overview';

describe('the envelope', () => {
  it('has every field, the Los Angeles clock and a signed link', async () => {
    const { body } = await post(sandbox, INSIGHTS, { cookie: cookieOf(sandbox, 'us'), ...OCTOBER });
    expect(body).toMatchObject({
      code: 200,
      request_id: expect.stringMatching(/^c0[0-9a-f]{30}$/),
      message: 'Request successful. This request will incur a charge.',
      message_zh: expect.any(String),
      support: expect.any(String),
      time: '2026-11-22 04:00:00',
      time_stamp: NOW.getTime() / 1000,
      time_zone: 'America/Los_Angeles',
      docs: expect.any(String),
      cache_message: expect.any(String),
      cache_message_zh: expect.any(String),
      cache_url: expect.stringMatching(/\/api\/v1\/cache\/public\/c0[0-9a-f]{30}\?sign=[0-9a-f]{40}$/),
      router: `/api/v1/tiktok/creator/${INSIGHTS}`,
      params: {},
      data: { code: 0, message: 'success', data: { segments: expect.any(Array) } },
    });
  });

  it('is single for sg', async () => {
    const { body } = await post(sandbox, INSIGHTS, { cookie: cookieOf(sandbox, 'sg'), ...OCTOBER });
    expect(body).toMatchObject({ code: 200, data: { segments: expect.any(Array) } });
  });
});

describe('stats', () => {
  it('come in overlapping segments, in an order that varies', async () => {
    const of = (account: string) => buckets(sandbox, account, INSIGHTS, OCTOBER);
    const [us, sg, br] = [await of('us'), await of('sg'), await of('br')];
    expect(us.order).toEqual(['coarse', 'daily']);
    expect(sg.order).toEqual(['daily', 'coarse']);
    expect(br.order).toEqual(['daily', 'coarse']);
    expect(us.coarse).toHaveLength(2);
    const rolling = br.coarse.map((whole) => (whole.end_timestamp - whole.start_timestamp) / 86_400);
    expect(rolling).toEqual([28, 28]);
    expect(sg.coarse.length).toBeGreaterThan(8);
    expect(us.daily).toHaveLength(31);
  });

  it('spell money, rates and some counters as text', async () => {
    const money = async (account: string) =>
      filled((await buckets(sandbox, account, INSIGHTS, OCTOBER)).coarse)[1];
    expect(await money('us')).toMatchObject({
      revenue: {
        amount: expect.stringMatching(/^\d{4,}\.\d\d$/),
        amount_formatted: expect.stringMatching(/^\$\d{1,2},\d{3}\.\d\d$/),
        currency_code: 'USD',
      },
      product_click_cnt: expect.any(Number),
    });
    expect(await money('sg')).toMatchObject({
      revenue: { amount_formatted: expect.stringMatching(/^S\$/), currency_symbol: 'S$' },
      product_click_cnt: expect.stringMatching(/^\d+$/),
      product_show_cnt: expect.any(Number),
    });
    expect(await money('br')).toMatchObject({
      revenue: { amount_formatted: expect.stringMatching(/^R\$ \d{2}\.\d{3},\d\d$/) },
    });
  });

  it('say zero in one way for money and another for days without data', async () => {
    const { daily } = await buckets(sandbox, 'us', 'get_live_analytics_summary', {
      start_date: '11-01-2026',
    });
    // A Monday has no LIVE; the 21st has no data yet.
    expect(daily[1]?.stats).toMatchObject({
      live_revenue: { amount: '0', amount_formatted: '$0.00' },
      live_show_cnt: 0,
      live_ctr: '0',
    });
    expect(daily[20]?.stats).toEqual({});
  });

  it('have LIVE rates and revenue per thousand impressions that follow from the counters', async () => {
    const { daily } = await buckets(sandbox, 'br', 'get_live_analytics_summary', OCTOBER);
    const live = filled(daily).filter((day) => value(day, 'live_show_cnt') > 0);
    expect(live.length).toBeGreaterThan(5);
    for (const day of live) {
      const perThousand = (value(day, 'live_revenue') * 1000) / value(day, 'live_show_cnt');
      expect(value(day, 'live_show_gpm')).toBe(Math.round(perThousand));
      expect(value(day, 'live_ctr')).toBeCloseTo(
        value(day, 'product_click') / value(day, 'live_watch_cnt'),
        4,
      );
      expect(value(day, 'live_co')).toBeCloseTo(
        value(day, 'sku_order_paid_cnt') / value(day, 'product_click'),
        4,
      );
    }
  });

  it('are stamped at the offset of the account, in summer too, with text only sometimes', async () => {
    const july = { start_date: '07-15-2026' };
    const first = async (account: string) => (await buckets(sandbox, account, INSIGHTS, july)).daily[0];
    expect((await first('us'))?.start_timestamp).toBe(Date.parse('2026-07-01T08:00:00Z') / 1000);
    expect((await first('sg'))?.start_timestamp).toBe(Date.parse('2026-06-30T16:00:00Z') / 1000);
    expect((await first('br'))?.start_timestamp).toBe(Date.parse('2026-07-01T03:00:00Z') / 1000);
    const raw = async (account: string) => JSON.stringify(await ask(sandbox, account, INSIGHTS, july));
    expect(await raw('us')).toContain('"start":"2026-07-01T00:00:00","end":"2026-07-02T00:00:00"');
    expect(await raw('sg')).not.toContain('"start":');
    expect(await raw('br')).toContain('"start":"2026-07-01');
    expect(await raw('br')).not.toContain('"start":"2026-07-02');
  });

  it('name the creator in text or in a list, and the bound shop in one place or another', async () => {
    const segment = { filter: { creator_id: expect.any(String) }, time_selector: { locale: 'en-US' } };
    expect(await ask(sandbox, 'us', INSIGHTS, OCTOBER)).toMatchObject({
      segments: [segment, segment],
      meta: { is_bound_shop: false },
    });
    const sg = await ask(sandbox, 'sg', INSIGHTS, OCTOBER);
    expect(sg).toMatchObject({ segments: [{ meta: { is_bound_shop: false } }, {}] });
    expect(sg).not.toHaveProperty('meta');
    expect(await ask(sandbox, 'br', INSIGHTS, OCTOBER)).toMatchObject({
      segments: [{ filter: { creator_id: [expect.stringMatching(/^\d{19}$/)] } }, {}],
      meta: { is_bound_shop: true },
    });
  });

  it('of unknown ids are empty throughout', async () => {
    const body = { ...OCTOBER, item_id: '7000000000000000001', product_id: '1700000000000000001' };
    for (const endpoint of ['get_video_detailed_stats', 'get_video_to_product_stats']) {
      const { daily, coarse } = await buckets(sandbox, 'us', endpoint, body);
      expect(daily).toHaveLength(31);
      expect(filled([...daily, ...coarse])).toEqual([]);
    }
    expect(await ask(sandbox, 'us', 'get_video_audience_stats', body)).toMatchObject({
      segments: [{ timed_profile: [{ stats: {} }] }],
    });
    expect(await ask(sandbox, 'us', 'get_product_related_videos', body)).toMatchObject({
      segments: [{ timed_lists: [{ stats: [] }] }],
    });
  });
});
