import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { readSegments } from '../../../src/metrics/segments.ts';
import { requireKnownFigures } from '../../../src/metrics/unknown-figures.ts';
import { INSIGHTS, type MetricTable, VIDEO } from '../../../src/metrics/vocabulary.ts';
import { bucket, money } from '../../support/month-reply.ts';

describe('figures under unknown names', () => {
  const require = (stats: readonly JsonObject[], table: MetricTable = VIDEO) => {
    const timed_stats = stats.map((one) => bucket('2026-10-01', '2026-10-01', 0, one));
    const { buckets } = readSegments({ segments: [{ timed_stats }] }, 'timed_stats', 0);
    return () => requireKnownFigures(buckets, table);
  };

  it.each([
    [[{ items: 3 }]],
    [[{ items: '3' }]],
    [[{ turnover: money('3') }]],
    [[{ label: 'x', items: 3 }]],
    [[{ label: 'x' }, { items: 3 }]],
    // The vendor's names count, not ours.
    [[{ views: 3 }]],
  ])('are refused where there are no others: %j', (stats) => {
    expect(require(stats)).toThrow('The reply has figures, but none under a known name.');
  });

  it.each([
    [[]],
    [[{ vv_cnt: 3 }]],
    [[{ items: 3, vv_cnt: null }]],
    [[{ items: 3 }, { vv_cnt: 1 }]],
    [[{ creator_id: '7', item_id: 7, product_id: 8 }]],
    [[{ label: 'x', flag: true }]],
  ])('are no matter beside known ones, nor are ids and texts: %j', (stats) => {
    expect(require(stats)).not.toThrow();
  });

  it('are those that are computed, whatever a reply calls its own', () => {
    expect(require([{ other_revenue: 3 }], INSIGHTS)).toThrow('none under a known name');
  });
});
