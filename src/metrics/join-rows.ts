import { span } from './calendar.ts';
import { denominationOf } from './denomination.ts';
import { joinNotes } from './part-notes.ts';
import { type Reading, readingOf, withOwnDates } from './reading.ts';
import { endOfRows, type Rows } from './rows.ts';
import type { MetricTable } from './vocabulary.ts';

/**
 * Two pages as one list. A page about other days than the one before is not joined; the note says so.
 */
export function joinRows<T extends MetricTable>(
  earlier: Reading<Rows<T>>,
  later: Reading<Rows<T>>,
): Reading<Rows<T>> {
  const before = withOwnDates(earlier);
  const after = withOwnDates(later);
  const { asked, answered, isComplete } = earlier;
  const facts = { asked, answered, isComplete };
  const notes = joinNotes(earlier.notes, later.notes);
  if (before.window.from !== after.window.from || before.window.to !== after.window.to) {
    return readingOf({ ...before, nextPage: undefined, isWhole: false }, earlier.verdict, {
      ...facts,
      notes: [...earlier.notes, `A later page covers ${span(after.window)} and is left out.`],
    });
  }
  const known = new Set(before.rows.map(({ id }) => id));
  const rows = [...before.rows, ...after.rows.filter(({ id }) => !known.has(id))];
  const total = after.total ?? before.total;
  const { isFromStart } = before;
  const { isWhole, notes: endNotes } = endOfRows({ rows, total, nextPage: after.nextPage, isFromStart });
  return readingOf(
    {
      ...after,
      rows,
      total,
      isFromStart,
      isWhole,
      denomination: denominationOf(rows.map(({ figures }) => figures)),
    },
    earlier.verdict,
    { ...facts, notes: [...notes, ...endNotes] },
  );
}
