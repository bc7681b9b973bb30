import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../../src/json.ts';
import { type DateRange, monthRange } from '../../../src/metrics/calendar.ts';
import { withUnit } from '../../../src/metrics/periods.ts';
import { gateInsights, gateProductList, gateShowcase } from '../../../src/metrics/replies.ts';
import { computeProductReview } from '../../../src/reports/product-review/compute.ts';
import { productReviewSchema } from '../../../src/reports/product-review/schema.ts';
import {
  parseShowcaseSnapshot,
  showcaseSnapshot,
} from '../../../src/reports/product-review/showcase-changes.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-12-20T00:00:00Z'), offset: 0 };
const OCTOBER = monthRange('2026-10');
const LAMP = '1729000000000000001';

interface Sold {
  readonly id?: string;
  readonly items?: number;
  readonly revenue?: string;
  readonly commission?: string;
}
interface Offer {
  readonly id?: string;
  readonly basisPoints?: number;
  readonly stock?: number;
  readonly review?: number;
  readonly labels?: readonly number[];
}
interface World {
  readonly sold?: readonly Sold[];
  readonly offers?: readonly Offer[];
  readonly days?: DateRange;
  readonly base?: string;
  readonly isWholeList?: boolean;
  readonly isWholeShowcase?: boolean;
  readonly clock?: typeof CLOCK;
}

const offered = ({
  id = LAMP,
  basisPoints = 1200,
  stock = 1,
  review = 1,
  labels = [],
}: Offer): JsonObject => ({
  product_id: id,
  title: `Offer ${id.slice(-1)}`,
  stock_status: stock,
  review_status: review,
  affiliate_info: { commission_rate: basisPoints },
  labels: labels.map((type) => ({ type, name: 'words of the vendor' })),
});

/** As the tool returns it. */
const whole = z.object({ ...productReviewSchema, notes: z.array(z.string()) });

/** Ten lamps for 200.00, which earn 22.08: 12 % of the 92 % of revenue that is the commission base. */
const review = ({
  sold = [{}],
  offers = [{}],
  days = OCTOBER,
  base = '920.00',
  isWholeList = true,
  isWholeShowcase = true,
  clock = CLOCK,
}: World) => {
  const { from, to } = days;
  const rows = sold.map(({ id = LAMP, items = 10, revenue = '200.00', commission = '22.08' }) => ({
    product: { id, name: `Product ${id.slice(-1)}` },
    item_sold_cnt: items,
    revenue: money(revenue),
    commission: money(commission),
  }));
  const computed = computeProductReview(
    {
      name: undefined,
      period: withUnit(days),
      earnings: gateInsights(
        {
          segments: [
            segment(from, to, 0, [
              bucket(from, to, 0, { revenue: money('1000.00'), base_revenue: money(base) }),
            ]),
          ],
        },
        { period: days },
        clock,
      ),
      products: {
        reading: gateProductList(
          { segments: [segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists')] },
          { period: days, page: 0 },
          clock,
        ),
        isWhole: isWholeList,
      },
      showcase: {
        reading: gateShowcase({ products: offers.map(offered) }, { period: undefined }, clock),
        isWhole: isWholeShowcase,
      },
      before: undefined,
      snapshot: undefined,
      failures: [],
    },
    { clock, calls: 3 },
  );
  return whole.parse(computed);
};
const flagsOf = (sold: Sold, offer: Offer = {}, world: World = {}) =>
  review({ ...world, sold: [sold], offers: [offer] }).products[0]?.flags;

describe('a review of products', () => {
  it('has price and commission of an item, and the effective rate on the commission base', () => {
    expect(review({}).products).toEqual([
      {
        product_id: LAMP,
        title: 'Product 1',
        revenue: 200,
        commission_estimated: 22.08,
        items_sold: 10,
        average_item_price: 20,
        commission_per_item: 2.21,
        effective_rate: 0.12,
        in_showcase: true,
        commission_rate: 0.12,
        stock: 'in stock',
        review: 'approved',
      },
    ]);
  });

  it('has an effective rate from 5 items on', () => {
    expect(review({ sold: [{ items: 4 }] }).products[0]?.effective_rate).toBeUndefined();
    expect(review({ sold: [{ items: 5 }] }).products[0]?.effective_rate).toBe(0.12);
    expect(review({ base: '0' }).products[0]?.effective_rate).toBeUndefined();
  });

  it('calls a rate another than the advertised one from one percentage point on', () => {
    expect(flagsOf({}, { basisPoints: 1101 })).toBeUndefined();
    expect(flagsOf({}, { basisPoints: 1100 })).toEqual(['rate_above_advertised']);
    expect(flagsOf({}, { basisPoints: 1299 })).toBeUndefined();
    expect(flagsOf({}, { basisPoints: 1300 })).toEqual(['rate_below_advertised']);
    expect(flagsOf({ items: 4 }, { basisPoints: 1800 })).toBeUndefined();
  });

  it('says what sells although it is out of stock, unavailable or without commission', () => {
    expect(flagsOf({}, { stock: 2 })).toEqual(['out_of_stock_with_sales']);
    expect(flagsOf({}, { review: 4 })).toEqual(['unavailable_with_sales']);
    expect(flagsOf({ commission: '0' }, { basisPoints: 0, review: 6 })).toEqual(['sales_without_commission']);
    const unsold = { items: 0, revenue: '0', commission: '0' };
    expect(
      review({ sold: [unsold, { id: '1729000000000000002' }], offers: [{ stock: 2 }] }).products[0]?.flags,
    ).toEqual(['not_sold']);
  });

  it('says that a commission lock ends, and what taking the product out forfeits', () => {
    expect(flagsOf({}, { labels: [37] })).toEqual(['lock_ending']);
    expect(flagsOf({}, { labels: [50] })).toBeUndefined();
    expect(review({ offers: [{ labels: [37] }] }).notes.join(' ')).toContain('forfeits the lock');
    expect(review({}).notes.join(' ')).not.toContain('forfeits the lock');
  });

  it('calls a product unsold from 14 days on, where the whole list was read and has sales', () => {
    const other = [{ id: '1729000000000000002' }];
    const days = (count: number): DateRange => ({
      from: '2026-10-01',
      to: `2026-10-${String(count).padStart(2, '0')}`,
    });
    const unsold = (world: World) =>
      review({ sold: other, ...world }).products.find(({ product_id }) => product_id === LAMP)?.flags;
    expect(unsold({ days: days(14) })).toEqual(['not_sold']);
    expect(unsold({ days: days(13) })).toBeUndefined();
    // The list claims the whole month; its days so far count.
    const on = (date: string) => ({ clock: { now: new Date(`${date}T12:00:00Z`), offset: 0 } });
    expect(unsold(on('2026-10-13'))).toBeUndefined();
    expect(unsold(on('2026-10-14'))).toEqual(['not_sold']);
    expect(review(on('2026-10-03')).days).toBe(3);
    expect(unsold({ isWholeList: false })).toBeUndefined();
    const owner = review({ sold: [{ items: 0, revenue: '0', commission: '0' }] });
    expect(owner.products[0]?.flags).toBeUndefined();
    expect(owner.notes.join(' ')).toContain('shop-owner accounts');
  });

  it('says what sold and is not in the showcase, where that was read to its end', () => {
    expect(review({ offers: [] }).products[0]?.flags).toEqual(['not_in_showcase']);
    expect(review({ offers: [], isWholeShowcase: false }).products[0]?.flags).toBeUndefined();
  });

  it('has rates that no amounts bring to the wrong side of zero', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        (items, revenue, basisPoints) => {
          const commission = new Big(revenue).times(basisPoints).div(10_000).round().toNumber();
          const [product] = review({
            sold: [{ items, revenue: (revenue / 100).toFixed(2), commission: (commission / 100).toFixed(2) }],
          }).products;
          expect(product?.commission_per_item).toBeGreaterThanOrEqual(0);
          expect(product?.commission_per_item).toBeLessThanOrEqual((product?.average_item_price ?? 0) + 0.01);
          if (items < 5) expect(product?.effective_rate).toBeUndefined();
          else expect(product?.effective_rate).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('what has changed in the showcase', () => {
  const FIRST_SEEN = '2026-10-01T10:00:00+00:00';
  const THEN = '2026-10-20T10:00:00+00:00';
  const seen = (
    offers: readonly Offer[],
    before?: ReturnType<typeof showcaseSnapshot>,
    at = THEN,
    isWhole = true,
  ) => {
    const reading = gateShowcase({ products: offers.map(offered) }, { period: undefined }, CLOCK);
    const { products } = 'value' in reading ? reading.value : reading.ownWindow;
    return showcaseSnapshot(before, products, isWhole, at);
  };
  const first = (offers: readonly Offer[], isWhole = true) => seen(offers, undefined, FIRST_SEEN, isWhole);

  it('is nothing the first time, and survives being kept', () => {
    const snapshot = first([{}]);
    expect(snapshot.changes).toEqual([]);
    expect(parseShowcaseSnapshot(JSON.stringify(snapshot))).toEqual(snapshot);
    expect(() => parseShowcaseSnapshot('{"seen":1}')).toThrow();
  });

  it('is each value that differs, with when it was seen', () => {
    const { changes } = seen([{ basisPoints: 900, stock: 2, review: 4 }], first([{}]));
    const when = { product_id: LAMP, title: 'Offer 1', seen_before: FIRST_SEEN, seen: THEN };
    expect(changes).toEqual([
      { ...when, what: 'commission_rate', before: 0.12, after: 0.09 },
      { ...when, what: 'stock', before: 'in stock', after: 'out of stock' },
      { ...when, what: 'review', before: 'approved', after: 'unavailable' },
    ]);
    expect(seen([{}], first([{}])).changes).toEqual([]);
  });

  it('is a product that is new or gone, where the list that lacks it was read to its end', () => {
    const other = { id: '1729000000000000002' };
    const what = (...args: Parameters<typeof seen>) => seen(...args).changes.map((change) => change.what);
    expect(what([{}, other], first([{}]))).toEqual(['added']);
    expect(what([{}, other], first([{}], false))).toEqual([]);
    expect(what([{}], first([{}, other]))).toEqual(['removed']);
    expect(what([{}], first([{}, other]), THEN, false)).toEqual([]);
  });

  it('is told for 30 days', () => {
    const changed = seen([{ stock: 2 }], first([{}]));
    expect(seen([{ stock: 2 }], changed, '2026-11-19T10:00:00+00:00').changes).toHaveLength(1);
    expect(seen([{ stock: 2 }], changed, '2026-11-20T10:00:00+00:00').changes).toEqual([]);
  });
});
