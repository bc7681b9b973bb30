import { ApiError } from '../errors.ts';
import { addDays, type DateRange, daysIn, type IsoDate, type Month, rangeOver, span } from './calendar.ts';
import { denominationOf } from './denomination.ts';
import { type AnyFigures, figuresOf } from './figures.ts';
import { mixedNotes } from './notes.ts';
import {
  isMatching,
  isSparse,
  LAG_DAYS,
  type Reading,
  readingOf,
  type Verdict,
  verdictOf,
  withOwnDates,
} from './reading.ts';
import type { Series, Stretch } from './series.ts';
import { isForOnePart, isImpossibleRate, partsWith, sumOf } from './sums.ts';
import type { FigureName, MetricTable } from './vocabulary.ts';

/** The reading of one month's reply about its part of a period. */
export interface MonthPart<T extends MetricTable> {
  readonly month: Month;
  /** The days of the month that lie in the period. */
  readonly about: DateRange;
  /** The reading about those days; undefined when the call failed. */
  readonly reading: Reading<Series<T>> | undefined;
}

/**
 * The readings of several months as one series over a period: days, totals, coverage and verdicts combine. Dated daily
 * figures count for the days that they are about; a month that has none for its part leaves its days out, and the joined
 * reading says so and does not match.
 * @returns undefined when no month has a reading
 * @throws ApiError `mismatch` when the months are about different creators
 */
export function joinSeries<T extends MetricTable>(
  parts: readonly MonthPart<T>[],
  asked: DateRange,
  today: IsoDate,
): Reading<Series<T>> | undefined {
  // A single month's own reading has more than can be rebuilt from its days.
  if (parts.length === 1) return parts[0]?.reading;
  const read = parts.flatMap(({ reading }) => (reading === undefined ? [] : withOwnDates(reading)));
  const [first] = read;
  if (first === undefined) return undefined;
  const creators = new Set(read.flatMap(({ creatorId }) => creatorId ?? []));
  if (creators.size > 1)
    throw new ApiError('mismatch', `The months of this period are about ${creators.size} creators.`);
  const { table } = first;
  const counted = parts.flatMap((part) => countedPart(part) ?? []);
  const used = counted.map(({ series }) => series);
  const days = used.flatMap((series) => series.days);
  const answered = answeredRange(used);
  const { totals, coverage } = addUp(used, table);
  const denomination = denominationOf(days.map(({ figures }) => figures));
  const last = days.at(-1)?.to;
  const daysWithData = days.reduce((sum, day) => sum + day.days, 0);
  const range = answered ?? asked;
  const series: Series<T> = {
    table,
    window: {
      from: range.from,
      to: range.to,
      utc_offset: first.window.utc_offset,
      days_with_data: daysWithData,
      last_day_with_data: last ?? null,
      complete: range.to < today && daysWithData >= daysIn(range),
    },
    denomination,
    creatorId: first.creatorId,
    days,
    isDaily: used.every(({ isDaily }) => isDaily),
    totals,
    coverage,
    offset: first.offset,
    today,
  };
  const missing = parts.filter(({ month }) => !counted.some((part) => part.month === month));
  const notes = [
    ...missing.map(leftOut),
    ...sharedNotes(counted),
    ...(used.length > 1 ? mixedNotes(totals, denomination) : []),
  ];
  const edge = addDays(today, -LAG_DAYS);
  const hasHole = missing.some(({ about }) => about.from < edge);
  const outer = verdictOf(answered, asked, last, today);
  const isMatch = outer === 'same' || outer === 'partial';
  const isFew = isMatch && isSparse(daysWithData, asked, today);
  const verdict: Verdict = isMatch && (hasHole || isFew) ? 'narrower' : outer;
  const fewDays = isFew ? daysWithData : undefined;
  return readingOf(series, verdict, {
    asked,
    answered,
    notes,
    fewDays,
    coverage: Object.fromEntries(coverage),
  });
}

/** A month whose figures count, with those figures. */
interface CountedPart<T extends MetricTable> extends MonthPart<T> {
  readonly reading: Reading<Series<T>>;
  readonly series: Series<T>;
}

/**
 * A month with the figures that are about days of the period; undefined where a figure is over other days too, because
 * it cannot be split.
 */
function countedPart<T extends MetricTable>({
  month,
  about,
  reading,
}: MonthPart<T>): CountedPart<T> | undefined {
  if (reading === undefined) return undefined;
  const series = withOwnDates(reading);
  const isInside = series.days.every(({ from, to }) => from >= about.from && to <= about.to);
  const counts = isMatching(reading) || (series.isDaily && isInside && series.days.length > 0);
  return counts ? { month, about, reading, series } : undefined;
}

function answeredRange(used: readonly { readonly window: DateRange }[]): DateRange | undefined {
  let range: DateRange | undefined;
  for (const { window } of used) range = rangeOver(range, window);
  return range;
}

/**
 * Each figure from the days that have it, or from a month's own total if that is based on more days than are listed.
 */
function addUp<T extends MetricTable>(used: readonly Series<T>[], table: T) {
  const coverage = new Map<FigureName, number>();
  const totals = figuresOf(table, (name, source) => {
    if (isForOnePart(name, source)) return undefined;
    let covered = 0;
    const parts = used.flatMap((series): readonly AnyFigures[] => {
      const listed = partsWith<Stretch<T>>(series.days, name, source);
      const days = listed.reduce((sum, day) => sum + day.days, 0);
      const whole = series.coverage.get(name) ?? 0;
      covered += Math.max(days, whole);
      return whole > days ? [series.totals] : listed.map(({ figures }): AnyFigures => figures);
    });
    const sum = sumOf(parts, name, source);
    if (sum === undefined || isImpossibleRate(name, sum)) return undefined;
    coverage.set(name, covered);
    return sum;
  });
  return { totals, coverage };
}

function leftOut<T extends MetricTable>({ month, reading, about }: MonthPart<T>): string {
  const days = `The days of ${month} (${span(about)}) are left out`;
  if (reading === undefined) return `${days}: the call failed.`;
  const { answered } = reading;
  if (answered === undefined) return `${days}: the reply has no dates.`;
  return withOwnDates(reading).isDaily
    ? `${days}: the vendor returned ${span(answered)}.`
    : `${days}: the vendor sent one figure for ${span(answered)}, which cannot be split.`;
}

/** The caveats of the months, each once: with the months that have it, or without if all do. */
function sharedNotes<T extends MetricTable>(parts: readonly CountedPart<T>[]): readonly string[] {
  const months = new Map<string, Month[]>();
  for (const { month, about, reading } of parts) {
    const { answered, notes } = reading;
    const own =
      isMatching(reading) || answered === undefined
        ? []
        : [`the vendor returned ${span(answered)} only, not ${span(about)}.`];
    for (const note of [...own, ...notes]) months.set(note, [...(months.get(note) ?? []), month]);
  }
  return [...months].map(([note, own]) =>
    own.length === parts.length ? note : `${own.join(', ')}: ${note}`,
  );
}
