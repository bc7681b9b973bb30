import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { tokensOf } from '../../bench/report.ts';
import { createStore } from '../../src/shared-state/create-store.ts';
import { LONGEST_FRESH } from '../../src/tikhub/payload.ts';
import { directory, filesIn } from '../support/client.ts';
import { type Connection, connectToSandbox, type Result } from '../support/connect.ts';
import { LOCKED_RATES, RESTOCKED, storiesOf, ZERO_COMMISSION } from '../support/sandbox-stories.ts';

// A ledger takes dozens of calls, each over real HTTP.
vi.setConfig({ testTimeout: 30_000 });

/** It is 2026-11-22 in the sandbox of the tests; figures end on the 20th. */
const open = async (): Promise<Connection> => {
  const connection = await connectToSandbox({ cached: true });
  onTestFinished(connection.close);
  return connection;
};

/** Tokens that a model reads at most. */
const LONGEST = 1500;
const CAUSE = /\b(because of|caused|due to|thanks to|led to)\b/i;
const ORDER = /\b(you should|must|promote this|remove it|we recommend)\b/i;

const cents = (amount: number | undefined): number => Math.round((amount ?? 0) * 100);

const attribution = z.object({
  plan: z.array(z.object({ part: z.string(), calls: z.number() })),
  planned_calls: z.number(),
  calls: z.number(),
  channels: z
    .object({
      revenue: z.number(),
      live_revenue: z.number(),
      video_revenue: z.number(),
      other_revenue: z.number(),
    })
    .optional(),
  videos_window: z.object({ from: z.string(), to: z.string() }).optional(),
  videos: z.array(
    z.object({
      video_id: z.string(),
      gmv: z.number(),
      items_sold: z.number(),
      click_through_rate: z.number(),
      share: z.number().optional(),
    }),
  ),
  video_revenue: z.number().optional(),
  listed_gmv: z.number().optional(),
  remainder: z.number().optional(),
  pairs: z.array(
    z.object({
      video_id: z.string(),
      product_id: z.string(),
      revenue: z.number().optional(),
      orders: z.number().optional(),
      product_clicks: z.number().optional(),
      share_of_product: z.number().optional(),
      commission_per_100_clicks: z.number().optional(),
      figures_from: z.string(),
    }),
  ),
  pairs_left_out: z.number(),
  notes: z.array(z.string()),
});

const read = (result: Result) => {
  expect(result.isError, result.text).toBe(false);
  expect(tokensOf(result.text)).toBeLessThanOrEqual(LONGEST);
  expect(result.text).not.toMatch(CAUSE);
  expect(result.text).not.toMatch(ORDER);
  return attribution.parse(result.structured);
};
const attribute = async (connection: Connection, args: Readonly<Record<string, unknown>>) =>
  read(await connection.call('attribute_sales', args));

describe('the ledger of sales', () => {
  test.each(['sg', 'br'])(
    'adds up from pairs to videos and from videos to the channel for %s',
    async (account) => {
      const ledger = await attribute(await open(), { account, period: 'last_month', max_calls: 60 });
      const { channels, video_revenue, listed_gmv, remainder, videos, pairs } = ledger;
      expect(cents(channels?.revenue)).toBe(
        cents(channels?.live_revenue) + cents(channels?.video_revenue) + cents(channels?.other_revenue),
      );
      expect(video_revenue).toBe(channels?.video_revenue);
      expect(cents(listed_gmv)).toBe(videos.reduce((sum, { gmv }) => sum + cents(gmv), 0));
      expect(cents(listed_gmv) + cents(remainder)).toBe(cents(video_revenue));
      expect(ledger.pairs_left_out).toBe(0);
      expect(new Set(pairs.map(({ figures_from }) => figures_from))).toEqual(new Set(['pair']));
      for (const { video_id, gmv, share = 0 } of videos) {
        const own = pairs.filter((pair) => pair.video_id === video_id);
        expect(own.reduce((sum, { revenue }) => sum + cents(revenue), 0)).toBe(cents(gmv));
        expect(share).toBeLessThanOrEqual(1);
      }
    },
  );

  test('covers the days of the list where the vendor answers for others, and says so', async () => {
    const connection = await open();
    const result = await connection.call('attribute_sales', { account: 'us', period: 'last_month' });
    const ledger = read(result);
    expect(ledger.videos_window).toMatchObject({ from: '2026-11-14', to: '2026-11-20' });
    expect(ledger.video_revenue).not.toBe(ledger.channels?.video_revenue);
    expect(cents(ledger.listed_gmv) + cents(ledger.remainder)).toBe(cents(ledger.video_revenue));
    expect(result.text).toContain('not 2026-10-01 to 2026-10-31 as requested');
  });

  test('tells the sales of a shop owner, and what it could not reach', async () => {
    const ledger = await attribute(await open(), { account: 'br', period: 'last_month', max_calls: 8 });
    expect(ledger.pairs.filter(({ figures_from }) => figures_from === 'pair')).toHaveLength(4);
    expect(ledger.pairs.every(({ revenue = 0 }) => revenue > 0)).toBe(false);
    expect(ledger.notes.join(' ')).toMatch(/\d+ more pairs .* at most 8 calls/);
    expect(ledger.notes.join(' ')).toContain('shop-owner accounts');
  });
});

describe('the stories of the sandbox', () => {
  test.each(['sg', 'br'] as const)(
    'the product that sells best per click stands out for %s',
    async (account) => {
      const { bestProductPerClick } = storiesOf(account);
      const { pairs } = await attribute(await open(), { account, period: 'last_quarter', max_calls: 60 });
      const rates = pairs
        .filter(({ product_clicks = 0 }) => product_clicks >= 100)
        .map(({ product_id, orders = 0, product_clicks = 0 }) => ({
          product_id,
          rate: orders / product_clicks,
        }))
        .sort((a, b) => b.rate - a.rate);
      expect(rates[0]?.product_id).toBe(bestProductPerClick);
    },
  );

  test('a video with views and no clicks has none and sells nothing', async () => {
    const item_id = storiesOf('sg').videoWithoutClicks;
    const { pairs } = await attribute(await open(), { account: 'sg', item_id });
    expect(pairs.length).toBeGreaterThan(0);
    expect(pairs.every(({ revenue, product_clicks }) => revenue === 0 && product_clicks === 0)).toBe(true);
  });

  test('a product tells the videos that sell it, each with a share of at most all of it', async () => {
    const connection = await open();
    const whole = await attribute(connection, { account: 'sg', period: 'last_month' });
    const product_id = whole.pairs[0]?.product_id ?? '';
    const result = await connection.call('attribute_sales', {
      account: 'sg',
      period: 'last_month',
      product_id,
    });
    const { pairs } = read(result);
    expect(pairs.length).toBeGreaterThan(1);
    expect(pairs.every((pair) => pair.product_id === product_id)).toBe(true);
    for (const { share_of_product = 0 } of pairs) expect(share_of_product).toBeLessThanOrEqual(1);
    expect(pairs.some(({ share_of_product }) => share_of_product !== undefined)).toBe(true);
    expect(result.text).toContain('in both of them');
  });

  test('a video tells what it sells, which adds up to it', async () => {
    const connection = await open();
    const whole = await attribute(connection, { account: 'sg', period: 'last_month' });
    const { video_id: item_id = '', gmv } = whole.videos[0] ?? {};
    const { pairs, videos } = await attribute(connection, { account: 'sg', period: 'last_month', item_id });
    expect(videos.map(({ video_id }) => video_id)).toEqual([item_id]);
    expect(pairs.reduce((sum, { revenue }) => sum + cents(revenue), 0)).toBe(cents(gmv));
  });
});

describe('what an attribution looks for in vain', () => {
  test.each([
    [{ product_id: '1729000000000000000' }, 'videos that were looked at has this product'],
    [{ item_id: '7400000000000000000' }, 'names no products for this video'],
  ])('%j is said', async (wanted, words) => {
    const { pairs, notes } = await attribute(await open(), {
      account: 'sg',
      period: 'last_month',
      ...wanted,
    });
    expect(pairs).toEqual([]);
    expect(notes.join(' ')).toContain(words);
  });
});

describe('the calls of an attribution', () => {
  test('are planned without a call', async () => {
    const connection = await open();
    const result = await connection.call('attribute_sales', { period: 'last_quarter', dry_run: true });
    const { plan, planned_calls, calls } = read(result);
    expect(connection.sent).toEqual([]);
    expect(calls).toBe(0);
    expect(plan.reduce((sum, one) => sum + one.calls, 0)).toBe(planned_calls);
    expect(planned_calls).toBeLessThanOrEqual(20);
    expect(result.text).toContain(`At most ${planned_calls} upstream calls, from USD 0.02 on`);
  });

  test.each([
    [{ account: 'sg', period: 'last_month' }, 20],
    [{ account: 'sg', period: 'last_30_days', max_calls: 12 }, 12],
    [{ account: 'br', period: 'last_quarter', max_calls: 30 }, 30],
    [{ account: 'us', period: 'last_month' }, 20],
    [{ account: 'sg', period: 'last_quarter', product_id: storiesOf('sg').bestProductPerClick }, 20],
  ])('%j takes at most %d, and none the second time', async (args, most) => {
    const connection = await open();
    const first = await attribute(connection, args);
    expect(connection.sent).toHaveLength(first.calls);
    expect(first.calls).toBe(first.planned_calls);
    expect(first.calls).toBeLessThanOrEqual(most);
    const again = await attribute(connection, args);
    expect(again.calls).toBe(0);
    expect(again.pairs).toEqual(first.pairs);
  });

  test('are none for a period that has no such name, and the error says the nearest', async () => {
    const connection = await open();
    for (const tool of ['attribute_sales', 'review_products', 'explain_change']) {
      const result = await connection.call(tool, { period: 'last_14days' });
      expect(result.isError).toBe(true);
      expect(result.text).toContain('last_14_days');
    }
    expect(connection.sent).toEqual([]);
  });

  test('that a limit refuses leave a ledger and a note', async () => {
    const connection = await open();
    const { notes, pairs } = await attribute(connection, {
      account: 'sg',
      period: 'last_month',
      max_calls: 2,
    });
    expect(connection.sent).toHaveLength(2);
    expect(pairs).toEqual([]);
    expect(notes.join(' ')).toContain('max_calls (2)');
  });
});

const reviewed = z.object({
  days: z.number(),
  in_showcase: z.number(),
  products: z.array(
    z.object({
      product_id: z.string(),
      title: z.string().optional(),
      revenue: z.number().optional(),
      items_sold: z.number().optional(),
      commission_estimated: z.number().optional(),
      effective_rate: z.number().optional(),
      commission_rate: z.number().optional(),
      flags: z.array(z.string()).optional(),
    }),
  ),
  changes: z
    .array(z.object({ title: z.string(), what: z.string(), before: z.unknown(), after: z.unknown() }))
    .optional(),
  seen_before: z.string().optional(),
  calls: z.number(),
  notes: z.array(z.string()),
});

const readReview = (result: Result) => {
  expect(result.isError, result.text).toBe(false);
  expect(tokensOf(result.text)).toBeLessThanOrEqual(LONGEST);
  expect(result.text).not.toMatch(CAUSE);
  expect(result.text).not.toMatch(ORDER);
  return reviewed.parse(result.structured);
};
const reviewProducts = async (connection: Connection, args: Readonly<Record<string, unknown>>) =>
  readReview(await connection.call('review_products', args));

describe('a review of products', () => {
  test.each(['us', 'sg'] as const)('finds the stories of %s', async (account) => {
    const { products } = await reviewProducts(await open(), { account, period: 'last_month' });
    const named = (name: string) => products.find(({ title }) => title === name);
    const withId = (id: string) => products.find(({ product_id }) => product_id === id);
    const { deadProduct, productWithoutOrders, soldOutProduct, unavailableProduct } = storiesOf(account);
    expect(withId(deadProduct)?.flags).toEqual(['not_sold']);
    expect(withId(productWithoutOrders)?.flags).toContain('not_sold');
    expect(withId(soldOutProduct)?.flags).toContain('out_of_stock_with_sales');
    expect(withId(unavailableProduct)?.flags).toContain('unavailable_with_sales');
    expect(named(ZERO_COMMISSION[account])?.flags).toContain('sales_without_commission');
    const locked = named(LOCKED_RATES[account].name);
    expect(locked?.flags).toEqual(expect.arrayContaining(['rate_above_advertised', 'lock_ending']));
    expect(locked?.commission_rate).toBe(LOCKED_RATES[account].advertised / 10_000);
    expect(locked?.effective_rate).toBeCloseTo(LOCKED_RATES[account].earned / 10_000, 2);
  });

  test('adds up to the earnings of the same days', async () => {
    const connection = await open();
    const args = { account: 'sg', period: 'last_month' };
    const { products } = await reviewProducts(connection, args);
    const { channels } = await attribute(connection, { ...args, max_calls: 4 });
    expect(products.reduce((sum, { revenue }) => sum + cents(revenue), 0)).toBe(cents(channels?.revenue));
  });

  test('calls nothing unsold for a shop owner, whose list has no sales', async () => {
    const { products, notes } = await reviewProducts(await open(), { account: 'br' });
    expect(products.flatMap(({ flags = [] }) => flags)).not.toContain('not_sold');
    expect(notes.join(' ')).toContain('attribute_sales');
  });

  test('takes few calls, and none the second time', async () => {
    const connection = await open();
    const { calls } = await reviewProducts(connection, { account: 'sg', period: 'last_month' });
    expect(connection.sent).toHaveLength(calls);
    expect(calls).toBe(5);
    expect(await reviewProducts(connection, { account: 'sg', period: 'last_month' })).toMatchObject({
      calls: 0,
    });
  });

  test('tells what has changed since the last one, where a cache directory is set', async () => {
    const path = directory();
    let time = new Date('2026-10-25T12:00:00Z');
    const now = (): Date => time;
    const store = createStore({ now, directory: path, maxAgeMs: LONGEST_FRESH });
    const connection = await connectToSandbox({ now, store });
    onTestFinished(connection.close);
    const first = await reviewProducts(connection, { account: 'us' });
    expect(first.changes).toEqual([]);
    expect(first.seen_before).toBeUndefined();
    time = new Date('2026-11-22T12:00:00Z');
    const result = await connection.call('review_products', { account: 'us' });
    const { changes, seen_before } = readReview(result);
    expect(seen_before).toContain('2026-10-25');
    expect(changes).toEqual([
      { title: RESTOCKED.us, what: 'stock', before: 'out of stock', after: 'in stock' },
    ]);
    expect(result.text).toContain(
      'stock out of stock → in stock, seen 2026-11-22, last seen as before 2026-10-25',
    );
    // Another account has a showcase of its own.
    expect((await reviewProducts(connection, { account: 'sg' })).seen_before).toBeUndefined();
    await store.close();
    const written = filesIn(path).map((file) => readFileSync(file, 'utf8'));
    expect(written.length).toBeGreaterThan(0);
    for (const text of written) expect(text).not.toMatch(/Moonbeam|out of stock/);
  });

  test('says without a cache directory that changes are not known', async () => {
    const { changes, notes } = await reviewProducts(await open(), { account: 'us' });
    expect(changes).toBeUndefined();
    expect(notes.join(' ')).toContain('needs a cache directory');
  });
});
