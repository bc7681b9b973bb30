import type { AccountView } from './account-view.ts';
import { calendarMonth, type DayRange, isoDate, overlap, slices, startOfDay, weekday } from './calendar.ts';
import type { Creator } from './creators.ts';

/** Codes of `period` and `granularity` (upstream-api.md 4.8). */
const CUSTOM_PERIOD = 2;
const ALL = 1;
const MONTHLY = 13;
const GRANULARITY_CODES: ReadonlyMap<number, number> = new Map([
  [1, 11],
  [7, 12],
  [28, 32],
  [30, 40],
]);

/** The buckets of a stats reply; the coarse ones overlap the daily ones. */
interface Spans {
  readonly daily: DayRange;
  readonly coarse: readonly DayRange[];
}

function fromSunday(day: number): number {
  return day - weekday(day);
}

/** The daily buckets of a month, and coarse ones over about two months. */
export function monthSpans({ creator, data }: AccountView, month: DayRange): Spans {
  const previous = calendarMonth(month.from - 1);
  switch (creator.habits.coarse) {
    case 'months':
      return { daily: month, coarse: [previous, month] };
    case 'weeks': {
      // Whole weeks: the first and the last reach beyond the two months.
      const weeks = { from: fromSunday(previous.from), to: fromSunday(month.to + 6) };
      return { daily: month, coarse: slices(weeks, 7) };
    }
    case 'rolling': {
      // 28 days and the 28 before, back from the last day with data: no calendar months.
      const to = data.to > month.from ? Math.min(month.to, data.to) : month.to;
      return { daily: month, coarse: slices({ from: to - 56, to }, 28) };
    }
  }
}

/** Days in a coarse bucket where no date can be asked. */
const RECENT_BUCKET_DAYS = { months: 30, weeks: 7, rolling: 28 } as const;

/** The vendor's own window where no date can be asked: the latest thirty days with data. */
export function recentSpans({ creator, data }: AccountView): Spans {
  const step = RECENT_BUCKET_DAYS[creator.habits.coarse];
  const coarse = slices({ from: data.to - (step === 30 ? 60 : 56), to: data.to }, step);
  return { daily: { from: data.to - 30, to: data.to }, coarse };
}

/** A bucket's timestamps; some replies add the local wall clock as text. */
export function bucketTimes({ offset, habits }: Creator, days: DayRange, index = 0): object {
  const withText = habits.bucketText === 'always' || (habits.bucketText === 'alternating' && index % 2 === 0);
  const text = { start: `${isoDate(days.from)}T00:00:00`, end: `${isoDate(days.to)}T00:00:00` };
  return {
    start_timestamp: startOfDay(days.from, offset),
    end_timestamp: startOfDay(days.to, offset),
    ...(withText ? text : {}),
  };
}

/** The head of a segment: its period and what it was filtered by. */
export function segmentHead(creator: Creator, days: DayRange, filter: object, granularity = ALL): object {
  return {
    time_selector: {
      period: CUSTOM_PERIOD,
      granularity,
      timezone_offset: creator.offset,
      start_timestamp: startOfDay(days.from, creator.offset),
      end_timestamp: startOfDay(days.to, creator.offset),
      locale: creator.locale,
    },
    filter: {
      creator_id: creator.habits.creatorIdInList ? [creator.creatorId] : creator.creatorId,
      ...filter,
    },
  };
}

function granularityOf(bucket: DayRange | undefined): number {
  if (bucket === undefined) return ALL;
  const { from, to } = calendarMonth(bucket.from);
  if (bucket.from === from && bucket.to === to) return MONTHLY;
  return GRANULARITY_CODES.get(bucket.to - bucket.from) ?? ALL;
}

/** One segment of buckets under `name`; a bucket without data yet is `{}`, which does not mean zero. */
export function bucketSegment(
  view: AccountView,
  name: 'timed_stats' | 'timed_profile',
  buckets: readonly DayRange[],
  filter: object,
  stats: (days: DayRange) => object,
): object {
  const whole = { from: buckets[0]?.from ?? 0, to: buckets.at(-1)?.to ?? 0 };
  const timed = buckets.map((days, index) => {
    const covered = overlap(days, view.data);
    return {
      ...bucketTimes(view.creator, days, index),
      stats: covered.from < covered.to ? stats(covered) : {},
    };
  });
  return { ...segmentHead(view.creator, whole, filter, granularityOf(buckets[0])), [name]: timed };
}

/** The two overlapping segments of a stats reply, in the order this creator's replies have them. */
export function statsSegments(
  view: AccountView,
  spans: Spans,
  filter: object,
  stats: (days: DayRange) => object,
): object[] {
  const daily = bucketSegment(view, 'timed_stats', slices(spans.daily, 1), filter, stats);
  const coarse = bucketSegment(view, 'timed_stats', spans.coarse, filter, stats);
  return view.creator.habits.coarseFirst ? [coarse, daily] : [daily, coarse];
}
