/** A calendar date as `YYYY-MM-DD`. */
export type IsoDate = string;
/** A calendar month as `YYYY-MM`. */
export type Month = string;

/** Calendar days, both inclusive. */
export interface DateRange {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

const DAY_MS = 86_400_000;

/** From its digits, which is several times faster than parsing the text with Date. */
function utcMs(date: IsoDate): number {
  const year = Number(date.slice(0, 4));
  // Date.UTC takes 99 for 1999.
  if (year < 100) return Date.parse(`${date}T00:00:00Z`);
  return Date.UTC(year, Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
}
const fromMs = (ms: number): IsoDate => new Date(ms).toISOString().slice(0, 10);

/** Reads `YYYY-MM-DD` or `MM-DD-YYYY`; undefined when it is neither or no such day exists. */
export function parseDate(written: string): IsoDate | undefined {
  const monthFirst = /^(\d{2})-(\d{2})-(\d{4})$/.exec(written);
  const date = monthFirst ? `${monthFirst[3]}-${monthFirst[1]}-${monthFirst[2]}` : written;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const ms = utcMs(date);
  return Number.isNaN(ms) || fromMs(ms) !== date ? undefined : date;
}

/** The local date of an instant, at a fixed offset in seconds (upstream-api.md 7: never a time-zone database). */
export const dateAt = (unixSeconds: number, offset: number): IsoDate => fromMs((unixSeconds + offset) * 1000);

/** The local date of a clock reading. */
export const dateOf = (now: Date, offset: number): IsoDate => dateAt(now.getTime() / 1000, offset);

/** An instant as ISO 8601 at an offset: `2026-12-02T09:30:00-08:00`. */
export const instantAt = (unixSeconds: number, offset: number): string =>
  new Date((unixSeconds + offset) * 1000).toISOString().slice(0, 19) + utcOffsetText(offset);

/** The local hour of an instant at a fixed offset in seconds: 0 to 23. */
export const hourAt = (unixSeconds: number, offset: number): number =>
  new Date((unixSeconds + offset) * 1000).getUTCHours();

/** `-08:00` for −28800. */
export function utcOffsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The date of a day counted from 1970-01-01. */
export const dateOfDay = (day: number): IsoDate => fromMs(day * DAY_MS);

/** A date some days later, or earlier for a negative number. */
export const addDays = (date: IsoDate, days: number): IsoDate => fromMs(utcMs(date) + days * DAY_MS);

/** Days from one date to another; 0 for the same date. */
export const daysBetween = (from: IsoDate, to: IsoDate): number =>
  Math.round((utcMs(to) - utcMs(from)) / DAY_MS);

/** The month of a date. */
export const monthOf = (date: IsoDate): Month => date.slice(0, 7);

/** A month some months later, or earlier for a negative number. */
export function addMonths(month: Month, months: number): Month {
  const count = countOfMonth(month) + months;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** Months from one to another; 0 for the same month. */
export const monthsBetween = (from: Month, to: Month): number => countOfMonth(to) - countOfMonth(from);

/** Months since the year 0. */
const countOfMonth = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

/** A month and the five before it, newest first. */
export const recentMonths = (current: Month): readonly Month[] =>
  [0, 1, 2, 3, 4, 5].map((back) => addMonths(current, -back));

/** The whole month that a date lies in: what most endpoints return. */
export const monthAround = (date: IsoDate): DateRange => monthRange(monthOf(date));

/** First and last date of a month. */
export function monthRange(month: Month): DateRange {
  return { from: `${month}-01`, to: addDays(`${addMonths(month, 1)}-01`, -1) };
}

/** The days from the first to the last of a range, both included. */
export const daysIn = ({ from, to }: DateRange): number => daysBetween(from, to) + 1;

/** The dates of a range. */
export const datesIn = (range: DateRange): readonly IsoDate[] =>
  Array.from({ length: Math.max(0, daysIn(range)) }, (_, index) => addDays(range.from, index));

/** The smallest range that contains two others. */
export const rangeOver = (range: DateRange | undefined, { from, to }: DateRange): DateRange => ({
  from: range === undefined || from < range.from ? from : range.from,
  to: range === undefined || to > range.to ? to : range.to,
});

/** The smallest range that contains all of the given ones; undefined for none. */
export const rangeOfAll = (ranges: readonly DateRange[]): DateRange | undefined =>
  ranges.reduce<DateRange | undefined>(rangeOver, undefined);

/** The part of a range inside another; undefined when they have no day in common. */
export function clip(range: DateRange, inside: DateRange): DateRange | undefined {
  const from = range.from > inside.from ? range.from : inside.from;
  const to = range.to < inside.to ? range.to : inside.to;
  return from <= to ? { from, to } : undefined;
}

/** Whether a range contains all days of another. */
export const covers = (range: DateRange, other: DateRange): boolean =>
  range.from <= other.from && range.to >= other.to;

/** A range in words. */
export const span = ({ from, to }: DateRange): string => (from === to ? from : `${from} to ${to}`);

const MONTH_NAMES =
  'January February March April May June July August September October November December'.split(' ');

/** `October 2026` for `2026-10`. Without Intl, whose first use loads megabytes. */
export function monthName(month: Month): string {
  const [year, number] = month.split('-');
  return `${MONTH_NAMES[Number(number) - 1]} ${year}`;
}
