import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { joinShowcase, readShowcase } from '../../../src/metrics/showcase.ts';

const P = '1700000000000000001';
const productOf = (product: JsonObject) => {
  const [only] = withOwnDates(readShowcase({ products: [product] })).products;
  if (only === undefined) throw new TypeError('no product');
  return only;
};

describe('a showcase product', () => {
  it('has its rate in basis points and its codes in words', () => {
    expect(
      productOf({
        product_id: P,
        title: ' Lamp ',
        format_available_price: 'R$ 1,00',
        seller_info: { seller_id: '7400000000000000001', shop_name: 'Shop' },
        cover: { url_list: ['https://img.invalid/1.webp', 'https://img.invalid/2.webp'] },
        images: [{}, {}],
        source: 'Affiliate',
        stock_status: 2,
        review_status: '4',
        affiliate_info: { commission_with_currency: 'R$ 0,12', commission_rate: 1200 },
        category_info: { name: 'Home' },
        stock_num: 0,
        can_added: false,
        labels: ['New', { name: 'Free shipping' }, 7],
      }),
    ).toEqual({
      product_id: P,
      title: 'Lamp',
      price: 'R$ 1,00',
      commission_rate: 0.12,
      commission: 'R$ 0,12',
      stock: 'out of stock',
      stock_count: 0,
      review: 'unavailable',
      category: 'Home',
      shop_name: 'Shop',
      seller_id: '7400000000000000001',
      source: 'Affiliate',
      can_be_added: false,
      labels: ['New', 'Free shipping'],
    });
  });

  it('passes on a code nobody has explained, and leaves out what is absent', () => {
    const { stock, review, commission_rate, labels } = productOf({
      stock_status: 3,
      review_status: 1,
    });
    expect({ stock, review, commission_rate, labels }).toEqual({
      stock: 'code 3',
      review: 'approved',
    });
  });
});

describe('a showcase product that says little', () => {
  it('is what it says, with nothing made up', () => {
    expect(productOf({ stock_status: '1' }).stock).toBe('in stock');
    const empty = Object.values(productOf({})).filter((value) => value !== undefined);
    expect(empty).toEqual([]);
    expect(productOf({ affiliate_info: { commission_rate: 0 } }).commission_rate).toBe(0);
  });

  it('has no commission rate above 100 %, and says so', () => {
    const rates = [10_000, 10_001].map((rate) => ({ affiliate_info: { commission_rate: rate } }));
    const reading = readShowcase({ products: rates });
    expect(withOwnDates(reading).products.map((one) => one.commission_rate)).toEqual([1, undefined]);
    expect(notesOf(reading)).toEqual([
      'One value of commission_rate could not be read as a rate from 0 to 100 %: left out.',
    ]);
  });
});

describe('the codes of a showcase', () => {
  it.each([
    [1, 'approved'],
    [2, 'code 2, probably under review'],
    [3, 'code 3, probably changes under review'],
    [4, 'unavailable'],
    [5, 'code 5, probably not approved'],
    [6, 'code 6, probably zero commission'],
    [7, 'code 7, probably disabled in LIVE'],
    [0, 'code 0'],
    [8, 'code 8'],
  ])('review %i is "%s"', (review_status, words) => {
    expect(productOf({ review_status }).review).toBe(words);
  });

  it('of labels are numbers beside their names', () => {
    const labelled = productOf({ labels: [{ type: 3, name: 'New' }, { type: '4' }, { type: 'x' }, 7] });
    expect([labelled.labels, labelled.label_codes]).toEqual([['New'], [3, 4]]);
    expect(productOf({ labels: [{ type: 0 }] })).toEqual({ label_codes: [0] });
  });

  it('that cannot be read are named, one by one', () => {
    const none = { none: true };
    const reading = readShowcase({
      total: 'many',
      products: [
        {
          product_id: none,
          title: none,
          affiliate_info: { commission_rate: '12 %' },
          stock_status: 'plenty',
          stock_num: -1,
          review_status: 'good',
          can_added: 'maybe',
        },
      ],
    });
    expect(withOwnDates(reading)).toEqual({ products: [{}], received: 1, total: undefined });
    expect(notesOf(reading)).toEqual([
      'One value of product_id could not be read: left out.',
      'One value of title could not be read: left out.',
      'One value of commission_rate could not be read as a rate from 0 to 100 %: left out.',
      'One value of stock could not be read: left out.',
      'One value of stock_count could not be read: left out.',
      'One value of review could not be read: left out.',
      'One value of can_be_added could not be read: left out.',
      'One value of total could not be read: left out.',
    ]);
  });
});

describe('pages of a showcase', () => {
  it('make one list: a product that recurs counts once, one without an id is not merged', () => {
    const page = (...products: readonly unknown[]) => readShowcase({ products, total: 4 });
    const joined = joinShowcase(
      page({ product_id: '1' }, { title: 'A' }, { product_id: '1' }),
      page({ product_id: '1' }, { product_id: '2' }, { title: 'B' }, 'x'),
    );
    const { products, received, total } = withOwnDates(joined);
    expect(products.map(({ product_id, title }) => product_id ?? title)).toEqual(['1', 'A', '2', 'B']);
    // The one that is no product has its place in the vendor's list.
    expect([received, total]).toEqual([7, 4]);
    expect(notesOf(joined)).toEqual(['Entries of the list that are not products were left out: 1.']);
  });

  it('have the total that the later one tells, or else the earlier', () => {
    const totalOf = (first?: number, second?: number) =>
      withOwnDates(
        joinShowcase(
          readShowcase({ products: [], total: first }),
          readShowcase({ products: [], total: second }),
        ),
      ).total;
    expect([totalOf(4, 5), totalOf(4), totalOf(undefined, 5), totalOf()]).toEqual([5, 4, 5, undefined]);
  });

  it('say of a caveat that both have it', () => {
    const page = () => readShowcase({ products: ['x', 'y'] });
    expect(notesOf(joinShowcase(page(), page()))).toEqual([
      'On several pages: Entries of the list that are not products were left out: 2.',
    ]);
  });
});
