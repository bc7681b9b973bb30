import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { readVideoProducts } from '../../../src/metrics/video-products.ts';
import { bucket, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

const read = (segments: readonly JsonObject[], ...itemIds: readonly string[]) =>
  readVideoProducts({ segments }, itemIds, { period: OCTOBER }, CLOCK);
const stretch = (from: string, to: string, map: unknown, ...rows: readonly JsonObject[]): JsonObject => ({
  ...bucket(`2026-${from}`, `2026-${to}`, 0, rows),
  videoToProductsMap: map,
});
const around = (...timed_lists: readonly JsonObject[]): JsonObject => ({ timed_lists });
const month = (...entries: readonly JsonObject[]): JsonObject => around(stretch('10-01', '10-31', entries));
const sold = (item_id: string, ...counts: readonly (readonly [product: string, count: number])[]) => ({
  item_id,
  stats: counts.map(([id, item_sold_cnt]) => ({ product: { id }, item_sold_cnt })),
});
const shown = (reading: ReturnType<typeof read>) =>
  withOwnDates(reading).products.map(({ video_id, product_id, items_sold }) => [
    video_id,
    product_id,
    items_sold,
  ]);

describe('videos that were not requested', () => {
  it.each([
    [['8'], 'a video that was not requested (8)'],
    [['8', '9'], '2 videos that were not requested (8, 9)'],
    [['6', '7', '8', '9'], '4 videos that were not requested (6, 7, 8)'],
  ])('are left out: %j', (others, words) => {
    const reading = read([month(sold('1', ['p', 3]), ...others.map((id) => sold(id, ['p', 5])))], '1');
    expect(shown(reading)).toEqual([['1', 'p', 3]]);
    expect(notesOf(reading)).toEqual([`Left out: products of ${words}.`]);
  });
});

describe('products in several stretches', () => {
  const first = (...entries: readonly JsonObject[]) => stretch('10-01', '10-15', entries);
  const second = (...entries: readonly JsonObject[]) => stretch('10-16', '10-31', entries);

  it('are added up, and that is said', () => {
    const reading = read([around(first(sold('1', ['p', 3], ['q', 1])), second(sold('1', ['p', 4])))], '1');
    expect(shown(reading)).toEqual([
      ['1', 'p', 7],
      ['1', 'q', 1],
    ]);
    expect(notesOf(reading)).toEqual(['Figures of several stretches are added up.']);
    expect(reading.verdict).toBe('same');
    // Each of them in one stretch: nothing is added up.
    const apart = read([around(first(sold('1', ['p', 3])), second(sold('1', ['q', 4])))], '1');
    expect(notesOf(apart)).toEqual([]);
  });

  it('are of the stretches that have any: an empty map is none', () => {
    const rows = around(
      stretch('10-01', '10-31', {}),
      stretch('10-05', '10-11', null, { videoToProductsMap: [sold('1', ['p', 3])] }, { other: 1 }),
    );
    const reading = read([rows], '1');
    expect([shown(reading), reading.verdict]).toEqual([[['1', 'p', 3]], 'narrower']);
    // Beside the buckets only while none of them has one.
    const both = read(
      [
        {
          ...around(stretch('10-01', '10-15', {}), second(sold('1', ['p', 3]))),
          videoToProductsMap: [sold('1', ['p', 9])],
        },
      ],
      '1',
    );
    expect(shown(both)).toEqual([['1', 'p', 3]]);
  });

  it('leave out days, and that is said', () => {
    const reading = read(
      [
        around(
          stretch('10-01', '10-10', [sold('1', ['p', 3])]),
          stretch('10-21', '10-31', [sold('1', ['p', 4])]),
        ),
      ],
      '1',
    );
    expect(reading.verdict).toBe('narrower');
    expect(notesOf(reading)).toContain('The reply leaves out 10 days between its first day and its last.');
  });
});

describe('the figures of products', () => {
  it('that differ are named, three at most', () => {
    const twice = ['p', 'q', 'r', 's'].flatMap((id) => [sold('1', [id, 1]), sold('1', [id, 2])]);
    expect(notesOf(read([month(...twice)], '1'))).toEqual([
      'The reply has different figures for the same video and product (p, q, r); one of them is used.',
    ]);
  });

  it('belong to the product with their id, listed or not; without one they belong to none', () => {
    const entry = {
      item_id: '1',
      products: [{ id: 'p', name: 'Lamp' }, { name: 'Nameless' }, { name: 'Another' }],
      stats: [
        { product: { id: 'p' }, item_sold_cnt: 3 },
        { product: {}, item_sold_cnt: 9 },
      ],
    };
    const reading = read([month(entry)], '1');
    expect(withOwnDates(reading).products.map(({ title, items_sold }) => [title, items_sold])).toEqual([
      ['Lamp', 3],
      ['Nameless', undefined],
      ['Another', undefined],
    ]);
  });
});

describe('the days of products', () => {
  it('are complete once they are over', () => {
    const until = (to: string) => {
      const reading = read([segment('2026-11-01', to, 0, [], 'timed_lists')], '1');
      return [withOwnDates(reading).window.complete, reading.isComplete];
    };
    expect([until('2026-11-21'), until('2026-11-22')]).toEqual([
      [true, true],
      [false, false],
    ]);
    const none = readVideoProducts({ segments: [] }, ['1'], {}, CLOCK);
    expect(withOwnDates(none).window).toMatchObject({
      from: '2026-11-22',
      to: '2026-11-22',
      complete: false,
    });
  });
});
