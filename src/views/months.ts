import type { Kit, Step } from './page.ts';

/** The month some months after another, both `YYYY-MM`. */
function monthAfter(month: string, months: number): string {
  const start = new Date(`${month}-01T00:00:00Z`);
  start.setUTCMonth(start.getUTCMonth() + months);
  return start.toISOString().slice(0, 7);
}

/** The calls for the month before and, if it has begun, the month after. */
export function monthSteps(month: string | undefined, { format }: Kit, now = new Date()): readonly Step[] {
  if (month === undefined || !/^\d{4}-\d\d$/.test(month)) return [];
  const step = (months: number): string => monthAfter(month, months);
  const earlier = { name: `← ${format.month(step(-1), 'short')}`, arguments: { month: step(-1) } };
  const later = { name: `${format.month(step(1), 'short')} →`, arguments: { month: step(1) } };
  return step(1) > now.toISOString().slice(0, 7) ? [earlier] : [earlier, later];
}

/** Every day of a window, both ends included, at most a year of them. */
export function daysOf(from: string, to: string): readonly string[] {
  const days: string[] = [];
  const day = new Date(`${from}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return days;
  while (days.length < 366 && day.toISOString().slice(0, 10) <= to) {
    days.push(day.toISOString().slice(0, 10));
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return days;
}
