import type { Kit, Step } from './page.ts';

const MS_PER_DAY = 86_400_000;

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
  if (!(start <= end)) return [];
  const length = end - start + MS_PER_DAY;
  const step = (by: number, name: string): Step => {
    return { name, arguments: { from: isoOf(start + by), to: isoOf(end + by) } };
  };
  // The adjacent days.
  const earlier = step(-length, `← ${format.day(isoOf(start - MS_PER_DAY))}`);
  const later = step(length, `${format.day(isoOf(end + MS_PER_DAY))} →`);
  return end + MS_PER_DAY > now.getTime() ? [earlier] : [earlier, later];
}

/** Every day of a window, both ends included, at most a year. */
export function daysOf(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to) && days.length < 366; day += MS_PER_DAY) {
    days.push(isoOf(day));
  }
  return days;
}
