import type { JsonObject } from '../json.ts';
import { type AskedBuckets, bucketsAbout, readAskedSegments } from './asked-buckets.ts';
import { type DateRange, daysIn, type IsoDate, rangeOfAll, span, utcOffsetText } from './calendar.ts';
import { type Denomination, denominationOf, writeFigures } from './denomination.ts';
import {
  type Figures,
  figuresOf,
  hasFigures,
  hasReadableFigure,
  pickFigures,
  readFigures,
  type UnreadableValue,
  unreadableNotes,
} from './figures.ts';
import {
  conflictNotes,
  gapNotes,
  impossibleNotes,
  lengthNotes,
  mixedNotes,
  segmentNotes,
  shortMetricNotes,
} from './notes.ts';
import {
  type Asked,
  type Clock,
  isMatching,
  isSparse,
  type Reading,
  readingOf,
  verdictOf,
} from './reading.ts';
import type { Bucket, Segments } from './segments.ts';
import { daysUntil, dueDaysUntil, isForOnePart, isOnAllDays, mergeFigures, totalsOf } from './sums.ts';
import { tile } from './tiling.ts';
import { requireKnownFigures } from './unknown-figures.ts';
import type { FigureName, MetricTable } from './vocabulary.ts';

/** The days that a result covers, as results have them. */
export interface Window extends DateRange {
  readonly utc_offset: string;
  readonly days_with_data: number;
  readonly last_day_with_data: IsoDate | null;
  /** The window has ended and its last day has data. */
  readonly complete: boolean;
}

/** The figures of one day, or of a longer stretch if there are no daily figures. */
export interface Stretch<T extends MetricTable> extends DateRange {
  /** 1 for a day. */
  readonly days: number;
  readonly figures: Figures<T>;
}

/** Figures over time, each day counted once. */
export interface Series<T extends MetricTable> {
  readonly table: T;
  readonly window: Window;
  readonly denomination: Denomination;
  readonly creatorId: string | undefined;
  /** Days with data in date order; longer stretches if the reply has no daily figures. */
  readonly days: readonly Stretch<T>[];
  readonly isDaily: boolean;
  readonly totals: Figures<T>;
  /** Days behind each total. */
  readonly coverage: Coverage;
  readonly offset: number;
  /** Today where the account is, when the reply was read. */
  readonly today: IsoDate;
}

/**
 * The days of a series that are over: today's figures so far are in the totals, but are not compared with a whole day.
 */
export const finishedDays = <T extends MetricTable>({ days, today }: Series<T>): readonly Stretch<T>[] =>
  days.filter(({ to }) => to < today);

/** Days that have a figure, by its name. */
type Coverage = ReadonlyMap<FigureName, number>;

/**
 * Reads a `timed_stats` reply through the gate: which days it is about, which figure has a value for how many of them,
 * and what could not be read.
 * @throws ApiError `mismatch` for figures of another video, product or of several creators; `shape` without readable dates
 */
export function readSeries<T extends MetricTable>(
  payload: JsonObject,
  table: T,
  asked: Asked,
  clock: Clock,
): Reading<Series<T>> {
  const { segments, today } = readAskedSegments(payload, 'timed_stats', asked, clock);
  const about = bucketsAbout(segments, asked.period, (bucket) => isFilled(bucket, table, today));
  return seriesOf(segments, about, table, asked.period, today);
}

/** Whether a bucket has a figure and its days have begun. */
const isFilled = ({ from, stats }: Bucket, table: MetricTable, today: IsoDate): boolean =>
  from <= today && stats.some((one) => hasReadableFigure(one, table));

function seriesOf<T extends MetricTable>(
  segments: Segments,
  about: AskedBuckets,
  table: T,
  asked: DateRange | undefined,
  today: IsoDate,
): Reading<Series<T>> {
  const { read, unreadable } = readStretches(about.buckets, table, today);
  const { kept, conflicts } = onePerStretch(
    read.filter(({ figures }) => hasFigures(figures)),
    table,
  );
  const daily = kept.filter(({ days }) => days === 1);
  const isDaily = daily.length > 0 || !read.some(({ days }) => days > 1);
  const weightOf = dueDaysUntil(today, daily.at(-1)?.to);
  const tiles = tile(kept, weightOf);
  const { byName, impossible } = totalsOf(kept, tiles, table, weightOf, today);
  const totals = figuresOf(table, (name) => byName.get(name)?.value);
  const coverage = new Map([...byName].map(([name, { days }]) => [name, days]));
  const daysWithData = Math.max(daysUntil(tiles, today), ...coverage.values());
  const lastTo = tiles.at(-1)?.to;
  const last = lastTo === undefined || lastTo <= today ? lastTo : today;
  const claimed = about.answered ?? rangeOfAll(kept) ?? rangeOfAll(read);
  const outer = verdictOf(claimed, asked, last, today);
  const isFew = (outer === 'same' || outer === 'partial') && isSparse(daysWithData, asked, today);
  const answered = isFew ? rangeOfAll(tiles) : claimed;
  const range = answered ?? asked ?? { from: today, to: today };
  const denomination = denominationOf(kept.map(({ figures }) => figures));
  const window: Window = {
    from: range.from,
    to: range.to,
    utc_offset: utcOffsetText(segments.offset),
    days_with_data: daysWithData,
    last_day_with_data: last ?? null,
    complete: range.to < today && last === range.to,
  };
  const days = isDaily ? daily : tiles;
  const series: Series<T> = {
    table,
    window,
    denomination,
    creatorId: segments.creatorIds[0],
    days,
    isDaily,
    totals,
    coverage,
    offset: segments.offset,
    today,
  };
  const daysDue = daysIn({ ...range, from: tiles[0]?.from ?? range.from });
  const doubts = [...conflicts, ...impossible, ...unreadable, ...denomination.mixed];
  const isWhole = isOnAllDays(coverage, daysDue) && doubts.length === 0;
  const notes = [
    ...lengthNotes(
      days,
      isDaily,
      [...byName].some(
        ([name, { stretches }]) =>
          !isForOnePart(name, table[name] ?? {}) && stretches.some((stretch) => stretch.days > 1),
      ),
    ),
    ...gapNotes(window, tiles, today),
    ...shortMetricNotes(coverage, daysWithData),
    ...conflicts,
    ...impossibleNotes(impossible),
    ...unreadableNotes(unreadable),
    ...mixedNotes(totals, denomination),
    ...segmentNotes(segments),
  ];
  return readingOf(series, isFew ? 'narrower' : outer, {
    asked,
    answered,
    notes,
    isComplete: window.complete && daysWithData >= daysDue && isWhole,
    fewDays: isFew ? daysWithData : undefined,
    coverage: Object.fromEntries(coverage),
  });
}

/** The figures of each bucket; figures of days that have not begun are placeholders. */
function readStretches<T extends MetricTable>(buckets: readonly Bucket[], table: T, today: IsoDate) {
  const unreadable: UnreadableValue[] = [];
  const begun = buckets.filter(({ from }) => from <= today);
  const read = begun.flatMap(({ from, to, days, stats }) =>
    (stats.length > 0 ? stats : [{}]).map((one): Stretch<T> => {
      const reading = readFigures(one, table);
      unreadable.push(...reading.unreadable);
      return { from, to, days, figures: reading.figures };
    }),
  );
  requireKnownFigures(begun, table);
  return { read, unreadable };
}

/**
 * One stretch for the same days: each figure from the stretch with the most figures that has it; different values, and
 * parts that do not add up to their whole, are reported.
 */
function onePerStretch<T extends MetricTable>(stretches: readonly Stretch<T>[], table: T) {
  const byDays = new Map<
    string,
    { readonly days: DateRange & { readonly days: number }; readonly sets: Figures<T>[] }
  >();
  for (const { figures, ...days } of stretches) {
    const key = `${days.from} ${days.to}`;
    const same = byDays.get(key);
    if (same === undefined) byDays.set(key, { days, sets: [figures] });
    else same.sets.push(figures);
  }
  const different = new Set<string>();
  const inOrder = [...byDays].sort(([a], [b]) => (a < b ? -1 : 1));
  const kept = inOrder.map(([, { days, sets }]): Stretch<T> => {
    const { figures, isDifferent } = mergeFigures(sets, table);
    if (isDifferent) different.add(span(days));
    return { ...days, figures };
  });
  const conflicts =
    different.size === 0
      ? []
      : [
          `The reply has two different sets of figures for ${[...different].sort().join(', ')}; one of them is used.`,
        ];
  return { kept, conflicts: [...conflicts, ...conflictNotes(kept, table)] };
}

/** The days with data as results have them; a stretch longer than a day has its last day as `to`. */
export const writeDays = <T extends MetricTable>(
  days: readonly Stretch<MetricTable>[],
  table: T,
  denomination: Denomination,
) =>
  days.map(({ from, to, days: length, figures }) => ({
    date: from,
    ...(length > 1 ? { to } : {}),
    ...writeFigures(pickFigures(figures, table), denomination),
  }));

/** Whether a reply is about the requested days and has data on none: then what they brought is unknown, not zero. */
export const isUnreported = (reading: Reading<Series<MetricTable>> | undefined): boolean =>
  isMatching(reading) && reading.value.window.last_day_with_data === null;

/** The parts that every result over time has. */
export const writeSeries = <T extends MetricTable>(series: Series<T>) => ({
  window: series.window,
  currency: series.denomination.currency,
  creator_id: series.creatorId,
  totals: writeFigures(series.totals, series.denomination),
  days: writeDays(series.days, series.table, series.denomination),
});
