import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../../src/json.ts';
import { countOf } from '../../../src/metrics/figures.ts';
import { joinSegments, onePerId, readRows } from '../../../src/metrics/rows.ts';
import { VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';
import { readId } from '../../../src/untrusted-text.ts';
import { bucket, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const row = (item_id: string | undefined, views: number): JsonObject => ({
  video_meta: { item_id },
  vv_cnt: views,
});
const videoId = (wire: JsonObject) => readId(at(wire, 'video_meta', 'item_id'));
const list = (
  from: string,
  to: string,
  rows: readonly JsonObject[],
  pagination?: JsonObject,
): JsonObject => ({
  ...segment(from, to, 0, [bucket(from, to, 0, rows)], 'timed_lists'),
  ...(pagination ? { list_control: { next_pagination: pagination } } : {}),
});
const read = (segments: readonly JsonObject[], page = 0) =>
  readRows({ segments }, VIDEO_ROW, videoId, OCTOBER, CLOCK, page);

describe('rows', () => {
  it('are one per id: of a row that recurs, the one over the longest stretch stays', () => {
    const day = list('2026-10-05', '2026-10-05', [row('1', 5), row('2', 6)]);
    const month = list('2026-10-01', '2026-10-31', [row('1', 100), row(undefined, 9)]);
    for (const order of [
      [day, month],
      [month, day],
    ]) {
      expect(read(order).rows.map(({ id, figures }) => [id, countOf(figures, 'views')])).toEqual([
        ['1', 100],
        ['2', 6],
      ]);
    }
  });

  it('know the next page and the total', () => {
    const pages = (pagination: JsonObject) => {
      const { nextPage, total } = read([list('2026-10-01', '2026-10-31', [row('1', 1)], pagination)], 4);
      return [nextPage, total];
    };
    expect(pages({ has_more: true, next_page: 7, total: 23 })).toEqual([7, 23]);
    expect(pages({ has_more: true, total: '23' })).toEqual([5, 23]);
    expect(pages({ has_more: false, next_page: 4 })).toEqual([undefined, undefined]);
    expect(pages({})).toEqual([undefined, undefined]);
  });

  it('say what window they are about', () => {
    expect(read([list('2026-10-01', '2026-10-31', [])])).toMatchObject({
      window: { ...OCTOBER, complete: true },
      notes: [],
    });
    expect(read([list('2026-11-14', '2026-11-22', [])])).toMatchObject({
      window: { from: '2026-11-14', to: '2026-11-22', complete: false },
      notes: ['The vendor answered for 2026-11-14 to 2026-11-22, not for 2026-10-01 to 2026-10-31 as asked.'],
    });
    expect(read([]).window).toEqual({ ...OCTOBER, utc_offset: '+00:00', complete: true });
  });
});

describe('pages', () => {
  it('make one payload, in which only the last page speaks of paging', () => {
    const first = {
      segments: [list('2026-10-01', '2026-10-31', [row('1', 1)], { has_more: true, next_page: 1 })],
      first: true,
    };
    const last = {
      segments: [list('2026-10-01', '2026-10-31', [row('2', 2), row('1', 3)], { has_more: false, total: 2 })],
    };
    const merged = joinSegments(first, last);
    const { rows, nextPage, total } = readRows(merged, VIDEO_ROW, videoId, OCTOBER, CLOCK);
    expect(rows.map(({ id, figures }) => [id, countOf(figures, 'views')])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    expect([nextPage, total]).toEqual([undefined, 2]);
    expect(merged).not.toHaveProperty('first');
  });

  it('keep the first of each id, and all without one', () => {
    expect(onePerId(['a1', 'b1', 'a2', '-', '-'], (text) => (text === '-' ? undefined : text[0]))).toEqual([
      'a1',
      'b1',
      '-',
      '-',
    ]);
  });
});

describe('several segments', () => {
  it('have as many rows as the largest total says, and a next page where any promises one', () => {
    const one = (pagination: JsonObject) => list('2026-10-01', '2026-10-31', [row('1', 1)], pagination);
    const { total, nextPage } = read([
      one({ total: 12, has_more: false, next_page: 9 }),
      one({ total: 40, has_more: true, next_page: 2 }),
      one({ total: 7 }),
    ]);
    expect([total, nextPage]).toEqual([40, 2]);
  });
});

describe('three pages', () => {
  it('make one payload with the rows of all of them', () => {
    const [first, second, third] = [1, 2, 3].map((n) => ({ segments: [{ n, list_control: n }], request: n }));
    if (!first || !second || !third) throw new Error('three pages');
    expect(joinSegments(joinSegments(first, second), third)).toEqual({
      segments: [{ n: 1 }, { n: 2 }, { n: 3, list_control: 3 }],
      request: 3,
    });
  });
});
