import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Sandbox } from '../../../src/sandbox/server.ts';
import {
  allProducts,
  allVideos,
  ask,
  entry,
  keyedCards,
  NOW,
  start,
  value,
  videoListReply,
} from '../../support/sandbox-calls.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

const OCTOBER = { start_date: '10-01-2026' };

async function videoPage(account: string, body: object) {
  const [segment] = videoListReply.parse(
    await ask(sandbox, account, 'get_video_list_analytics', { ...OCTOBER, ...body }),
  ).segments;
  if (!segment) throw new Error('no segment');
  const rows = segment.timed_lists[0]?.stats ?? [];
  return { ...segment, rows, ids: rows.map((row) => row.video_meta.item_id) };
}

describe('the video list', () => {
  it('repeats the last row of a page at the head of the next, and counts each video once', async () => {
    for (const account of ['us', 'sg', 'br']) {
      const pages: string[][] = [];
      let hasMore = true;
      while (hasMore) {
        const { ids, list_control } = await videoPage(account, { page: pages.length });
        const { has_more, next_page, total, total_page } = list_control.next_pagination;
        const before = pages.at(-1)?.at(-1);
        if (before !== undefined) expect(ids[0]).toBe(before);
        pages.push(ids);
        hasMore = has_more;
        if (has_more) expect([ids.length, next_page]).toEqual([10, pages.length]);
        else expect([new Set(pages.flat()).size, pages.length]).toEqual([total, total_page]);
      }
      expect(pages.length).toBeGreaterThan(1);
      expect((await videoPage(account, { page: pages.length })).ids).toEqual([]);
    }
  });

  it('of us is about the latest seven days, whatever month was asked; of the others about the month', async () => {
    const selector = async (account: string, start_date: string) => {
      const { time_selector } = await videoPage(account, { start_date });
      const local = (seconds: number): string =>
        new Date((seconds + time_selector.timezone_offset) * 1000).toISOString().slice(0, 10);
      return [local(time_selector.start_timestamp), local(time_selector.end_timestamp)];
    };
    expect(await selector('us', '06-01-2026')).toEqual(['2026-11-14', '2026-11-21']);
    expect(await selector('sg', '06-01-2026')).toEqual(['2026-06-01', '2026-07-01']);
    expect(await selector('br', '11-30-2026')).toEqual(['2026-11-01', '2026-11-21']);
  });

  it('is sorted as asked, by publish time when asked in words it does not know', async () => {
    const figures = {
      GMV: 'gmv',
      DIRECT_GMV: 'direct_gmv',
      VV_CNT: 'vv_cnt',
      ITEM_SOLD_CNT: 'item_sold_cnt',
    };
    for (const [rule, name] of Object.entries(figures)) {
      const { rows, list_control } = await videoPage('sg', { rules: `VIDEO_LIST_${rule}` });
      const values = rows.map(({ video_meta: _meta, ...row }) => value(row, name));
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      expect(list_control.rules).toEqual([{ direction: 2, field: `VIDEO_LIST_${rule}` }]);
    }
    const byTime = await videoPage('sg', {});
    const times = byTime.rows.map((row) => row.video_meta.publish_time);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect((await videoPage('sg', { rules: 'BEST_FIRST' })).ids).toEqual(byTime.ids);
  });

  it('has signed links that expire, in a list of streams or in a single one', async () => {
    const links = async (account: string): Promise<unknown> =>
      (await videoPage(account, {})).rows[0]?.video_meta['video_play_info'];
    const stream = {
      main_url: expect.stringContaining('x-signature='),
      url_expire: NOW.getTime() / 1000 + 86_400,
    };
    expect(await links('us')).toMatchObject({ video_infos: [stream], post_url: expect.any(String) });
    expect(await links('sg')).toMatchObject({ video_infos: stream });
  });
});

describe('products', () => {
  it('come 25 a page, best first, and worthless for a shop owner', async () => {
    const dates = { start_date: '2026-10-01', end_date: '2026-11-01' };
    const list = 'get_product_analytics_list';
    const first = {
      segments: [{ list_control: { next_pagination: { has_more: true, next_page: 1, total_page: 2 } } }],
    };
    for (const account of ['us', 'sg', 'br']) {
      expect(await ask(sandbox, account, list, { ...dates, page: 0 })).toMatchObject(first);
      const products = [...(await allProducts(sandbox, account, dates.start_date, '2026-10-31')).values()];
      const revenues = products.map(({ product: _product, ...row }) => value(row, 'revenue'));
      expect(revenues).toEqual(revenues.toSorted((a, b) => b - a));
      expect(revenues[0] === 0).toBe(account === 'br');
    }
  });

  it('are clipped to the last day with data', async () => {
    const dates = { start_date: '2026-11-18', end_date: '2026-12-05' };
    expect(await ask(sandbox, 'sg', 'get_product_analytics_list', dates)).toMatchObject({
      segments: [{ time_selector: { end_timestamp: Date.parse('2026-11-20T16:00:00Z') / 1000 } }],
    });
  });

  it('of videos come in three shapes, without videos that have none', async () => {
    const map = async (account: string, item_ids: string[], name = 'videoToProductsMap') => {
      const reply = await ask(sandbox, account, 'get_video_associated_product_list', {
        ...OCTOBER,
        item_ids,
      });
      const lists = z.object({
        segments: z.array(z.object({ timed_lists: z.array(z.record(z.unknown())) })),
      });
      return lists.parse(reply).segments[0]?.timed_lists[0]?.[name];
    };
    const ids = async (account: string): Promise<string[]> => [
      ...(await allVideos(sandbox, account, OCTOBER.start_date)).keys(),
      '7000000000000000001',
    ];
    const several = z.array(entry).parse(await map('us', await ids('us')));
    expect(several.length).toBeGreaterThan(5);
    const one = several[0]?.item_id ?? '';
    expect(entry.parse(await map('us', [one])).item_id).toBe(one);
    const sg = await ids('sg');
    const keyed = keyedCards.parse(await map('sg', sg));
    expect(Object.keys(keyed).length).toBeGreaterThan(10);
    expect(Object.keys(keyed).length).toBeLessThan(sg.length - 1);
    expect(Object.values(keyed).every(({ products }) => products.length > 0)).toBe(true);
    expect(Object.values(keyed)[0]?.products[0]).toMatchObject({
      price_min: expect.stringMatching(/^S\$\d/),
    });
    expect(await map('br', await ids('br'))).toBeUndefined();
    const renamed = z.array(entry).parse(await map('br', await ids('br'), 'video_to_products_map'));
    expect(renamed.length).toBeGreaterThan(10);
  });

  it('have other videos, the creator’s own and other people’s, without money', async () => {
    const [item_id = ''] = (await allVideos(sandbox, 'sg', OCTOBER.start_date)).keys();
    const links = await ask(sandbox, 'sg', 'get_video_associated_product_list', {
      ...OCTOBER,
      item_ids: [item_id],
    });
    const product_id = /"id":"(1729\d+)"/.exec(JSON.stringify(links))?.[1];
    const reply = await ask(sandbox, 'sg', 'get_product_related_videos', { ...OCTOBER, item_id, product_id });
    expect(reply).toMatchObject({
      segments: [
        {
          timed_lists: [
            { stats: expect.arrayContaining([expect.objectContaining({ video_product_id: product_id })]) },
          ],
        },
      ],
    });
    expect(JSON.stringify(reply)).not.toContain('amount');
  });

  it('are shown in the showcase with prices in words and commission in basis points', async () => {
    const page = (account: string, body: object) => ask(sandbox, account, 'get_showcase_product_list', body);
    const product = z.object({
      product_id: z.string().length(19),
      format_available_price: z.string(),
      stock_status: z.number(),
      review_status: z.number(),
      affiliate_info: z.object({ commission_with_currency: z.string(), commission_rate: z.number().int() }),
    });
    const shown = z.object({ products: z.array(product), total: z.number().optional() });
    const us = shown.parse(await page('us', { count: 50 }));
    expect(us.total).toBe(us.products.length);
    expect(us.products.some(({ stock_status }) => stock_status === 2)).toBe(true);
    expect(us.products.some(({ review_status }) => review_status === 4)).toBe(true);
    const br = shown.parse(await page('br', {}));
    expect(br.products).toHaveLength(20);
    expect(br.total).toBeUndefined();
    expect(br.products[0]?.format_available_price).toBe('R$ 59,90');
    expect(shown.parse(await page('br', { offset: 30 })).products).toHaveLength(6);
    expect(shown.parse(await page('br', { offset: 36 })).products).toEqual([]);
  });
});
