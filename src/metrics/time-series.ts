import { at, type JsonObject, jsonObjects, readBoolean } from '../json.ts';
import { type Bucket, hasData, pickSeries, readBuckets } from './buckets.ts';
import type { DateRange } from './calendar.ts';
import {
  type Denomination,
  denominationOf,
  type Figures,
  type Metrics,
  moneyOf,
  readFigures,
  sumFigures,
  writeFigures,
} from './figures.ts';
import { type Clock, type Window, windowOf } from './window.ts';

/** Figures over time as a reply gives them, each day counted once. */
export interface Stats {
  readonly metrics: Metrics;
  readonly window: Window;
  readonly denomination: Denomination;
  readonly creatorId: string | undefined;
  readonly days: readonly { readonly bucket: Bucket; readonly figures: Figures }[];
  readonly totals: Figures;
  readonly notes: readonly string[];
  readonly offset: number;
}

/**
 * Reads a `timed_stats` reply: one bucket a date, totals from those alone.
 * @param asked the dates that were asked for; undefined where the vendor chooses them
 */
export function readStats(
  payload: JsonObject,
  metrics: Metrics,
  asked: DateRange | undefined,
  clock: Clock,
): Stats {
  const reading = readBuckets(payload, 'timed_stats', clock.offset);
  const series = pickSeries(reading.buckets, asked);
  const { window, notes } = windowOf(reading, series, asked, clock.now);
  const days = series.buckets
    .filter(hasData)
    .map((bucket) => ({ bucket, figures: readFigures(bucket.stats[0] ?? {}, metrics) }));
  const figures = days.map((day) => day.figures);
  const denomination = denominationOf(figures);
  const totals = sumFigures(figures, metrics);
  return {
    metrics,
    window,
    denomination,
    creatorId: reading.creatorId,
    days,
    totals,
    offset: reading.offset,
    notes: [
      ...(series.daily
        ? []
        : [
            'The vendor sent no daily figures for this period, only longer stretches; they are used as they are.',
          ]),
      ...notes,
      ...mixedNotes(totals, denomination),
    ],
  };
}

/** Says what a mixed answer leaves out of its totals, currency by currency. */
export function mixedNotes(totals: Figures, { mixed }: Denomination): readonly string[] {
  if (mixed.length === 0) return [];
  const sums = [...totals.keys()].flatMap((name) => {
    const money = moneyOf(totals, name);
    return money && money.size > 1
      ? [`${name} ${[...money].map(([code, amount]) => `${amount.toFixed(2)} ${code}`).join(' and ')}`]
      : [];
  });
  return [`Several currencies (${mixed.join(', ')}) are never added up. ${sums.join('; ')}`.trim()];
}

/** The days with data as results carry them; a stretch longer than a day has its last day as `to`. */
export const writeDays = (stats: Stats, denomination: Denomination) =>
  stats.days.map(({ bucket, figures }) => ({
    date: bucket.from,
    ...(bucket.days > 1 ? { to: bucket.to } : {}),
    ...writeFigures(figures, denomination),
  }));

/** The parts that every answer over time has. */
export function writeStats(stats: Stats) {
  return {
    window: stats.window,
    currency: stats.denomination.currency,
    creator_id: stats.creatorId,
    totals: writeFigures(stats.totals, stats.denomination),
    days: writeDays(stats, stats.denomination),
    notes: [...stats.notes],
  };
}

/** `meta.is_bound_shop`, at the top or inside a segment (upstream-api.md 6.3). */
export function isBoundShop(payload: JsonObject): boolean | undefined {
  const places = [payload, ...jsonObjects(at(payload, 'segments'))];
  return places
    .map((place) => readBoolean(at(place, 'meta', 'is_bound_shop')))
    .find((value) => value !== undefined);
}
