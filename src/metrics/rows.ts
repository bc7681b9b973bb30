import { at, type JsonObject, jsonObjects, readBoolean, readCount } from '../json.ts';
import { clip, type DateRange, daysIn, rangeOver, span, utcOffsetText } from './calendar.ts';
import {
  type AnyFigures,
  type Denomination,
  denominationOf,
  type Figures,
  readFigures,
  sumFigures,
  type UnreadableValue,
  unreadableNotes,
  type WrittenFigures,
  writeFigures,
} from './figures.ts';
import { checkIdentity } from './identity.ts';
import {
  type Asked,
  type Clock,
  type Reading,
  readingOf,
  todayAt,
  verdictOf,
  withOwnDates,
} from './reading.ts';
import { type Bucket, readSegments, type Segments } from './segments.ts';
import type { Window } from './series.ts';
import { offsetNotes } from './series-notes.ts';
import { tile } from './tiling.ts';
import type { MetricTable } from './vocabulary.ts';

/** The days that a list covers; its rows are sums over all of them, so nothing can be said about single days. */
export type ListWindow = Omit<Window, 'days_with_data' | 'last_day_with_data'>;

/** A row of a list: its own object, for names and ids, and its figures. */
export interface Row<T extends MetricTable> {
  readonly id: string;
  readonly source: JsonObject;
  readonly figures: Figures<T>;
}

/** The rows of a `timed_lists` reply, one per id. */
export interface Rows<T extends MetricTable> {
  readonly rows: readonly Row<T>[];
  readonly window: ListWindow;
  readonly denomination: Denomination;
  readonly creatorId: string | undefined;
  /** Distinct rows on all pages, as the vendor counts them. */
  readonly total: number | undefined;
  /** The page to ask for next; undefined on the last. */
  readonly nextPage: number | undefined;
  /** Seconds east of UTC. */
  readonly offset: number;
}

/** What a list was asked for beside its days. */
export interface AskedList extends Asked {
  /** The page that was asked for. */
  readonly page?: number | undefined;
  /** Whether the rows are about other creators. */
  readonly isAboutOthers?: true;
  /** The value by which rows were to be sorted, largest first. */
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
  const segments = readSegments(payload, 'timed_lists', clock.offset);
  checkIdentity(
    segments,
    asked,
    asked.isAboutOthers === true ? [] : segments.buckets.flatMap(({ stats }) => stats),
  );
  const today = todayAt({ now: clock.now, offset: segments.offset });
  const chosen = stretchesAbout(segments, asked.period);
  const answered = rangeOfBuckets(chosen) ?? segments.claimed;
  const unreadable: UnreadableValue[] = [];
  const notes: string[] = [];
  const byId = new Map<string, { readonly source: JsonObject; readonly parts: Map<string, Figures<T>> }>();
  let withoutId = 0;
  const different = new Set<string>();
  for (const bucket of chosen) {
    for (const source of bucket.stats) {
      const id = idOf(source);
      if (id === undefined) {
        withoutId += 1;
        continue;
      }
      const reading = readFigures(source, table);
      const known = byId.get(id) ?? { source, parts: new Map<string, Figures<T>>() };
      byId.set(id, known);
      const before = known.parts.get(bucket.from);
      if (before === undefined) {
        known.parts.set(bucket.from, reading.figures);
        unreadable.push(...reading.unreadable);
      } else if (textOfFigures(before) !== textOfFigures(reading.figures)) different.add(id);
    }
  }
  const rows = [...byId].map(([id, { source, parts }]) => ({
    id,
    source,
    figures: sumFigures([...parts.values()], table),
  }));
  const { sortedBy } = asked;
  const isMerged = new Set(chosen.map(({ from }) => from)).size > 1;
  if (sortedBy !== undefined) {
    const value = (row: Row<T>): number => sortedBy(row.figures, row.source) ?? Number.NEGATIVE_INFINITY;
    const isSorted = rows.every((row, index) => {
      const before = rows[index - 1];
      return before === undefined || value(before) >= value(row);
    });
    if (isMerged) rows.sort((a, b) => value(b) - value(a) || 0);
    else if (!isSorted) notes.push('The vendor sent the rows in another order than asked for.');
  }
  if (isMerged) {
    notes.push(
      'Figures of several stretches are added up; rates over them are weighted by views, so approximate.',
    );
  }
  if (withoutId > 0)
    notes.push(`${withoutId === 1 ? 'One row' : `${withoutId} rows`} without an id left out.`);
  if (different.size > 0) {
    notes.push(
      `The reply has different figures for the same row (${[...different].slice(0, 3).join(', ')}${different.size > 3 ? ', …' : ''}); the first ones are used.`,
    );
  }
  notes.push(...unreadableNotes(unreadable), ...offsetNotes(segments));
  const range = answered ?? asked.period ?? { from: today, to: today };
  const list: Rows<T> = {
    rows,
    window: {
      from: range.from,
      to: range.to,
      utc_offset: utcOffsetText(segments.offset),
      complete: range.to < today,
    },
    denomination: denominationOf(rows.map(({ figures }) => figures)),
    creatorId: segments.creatorIds[0],
    offset: segments.offset,
    ...readPagination(payload, asked.page ?? 0),
  };
  const verdict = verdictOf(answered, asked.period, undefined, today);
  return readingOf(list, verdict, { asked: asked.period, answered, notes, isComplete: range.to < today });
}

/**
 * The stretches whose rows count. Those inside the asked days where they cover as much of them as any others do; one
 * stretch can arrive in several pieces, a page each.
 */
export function stretchesAbout({ buckets }: Segments, asked: DateRange | undefined): readonly Bucket[] {
  const tiles = tile(onePerRange(asked === undefined ? buckets : nearest(buckets, asked)));
  return buckets.filter((bucket) => tiles.some(({ from, to }) => from === bucket.from && to === bucket.to));
}

function nearest(buckets: readonly Bucket[], asked: DateRange): readonly Bucket[] {
  const inside = buckets.filter(({ from, to }) => from >= asked.from && to <= asked.to);
  const touching = buckets.filter((bucket) => clip(bucket, asked) !== undefined);
  const daysOf = (some: readonly Bucket[]): number =>
    tile(onePerRange(some)).reduce((sum, bucket) => {
      const part = clip(bucket, asked);
      return part === undefined ? sum : sum + daysIn(part);
    }, 0);
  if (inside.length > 0 && daysOf(inside) >= daysOf(touching)) return inside;
  return touching.length > 0 ? touching : buckets;
}

const onePerRange = (buckets: readonly Bucket[]): readonly Bucket[] => [
  ...new Map(buckets.map((bucket) => [`${bucket.from} ${bucket.to}`, bucket])).values(),
];

function rangeOfBuckets(buckets: readonly Bucket[]): DateRange | undefined {
  let range: DateRange | undefined;
  for (const bucket of buckets) range = rangeOver(range, bucket);
  return range;
}

const textOfFigures = (figures: AnyFigures): string =>
  JSON.stringify(
    Object.entries(figures).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );

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
    // A reply that promises more without naming the page means the one after this.
    nextPage: more === undefined ? undefined : (readCount(at(more, 'next_page')) ?? page + 1),
  };
}

/** The sums of what a list shows; rates over rows are weighted by views. */
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

/**
 * Two pages as one list. A page about other days than the one before is not joined; the note says so.
 */
export function joinRows<T extends MetricTable>(
  earlier: Reading<Rows<T>>,
  later: Reading<Rows<T>>,
): Reading<Rows<T>> {
  const before = withOwnDates(earlier);
  const after = withOwnDates(later);
  const facts = { asked: earlier.asked, answered: earlier.answered };
  const notes = [...new Set([...earlier.notes, ...later.notes])];
  if (before.window.from !== after.window.from || before.window.to !== after.window.to) {
    return readingOf({ ...before, nextPage: undefined }, earlier.verdict, {
      ...facts,
      notes: [...earlier.notes, `A later page covers ${span(after.window)} and is left out.`],
    });
  }
  const known = new Set(before.rows.map(({ id }) => id));
  const rows = [...before.rows, ...after.rows.filter(({ id }) => !known.has(id))];
  return readingOf(
    {
      ...after,
      rows,
      total: after.total ?? before.total,
      denomination: denominationOf(rows.map(({ figures }) => figures)),
    },
    earlier.verdict,
    { ...facts, notes },
  );
}
