import { type Bucket, hasData, type Reading, type Series } from './buckets.ts';
import { addDays, type DateRange, dateOf, daysBetween, type IsoDate, utcOffsetText } from './calendar.ts';

/** The clock and the account's place in it: what "today" means. */
export interface Clock {
  readonly now: Date;
  /** Seconds east of UTC; used where a reply does not tell its own. */
  readonly offset: number;
}

/** What an answer says about its own dates: what came back, not what was asked. */
export interface Window extends DateRange {
  readonly utc_offset: string;
  readonly days_with_data: number;
  readonly last_day_with_data: IsoDate | null;
  /** The window has ended and its last day has data. */
  readonly complete: boolean;
}

/** The same for a list. */
export type ListWindow = Omit<Window, 'days_with_data' | 'last_day_with_data'>;

/**
 * The window that a reply covers (upstream-api.md 7.2), and in words whatever differs from what was asked:
 * another window, days that lag behind, days missing in between.
 */
export function windowOf(
  reading: Reading,
  series: Series,
  asked: DateRange | undefined,
  now: Date,
): { readonly window: Window; readonly notes: readonly string[] } {
  const today = dateOf(now, reading.offset);
  const range = rangeOf(reading, series, asked) ?? asked ?? { from: today, to: today };
  const filled = series.buckets.filter(hasData);
  const last = filled.at(-1)?.to ?? null;
  const window: Window = {
    ...range,
    utc_offset: utcOffsetText(reading.offset),
    days_with_data: filled.reduce((sum, bucket) => sum + daysBetween(bucket.from, bucket.to) + 1, 0),
    last_day_with_data: last,
    complete: range.to < today && last === range.to,
  };
  return { window, notes: [...strayNote(window, asked, today), ...gapNotes(window, filled, today)] };
}

/** The window of a list: its rows are sums over all of it, so nothing can be said about single days. */
export function listWindowOf(
  reading: Reading,
  asked: DateRange,
  now: Date,
): { readonly window: ListWindow; readonly notes: readonly string[] } {
  const today = dateOf(now, reading.offset);
  const { from, to } = reading.range ?? asked;
  const window = { from, to, utc_offset: utcOffsetText(reading.offset), complete: to < today };
  return { window, notes: strayNote(window, asked, today) };
}

function rangeOf(reading: Reading, series: Series, asked: DateRange | undefined): DateRange | undefined {
  const first = series.buckets.at(0);
  const last = series.buckets.at(-1);
  const used = first && last && { from: first.from, to: last.to };
  if (asked === undefined) return used ?? reading.range;
  const claimed = reading.range && clip(reading.range, asked);
  const usedInside = used && clip(used, asked);
  // Coarse segments may claim two months; only the asked part of that is this answer's window.
  return usedInside || !used ? (claimed ?? reading.range ?? asked) : used;
}

/** The part of a range inside another. */
function clip(range: DateRange, inside: DateRange): DateRange | undefined {
  const from = range.from > inside.from ? range.from : inside.from;
  const to = range.to < inside.to ? range.to : inside.to;
  return from <= to ? { from, to } : undefined;
}

/** Whether a window reaches over all days from one to another. */
export const covers = (window: DateRange, from: IsoDate, to: IsoDate): boolean =>
  window.from <= from && window.to >= to;

/** The usual lag; an end that near to today is the edge of the data, not another window. */
const LAG_DAYS = 3;

function strayNote(window: DateRange, asked: DateRange | undefined, today: IsoDate): readonly string[] {
  if (asked === undefined || (window.from === asked.from && window.to === asked.to)) return [];
  if (window.from === asked.from && window.to >= addDays(today, -LAG_DAYS)) return [];
  return [`The vendor answered for ${span(window)}, not for ${span(asked)} as asked.`];
}

function gapNotes(window: Window, filled: readonly Bucket[], today: IsoDate): readonly string[] {
  const last = window.last_day_with_data;
  if (last === null) return [`No data for ${span(window)} yet; that is not the same as zero.`];
  const notes: string[] = [];
  // From bucket to bucket, not day by day: a reply may name years of them.
  const shown: IsoDate[] = [];
  let missing = 0;
  let next = window.from;
  for (const bucket of filled) {
    const gap = daysBetween(next, bucket.from);
    for (let day = 0; day < gap && shown.length < LISTED; day += 1) shown.push(addDays(next, day));
    missing += Math.max(0, gap);
    next = addDays(bucket.to, 1);
  }
  if (missing > 0) notes.push(`No data for ${listed(shown, missing)}: left out, not counted as zero.`);
  const due = window.to < today ? window.to : addDays(today, -1);
  const late = daysBetween(last, due);
  if (late > 0) {
    notes.push(
      // Data that ends yesterday is not late, so it is never one day.
      `Data ends on ${last}, ${daysBetween(last, today)} days before today (${today}): later days are not in yet, not zero.`,
    );
  }
  return notes;
}

/** A range in words. */
export const span = ({ from, to }: DateRange): string => (from === to ? from : `${from} to ${to}`);

/** Missing days that a note names. */
const LISTED = 5;

const listed = (shown: readonly IsoDate[], count: number): string =>
  count > shown.length ? `${count} days (${shown.join(', ')}, …)` : shown.join(', ');
