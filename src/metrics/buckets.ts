import {
  asList,
  at,
  isJsonObject,
  type JsonObject,
  jsonObjects,
  readUnixSeconds,
  readUtcOffset,
} from '../json.ts';
import { readText } from '../untrusted-text.ts';
import { addDays, type DateRange, dateAt } from './calendar.ts';

/** The three names a segment gives its buckets (upstream-api.md 4.1). */
export type BucketList = 'timed_stats' | 'timed_lists' | 'timed_profile';

/** A stretch of local days with whatever the vendor says about it. */
export interface Bucket extends DateRange {
  /** 1 for a daily bucket. */
  readonly days: number;
  /** Objects of figures: one for stats and profiles, one a row for lists. Empty while there is no data yet. */
  readonly stats: readonly JsonObject[];
}

/** The buckets of a reply, with the days its segments claim to cover. */
export interface Reading {
  readonly buckets: readonly Bucket[];
  readonly range: DateRange | undefined;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly creatorId: string | undefined;
}

const DAY = 86_400;

/**
 * All buckets of all segments, dated by the reply's own offset (upstream-api.md 7.1).
 * @param fallbackOffset used where no segment tells one
 */
export function readBuckets(payload: JsonObject, key: BucketList, fallbackOffset: number): Reading {
  const segments = jsonObjects(at(payload, 'segments'));
  const told = segments.map((segment) => readUtcOffset(at(segment, 'time_selector', 'timezone_offset')));
  const offset = told.find((value) => value !== undefined) ?? fallbackOffset;
  const buckets: Bucket[] = [];
  let range: DateRange | undefined;
  for (const [index, segment] of segments.entries()) {
    const own = told[index] ?? offset;
    const found = jsonObjects(at(segment, key)).flatMap((bucket) => readBucket(bucket, own) ?? []);
    buckets.push(...found);
    const claimed = readSpan(at(segment, 'time_selector'), own);
    for (const span of claimed ? [claimed, ...found] : found) range = cover(range, span);
  }
  const creatorId = segments
    .flatMap((segment) => asList(at(segment, 'filter', 'creator_id')))
    .map(readText)
    .find((found) => found !== undefined);
  return { buckets, range, offset, creatorId };
}

function readSpan(value: unknown, offset: number): (DateRange & { readonly days: number }) | undefined {
  const start = readUnixSeconds(at(value, 'start_timestamp'));
  const end = readUnixSeconds(at(value, 'end_timestamp'));
  if (start === undefined || end === undefined || end <= start) return undefined;
  const days = Math.max(1, Math.round((end - start) / DAY));
  const from = dateAt(start, offset);
  return { from, to: addDays(from, days - 1), days };
}

function readBucket(bucket: JsonObject, offset: number): Bucket | undefined {
  const span = readSpan(bucket, offset);
  return (
    span && {
      ...span,
      stats: asList(at(bucket, 'stats'))
        .filter(isJsonObject)
        .filter((stats) => Object.keys(stats).length > 0),
    }
  );
}

const cover = (range: DateRange | undefined, span: DateRange): DateRange => ({
  from: range === undefined || span.from < range.from ? span.from : range.from,
  to: range === undefined || span.to > range.to ? span.to : range.to,
});

/** The buckets that may be added up: none overlaps another. */
export interface Series {
  /** In date order; includes the ones without data yet. */
  readonly buckets: readonly Bucket[];
  /** False when only buckets longer than a day were there to use. */
  readonly daily: boolean;
}

/**
 * Picks the buckets to count (upstream-api.md 4.6, 4.7): daily ones where there are any with data, else the finest
 * that do not overlap. With an asked range, buckets inside it win over those outside. The order of segments and
 * repeated buckets change nothing.
 */
export function pickSeries(buckets: readonly Bucket[], asked: DateRange | undefined): Series {
  const inside =
    asked === undefined
      ? buckets
      : buckets.filter((bucket) => bucket.from >= asked.from && bucket.to <= asked.to);
  const pool = inside.length > 0 ? inside : buckets;
  const daily = pool.filter((bucket) => bucket.days === 1);
  const coarse = pool.filter((bucket) => bucket.days > 1);
  const useDaily = daily.length > 0 && (daily.some(hasData) || !coarse.some(hasData));
  if (useDaily) return { buckets: withoutOverlap(daily, 1), daily: true };
  // Fine buckets can leave gaps at the edges that a longer one covers.
  const fine = withoutOverlap(coarse, 1);
  const long = withoutOverlap(coarse, -1);
  return { buckets: daysIn(long) > daysIn(fine) ? long : fine, daily: coarse.length === 0 };
}

/** Whether the vendor has said anything about these days yet. */
export const hasData = (bucket: Bucket): boolean => bucket.stats.length > 0;

const daysIn = (buckets: readonly Bucket[]): number =>
  buckets.filter(hasData).reduce((sum, bucket) => sum + bucket.days, 0);

/**
 * Keeps buckets with data first, then the finest (`order` 1) or longest (−1), then the richer of two for the same days;
 * ties are settled by their text, so that the order of arrival never matters.
 */
function withoutOverlap(buckets: readonly Bucket[], order: 1 | -1): readonly Bucket[] {
  const weight = (bucket: Bucket): number =>
    bucket.stats.reduce((sum, stats) => sum + Object.keys(stats).length, 0);
  const ranked = [...buckets].sort(
    (a, b) =>
      Number(hasData(b)) - Number(hasData(a)) ||
      order * (a.days - b.days) ||
      weight(b) - weight(a) ||
      compare(a.from, b.from) ||
      compare(JSON.stringify(a.stats), JSON.stringify(b.stats)),
  );
  const kept: Bucket[] = [];
  for (const bucket of ranked) {
    if (kept.every((other) => bucket.to < other.from || bucket.from > other.to)) kept.push(bucket);
  }
  return kept.sort((a, b) => compare(a.from, b.from));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
