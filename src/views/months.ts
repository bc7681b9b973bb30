import type { Kit, Step } from './page.ts';

const isoOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The month some months after another, both `YYYY-MM`. */
function monthAfter(month: string, months: number): string {
  const start = new Date(`${month}-01T00:00:00Z`);
  start.setUTCMonth(start.getUTCMonth() + months);
  return isoOf(start.getTime()).slice(0, 7);
}

/** The calls for the month before and, if it has begun, the month after. */
export function monthSteps(month: string | undefined, { format }: Kit, now = new Date()): readonly Step[] {
  if (month === undefined || !/^\d{4}-\d\d$/.test(month)) return [];
  const step = (months: number): string => monthAfter(month, months);
  const earlier = { name: `← ${format.month(step(-1), 'short')}`, arguments: { month: step(-1) } };
  const later = { name: `${format.month(step(1), 'short')} →`, arguments: { month: step(1) } };
  return step(1) > isoOf(now.getTime()).slice(0, 7) ? [earlier] : [earlier, later];
}

/** The calls for as many days before and, if they have begun, after. */
export function periodSteps(from = '', to = '', { format }: Kit, now = new Date()): readonly Step[] {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (Number.isNaN(start) || Number.isNaN(end)) return [];
  const day = 86_400_000;
  const length = end - start + day;
  const shifted = (by: number) => ({ period: null, from: isoOf(start + by), to: isoOf(end + by) });
  const earlier = { name: `← ${format.day(isoOf(start - length))}`, arguments: shifted(-length) };
  const later = { name: `${format.day(isoOf(start + length))} →`, arguments: shifted(length) };
  return end + day > now.getTime() ? [earlier] : [earlier, later];
}

/** Every day of a window, both ends included, at most a year of them. */
export function daysOf(from: string, to: string): readonly string[] {
  const days: string[] = [];
  const day = new Date(`${from}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return days;
  while (days.length < 366 && isoOf(day.getTime()) <= to) {
    days.push(isoOf(day.getTime()));
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return days;
}
