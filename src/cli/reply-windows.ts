import { at, jsonObjects, readUnixSeconds } from '../json.ts';
import { readCodeNumber } from './documented-keys.ts';

const SECONDS_OF_DAY = 86_400;

/** How the buckets of one list of a segment relate to each other, to the requested dates, and to now. */
export interface BucketLayout {
  /** The list that they are in. */
  readonly list: string;
  readonly period?: number | undefined;
  readonly granularity?: number | undefined;
  /** Seconds east of UTC, as sent. */
  readonly offset?: number | undefined;
  readonly buckets: number;
  /** How many buckets there are of each length in days. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Whether all of them are one day long. */
  readonly daily: boolean;
  readonly starts_at_midnight: number;
  readonly without_times: number;
  readonly without_figures: number;
  /** Days between buckets that are in no bucket, and days that are in two. */
  readonly gaps: readonly number[];
  readonly overlaps: readonly number[];
  /**
   * Days from the requested start to the first bucket, from the last one to the requested end, and from the last one to
   * now.
   */
  readonly starts_after_asked?: number | undefined;
  readonly ends_before_asked_end?: number | undefined;
  readonly ends_before_now?: number | undefined;
}

/** The requested dates (the end included) and the time of the request; days as `YYYY-MM-DD`. */
export interface AskedDates {
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly now: Date;
}

/** The layout of every list of buckets in a reply with segments (upstream-api.md 4), without any of its figures. */
export function bucketLayouts(reply: unknown, asked: AskedDates): BucketLayout[] {
  const data = at(reply, 'data');
  const segments = at(data, 'segments') ?? at(data, 'data', 'segments');
  return jsonObjects(segments).flatMap((segment) =>
    Object.entries(segment)
      .filter(([list, buckets]) => /^timed_[a-z]{1,20}$/.test(list) && Array.isArray(buckets))
      .map(([list, buckets]) => layoutOf(list, buckets, at(segment, 'time_selector'), asked)),
  );
}

function layoutOf(list: string, value: unknown, selector: unknown, asked: AskedDates): BucketLayout {
  const all = jsonObjects(value);
  const offset = readCodeNumber(at(selector, 'timezone_offset'));
  const buckets = all
    .flatMap((bucket) => {
      const start = readUnixSeconds(bucket['start_timestamp']);
      const end = readUnixSeconds(bucket['end_timestamp']);
      return start === undefined || end === undefined ? [] : [{ start, end }];
    })
    .sort((a, b) => a.start - b.start);
  const lengths: Record<string, number> = {};
  for (const { start, end } of buckets) {
    const days = String(inDays(end - start));
    lengths[days] = (lengths[days] ?? 0) + 1;
  }
  const jumps = buckets.slice(1).map(({ start }, index) => inDays(start - (buckets[index]?.end ?? start)));
  const first = buckets[0]?.start;
  const last = buckets.length === 0 ? undefined : Math.max(...buckets.map(({ end }) => end));
  const local = (date: string | undefined, days = 0): number | undefined =>
    date === undefined ? undefined : Date.parse(date) / 1000 + days * SECONDS_OF_DAY - (offset ?? 0);
  return {
    list,
    period: readCodeNumber(at(selector, 'period')),
    granularity: readCodeNumber(at(selector, 'granularity')),
    offset,
    buckets: all.length,
    lengths,
    daily: buckets.length > 0 && buckets.every(({ start, end }) => end - start === SECONDS_OF_DAY),
    starts_at_midnight: buckets.filter(({ start }) => (start + (offset ?? 0)) % SECONDS_OF_DAY === 0).length,
    without_times: all.length - buckets.length,
    without_figures: all.filter(({ stats }) => isEmpty(stats)).length,
    gaps: jumps.filter((days) => days > 0),
    overlaps: jumps.filter((days) => days < 0).map((days) => -days),
    starts_after_asked: between(local(asked.start), first),
    ends_before_asked_end: between(last, local(asked.end, 1)),
    ends_before_now: between(last, asked.now.getTime() / 1000),
  };
}

const isEmpty = (stats: unknown): boolean =>
  typeof stats !== 'object' || stats === null || Object.keys(stats).length === 0;

/** Rounded to a hundredth of a day: distinguishes a quarter of an hour from midnight, but not a second. */
const inDays = (seconds: number): number => Math.round((seconds / SECONDS_OF_DAY) * 100) / 100;

const between = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : inDays(to - from);
