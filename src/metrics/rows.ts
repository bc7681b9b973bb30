import { at, type JsonObject, jsonObjects, readBoolean, readCount } from '../json.ts';
import { type Reading, readBuckets } from './buckets.ts';
import type { DateRange } from './calendar.ts';
import { type Denomination, denominationOf, type Figures, type Metrics, readFigures } from './figures.ts';
import { type Clock, type ListWindow, listWindowOf } from './window.ts';

/** A row of a list: its own object, for names and ids, and its figures. */
export interface Row {
  readonly id: string;
  readonly wire: JsonObject;
  readonly figures: Figures;
}

/** The rows of a `timed_lists` reply, one per id. */
export interface Rows {
  readonly rows: readonly Row[];
  readonly window: ListWindow;
  readonly denomination: Denomination;
  readonly creatorId: string | undefined;
  readonly notes: readonly string[];
  /** Distinct rows on all pages, as the vendor counts them. */
  readonly total: number | undefined;
  /** The page to ask for next; undefined on the last. */
  readonly nextPage: number | undefined;
  /** Seconds east of UTC. */
  readonly offset: number;
}

/**
 * Reads a `timed_lists` reply. A row recurs across segments: the one of the longest stretch stays (upstream-api.md 7.4).
 * @param idOf finds a row's id; what has none is no row
 * @param page the page that was asked for
 */
export function readRows(
  payload: JsonObject,
  metrics: Metrics,
  idOf: (row: JsonObject) => string | undefined,
  asked: DateRange,
  clock: Clock,
  page = 0,
): Rows {
  const reading = readBuckets(payload, 'timed_lists', clock.offset);
  const rows = new Map<string, Row>();
  for (const wire of rowsOf(reading)) {
    const id = idOf(wire);
    if (id !== undefined && !rows.has(id)) rows.set(id, { id, wire, figures: readFigures(wire, metrics) });
  }
  const list = [...rows.values()];
  const { window, notes } = listWindowOf(reading, asked, clock.now);
  return {
    rows: list,
    window,
    notes,
    denomination: denominationOf(list.map((row) => row.figures)),
    creatorId: reading.creatorId,
    offset: reading.offset,
    ...readPagination(payload, page),
  };
}

/** All rows, those of the longest stretch first. */
const rowsOf = (reading: Reading): readonly JsonObject[] =>
  [...reading.buckets].sort((a, b) => b.days - a.days).flatMap((bucket) => bucket.stats);

function readPagination(payload: JsonObject, page: number): Pick<Rows, 'total' | 'nextPage'> {
  const paginations = jsonObjects(at(payload, 'segments')).map((segment) =>
    at(segment, 'list_control', 'next_pagination'),
  );
  const totals = paginations
    .map((pagination) => readCount(at(pagination, 'total')))
    .filter((total) => total !== undefined);
  const more = paginations.find((pagination) => readBoolean(at(pagination, 'has_more')) === true);
  return {
    total: totals.length > 0 ? Math.max(...totals) : undefined,
    // A reply that promises more without naming the page means the one after this.
    nextPage: more === undefined ? undefined : (readCount(at(more, 'next_page')) ?? page + 1),
  };
}

/** Rows recur across pages: the first with an id stays, and so does every one without. */
export function onePerId<R>(rows: readonly R[], idOf: (row: R) => string | undefined): R[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const id = idOf(row);
    if (id === undefined) return true;
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
}

/**
 * Two pages of a list as one payload. Only the later page says whether there are more, so the earlier segments lose
 * their paging.
 */
export const joinSegments = <P extends { readonly segments: readonly JsonObject[] }>(
  earlier: P,
  later: P,
) => ({
  ...later,
  segments: [...earlier.segments.map(({ list_control, ...rest }) => rest), ...later.segments],
});
