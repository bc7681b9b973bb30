import { addRowFigures } from './add-rows.ts';
import { addDays } from './calendar.ts';
import { denominationOf } from './denomination.ts';
import { isMatching, type Matching, type Reading, readingOf } from './reading.ts';
import type { Row, Rows } from './rows.ts';
import type { MetricTable } from './vocabulary.ts';

/**
 * The lists of months that follow each other as one list, its rows added up by id. If a month's list is about other
 * days, the lists cannot be added up, and only the latest is shown, under its own dates.
 * @param readings in date order
 * @returns undefined for no list
 */
export function joinMonthlyRows<T extends MetricTable>(
  readings: readonly Reading<Rows<T>>[],
  table: T,
): Reading<Rows<T>> | undefined {
  const latest = readings.at(-1);
  if (readings.length < 2) return latest;
  const matching = readings.filter((reading) => isMatching(reading));
  const [first] = matching;
  if (first === undefined || !isMatching(latest)) return latest;
  if (matching.length < readings.length || !followEachOther(matching)) return latest;
  const parts = new Map<string, { readonly row: Row<T>; readonly months: Row<T>[] }>();
  for (const row of matching.flatMap(({ value }) => value.rows)) {
    const known = parts.get(row.id) ?? { row, months: [] };
    known.months.push(row);
    parts.set(row.id, known);
  }
  const rows = [...parts.values()].map(({ row, months }) => ({ ...row, ...addRowFigures(months, table) }));
  const window = { ...latest.value.window, from: first.value.window.from };
  const nextPage = matching.flatMap(({ value }) => value.nextPage ?? [])[0];
  const value: Rows<T> = {
    ...latest.value,
    rows,
    window,
    nextPage,
    total: undefined,
    isFromStart: matching.every(({ value: list }) => list.isFromStart),
    isWhole: matching.every(({ value: list }) => list.isWhole),
    denomination: denominationOf(rows.map(({ figures }) => figures)),
  };
  return readingOf(value, latest.verdict, {
    asked: first.asked && latest.asked && { from: first.asked.from, to: latest.asked.to },
    answered: { from: window.from, to: window.to },
    isComplete: latest.isComplete,
    notes: [
      ...new Set(matching.flatMap(({ notes }) => notes)),
      ...(nextPage === undefined
        ? []
        : [
            'The first pages of several months are added up: a video counts with the months in which it is on one of them.',
          ]),
    ],
  });
}

/** Whether each list ends on the day before the next one begins. */
const followEachOther = (lists: readonly Matching<Rows<MetricTable>>[]): boolean =>
  lists.every(({ value }, index) => {
    const next = lists[index + 1];
    return next === undefined || addDays(value.window.to, 1) === next.value.window.from;
  });
