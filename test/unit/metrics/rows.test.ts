import { describe, expect, it } from 'vitest';
import { at, type JsonObject } from '../../../src/json.ts';
import { countOf } from '../../../src/metrics/figures.ts';
import { joinRows } from '../../../src/metrics/join-rows.ts';
import { totalsNotes } from '../../../src/metrics/notes.ts';
import { isMatching, notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { readRows } from '../../../src/metrics/rows.ts';
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
const reading = (segments: readonly JsonObject[], page = 0) =>
  readRows({ segments }, VIDEO_ROW, videoId, { period: OCTOBER, page }, CLOCK);
const read = (segments: readonly JsonObject[], page = 0) => withOwnDates(reading(segments, page));
const notes = (...segments: readonly JsonObject[]) => notesOf(reading(segments));

describe('rows', () => {
  it('are one per id: of a row that recurs in stretches that overlap, that over the most days stays', () => {
    const day = list('2026-10-05', '2026-10-05', [row('1', 5), row('2', 6)]);
    const month = list('2026-10-01', '2026-10-31', [row('1', 100), row(undefined, 9)]);
    for (const order of [
      [day, month],
      [month, day],
    ]) {
      expect(read(order).rows.map(({ id, figures }) => [id, countOf(figures, 'views')])).toEqual([
        ['1', 100],
      ]);
      expect(notes(...order)).toEqual(['One row without an id left out.']);
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
    const october = reading([list('2026-10-01', '2026-10-31', [])]);
    expect(isMatching(october)).toBe(true);
    expect(withOwnDates(october).window).toMatchObject({ ...OCTOBER, complete: true });
    expect(notesOf(october)).toEqual([]);
    const november = reading([list('2026-11-14', '2026-11-22', [])]);
    expect(isMatching(november)).toBe(false);
    expect(november.verdict).toBe('elsewhere');
    expect(withOwnDates(november).window).toMatchObject({
      from: '2026-11-14',
      to: '2026-11-22',
      complete: false,
    });
    expect(notesOf(november)).toEqual([
      'The vendor returned 2026-11-14 to 2026-11-22, not 2026-10-01 to 2026-10-31 as requested.',
    ]);
    expect(reading([]).verdict).toBe('unknown');
    expect(read([]).window).toEqual({ ...OCTOBER, utc_offset: '+00:00', complete: true });
  });
});

describe('pages', () => {
  const page = (from: string, rows: readonly JsonObject[], pagination: JsonObject) =>
    reading([list(from, '2026-10-31', rows, pagination)]);

  it('make one list, in which the last page speaks of paging and a row that recurs counts once', () => {
    const first = page('2026-10-01', [row('1', 1)], { has_more: true, next_page: 1 });
    const last = page('2026-10-01', [row('2', 2), row('1', 3)], { has_more: false, total: 2 });
    const joined = joinRows(first, last);
    const { rows, nextPage, total } = withOwnDates(joined);
    expect(rows.map(({ id, figures }) => [id, countOf(figures, 'views')])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    expect([nextPage, total]).toEqual([undefined, 2]);
    expect([joined.verdict, joined.isComplete]).toEqual(['same', true]);
    const three = joinRows(joined, page('2026-10-01', [row('3', 3)], { has_more: true, next_page: 3 }));
    expect(withOwnDates(three).rows.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect([withOwnDates(three).nextPage, withOwnDates(three).total]).toEqual([3, 2]);
  });

  it('about other days are left out, and that is said', () => {
    const first = page('2026-10-01', [row('1', 1)], { has_more: true, next_page: 1 });
    const other = page('2026-10-05', [row('2', 2)], { has_more: true, next_page: 2 });
    const joined = joinRows(first, other);
    expect(withOwnDates(joined).rows.map(({ id }) => id)).toEqual(['1']);
    expect(withOwnDates(joined).nextPage).toBeUndefined();
    expect(notesOf(joined)).toEqual(['A later page covers 2026-10-05 to 2026-10-31 and is left out.']);
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

describe('sums over rows', () => {
  it('say how many rows a figure is missing in, unless in all or in none', () => {
    const { rows } = read([
      list('2026-10-01', '2026-10-31', [
        { ...row('1', 5), item_sold_cnt: 1 },
        { ...row('2', 6), item_sold_cnt: null },
      ]),
    ]);
    expect(totalsNotes(rows, VIDEO_ROW)).toEqual([
      'items_sold: a value in 1 of 2 rows; the total leaves out the others.',
    ]);
    expect(totalsNotes(rows.slice(0, 1), VIDEO_ROW)).toEqual([]);
  });
});
