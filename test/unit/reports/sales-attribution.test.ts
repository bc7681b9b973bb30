import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../../src/json.ts';
import { type DateRange, monthRange } from '../../../src/metrics/calendar.ts';
import { withUnit } from '../../../src/metrics/periods.ts';
import {
  gateInsights,
  gatePair,
  gateProductList,
  gateVideoList,
  gateVideoProducts,
} from '../../../src/metrics/replies.ts';
import { choosePairs } from '../../../src/reports/sales-attribution/choose-pairs.ts';
import { computeAttribution } from '../../../src/reports/sales-attribution/compute.ts';
import { attributionSchema } from '../../../src/reports/sales-attribution/schema.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-12-20T00:00:00Z'), offset: 0 };
const OCTOBER = monthRange('2026-10');
const LAMP = '1729000000000000001';
const MUG = '1729000000000000002';
const FIRST = '7400000000000000001';
const SECOND = '7400000000000000002';

const stats = ({ from, to }: DateRange, own: JsonObject): JsonObject => ({
  segments: [segment(from, to, 0, [bucket(from, to, 0, own)])],
});
const list = ({ from, to }: DateRange, rows: readonly JsonObject[], more = false): JsonObject => ({
  segments: [
    {
      ...segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists'),
      list_control: { next_pagination: { has_more: more, next_page: 1, total: 30 } },
    },
  ],
});

interface Pair {
  readonly video?: string;
  readonly product?: string;
  readonly revenue?: string;
  readonly direct?: string;
  readonly orders?: number;
  readonly clicks?: number;
  readonly days?: DateRange;
}

interface World {
  readonly videos?: readonly (readonly [id: string, gmv: string, direct?: string])[];
  readonly videoRevenue?: string;
  readonly listDays?: DateRange;
  /** Other days than the list is about. */
  readonly earningsDays?: DateRange;
  readonly products?: readonly (readonly [id: string, revenue: string, commission: string])[];
  readonly pairs?: readonly Pair[];
  readonly productId?: string;
  readonly itemId?: string;
  readonly leftOut?: readonly {
    readonly video_id: string;
    readonly product_id: string;
    readonly product_title: string;
  }[];
}

/** As the tool returns it. */
const wholeResult = z.object({ ...attributionSchema, notes: z.array(z.string()) });

const attribute = ({
  videos = [[FIRST, '300.00', '180.00']],
  videoRevenue = '400.00',
  listDays = OCTOBER,
  earningsDays,
  products = [[LAMP, '500.00', '60.00']],
  pairs = [],
  productId,
  itemId,
  leftOut = [],
}: World) => {
  const earnings = (days: DateRange) =>
    gateInsights(
      stats(earningsDays ?? days, {
        revenue: money('1000.00'),
        live_revenue: money('550.00'),
        video_revenue: money(videoRevenue),
      }),
      { period: days },
      CLOCK,
    );
  const own = earnings(OCTOBER);
  const linked = list(OCTOBER, []);
  const computed = computeAttribution(
    {
      name: undefined,
      period: withUnit(OCTOBER),
      productId,
      itemId,
      limit: 20,
      plan: [
        { part: 'earnings', calls: 1 },
        { part: 'pairs', calls: 2 },
      ],
      parts: {
        earnings: own,
        videos: gateVideoList(
          list(
            listDays,
            videos.map(([id, gmv, direct = '0']) => ({
              video_meta: { item_id: id, name: `Video ${id.slice(-1)}` },
              vv_cnt: 1000,
              gmv: money(gmv),
              direct_gmv: money(direct),
            })),
          ),
          { period: OCTOBER, page: 0 },
          CLOCK,
        ),
        listEarnings: listDays === OCTOBER ? own : earnings(listDays),
        products: gateProductList(
          list(
            OCTOBER,
            products.map(([id, revenue, commission]) => ({
              product: { id, name: `Product ${id.slice(-1)}` },
              item_sold_cnt: revenue === '0' ? 0 : 10,
              revenue: money(revenue),
              commission: money(commission),
            })),
          ),
          { period: OCTOBER, page: 0 },
          CLOCK,
        ),
        linked: gateVideoProducts(linked, { period: OCTOBER, item_ids: [FIRST] }, CLOCK),
        pairs: pairs.map(
          ({
            video = FIRST,
            product = LAMP,
            revenue = '200.00',
            direct = '50.00',
            orders = 10,
            clicks = 100,
            days = OCTOBER,
          }) => ({
            video_id: video,
            product_id: product,
            product_title: 'Lamp',
            reading: gatePair(
              stats(days, {
                item_id: video,
                product_id: product,
                product_revenue: money(revenue),
                direct_revenue: money(direct),
                product_sales_cnt: 11,
                product_click_cnt: clicks,
                order_cnt: orders,
              }),
              { period: OCTOBER, item_id: video, product_id: product },
              CLOCK,
            ),
          }),
        ),
        leftOut,
      },
      failures: [],
    },
    { clock: CLOCK, calls: 3 },
  );
  return wholeResult.parse(computed);
};

describe('the ledger of a period', () => {
  it('has the channels, the part of each video and what is left of the video revenue', () => {
    const result = attribute({
      videos: [
        [FIRST, '300.00', '180.00'],
        [SECOND, '60.10', '60.10'],
      ],
    });
    expect(result.channels).toEqual({
      revenue: 1000,
      live_revenue: 550,
      video_revenue: 400,
      other_revenue: 50,
    });
    expect(result.videos).toMatchObject([
      { video_id: FIRST, gmv: 300, direct_share: 0.6, share: 0.75 },
      { video_id: SECOND, gmv: 60.1, direct_share: 1, share: 0.15025 },
    ]);
    expect(result).toMatchObject({ video_revenue: 400, listed_gmv: 360.1, remainder: 39.9 });
  });

  it('holds the videos against the revenue of their own days', () => {
    const week = { from: '2026-11-14', to: '2026-11-20' };
    const result = attribute({ listDays: week, videos: [[FIRST, '100.00']] });
    expect(result.videos_window).toMatchObject(week);
    expect(result.videos[0]?.share).toBe(0.25);
    expect(result.remainder).toBe(300);
    expect(result.notes.join(' ')).toContain('The pairs are about 2026-10-01 to 2026-10-31.');
  });

  it('says a remainder below zero as it is, and no share above all of it', () => {
    const result = attribute({ videoRevenue: '250.00' });
    expect(result.remainder).toBe(-50);
    expect(result.videos[0]?.share).toBeUndefined();
  });

  it('has no share and no remainder where the earnings are about other days than the list, and says so', () => {
    const result = attribute({ earningsDays: monthRange('2026-11') });
    expect(result.videos[0]?.share).toBeUndefined();
    expect(result.remainder).toBeUndefined();
    expect(result.listed_gmv).toBe(300);
    expect(result.notes.join(' ')).toContain('no shares and no remainder');
  });

  it('adds up to the cent, with shares of at most all of it', () => {
    const cents = fc.integer({ min: 0, max: 5_000_000 });
    const written = (value: number): string => (value / 100).toFixed(2);
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 10 }), cents, (gmvs, rest) => {
        const all = gmvs.reduce((sum, value) => sum + value, 0) + rest;
        const { videos, remainder, listed_gmv } = attribute({
          videoRevenue: written(all),
          videos: gmvs.map((value, index) => [`74000000000000001${10 + index}`, written(value)]),
        });
        expect(Math.round(Number(listed_gmv) * 100) + Math.round(Number(remainder) * 100)).toBe(all);
        const shares = videos.map(({ share = 0 }) => share);
        expect(Math.max(...shares)).toBeLessThanOrEqual(1);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1.00001);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a pair', () => {
  const pairOf = (pair: Pair, world: World = {}) => attribute({ ...world, pairs: [pair] }).pairs[0];

  it('earns its revenue at the commission per revenue of its product', () => {
    // 200.00 × 60 / 500 = 24.00 for 100 clicks. Wilson for 10 of 100: 5.52 % to 17.44 %, at 2.40 an order.
    expect(pairOf({})).toMatchObject({
      revenue: 200,
      direct_share: 0.25,
      click_to_order_rate: 0.1,
      commission_per_100_clicks: 24,
      commission_per_100_clicks_low: 13.25,
      commission_per_100_clicks_high: 41.85,
      figures_from: 'pair',
    });
  });

  it('has a commission per click from 100 clicks and 10 orders on, and its range from 100 clicks', () => {
    const few = pairOf({ clicks: 99 });
    expect(few?.click_to_order_rate).toBeUndefined();
    expect(few?.commission_per_100_clicks).toBeUndefined();
    expect(few?.commission_per_100_clicks_low).toBeUndefined();
    const nine = pairOf({ orders: 9 });
    expect(nine?.commission_per_100_clicks).toBeUndefined();
    expect(nine?.commission_per_100_clicks_low).toBeGreaterThan(0);
    expect(nine?.commission_per_100_clicks_high).toBeLessThan(100);
    expect(pairOf({ orders: 0 })?.commission_per_100_clicks_low).toBeUndefined();
  });

  it('has none where the product list does not tell the commission of its product', () => {
    expect(pairOf({ product: MUG })?.commission_per_100_clicks).toBeUndefined();
    const shopOwner = attribute({ products: [[LAMP, '0', '0']], pairs: [{}] });
    expect(shopOwner.pairs[0]?.commission_per_100_clicks).toBeUndefined();
    expect(shopOwner.notes.join(' ')).toContain('shop-owner accounts');
  });

  it('is left out where it came back for other days', () => {
    const result = attribute({ pairs: [{ days: { from: '2026-11-01', to: '2026-11-30' } }] });
    expect(result.pairs).toEqual([]);
    expect(result.notes.join(' ')).toContain('other days than requested, and are left out of the table: 1.');
    expect(result.verdicts).toContainEqual(
      expect.objectContaining({ part: `pair ${FIRST} ${LAMP}`, verdict: 'elsewhere' }),
    );
  });

  it('raises doubt where the products of a video sold more than the video', () => {
    const doubt = (revenue: string) =>
      attribute({ pairs: [{ revenue }, { product: MUG, revenue: '100.00' }] }).notes.join(' ');
    expect(doubt('200.00')).not.toContain('sold more than the video itself');
    expect(doubt('200.01')).toContain('The products of one video sold more than the video itself');
  });
});

describe('the question who sells a product', () => {
  it('has a share for each video, and no sum of them', () => {
    const result = attribute({
      productId: LAMP,
      videos: [
        [FIRST, '300.00'],
        [SECOND, '290.00'],
      ],
      pairs: [{ revenue: '300.00' }, { video: SECOND, revenue: '290.00' }],
    });
    expect(result.product).toMatchObject({ product_id: LAMP, title: 'Product 1', revenue: 500 });
    expect(result.pairs.map(({ share_of_product }) => share_of_product)).toEqual([0.6, 0.58]);
    expect(Object.keys(result)).not.toContain('attributed');
    expect(result.notes.join(' ')).toContain('in both of them');
  });
});

describe('the order of the calls', () => {
  it('is by what each pair sold in the asked days', () => {
    const linked = (days: DateRange) =>
      gateVideoProducts(
        {
          segments: [
            segment(
              days.from,
              days.to,
              0,
              [
                {
                  ...bucket(days.from, days.to, 0, []),
                  videoToProductsMap: [
                    {
                      item_id: FIRST,
                      products: [{ id: LAMP, name: 'Lamp' }],
                      stats: [{ product: { id: LAMP }, revenue: money('10.00') }],
                    },
                    {
                      item_id: SECOND,
                      products: [{ id: MUG, name: 'Mug' }],
                      stats: [{ product: { id: MUG }, revenue: money('20.00') }],
                    },
                  ],
                },
              ],
              'timed_lists',
            ),
          ],
        },
        { period: days, item_ids: [FIRST, SECOND] },
        CLOCK,
      );
    const videos = gateVideoList(
      list(
        OCTOBER,
        [FIRST, SECOND].map((id) => ({
          video_meta: {
            item_id: id,
            publish_time: Date.parse(`2026-10-${id === SECOND ? '31' : '02'}T12:00:00Z`) / 1000,
          },
          gmv: money('100.00'),
        })),
      ),
      { period: OCTOBER },
      CLOCK,
    );
    const order = (days: DateRange, productId?: string, period: DateRange = OCTOBER) =>
      choosePairs(linked(days), videos, period, productId).map(({ product_id }) => product_id);
    expect(order(OCTOBER)).toEqual([MUG, LAMP]);
    // Both were published in October, the one with the mug on its last day.
    expect(order(OCTOBER, undefined, { from: '2026-10-01', to: '2026-10-30' })).toEqual([LAMP]);
    // Figures of other days say less than the place of the video.
    expect(order(monthRange('2026-11'))).toEqual([LAMP, MUG]);
    const until = { to: '2026-11-16' };
    expect(order(OCTOBER, undefined, { from: '2026-10-16', ...until })).toEqual([MUG, LAMP]);
    expect(order(OCTOBER, undefined, { from: '2026-10-17', ...until })).toEqual([LAMP, MUG]);
    expect(order(OCTOBER, LAMP)).toEqual([LAMP]);
  });
});
