import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { countOf } from '../../../src/metrics/figures.ts';
import { totalsNotes } from '../../../src/metrics/notes.ts';
import { isMatching, notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { readRows, writeTotals } from '../../../src/metrics/rows.ts';
import { VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';
import { CLOCK, list, OCTOBER, reading, row, videoId } from '../../support/row-lists.ts';

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
      expect(notes(...order)).toEqual(['One row without an id was left out.']);
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
    expect(withOwnDates(readRows({ segments: [] }, VIDEO_ROW, videoId, {}, CLOCK)).window).toEqual({
      from: '2026-11-22',
      to: '2026-11-22',
      utc_offset: '+00:00',
      complete: false,
    });
    const until = (to: string) => reading([list('2026-11-01', to, [])]).isComplete;
    expect([until('2026-11-21'), until('2026-11-22')]).toEqual([true, false]);
  });
});

describe('rows of several stretches', () => {
  const stretch = (from: string, to: string, rows: readonly JsonObject[]) => list(from, to, rows);
  const first = (...rows: readonly JsonObject[]) => stretch('2026-10-01', '2026-10-15', rows);
  const second = (...rows: readonly JsonObject[]) => stretch('2026-10-16', '2026-10-31', rows);
  const ADDED =
    'Figures of several stretches are added up; rates over them are weighted by views, so approximate.';

  it('say so, and what the sums leave out', () => {
    const sold = (id: string, views: number) => ({ ...row(id, views), item_sold_cnt: 1 });
    expect(notes(first(row('1', 1)), second(row('1', 2)))).toEqual([ADDED]);
    expect(notes(first(sold('1', 1), sold('2', 1)), second(row('1', 2), row('2', 2)))).toEqual([
      ADDED,
      'items_sold of 2 rows has a value in some stretches only; the sum leaves out the others.',
    ]);
  });

  it('count twice the same row of one stretch once, and name those that differ', () => {
    const month = (...rows: readonly JsonObject[]) => stretch('2026-10-01', '2026-10-31', rows);
    const twice = (...ids: readonly string[]) => ids.flatMap((id) => [row(id, 1), row(id, 2)]);
    expect(notes(month(row('1', 1), row('1', 1)))).toEqual([]);
    const different = (ids: string) => [
      `The reply has different figures for the same row (${ids}); one of them is used.`,
    ];
    expect(notes(month(...twice('1', '2', '3')))).toEqual(different('1, 2, 3'));
    expect(notes(month(...twice('1', '2', '3', '4')))).toEqual(different('1, 2, 3, …'));
    expect(notes(month(row(undefined, 1), row(undefined, 2)))).toEqual([
      '2 rows without an id were left out.',
    ]);
    expect(notes(first(row('1', 7)), second(...twice('1')))).toEqual([ADDED, ...different('1')]);
  });

  it('come in the order of their sums', () => {
    const sorted = withOwnDates(
      readRows(
        { segments: [first(row('1', 5), row('2', 4)), second(row('2', 3), row('3', 9))] },
        VIDEO_ROW,
        videoId,
        { period: OCTOBER, sortedBy: (figures) => countOf(figures, 'views') },
        CLOCK,
      ),
    );
    expect(sorted.rows.map(({ id, figures }) => [id, countOf(figures, 'views')])).toEqual([
      ['3', 9],
      ['2', 7],
      ['1', 5],
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
    expect(writeTotals(rows, VIDEO_ROW, { currency: undefined, mixed: [] })).toEqual({
      views: 11,
      items_sold: 1,
    });
  });
});
