import type { JsonObject } from '../json.ts';
import { clip, covers, type DateRange, daysIn, rangeOver } from './calendar.ts';
import { type Asked, type Clock, checkIdentity, todayAt } from './reading.ts';
import { type Bucket, type BucketList, readSegments, type Segments } from './segments.ts';
import { gapsIn, tile } from './tiling.ts';

/**
 * The segments of a reply, and today at its offset.
 * @param list the field of a segment that has its buckets
 * @param ownStats the figures that say which video and product the reply is about; default all
 * @throws ApiError `mismatch` for a reply about something else; `shape` without readable dates
 */
export function readAskedSegments(
  payload: JsonObject,
  list: BucketList,
  asked: Asked,
  clock: Clock,
  ownStats?: readonly JsonObject[],
) {
  const segments = readSegments(payload, list, clock.offset);
  checkIdentity(segments, asked, ownStats ?? segments.buckets.flatMap(({ stats }) => stats));
  return { segments, today: todayAt({ now: clock.now, offset: segments.offset }) };
}

/** The buckets that a response is made of. */
export interface AskedBuckets {
  readonly buckets: readonly Bucket[];
  /** The days that they are about; undefined if that is only known after their figures are chosen. */
  readonly answered: DateRange | undefined;
}

/**
 * The buckets of a series that count: those inside the requested days or, if none of them has data and the reply does not
 * tell its days one by one, all that the vendor sent instead. Without requested days, the buckets of the daily figures.
 */
export function bucketsAbout(
  segments: Segments,
  asked: DateRange | undefined,
  isFilled: (bucket: Bucket) => boolean,
): AskedBuckets {
  const { buckets, claimed } = segments;
  const filled = buckets.filter(isFilled);
  if (asked === undefined) {
    const daily = filled.some(({ days }) => days === 1) && dailyRange(buckets);
    return daily ? { buckets: inside(buckets, daily), answered: daily } : { buckets, answered: claimed };
  }
  const within = inside(buckets, asked);
  const hasData = inside(filled, asked).length > 0;
  if (!hasData) {
    const around = filled.filter((bucket) => covers(bucket, asked));
    // Among days that have figures of their own, those without are not in yet: what is around them is about the others.
    const told = around.length > 0 ? dailyRange(filled) : undefined;
    if (told !== undefined && covers(told, asked)) return { buckets: within, answered: asked };
    if (around.length > 0) return { buckets: around, answered: undefined };
  }
  if (within.length > 0) return { buckets: within, answered: rangeWithin(within, asked) };
  const touching = filled.filter((bucket) => clip(bucket, asked) !== undefined);
  const others = [touching, filled, buckets].find((some) => some.length > 0);
  if (others !== undefined) return { buckets: others, answered: undefined };
  return { buckets: [], answered: claimed && (clip(claimed, asked) ?? claimed) };
}

const inside = (buckets: readonly Bucket[], range: DateRange): readonly Bucket[] =>
  buckets.filter((bucket) => covers(range, bucket));

/** The days of daily buckets, together with those that their segments claim. */
function dailyRange(buckets: readonly Bucket[]): DateRange | undefined {
  let range: DateRange | undefined;
  for (const bucket of buckets) {
    if (bucket.days === 1) range = rangeOver(rangeOver(range, bucket), bucket.claimed ?? bucket);
  }
  return range;
}

/**
 * The days that buckets inside the requested days are about. A segment of daily buckets stands for all the days that it
 * claims, since a day without data has no bucket; a longer stretch stands only for itself.
 */
function rangeWithin(buckets: readonly Bucket[], asked: DateRange): DateRange | undefined {
  let range: DateRange | undefined;
  for (const bucket of buckets) {
    range = rangeOver(range, bucket);
    const claimed = bucket.days === 1 && bucket.claimed !== undefined && clip(bucket.claimed, asked);
    if (claimed) range = rangeOver(range, claimed);
  }
  return range;
}

/** The stretches whose rows count. */
export interface AskedStretches extends AskedBuckets {
  /** Days of the range that came back that no stretch covers. */
  readonly missingDays: number;
}

/**
 * The stretches of a list whose rows count: those inside the requested days if they cover at least as much as any
 * others. One stretch can arrive in several pieces, one on each page.
 */
export function stretchesAbout(
  { buckets, claimed }: Segments,
  asked: DateRange | undefined,
  hasRows: (bucket: Bucket) => boolean = ({ stats }) => stats.length > 0,
): AskedStretches {
  const near = asked === undefined ? buckets : nearest(buckets, asked, hasRows);
  const tiles = tileRows(near, hasRows);
  const chosen = buckets.filter((bucket) => tiles.some((one) => isSameRange(one, bucket)));
  let answered: DateRange | undefined;
  for (const one of tiles) answered = rangeOver(answered, one);
  const missingDays = answered === undefined ? 0 : gapsIn(answered, tiles, 0).days;
  return { buckets: chosen, answered: answered ?? claimed, missingDays };
}

/** Stretches with rows first; those without rows fill the rest, because a stretch may have had no activity. */
function tileRows(buckets: readonly Bucket[], hasRows: (bucket: Bucket) => boolean): readonly Bucket[] {
  const withRows = tile(onePerRange(buckets.filter(hasRows)));
  const free = buckets.filter((bucket) => !withRows.some((one) => clip(one, bucket) !== undefined));
  return [...withRows, ...tile(onePerRange(free))].sort((a, b) => (a.from < b.from ? -1 : 1));
}

function nearest(
  buckets: readonly Bucket[],
  asked: DateRange,
  hasRows: (bucket: Bucket) => boolean,
): readonly Bucket[] {
  const within = inside(buckets, asked);
  const touching = buckets.filter((bucket) => clip(bucket, asked) !== undefined);
  const daysOf = (some: readonly Bucket[]): number =>
    tileRows(some, hasRows).reduce((sum, bucket) => {
      const part = clip(bucket, asked);
      return part === undefined ? sum : sum + daysIn(part);
    }, 0);
  const isEnough = within.some(hasRows) || !touching.some(hasRows);
  if (within.length > 0 && isEnough && daysOf(within) >= daysOf(touching)) return within;
  return touching.length > 0 ? touching : buckets;
}

const isSameRange = (one: DateRange, other: DateRange): boolean =>
  one.from === other.from && one.to === other.to;

const onePerRange = (buckets: readonly Bucket[]): readonly Bucket[] => [
  ...new Map(buckets.map((bucket) => [`${bucket.from} ${bucket.to}`, bucket])).values(),
];
