import type { ShownMoney } from './read-result.ts';

/** Numbers and dates in the host's locale. */
export interface Format {
  readonly locale: string;
  money(money: ShownMoney | undefined): string;
  /** Without cents from 100, and short from one million. */
  roundMoney(money: ShownMoney | undefined): string;
  /** Short, for axes: 1.25M. */
  shortMoney(money: ShownMoney): string;
  count(value: number | undefined): string;
  /** A fraction as a percentage. */
  rate(fraction: number | undefined): string;
  /** A fraction as a percentage with its sign. */
  change(fraction: number | undefined): string;
  /** A day `YYYY-MM-DD`, short. */
  day(date: string): string;
  /** A range of days; with the year only if it spans two, or if requested. */
  days(from: string, to: string, year?: 'numeric'): string;
  dayOfMonth(date: string): string;
  /** A month `YYYY-MM`. */
  month(month: string, length?: 'long' | 'short'): string;
}

/** Replaces an unknown figure. */
export const UNKNOWN = '–';

/** @param wanted the host's locale, which may be in a form that Intl refuses */
export function createFormat(wanted: string | undefined): Format {
  const locale = usableLocale(wanted);
  const write = (value: number | undefined, options: Intl.NumberFormatOptions): string =>
    value === undefined ? UNKNOWN : new Intl.NumberFormat(locale, options).format(value);
  const date = (from: string, options: Intl.DateTimeFormatOptions, to = from): string => {
    const [first, last] = [Date.parse(from), Date.parse(to)];
    // Intl throws for an invalid date, and for a start after the end.
    if (!(first <= last)) return from;
    return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).formatRange(first, last);
  };
  const money = (value: ShownMoney | undefined, options: Intl.NumberFormatOptions): string => {
    if (value === undefined) return UNKNOWN;
    const { amount, currency = '' } = value;
    // Intl throws for anything but three letters.
    if (!/^[A-Za-z]{3}$/.test(currency)) return `${write(amount, options)} ${currency}`.trim();
    return write(amount, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...options });
  };
  const short = { notation: 'compact', maximumSignificantDigits: 3 } as const;
  return {
    locale,
    money: (value) => money(value, {}),
    roundMoney: (value) => {
      const size = Math.abs(value?.amount ?? 0);
      return money(value, size < 100 ? {} : size < 1_000_000 ? { maximumFractionDigits: 0 } : short);
    },
    shortMoney: (value) => money(value, short),
    count: (value) => write(value, { maximumFractionDigits: 1 }),
    rate: (fraction) => write(fraction, { style: 'percent', maximumFractionDigits: 1 }),
    change: (fraction) =>
      write(fraction, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
    day: (iso) => date(iso, { day: 'numeric', month: 'short' }),
    days: (from, to, year) => date(from, { day: 'numeric', month: 'short', year }, to),
    dayOfMonth: (iso) => date(iso, { day: 'numeric' }),
    month: (iso, length) =>
      date(iso, length === 'short' ? { month: 'short' } : { month: 'long', year: 'numeric' }),
  };
}

function usableLocale(wanted: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(wanted ?? navigator.language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
