const DAY_SECONDS = 86_400;

/** A run of local calendar days, half-open; a day is its number since 1970-01-01. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** The calendar day an instant falls on, `offset` seconds east of Greenwich. */
export function dayAt(instant: Date, offset: number): number {
  return Math.floor((instant.getTime() / 1000 + offset) / DAY_SECONDS);
}

/** Unix seconds of a day's first instant at `offset`. */
export function startOfDay(day: number, offset: number): number {
  return day * DAY_SECONDS - offset;
}

/** `YYYY-MM-DD`. */
export function isoDate(day: number): string {
  return new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** Reads `YYYY-MM-DD`; undefined for another form or a date no calendar has. */
export function readIsoDate(text: string): number | undefined {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return undefined;
  const milliseconds = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const day = milliseconds / (DAY_SECONDS * 1000);
  // The engine rolls February 30 over into March instead of refusing it.
  return isoDate(day) === text ? day : undefined;
}

/** Reads `MM-DD-YYYY`, the form of every endpoint but the product list. */
export function readMonthFirstDate(text: string): number | undefined {
  const parts = /^(\d{2}-\d{2})-(\d{4})$/.exec(text);
  return parts ? readIsoDate(`${parts[2]}-${parts[1]}`) : undefined;
}

/** The calendar month around a day. */
export function calendarMonth(day: number): DayRange {
  const date = new Date(day * DAY_SECONDS * 1000);
  const first = (month: number): number => Date.UTC(date.getUTCFullYear(), month, 1) / (DAY_SECONDS * 1000);
  return { from: first(date.getUTCMonth()), to: first(date.getUTCMonth() + 1) };
}

/** The calendar month of a day, January being 1. */
export function monthNumber(day: number): number {
  return new Date(day * DAY_SECONDS * 1000).getUTCMonth() + 1;
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The days two runs share; empty (`from >= to`) when they share none. */
export function overlap(a: DayRange, b: DayRange): DayRange {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

/** Cuts a run into pieces of `size` days; the last piece may be shorter. */
export function slices(days: DayRange, size: number): DayRange[] {
  const pieces: DayRange[] = [];
  for (let from = days.from; from < days.to; from += size) {
    pieces.push({ from, to: Math.min(from + size, days.to) });
  }
  return pieces;
}
