import type { Format } from './format.ts';

/** Within these hours, a deadline is marked as urgent. */
const URGENT_HOURS = 72;

const MS_PER_HOUR = 3_600_000;

/** The time left until an instant, as days and hours; undefined without an instant, empty if it has passed. */
export function countdown(until: string | undefined, { locale }: Format, now = Date.now()) {
  const hours = (Date.parse(until ?? '') - now) / MS_PER_HOUR;
  if (Number.isNaN(hours)) return undefined;
  const write = (amount: number, unit: 'day' | 'hour'): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit }).format(Math.floor(amount));
  const days = hours >= 24 ? `${write(hours / 24, 'day')} ` : '';
  return {
    text: hours > 0 ? days + write(hours % 24, 'hour') : '',
    isUrgent: hours > 0 && hours <= URGENT_HOURS,
  };
}
