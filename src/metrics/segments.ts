import { ApiError } from '../errors.ts';
import { asList, at, isJsonObject, type JsonObject, jsonObjects, readCount, readNumber } from '../json.ts';
import { readId } from '../untrusted-text.ts';
import { addDays, type DateRange, dateOfDay, rangeOver } from './calendar.ts';

/** The three names a segment gives its buckets (upstream-api.md 4.1). */
export type BucketList = 'timed_stats' | 'timed_lists' | 'timed_profile';

/** A stretch of local days with whatever the vendor says about it. */
export interface Bucket extends DateRange {
  /** 1 for a daily bucket. */
  readonly days: number;
  /** Objects of figures: one for stats and profiles, one a row for lists. Empty while there is no data yet. */
  readonly stats: readonly JsonObject[];
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
  /** Whether the offset was not told by the reply, or edges had to be rounded to a local midnight. */
  readonly isOffsetGuessed: boolean;
  readonly creatorIds: readonly string[];
  /** The videos that filters name. */
  readonly itemIds: readonly string[];
  /** The products that filters name. */
  readonly productIds: readonly string[];
  /** Names of the windows, from the codes of `period` and `granularity`. */
  readonly windowNames: readonly string[];
}

const DAY_LENGTH = 86_400;

/** Whole seconds until 5138; a larger number is milliseconds (upstream-api.md 5.11). */
const LAST_SECOND = 100_000_000_000;

/** A bucket shorter than this is part of a day. */
const SHORTEST_DAY = 20 * 3600;

/**
 * All buckets of all segments, dated by the reply's own offset (upstream-api.md 7.1).
 * @param knownOffset the account's, used where no segment tells one
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
    secondsOf(at(segment, 'time_selector', 'start_timestamp')),
    ...jsonObjects(at(segment, key)).map((bucket) => secondsOf(at(bucket, 'start_timestamp'))),
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
  let shortest = 0;
  let claimed: DateRange | undefined;
  for (const [index, segment] of segments.entries()) {
    if (at(segment, key) === undefined && hasUnknownList(segment)) {
      throw new ApiError('shape', `A segment of the reply has no "${key}".`);
    }
    const zone = told[index] ?? offset;
    const selector = readSpan(at(segment, 'time_selector'), zone);
    const window = selector?.isShort === false ? { from: selector.from, to: selector.to } : undefined;
    if (window !== undefined) claimed = rangeOver(claimed, window);
    const own = jsonObjects(at(segment, key));
    for (const bucket of own) {
      // A lone bucket without dates of its own is about the days of its segment.
      const found = readSpan(bucket, zone) ?? (own.length === 1 ? selector : undefined);
      if (found === undefined) continue;
      if (found.isShort) shortest += 1;
      else {
        const { from, to, days, isRounded } = found;
        isOffsetGuessed ||= isRounded;
        buckets.push({ from, to, days, stats: statsOf(bucket), claimed: window });
        claimed = rangeOver(claimed, found);
      }
    }
  }
  const given = segments.reduce((sum, segment) => sum + jsonObjects(at(segment, key)).length, 0);
  if (buckets.length === 0 && given > 0) {
    throw new ApiError(
      'shape',
      shortest > 0
        ? 'The reply has only buckets shorter than a day.'
        : 'The dates of the reply cannot be read.',
    );
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
    windowNames: [...new Set(segments.flatMap((segment) => windowName(at(segment, 'time_selector')) ?? []))],
  };
}

const statsOf = (bucket: JsonObject): readonly JsonObject[] =>
  asList(at(bucket, 'stats'))
    .filter(isJsonObject)
    .filter((stats) => Object.keys(stats).length > 0);

/** A list of buckets under a name that is not known: its figures must not pass for "no data yet". */
const hasUnknownList = (segment: JsonObject): boolean =>
  Object.values(segment).some((value) =>
    jsonObjects(value).some((entry) => at(entry, 'stats') !== undefined),
  );

/** Unix seconds, also when they came as milliseconds; 0 means "none" on this wire. */
function secondsOf(value: unknown): number | undefined {
  const parsed = readNumber(value);
  if (parsed === undefined || parsed <= 0) return undefined;
  const seconds = Math.floor(parsed > LAST_SECOND ? parsed / 1000 : parsed);
  return seconds < LAST_SECOND ? seconds : undefined;
}

/** Seconds east of UTC from −12:00 to +14:00; a number that small can only be hours (upstream-api.md 4.13). */
function offsetOf(value: unknown): number | undefined {
  const parsed = readNumber(value);
  if (parsed === undefined || !Number.isInteger(parsed)) return undefined;
  const seconds = Math.abs(parsed) <= 14 ? parsed * 3600 : parsed;
  return seconds >= -43_200 && seconds <= 50_400 ? seconds : undefined;
}

/** The offset at which buckets begin at midnight; the known one where it fits as well. */
function inferOffset(starts: readonly number[], known: number | undefined): number {
  const [first] = starts;
  if (first === undefined) return known ?? 0;
  const isMidnight = (offset: number): boolean => (first + offset) % DAY_LENGTH === 0;
  if (known !== undefined && isMidnight(known)) return known;
  const west = -(first % DAY_LENGTH);
  const candidates = [west, west + DAY_LENGTH].filter((offset) => offset >= -43_200 && offset <= 50_400);
  return candidates.sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? known ?? 0;
}

interface Span extends DateRange {
  readonly days: number;
  /** Less than a day. */
  readonly isShort: boolean;
  /** An edge was not a midnight at this offset, as with daylight saving. */
  readonly isRounded: boolean;
}

/** The local days between two instants, each rounded to the nearest midnight. */
function readSpan(value: unknown, offset: number): Span | undefined {
  const start = secondsOf(at(value, 'start_timestamp'));
  const end = secondsOf(at(value, 'end_timestamp'));
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
