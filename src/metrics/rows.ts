import { at, type JsonObject, jsonObjects, readBoolean, readCount } from '../json.ts';
import { type AddedFigures, addRowFigures } from './add-rows.ts';
import { readAskedSegments, stretchesAbout } from './asked-buckets.ts';
import { utcOffsetText } from './calendar.ts';
import { type Denomination, denominationOf, type WrittenFigures, writeFigures } from './denomination.ts';
import {
  type AnyFigures,
  type Figures,
  readFigures,
  type UnreadableValue,
  unreadableNotes,
} from './figures.ts';
import { mergedNotes, missingDaysNotes, segmentNotes, skippedNotes } from './notes.ts';
import { type Asked, type Clock, type Reading, readingOf, verdictOfList } from './reading.ts';
import type { Bucket } from './segments.ts';
import type { Window } from './series.ts';
import { isInAllRows, mergeFigures, sumFigures } from './sums.ts';
import type { FigureName, MetricTable } from './vocabulary.ts';

/** The days that a list covers; its rows are sums over all of them, so nothing can be said about single days. */
export type ListWindow = Omit<Window, 'days_with_data' | 'last_day_with_data'>;

/** A row of a list: its own object, for names and ids, and its figures. */
export interface Row<T extends MetricTable> extends AddedFigures<T> {
  readonly id: string;
  readonly source: JsonObject;
}

/** The rows of a `timed_lists` reply, one per id. */
export interface Rows<T extends MetricTable> {
  readonly rows: readonly Row<T>[];
  readonly window: ListWindow;
  readonly denomination: Denomination;
  readonly creatorId: string | undefined;
  /** Distinct rows on all pages, as the vendor counts them. */
  readonly total: number | undefined;
  /** The next page to request; undefined on the last. */
  readonly nextPage: number | undefined;
  /** Whether the first page is among those that were read. */
  readonly isFromStart: boolean;
  /** Whether every row is here: from the first page on, no further one, and as many as the vendor counts. */
  readonly isWhole: boolean;
  /** Seconds east of UTC. */
  readonly offset: number;
}

/** What was requested of a list, beside its days. */
export interface AskedList extends Asked {
  /** The page that was requested. */
  readonly page?: number | undefined;
  /** Whether the rows are about other creators. */
  readonly isAboutOthers?: true;
  /** The value by which rows should be sorted, largest first. */
  readonly sortedBy?: ((row: AnyFigures, source: JsonObject) => number | undefined) | undefined;
}

/**
 * Reads a `timed_lists` reply through the gate. A row that recurs in stretches that follow each other is added up; of
 * stretches that overlap, the finest that cover the most days count (upstream-api.md 7.4, 7.18).
 * @param idOf finds a row's id; a row without one is counted and left out
 * @throws ApiError `mismatch` for rows of several creators; `shape` without readable dates
 */
export function readRows<T extends MetricTable>(
  payload: JsonObject,
  table: T,
  idOf: (row: JsonObject) => string | undefined,
  asked: AskedList,
  clock: Clock,
): Reading<Rows<T>> {
  const ownStats = asked.isAboutOthers === true ? [] : undefined;
  const { segments, today } = readAskedSegments(payload, 'timed_lists', asked, clock, ownStats);
  const { buckets: chosen, answered, missingDays } = stretchesAbout(segments, asked.period);
  const collected = collectRows(chosen, table, idOf);
  const { rows, unreadable } = collected;
  const { sortedBy } = asked;
  const isMerged = new Set(chosen.map(({ from }) => from)).size > 1;
  let isOtherOrder = false;
  if (sortedBy !== undefined) {
    const value = (row: Row<T>): number => sortedBy(row.figures, row.source) ?? Number.NEGATIVE_INFINITY;
    isOtherOrder = rows.some((row, index) => {
      const before = rows[index - 1];
      return before !== undefined && value(before) < value(row);
    });
    // Sums are in another order than their parts.
    if (isMerged) rows.sort((a, b) => value(b) - value(a) || 0);
  }
  const { total, nextPage } = readPagination(payload, asked.page ?? 0);
  const isFromStart = (asked.page ?? 0) === 0;
  const end = endOfRows({ rows, total, nextPage, isFromStart });
  const notes = [
    ...(isOtherOrder && !isMerged ? ['The vendor sent the rows in a different order than requested.'] : []),
    ...(isMerged ? mergedNotes(table) : []),
    ...missingDaysNotes(missingDays),
    ...skippedNotes(collected),
    ...unreadableNotes(unreadable),
    ...segmentNotes(segments),
    ...end.notes,
  ];
  const range = answered ?? asked.period ?? { from: today, to: today };
  const figures = rows.map((row) => row.figures);
  const denomination = denominationOf(figures);
  const list: Rows<T> = {
    rows,
    window: {
      from: range.from,
      to: range.to,
      utc_offset: utcOffsetText(segments.offset),
      complete: range.to < today,
    },
    denomination,
    creatorId: segments.creatorIds[0],
    offset: segments.offset,
    total,
    nextPage,
    isFromStart,
    isWhole: end.isWhole,
  };
  const verdict = verdictOfList(answered, asked.period, missingDays, today);
  const { withoutId, different, short } = collected;
  const skipped = unreadable.length + withoutId + different.length + short.size;
  const isWhole = isInAllRows(figures, table) && skipped + denomination.mixed.length + end.notes.length === 0;
  return readingOf(list, verdict, {
    asked: asked.period,
    answered,
    notes,
    isComplete: range.to < today && isWhole,
  });
}

/** The rows of some stretches, added up by id in the order of their first appearance. */
function collectRows<T extends MetricTable>(
  stretches: readonly Bucket[],
  table: T,
  idOf: (row: JsonObject) => string | undefined,
) {
  const byId = new Map<string, { readonly source: JsonObject; readonly parts: Map<string, Figures<T>[]> }>();
  const unreadable: UnreadableValue[] = [];
  let withoutId = 0;
  for (const { from, stats } of stretches) {
    for (const source of stats) {
      const id = idOf(source);
      if (id === undefined) {
        withoutId += 1;
        continue;
      }
      const reading = readFigures(source, table);
      unreadable.push(...reading.unreadable);
      const known = byId.get(id) ?? { source, parts: new Map<string, Figures<T>[]>() };
      byId.set(id, known);
      known.parts.set(from, [...(known.parts.get(from) ?? []), reading.figures]);
    }
  }
  const different: string[] = [];
  /** Rows whose sum of a figure leaves stretches out. */
  const short = new Map<FigureName, number>();
  const rows = [...byId].map(([id, { source, parts }]): Row<T> => {
    const merged = [...parts.values()].map((same) => mergeFigures(same, table));
    if (merged.some(({ isDifferent }) => isDifferent)) different.push(id);
    const added = addRowFigures(
      merged.map(({ figures }) => ({ figures, partial: new Set<FigureName>() })),
      table,
    );
    for (const name of added.partial) short.set(name, (short.get(name) ?? 0) + 1);
    return { id, source, ...added };
  });
  return { rows, unreadable, withoutId, different, short };
}

/** Whether rows are all of a list, and what to say where it ends before the vendor's count of it. */
export function endOfRows<T extends MetricTable>({
  rows,
  total,
  nextPage,
  isFromStart,
}: Pick<Rows<T>, 'rows' | 'total' | 'nextPage' | 'isFromStart'>): {
  readonly isWhole: boolean;
  readonly notes: readonly string[];
} {
  const isEnd = isFromStart && nextPage === undefined;
  const isShort = total !== undefined && rows.length < total;
  return {
    isWhole: isEnd && !isShort,
    notes:
      isEnd && isShort
        ? [`The vendor counts ${total} rows but sent only ${rows.length}, and no further page.`]
        : [],
  };
}

function readPagination(
  payload: JsonObject,
  page: number,
): { readonly total: number | undefined; readonly nextPage: number | undefined } {
  const paginations = jsonObjects(at(payload, 'segments')).map((segment) =>
    at(segment, 'list_control', 'next_pagination'),
  );
  const totals = paginations
    .map((pagination) => readCount(at(pagination, 'total')))
    .filter((total) => total !== undefined);
  const more = paginations.find((pagination) => readBoolean(at(pagination, 'has_more')) === true);
  return {
    total: totals.length > 0 ? Math.max(...totals) : undefined,
    // A reply that says there are more pages without naming the next one means the page after this.
    nextPage: more === undefined ? undefined : (readCount(at(more, 'next_page')) ?? page + 1),
  };
}

/** The sums of the rows of a list; rates over rows are weighted by views. */
export const writeTotals = <T extends MetricTable>(
  rows: readonly Row<T>[],
  table: T,
  denomination: Denomination,
): WrittenFigures<T> =>
  writeFigures(
    sumFigures(
      rows.map(({ figures }) => figures),
      table,
    ),
    denomination,
  );
