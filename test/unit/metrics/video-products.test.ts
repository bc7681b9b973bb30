import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { readVideoProducts } from '../../../src/metrics/video-products.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const A = '7000000000000000001';
const B = '7000000000000000002';
const P = '1700000000000000001';

const readAll = (payload: JsonObject, itemIds: readonly string[]) => {
  const reading = readVideoProducts(payload, itemIds, { period: OCTOBER }, CLOCK);
  return { ...withOwnDates(reading), verdict: reading.verdict, notes: notesOf(reading) };
};

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
  return readAll({ segments: [around], ...(at === 'payload' ? holder : {}) }, [A, B]);
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

describe('the window of products', () => {
  it('is the one of the reply, with a note where it is another than asked', () => {
    const named = (from: string, to: string) =>
      readAll(
        { segments: [{ timed_lists: [{ ...bucket(from, to, 0, []), videoToProductsMap: entry(A) }] }] },
        [A],
      );
    expect(named('2026-10-01', '2026-10-31').notes).toEqual([]);
    expect(named('2026-11-14', '2026-11-20')).toMatchObject({
      window: { from: '2026-11-14', to: '2026-11-20', complete: true },
      notes: ['The vendor returned 2026-11-14 to 2026-11-20, not 2026-10-01 to 2026-10-31 as requested.'],
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
  it('has its own figures once, and says where the reply has two sets of them', () => {
    const twice = [
      { item_id: A, products: [{ id: P }], stats: [{ product: { id: P }, item_sold_cnt: 3 }] },
      { item_id: A, products: [{ id: P }], stats: [{ product: { id: P }, item_sold_cnt: 99 }] },
      { item_id: B, products: [{ id: P }], stats: [{ product: { id: '1' }, item_sold_cnt: 5 }] },
    ];
    const { products, notes } = read(twice);
    expect(notes).toEqual([
      `The reply has different figures for the same video and product (${P}); one of them is used.`,
    ]);
    expect(products.map(({ video_id, ...rest }) => [video_id, rest])).toEqual([
      [A, { product_id: P, items_sold: 3 }],
      [B, { product_id: P }],
      // Named by its figures alone.
      [B, { product_id: '1', items_sold: 5 }],
    ]);
  });
});

describe('a video that the filters of a reply do not name', () => {
  const about = (item_ids: readonly string[]) =>
    readAll(
      { segments: [{ ...segment('2026-10-01', '2026-10-31', 0, [], 'timed_lists'), filter: { item_ids } }] },
      [A, B],
    );

  it('is not said to be without products', () => {
    expect(about([A, B])).toMatchObject({ without_products: [A, B], notes: [] });
    expect(about([A])).toMatchObject({
      without_products: [A],
      notes: [`The reply does not cover ${B}: its products are unknown.`],
    });
  });
});
