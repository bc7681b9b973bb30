import { calendarMonth, type DayRange, readIsoDate, readMonthFirstDate } from './calendar.ts';
import type { RequestBody } from './request-body.ts';

/** A parameter that the platform rejects; on the wire it looks like any transient failure (upstream-api.md 3.1). */
export class RejectedParameter extends Error {}

/** The calendar month around an `MM-DD-YYYY` date. */
export function requestedMonth(body: RequestBody): DayRange {
  const day = readMonthFirstDate(body.start_date);
  if (day === undefined) throw new RejectedParameter('start_date');
  return calendarMonth(day);
}

/** The days from `start_date` to the one before `end_date` (upstream-api.md 6.20). */
export function requestedDays(body: RequestBody): DayRange {
  const from = readIsoDate(body.start_date);
  const end = readIsoDate(body.end_date);
  if (from === undefined || end === undefined || end <= from) throw new RejectedParameter('dates');
  return { from, to: end };
}

/** Accepts ids made of digits, known or not. */
export function requireIds(...ids: readonly string[]): void {
  for (const id of ids) if (!/^\d{15,20}$/.test(id)) throw new RejectedParameter('id');
}
