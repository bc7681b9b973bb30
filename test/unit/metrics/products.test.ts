import { describe, expect, it } from 'vitest';
import { type JsonObject, at as wireAt } from '../../../src/json.ts';
import { readAudience } from '../../../src/metrics/audience.ts';
import { readShowcaseProduct, readVideoProducts, shopOwnerNotes } from '../../../src/metrics/products.ts';
import { readRows } from '../../../src/metrics/rows.ts';
import { PRODUCT_ROW } from '../../../src/metrics/vocabulary.ts';
import { readId } from '../../../src/untrusted-text.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const A = '7000000000000000001';
const B = '7000000000000000002';
const P = '1700000000000000001';

const entry = (item_id?: string): JsonObject => ({
  ...(item_id === undefined ? {} : { item_id }),
  products: [
    {
      id: P,
      name: 'Lamp',
      cover_image: { thumb_url_list: ['javascript:alert(1)', 'https://img.invalid/1.webp'] },
      product_detail_page_url: 'https://shop.invalid/1',
      price_min: '$9.99',
      price_max: money('12.50'),
    },
    {
      id: '1700000000000000002',
      name: 'Cable',
      product_detail_page_url: 'ftp://shop.invalid/2',
      price_min: 5,
    },
  ],
  stats: [{ product: { id: P }, item_sold_cnt: '3', revenue: money('30.00') }],
});

const read = (
  map: unknown,
  at: 'bucket' | 'segment' | 'rows' | 'payload' = 'bucket',
  key = 'videoToProductsMap',
) => {
  const holder = { [key]: map };
  const one = {
    ...bucket('2026-10-01', '2026-10-31', 0, at === 'rows' ? [holder] : []),
    ...(at === 'bucket' ? holder : {}),
  };
  const around = {
    ...segment('2026-10-01', '2026-10-31', 0, [one], 'timed_lists'),
    ...(at === 'segment' ? holder : {}),
  };
  return readVideoProducts(
    { segments: [around], ...(at === 'payload' ? holder : {}) },
    [A, B],
    OCTOBER,
    CLOCK,
  );
};

describe('the products of videos', () => {
  const lamp = {
    video_id: A,
    product_id: P,
    title: 'Lamp',
    price_min: '$9.99',
    price_max: 12.5,
    revenue: 30,
    items_sold: 3,
    url: 'https://shop.invalid/1',
  };
  const cable = { video_id: A, product_id: '1700000000000000002', title: 'Cable', price_min: 5 };

  it.each([
    ['one object', entry(A)],
    ['a list', [entry(A)]],
    ['a map keyed by video id', { [A]: entry() }],
    ['a map whose entries say their id themselves', { anything: entry(A) }],
  ])('are read from %s', (_form, map) => {
    const { products, without_products, currency } = read(map);
    expect(products).toEqual([lamp, cable]);
    expect(without_products).toEqual([B]);
    expect(currency).toBe('USD');
  });

  it.each(['bucket', 'segment', 'rows', 'payload'] as const)(
    'are found in the %s, under either name',
    (place) => {
      for (const key of ['videoToProductsMap', 'video_to_products_map']) {
        expect(read([entry(A)], place, key).products).toEqual([lamp, cable]);
      }
    },
  );

  it('are listed once a video, and videos without any are named', () => {
    expect(read([entry(A), entry(A), entry(B)]).products.map(({ video_id }) => video_id)).toEqual([
      A,
      A,
      B,
      B,
    ]);
    expect(read([]).without_products).toEqual([A, B]);
    for (const nothing of [null, 'x', 7, { [A]: 'x' }]) expect(read(nothing).products).toEqual([]);
  });
});

describe('a showcase product', () => {
  it('has its rate in basis points and its codes in words', () => {
    expect(
      readShowcaseProduct({
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
    const { stock, review, commission_rate, labels } = readShowcaseProduct({
      stock_status: 3,
      review_status: 1,
    });
    expect({ stock, review, commission_rate, labels }).toEqual({
      stock: 'code 3',
      review: 'approved',
    });
  });
});

describe('the audience of a video', () => {
  const profile = (share: string): JsonObject => ({
    follower_genders: [
      { key: 'male', value: share },
      { key: 'female', value: '0.6' },
      { key: 'other', value: 'x' },
      { value: '0.1' },
    ],
    profile_type: 2,
  });

  it('is the profile over the longest stretch, largest share first', () => {
    const buckets = [
      bucket('2026-10-01', '2026-10-01', 0, profile('0.9')),
      bucket('2026-10-01', '2026-10-31', 0, profile('0.4')),
    ];
    for (const order of [buckets, [...buckets].reverse()]) {
      const audience = readAudience(
        { segments: [segment('2026-10-01', '2026-10-31', 0, order, 'timed_profile')] },
        OCTOBER,
        CLOCK,
      );
      expect(audience).toMatchObject({
        window: { from: '2026-10-01', to: '2026-10-31', complete: true },
        genders: [
          { key: 'female', share: 0.6 },
          { key: 'male', share: 0.4 },
        ],
        ages: [],
        regions: [],
        profile_type: 2,
        notes: [],
      });
    }
  });

  it('says so when there is none yet', () => {
    const empty = {
      segments: [
        segment('2026-10-01', '2026-10-31', 0, [bucket('2026-10-01', '2026-10-31', 0, {})], 'timed_profile'),
      ],
    };
    expect(readAudience(empty, OCTOBER, CLOCK).notes).toEqual([
      'No audience data for this video in this period yet.',
    ]);
  });
});

describe('the window of products', () => {
  it('is the one of the reply, with a note where it is another than asked', () => {
    const named = (from: string, to: string) =>
      readVideoProducts(
        { segments: [{ timed_lists: [{ ...bucket(from, to, 0, []), videoToProductsMap: entry(A) }] }] },
        [A],
        OCTOBER,
        CLOCK,
      );
    expect(named('2026-10-01', '2026-10-31').notes).toEqual([]);
    expect(named('2026-11-14', '2026-11-20')).toMatchObject({
      window: { from: '2026-11-14', to: '2026-11-20', complete: true },
      notes: ['The vendor answered for 2026-11-14 to 2026-11-20, not for 2026-10-01 to 2026-10-31 as asked.'],
    });
  });
});

const priced = (price_min: unknown, price_max?: unknown) => {
  const { products, currency } = read([{ item_id: A, products: [{ id: P, price_min, price_max }] }]);
  const [own] = products;
  return own?.price === undefined
    ? [currency, own?.price_min, own?.price_max]
    : [currency, { price: own.price }];
};

describe('prices', () => {
  it('are money in the currency of the answer, also when nothing else is', () => {
    expect(priced(money('9.995'), money('12'))).toEqual(['USD', 10, 12]);
    expect(priced(money('900.4', 'JPY'))).toEqual(['JPY', 900, undefined]);
    expect(priced('from $5', money('12', 'EUR'))).toEqual(['EUR', 'from $5', 12]);
  });

  it('keep their own currency where they are in two', () => {
    expect(priced(money('9', 'USD'), money('8', 'EUR'))).toEqual([
      undefined,
      { amount: 9, currency: 'USD' },
      { amount: 8, currency: 'EUR' },
    ]);
  });

  it('are as they are shown where that is all there is', () => {
    expect(priced({ amount_formatted: 'R$ 1,00' }, 7)).toEqual([undefined, 'R$ 1,00', 7]);
    expect(priced({}, undefined)).toEqual([undefined, undefined, undefined]);
  });
});

describe('one price', () => {
  it('is said once, in whatever form it comes', () => {
    expect(priced(money('9.99'), money('9.99'))).toEqual(['USD', { price: 9.99 }]);
    expect(priced('R$ 1,00', 'R$ 1,00')).toEqual([undefined, { price: 'R$ 1,00' }]);
    // Both round to the same yen, which is what people pay.
    expect(priced(money('900.4', 'JPY'), money('900', 'JPY'))).toEqual(['JPY', { price: 900 }]);
  });

  it('is not what two currencies with one amount have', () => {
    expect(priced(money('9', 'USD'), money('9', 'EUR'))).toEqual([
      undefined,
      { amount: 9, currency: 'USD' },
      { amount: 9, currency: 'EUR' },
    ]);
  });
});

describe('the links of products', () => {
  const linked = (...urls: readonly unknown[]) => {
    const listed = urls.map((url, index) => ({ id: `${P}${index}`, product_detail_page_url: url }));
    const { url_pattern, products } = read([{ item_id: A, products: listed }]);
    return {
      url_pattern,
      urls: products.map((product) => ('url' in product ? product.url : 'none of its own')),
    };
  };
  const own = (index: number): string => `https://shop.invalid/view/${P}${index}?ref=1`;

  it('are said once where they differ by the id alone', () => {
    expect(linked(own(0), own(1))).toEqual({
      url_pattern: 'https://shop.invalid/view/{product_id}?ref=1',
      urls: ['none of its own', 'none of its own'],
    });
  });

  it.each([
    ['differ in more', [own(0), `${own(1)}&ref=2`]],
    ['are missing from a product', [own(0), undefined]],
    ['do not name the product', ['https://shop.invalid/a', 'https://shop.invalid/b']],
    ['name another product', [own(1), own(0)]],
    ['name it twice', [`${own(0)}&id=${P}0`, `${own(1)}&id=${P}1`]],
  ])('stay where they are if they %s', (_, urls) => {
    expect(linked(...urls)).toEqual({ url_pattern: undefined, urls });
  });

  it('are none where there are no products', () => {
    expect(read([])).toMatchObject({ url_pattern: undefined, products: [] });
  });
});

describe('a product of a video', () => {
  it('has the figures of its first appearance, and only its own', () => {
    const twice = [
      { item_id: A, products: [{ id: P }], stats: [{ product: { id: P }, item_sold_cnt: 3 }] },
      { item_id: A, products: [{ id: P }], stats: [{ product: { id: P }, item_sold_cnt: 99 }] },
      { item_id: B, products: [{ id: P }], stats: [{ product: { id: '1' }, item_sold_cnt: 5 }] },
    ];
    const { products } = read(twice);
    expect(products.map(({ video_id, ...rest }) => [video_id, rest])).toEqual([
      [A, { product_id: P, items_sold: 3 }],
      [B, { product_id: P }],
    ]);
  });
});

describe('a showcase product that says little', () => {
  it('is what it says, with nothing made up', () => {
    expect(readShowcaseProduct({ stock_status: '1' }).stock).toBe('in stock');
    const empty = Object.values(readShowcaseProduct({})).filter((value) => value !== undefined);
    expect(empty).toEqual([]);
    expect(readShowcaseProduct({ affiliate_info: { commission_rate: 0 } }).commission_rate).toBe(0);
  });
});

describe("the shop owner's zero sales", () => {
  const NOTE =
    'Every product shows zero sales. For shop-owner accounts this list is always zero: their sales are in get_video_associated_product_list and get_video_to_product_stats.';
  const notes = (...rows: readonly JsonObject[]) => {
    const stats = rows.map((row, index) => ({ product: { id: String(index + 1) }, ...row }));
    const list = readRows(
      {
        segments: [
          segment(
            '2026-10-01',
            '2026-10-31',
            0,
            [bucket('2026-10-01', '2026-10-31', 0, stats)],
            'timed_lists',
          ),
        ],
      },
      PRODUCT_ROW,
      (row) => readId(wireAt(row, 'product', 'id')),
      OCTOBER,
      CLOCK,
    );
    return shopOwnerNotes(list.rows);
  };
  const none = { item_sold_cnt: 0, revenue: money('0.00') };

  it('are explained where every product has none', () => {
    expect(notes(none, none)).toEqual([NOTE]);
    expect(notes({ item_sold_cnt: 0 })).toEqual([NOTE]);
    expect(notes({ item_sold_cnt: 0, revenue: money('0', '') })).toEqual([NOTE]);
  });

  it('are no matter where any sold, earned or does not say', () => {
    expect(notes(none, { item_sold_cnt: 1, revenue: money('0') })).toEqual([]);
    expect(notes(none, { item_sold_cnt: 0, revenue: money('0.01') })).toEqual([]);
    expect(notes(none, { revenue: money('0') })).toEqual([]);
    expect(notes()).toEqual([]);
  });
});

describe('all of an audience', () => {
  const parts = (...pairs: readonly (readonly [string, string])[]) =>
    pairs.map(([key, value]) => ({ key, value }));
  const reply = (from: string, to: string) => ({
    segments: [
      segment(
        from,
        to,
        0,
        [
          bucket(from, to, 0, {
            follower_genders: parts(['male', '0.4'], ['female', '0.6']),
            follower_ages: parts(['18-24', '0.25'], ['35-44', '0.75']),
            follower_regions: parts(['US', '0.1'], ['BR', '0.3'], ['MX', '0.2']),
          }),
        ],
        'timed_profile',
      ),
    ],
  });

  it('has its genders, ages and regions, each largest first', () => {
    expect(readAudience(reply('2026-10-01', '2026-10-31'), OCTOBER, CLOCK)).toMatchObject({
      genders: [
        { key: 'female', share: 0.6 },
        { key: 'male', share: 0.4 },
      ],
      ages: [
        { key: '35-44', share: 0.75 },
        { key: '18-24', share: 0.25 },
      ],
      regions: [
        { key: 'BR', share: 0.3 },
        { key: 'MX', share: 0.2 },
        { key: 'US', share: 0.1 },
      ],
      notes: [],
    });
  });

  it('is about the days of its profile, whatever the segment claims', () => {
    const claims = {
      segments: [
        {
          ...segment('2026-10-01', '2026-10-31', 0, []),
          timed_profile: reply('2026-10-05', '2026-10-11').segments.flatMap(
            (one) => wireAt(one, 'timed_profile') ?? [],
          ),
        },
      ],
    };
    expect(readAudience(claims, OCTOBER, CLOCK)).toMatchObject({
      window: { from: '2026-10-05', to: '2026-10-11' },
      notes: ['The vendor answered for 2026-10-05 to 2026-10-11, not for 2026-10-01 to 2026-10-31 as asked.'],
    });
  });

  it('of no days at all is noted beside any other window', () => {
    const empty = { segments: [segment('2026-09-01', '2026-09-30', 0, [], 'timed_profile')] };
    expect(readAudience(empty, OCTOBER, CLOCK).notes).toEqual([
      'The vendor answered for 2026-09-01 to 2026-09-30, not for 2026-10-01 to 2026-10-31 as asked.',
      'No audience data for this video in this period yet.',
    ]);
  });
});
