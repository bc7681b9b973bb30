import { ApiError } from '../errors.ts';
import {
  asList,
  at,
  isJsonObject,
  type JsonObject,
  jsonObjects,
  readCount,
  readNumber,
  readUnixSeconds,
} from '../json.ts';
import { readId } from '../untrusted-text.ts';
import { addDays, type DateRange, dateOfDay, rangeOver } from './calendar.ts';

/** The three names a segment gives its buckets (upstream-api.md 4.1). */
export type BucketList = 'timed_stats' | 'timed_lists' | 'timed_profile';

/** A stretch of local days with what the vendor says about it. */
export interface Bucket extends DateRange {
  /** 1 for a daily bucket. */
  readonly days: number;
  /** Objects of figures: one for stats and profiles, one for each row of a list. Empty if there is no data yet. */
  readonly stats: readonly JsonObject[];
  /** The bucket as it came. */
  readonly source: JsonObject;
  /** The days that the segment around it claims to cover. */
  readonly claimed: DateRange | undefined;
}

/** The segments of a reply, dated. */
export interface Segments {
  readonly buckets: readonly Bucket[];
  /** The days that the segments claim to cover; undefined when no date could be read. */
  readonly claimed: DateRange | undefined;
  /** Seconds east of UTC. */
  readonly offset: number;
  /** Whether the reply does not tell the offset, or edges had to be rounded to a local midnight. */
  readonly isOffsetGuessed: boolean;
  readonly creatorIds: readonly string[];
  /** The videos that filters name. */
  readonly itemIds: readonly string[];
  /** The products that filters name. */
  readonly productIds: readonly string[];
  /** Names of the windows, from the codes of `period` and `granularity`. */
  readonly windowNames: readonly string[];
  /** Buckets of hours or minutes that have figures, which cannot stand for a day. */
  readonly shorterThanDay: number;
  /** Buckets without readable dates, and entries that are not figures. */
  readonly unusable: number;
}

/**
 * All buckets of all segments, dated by the reply's own offset (upstream-api.md 7.1).
 * @param knownOffset the account's, used if no segment tells one
 * @throws ApiError `shape` when there are segments, but no buckets of the kind or no whole days
 */
export function readSegments(
  payload: JsonObject,
  key: BucketList,
  knownOffset: number | undefined,
): Segments {
  const segments = jsonObjects(at(payload, 'segments'));
  const told = segments.map((segment) => offsetOf(at(segment, 'time_selector', 'timezone_offset')));
  const starts = segments.flatMap((segment) => [
    readUnixSeconds(at(segment, 'time_selector', 'start_timestamp')),
    ...jsonObjects(at(segment, key)).map((bucket) => readUnixSeconds(at(bucket, 'start_timestamp'))),
  ]);
  const toldOffset = told.find((offset) => offset !== undefined);
  const offset =
    toldOffset ??
    inferOffset(
      starts.filter((start) => start !== undefined),
      knownOffset,
    );
  let isOffsetGuessed =
    toldOffset === undefined && starts.some((start) => start !== undefined) && knownOffset !== offset;
  const buckets: Bucket[] = [];
  let shorterThanDay = 0;
  let unusable = 0;
  let claimed: DateRange | undefined;
  for (const [index, segment] of segments.entries()) {
    if (isUnknownForm(segment, key)) {
      throw new ApiError('shape', `A segment of the reply has no "${key}" of a known form.`);
    }
    const zone = told[index] ?? offset;
    const selector = readSpan(at(segment, 'time_selector'), zone);
    const window = selector?.isShort === false ? { from: selector.from, to: selector.to } : undefined;
    if (window !== undefined) claimed = rangeOver(claimed, window);
    const own = jsonObjects(at(segment, key));
    for (const bucket of own) {
      // A single bucket without dates of its own is about the days of its segment.
      const found = readSpan(bucket, zone) ?? (own.length === 1 ? selector : undefined);
      const stats = statsOf(bucket);
      unusable += asList(at(bucket, 'stats')).filter((entry) => !isJsonObject(entry)).length;
      if (found === undefined) unusable += 1;
      else if (!found.isShort) {
        const { from, to, days, isRounded } = found;
        isOffsetGuessed ||= isRounded;
        buckets.push({ from, to, days, stats, source: bucket, claimed: window });
        claimed = rangeOver(claimed, found);
      } else if (stats.length > 0) shorterThanDay += 1;
    }
  }
  const given = segments.flatMap((segment) => jsonObjects(at(segment, key)));
  if (buckets.length === 0 && given.length > 0) {
    throw new ApiError(
      'shape',
      given.some((bucket) => readSpan(bucket, offset) !== undefined)
        ? 'The reply has only buckets shorter than a day.'
        : 'The dates of the reply cannot be read.',
    );
  }
  if (given.every((bucket) => at(bucket, 'stats') === undefined) && given.some(hasUnknownFigures)) {
    throw new ApiError('shape', 'The buckets of the reply have no "stats".');
  }
  const filters = segments.map((segment) => at(segment, 'filter'));
  const idsAt = (name: string): readonly string[] => [
    ...new Set(filters.flatMap((filter) => asList(at(filter, name))).flatMap((value) => readId(value) ?? [])),
  ];
  return {
    buckets,
    claimed,
    offset,
    isOffsetGuessed,
    creatorIds: idsAt('creator_id'),
    itemIds: [...new Set([...idsAt('item_id'), ...idsAt('item_ids')])],
    productIds: idsAt('product_id'),
    shorterThanDay,
    unusable,
    windowNames: [...new Set(segments.flatMap((segment) => windowName(at(segment, 'time_selector')) ?? []))],
  };
}

const statsOf = (bucket: JsonObject): readonly JsonObject[] =>
  asList(at(bucket, 'stats'))
    .filter(isJsonObject)
    .filter((stats) => Object.keys(stats).length > 0);

/** Buckets under an unknown name or in an unknown form: their figures must not be taken for "no data yet". */
function isUnknownForm(segment: JsonObject, key: BucketList): boolean {
  const own = asList(at(segment, key));
  if (own.length > 0) return !own.some(isJsonObject);
  return Object.values(segment).some((value) =>
    jsonObjects(value).some((entry) => at(entry, 'stats') !== undefined),
  );
}

/** Where a bucket keeps something other than `stats` (upstream-api.md 6.10). */
const KNOWN_BESIDE_STATS = new Set(['videoToProductsMap', 'video_to_products_map']);

/** Whether a bucket has figures under an unknown name. */
const hasUnknownFigures = (bucket: JsonObject): boolean =>
  Object.entries(bucket).some(
    ([name, value]) =>
      !KNOWN_BESIDE_STATS.has(name) && jsonObjects(value).some((entry) => Object.keys(entry).length > 0),
  );

/** Codes that name a window (upstream-api.md 4.8). */
const PERIODS: ReadonlyMap<number, string> = new Map([
  [1, 'lifetime'],
  [10, 'today'],
  [11, 'current week'],
  [12, 'current month'],
  [14, 'current year'],
  [20, 'yesterday'],
  [21, 'past week'],
  [22, 'past month'],
  [30, 'past 2 days'],
  [31, 'past 7 days'],
  [32, 'past 14 days'],
  [33, 'past 28 days'],
  [34, 'past 56 days'],
  [40, 'past 30 days'],
  [41, 'past 60 days'],
]);

const windowName = (selector: unknown): string | undefined =>
  PERIODS.get(readCount(at(selector, 'period')) ?? -1);

const HOUR_LENGTH = 3600;
const DAY_LENGTH = 24 * HOUR_LENGTH;

/** A bucket shorter than this is part of a day. */
const SHORTEST_DAY = 20 * HOUR_LENGTH;

const isOffset = (seconds: number): boolean => seconds >= -12 * HOUR_LENGTH && seconds <= 14 * HOUR_LENGTH;

/** Seconds east of UTC from −12:00 to +14:00; a small number can only be hours (upstream-api.md 4.13). */
function offsetOf(value: unknown): number | undefined {
  const parsed = readNumber(value);
  if (parsed === undefined || !Number.isInteger(parsed)) return undefined;
  const seconds = Math.abs(parsed) <= 14 ? parsed * HOUR_LENGTH : parsed;
  return isOffset(seconds) ? seconds : undefined;
}

/**
 * The offset at which most of the given instants are midnights, if the reply does not tell it.
 * @param known the account's: it is used if it fits, and otherwise decides between two that do
 */
function inferOffset(starts: readonly number[], known: number | undefined): number {
  const counts = new Map<number, number>();
  for (const start of starts) counts.set(start % DAY_LENGTH, (counts.get(start % DAY_LENGTH) ?? 0) + 1);
  const [time] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  if (time === undefined) return known ?? 0;
  const near = known ?? 0;
  const candidates = [0, -time, DAY_LENGTH - time].filter(
    (offset) => isOffset(offset) && (time + offset) % DAY_LENGTH === 0,
  );
  return candidates.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0] ?? near;
}

interface LocalSpan extends DateRange {
  readonly days: number;
  /** Less than a day. */
  readonly isShort: boolean;
  /** An edge was not a midnight at this offset, as with daylight saving. */
  readonly isRounded: boolean;
}

/** The local days between two instants, each rounded to the nearest midnight. */
function readSpan(value: unknown, offset: number): LocalSpan | undefined {
  const start = readUnixSeconds(at(value, 'start_timestamp'));
  const end = readUnixSeconds(at(value, 'end_timestamp'));
  if (start === undefined || end === undefined || end <= start) return undefined;
  const first = Math.round((start + offset) / DAY_LENGTH);
  const days = Math.max(1, Math.round((end + offset) / DAY_LENGTH) - first);
  const from = dateOfDay(first);
  return {
    from,
    to: addDays(from, days - 1),
    days,
    isShort: end - start < SHORTEST_DAY,
    isRounded: (start + offset) % DAY_LENGTH !== 0 || (end + offset) % DAY_LENGTH !== 0,
  };
}
