import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, type JsonObject, readBoolean, readCount } from '../../src/json.ts';
import { type AnyFigures, countOf } from '../../src/metrics/figures.ts';
import { notesOf, withOwnDates } from '../../src/metrics/reading.ts';
import { readRows } from '../../src/metrics/rows.ts';
import { type MetricTable, PRODUCT_ROW, RELATED_ROW, VIDEO_ROW } from '../../src/metrics/vocabulary.ts';
import { readId } from '../../src/untrusted-text.ts';
import { arrive } from '../support/reply-lab/arrive.ts';
import { CASES, CASES_TIMEOUT_MS } from '../support/reply-lab/cases.ts';
import { datesOf } from '../support/reply-lab/days.ts';
import { clockOf, frames } from '../support/reply-lab/layout.ts';
import { type RowsAnswer, rowAnswers } from '../support/reply-lab/rows-model.ts';
import {
  ROWS_ENDPOINTS,
  type RowsEndpoint,
  type RowsStory,
  rowsStories,
  writeRows,
} from '../support/reply-lab/rows-story.ts';

/** Figures as the reference writes them: money in cents. */
const plain = (figures: AnyFigures): Record<string, number> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : (value.get('BRL')?.times(100).toNumber() ?? 0),
    ]),
  );

const isSame = (one: Record<string, number>, other: Readonly<Record<string, number>> | undefined): boolean =>
  other !== undefined &&
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => Math.abs(value - (other[name] ?? Number.NaN)) < 1e-9);

function check(
  story: RowsStory,
  endpoint: RowsEndpoint,
  table: MetricTable,
  idOf: (row: JsonObject) => string | undefined,
): void {
  const { frame } = story;
  const reading = readRows(
    arrive(writeRows(story, endpoint)),
    table,
    idOf,
    {
      period: frame.asked && datesOf(frame.asked),
      page: story.page,
      sortedBy: (figures) => countOf(figures, 'items_sold'),
    },
    clockOf(frame),
  );
  const list = withOwnDates(reading);
  const notes = notesOf(reading).join('\n');
  const shown = new Map(list.rows.map(({ id, figures }) => [id, plain(figures)]));
  expect(shown.size).toBe(list.rows.length);
  const isRight = ({ rows, verdict, answered }: RowsAnswer): boolean =>
    verdict === reading.verdict &&
    JSON.stringify(answered && datesOf(answered)) === JSON.stringify(reading.answered) &&
    rows.size === shown.size &&
    [...shown].every(([id, figures]) => isSame(figures, rows.get(id)));
  const answers = rowAnswers(story, endpoint);
  const answer = answers.find(isRight);
  if (answer === undefined) {
    expect(
      { verdict: reading.verdict, answered: reading.answered, rows: Object.fromEntries(shown) },
      notes,
    ).toEqual(
      answers.map(({ verdict, answered, rows }) => ({
        verdict,
        answered: answered && datesOf(answered),
        rows: Object.fromEntries(rows),
      }))[0],
    );
    throw new Error('no answer of the reference');
  }
  if (answer.nameless > 0)
    expect(notes).toContain(
      answer.nameless === 1 ? 'One row without an id' : `${answer.nameless} rows without an id`,
    );
  else expect(notes).not.toContain('without an id');
  for (const name of answer.short)
    expect(notes).toMatch(new RegExp(`^${name} of .* in some stretches only`, 'm'));
  expect(notes.includes('added up')).toBe(answer.isMerged);
  expect(notes.includes('leaves out')).toBe(answer.missingDays > 0 || answer.short.size > 0);
  const sold = list.rows.map(({ figures }) => countOf(figures, 'items_sold') ?? Number.NEGATIVE_INFINITY);
  const isSorted = sold.every((value, index) => index === 0 || value <= (sold[index - 1] ?? 0));
  expect(notes.includes('a different order')).toBe(!isSorted);
  if (answer.isMerged) expect(isSorted).toBe(true);
  const { has_more, next_page, total } = story.next;
  const isMore = story.layers.length > 0 && readBoolean(has_more) === true;
  expect(list.nextPage).toBe(isMore ? (readCount(next_page) ?? story.page + 1) : undefined);
  expect(list.total).toBe(story.layers.length > 0 ? readCount(total) : undefined);
}

describe('rows, against a reference that tries everything', { timeout: CASES_TIMEOUT_MS }, () => {
  it.each([
    [ROWS_ENDPOINTS.videos, VIDEO_ROW, ['video_meta', 'item_id']],
    [ROWS_ENDPOINTS.products, PRODUCT_ROW, ['product', 'id']],
    [ROWS_ENDPOINTS.related, RELATED_ROW, ['video', 'item_id']],
  ] as const)('$name', (endpoint, table, path) => {
    fc.assert(
      fc.property(rowsStories(frames), (story) =>
        check(story, endpoint, table, (row) => readId(at(row, ...path))),
      ),
      { numRuns: CASES },
    );
  });
});
