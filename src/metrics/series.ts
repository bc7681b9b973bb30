import { at, type JsonObject, jsonObjects, readBoolean } from '../json.ts';
import { addDays, clip, type DateRange, daysIn, type IsoDate, rangeOver, utcOffsetText } from './calendar.ts';
import {
  type AnyFigures,
  type Denomination,
  denominationOf,
  type Figures,
  figuresOf,
  hasFigures,
  partsWith,
  pickFigures,
  readFigures,
  sumOf,
  type UnreadableValue,
  unreadableNotes,
  writeFigures,
} from './figures.ts';
import { checkIdentity } from './identity.ts';
import { type Asked, type Clock, LAG_DAYS, type Reading, readingOf, todayAt, verdictOf } from './reading.ts';
import { readSegments, type Segments } from './segments.ts';
import { conflictNotes, gapNotes, mixedNotes, offsetNotes, shortMetricNotes } from './series-notes.ts';
import { tile } from './tiling.ts';
import type { FigureName, MetricTable } from './vocabulary.ts';

/** The days that an answer covers, as results carry them. */
export interface Window extends DateRange {
  readonly utc_offset: string;
  readonly days_with_data: number;
  readonly last_day_with_data: IsoDate | null;
  /** The window has ended and its last day has data. */
  readonly complete: boolean;
}

/** The figures of one day, or of a longer stretch where there are no days. */
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
  /** Days with data in date order; stretches where the reply has no daily figures. */
  readonly days: readonly Stretch<T>[];
  readonly isDaily: boolean;
  readonly totals: Figures<T>;
  /** Days behind each total. */
  readonly coverage: Coverage;
  readonly offset: number;
}

/** Days that have a figure, by its name. */
export type Coverage = ReadonlyMap<FigureName, number>;

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
  const segments = readSegments(payload, 'timed_stats', clock.offset);
  checkIdentity(
    segments,
    asked,
    segments.buckets.flatMap(({ stats }) => stats),
  );
  const today = todayAt({ now: clock.now, offset: segments.offset });
  const about = bucketsAbout(segments, asked.period);
  return seriesOf({ segments, about, table, asked: asked.period, today });
}

interface Source<T extends MetricTable> {
  readonly segments: Segments;
  readonly about: ReturnType<typeof bucketsAbout>;
  readonly table: T;
  readonly asked: DateRange | undefined;
  readonly today: IsoDate;
}

/** The buckets that count: those inside the asked days, or, where there is none, all that the vendor sent instead. */
function bucketsAbout({ buckets, claimed }: Segments, asked: DateRange | undefined) {
  if (asked === undefined) return { buckets, answered: claimed };
  const inside = buckets.filter(({ from, to }) => from >= asked.from && to <= asked.to);
  if (inside.length > 0) {
    let answered: DateRange | undefined;
    for (const bucket of inside) {
      // A segment may claim two months; only the asked part of that is this answer's window.
      const window = bucket.claimed && clip(bucket.claimed, asked);
      for (const range of window ? [bucket, window] : [bucket]) answered = rangeOver(answered, range);
    }
    return { buckets: inside, answered };
  }
  const touching = buckets.filter((bucket) => clip(bucket, asked) !== undefined);
  const others = touching.length > 0 ? touching : buckets;
  if (others.length > 0) return { buckets: others, answered: undefined };
  return { buckets: [], answered: claimed && (clip(claimed, asked) ?? claimed) };
}

function seriesOf<T extends MetricTable>({
  segments,
  about,
  table,
  asked,
  today,
}: Source<T>): Reading<Series<T>> {
  const unreadable: UnreadableValue[] = [];
  const read = about.buckets
    // What a reply says of days that have not begun is a placeholder, not a figure.
    .filter(({ from }) => from <= today)
    .map((bucket) => {
      const reading = readFigures(bucket.stats[0] ?? {}, table);
      unreadable.push(...reading.unreadable);
      const { from, to, days } = bucket;
      return { from, to, days, figures: reading.figures };
    });
  const filled = read.filter(({ figures }) => hasFigures(figures));
  const { kept, conflicts } = onePerStretch(filled);
  const daily = kept.filter(({ days }) => days === 1);
  const coarse = kept.filter(({ days }) => days > 1);
  const longest = tile(coarse);
  const isDaily = daily.length > 0 || !read.some(({ days }) => days > 1);
  const answered =
    about.answered ?? rangeOfAll(isDaily && daily.length > 0 ? daily : longest) ?? rangeOfAll(read);
  const lastDaily = daily.at(-1)?.to;
  const due = dueUntil(today, lastDaily);
  const parts = figuresByMetric(daily, longest, coarse, table, due);
  const totals = figuresOf(table, (name) => parts.get(name)?.value);
  const coverage = new Map([...parts].map(([name, { days }]) => [name, days]));
  const days = isDaily ? daily : longest;
  const last = days.at(-1)?.to;
  const daysWithData = days.reduce((sum, { days: length }) => sum + length, 0);
  const range = answered ?? asked ?? { from: today, to: today };
  const denomination = denominationOf([...kept.map(({ figures }) => figures)]);
  const window: Window = {
    from: range.from,
    to: range.to,
    utc_offset: utcOffsetText(segments.offset),
    days_with_data: daysWithData,
    last_day_with_data: last ?? null,
    complete: range.to < today && last === range.to,
  };
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
  };
  const coarseTotals = isDaily && [...parts.values()].some((part) => part.isCoarse);
  const notes = [
    ...(isDaily || days.length === 0
      ? []
      : ['No daily figures: the vendor sent only longer stretches; they are used as they are.']),
    ...(coarseTotals
      ? [
          "Some days are missing in the daily figures: totals are the vendor's own for the whole period, the days are only a part of it.",
        ]
      : []),
    ...gapNotes(window, days, today),
    ...shortMetricNotes(coverage, Math.max(daysWithData, ...coverage.values(), 0)),
    ...conflicts,
    ...(isDaily ? conflictNotes(daily, coarse, table) : []),
    ...unreadableNotes(unreadable),
    ...mixedNotes(totals, denomination),
    ...offsetNotes(segments),
  ];
  const verdict = verdictOf(answered, asked, last, today);
  return readingOf(series, verdict, {
    asked,
    answered,
    notes,
    isComplete: window.complete,
    coverage: Object.fromEntries(coverage),
  });
}

/** Until when daily figures are due: what is later than the usual lag may simply not be in yet. */
const dueUntil = (today: IsoDate, lastDaily: IsoDate | undefined): IsoDate => {
  const usual = addDays(today, -LAG_DAYS - 1);
  return lastDaily !== undefined && lastDaily > usual ? lastDaily : usual;
};

interface Part {
  readonly value: NonNullable<ReturnType<typeof sumOf>>;
  readonly days: number;
  readonly isCoarse: boolean;
}

/**
 * The total of each figure and the days behind it: from daily figures where they cover what the longer stretches do, or
 * else from those. A figure missing on some days is so for itself, not for the others.
 */
function figuresByMetric<T extends MetricTable>(
  daily: readonly Stretch<T>[],
  longest: readonly Stretch<T>[],
  coarse: readonly Stretch<T>[],
  table: T,
  due: IsoDate,
): ReadonlyMap<FigureName, Part> {
  const parts = new Map<FigureName, Part>();
  figuresOf(table, (name, source) => {
    const fine = partsWith(daily, name, source);
    const able = partsWith(longest, name, source);
    const long = able.length === longest.length ? able : tile(partsWith(coarse, name, source));
    const dueDays = (from: IsoDate, to: IsoDate): number => (to < from ? 0 : daysIn({ from, to }));
    const longDue = long.reduce((sum, { from, to }) => sum + dueDays(from, to < due ? to : due), 0);
    const fineDue = fine.filter(
      ({ to }) => to <= due && long.some((one) => one.from <= to && one.to >= to),
    ).length;
    const isCoarse = fine.length === 0 ? long.length > 0 : fineDue < longDue;
    const chosen = isCoarse ? long : fine;
    const value = sumOf(
      chosen.map(({ figures }): AnyFigures => figures),
      name,
      source,
    );
    if (value !== undefined)
      parts.set(name, { value, days: chosen.reduce((sum, { days }) => sum + days, 0), isCoarse });
    return undefined;
  });
  return parts;
}

const rangeOfAll = (stretches: readonly DateRange[]): DateRange | undefined => {
  let range: DateRange | undefined;
  for (const stretch of stretches) range = rangeOver(range, stretch);
  return range;
};

/** One stretch for the same days: the one with more figures; two that differ are said. */
function onePerStretch<T extends MetricTable>(stretches: readonly Stretch<T>[]) {
  const byDays = new Map<string, Stretch<T>>();
  const different = new Set<string>();
  const weight = ({ figures }: Stretch<T>): number => Object.keys(figures).length;
  const written = ({ figures }: Stretch<T>): string =>
    JSON.stringify(
      Object.entries(figures).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
    );
  for (const stretch of stretches) {
    const key = `${stretch.from} ${stretch.to}`;
    const known = byDays.get(key);
    if (known === undefined) byDays.set(key, stretch);
    else if (written(known) !== written(stretch)) {
      if (weight(known) === weight(stretch)) different.add(stretch.from);
      const isRicher = weight(stretch) - weight(known) || (written(stretch) < written(known) ? 1 : -1);
      if (isRicher > 0) byDays.set(key, stretch);
    }
  }
  const kept = [...byDays.values()].sort((a, b) =>
    a.from < b.from ? -1 : a.from > b.from ? 1 : a.days - b.days,
  );
  const conflicts =
    different.size === 0
      ? []
      : [
          `The reply has two different sets of figures for ${[...different].sort().join(', ')}; one of them is used.`,
        ];
  return { kept, conflicts };
}

/** The days with data as results carry them; a stretch longer than a day has its last day as `to`. */
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

/** The parts that every answer over time has. */
export const writeSeries = <T extends MetricTable>(series: Series<T>) => ({
  window: series.window,
  currency: series.denomination.currency,
  creator_id: series.creatorId,
  totals: writeFigures(series.totals, series.denomination),
  days: writeDays(series.days, series.table, series.denomination),
});

/** `meta.is_bound_shop`, at the top or inside a segment (upstream-api.md 6.3). */
export function isBoundShop(payload: JsonObject): boolean | undefined {
  const places = [payload, ...jsonObjects(at(payload, 'segments'))];
  return places
    .map((place) => readBoolean(at(place, 'meta', 'is_bound_shop')))
    .find((value) => value !== undefined);
}
