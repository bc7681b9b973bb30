import { describe, expect, it } from 'vitest';
import { readAudience } from '../../src/analytics/audience.ts';
import { readShowcaseProduct, readVideoProducts } from '../../src/analytics/products.ts';
import type { Wire } from '../../src/wire.ts';
import { bucket, money, segment } from './wire-month.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const A = '7000000000000000001';
const B = '7000000000000000002';
const P = '1700000000000000001';

const entry = (item_id?: string): Wire => ({
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
    cover_url: 'https://img.invalid/1.webp',
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
      cover_url: 'https://img.invalid/1.webp',
      images: 2,
    });
  });

  it('passes on a code nobody has explained, and leaves out what is absent', () => {
    const { stock, review, commission_rate, labels, images } = readShowcaseProduct({
      stock_status: 3,
      review_status: 1,
    });
    expect({ stock, review, commission_rate, labels, images }).toEqual({
      stock: 'code 3',
      review: 'approved',
    });
  });
});

describe('the audience of a video', () => {
  const profile = (share: string): Wire => ({
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
