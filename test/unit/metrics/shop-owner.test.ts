import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../../src/json.ts';
import { shopOwnerNotes } from '../../../src/metrics/notes.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';
import { readRows } from '../../../src/metrics/rows.ts';
import { PRODUCT_ROW } from '../../../src/metrics/vocabulary.ts';
import { readId } from '../../../src/untrusted-text.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

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
      (row) => readId(at(row, 'product', 'id')),
      { period: { from: '2026-10-01', to: '2026-10-31' } },
      { now: new Date('2026-11-22T12:00:00Z'), offset: 0 },
    );
    return shopOwnerNotes(withOwnDates(list).rows);
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
