import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { countOf } from '../../../src/metrics/figures.ts';
import { joinRows } from '../../../src/metrics/join-rows.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { money } from '../../support/month-reply.ts';
import { list, OCTOBER, reading, row } from '../../support/row-lists.ts';

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
    expect([withOwnDates(joined).isWhole, joined.verdict, joined.answered]).toEqual([false, 'same', OCTOBER]);
    const short = reading([list('2026-10-01', '2026-10-30', [row('2', 2)])]);
    expect(withOwnDates(joinRows(first, short)).rows.map(({ id }) => id)).toEqual(['1']);
    expect(notesOf(joinRows(page('2026-10-01', [row(undefined, 1)], {}), other))).toEqual([
      'One row without an id was left out.',
      'A later page covers 2026-10-05 to 2026-10-31 and is left out.',
    ]);
  });

  it('are in the currency of all of them', () => {
    const sold = (id: string, currency: string) => ({ ...row(id, 1), gmv: money('1', currency) });
    const joined = joinRows(
      page('2026-10-01', [sold('1', 'USD')], { has_more: true }),
      page('2026-10-01', [sold('2', 'EUR')], {}),
    );
    expect(withOwnDates(joined).denomination).toEqual({ currency: undefined, mixed: ['EUR', 'USD'] });
  });

  it('say of a caveat that several have it', () => {
    const nameless = (pagination: JsonObject) => page('2026-10-01', [row(undefined, 1)], pagination);
    expect(notesOf(joinRows(nameless({ has_more: true }), nameless({})))).toEqual([
      'On several pages: One row without an id was left out.',
    ]);
  });
});

describe('the end of a list', () => {
  const two = (pagination: JsonObject, page: number) =>
    reading([list('2026-10-01', '2026-10-31', [row('1', 1), row('2', 2)], pagination)], page);
  const SHORT = 'The vendor counts 3 rows but sent only 2, and no further page.';

  it.each([
    [{}, 0, [true, true, []]],
    [{ total: 2 }, 0, [true, true, []]],
    [{ total: 1 }, 0, [true, true, []]],
    [{ total: 3 }, 0, [false, true, [SHORT]]],
    [{ total: 3, has_more: true }, 0, [false, true, []]],
    [{ total: 2, has_more: true }, 0, [false, true, []]],
    [{ total: 2 }, 1, [false, false, []]],
    [{ total: 3 }, 1, [false, false, []]],
  ])('is known from the first page on: two rows and %j on page %i', (pagination, page, expected) => {
    const list = two(pagination, page);
    const { isWhole, isFromStart } = withOwnDates(list);
    expect([isWhole, isFromStart, notesOf(list)]).toEqual(expected);
  });

  it('is that of all pages together', () => {
    const third = (pagination: JsonObject) =>
      reading([list('2026-10-01', '2026-10-31', [row('3', 3)], pagination)], 1);
    const ends = (total: number, page = 0) => {
      const joined = joinRows(two({ total: 9, has_more: true }, page), third({ total }));
      const { isWhole, isFromStart } = withOwnDates(joined);
      return [isWhole, isFromStart, notesOf(joined)];
    };
    expect(ends(3)).toEqual([true, true, []]);
    expect(ends(4)).toEqual([
      false,
      true,
      ['The vendor counts 4 rows but sent only 3, and no further page.'],
    ]);
    expect(ends(3, 1)).toEqual([false, false, []]);
  });
});
