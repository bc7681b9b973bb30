import { minorDigits } from '../metrics/money.ts';

/** Looking a formatter up costs far more than using it, and the very first loads megabytes: so at first use, and once. */
const formatters = new Map<string, Intl.NumberFormat>();

function decimals(value: number, atLeast: number, atMost: number): string {
  const key = `${atLeast} ${atMost}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: atLeast,
      maximumFractionDigits: atMost,
    });
    formatters.set(key, formatter);
  }
  return formatter.format(value);
}

/** A number with exactly so many decimals. */
const fixed = (value: number, digits: number): string => decimals(value, digits, digits);

/** `1,310.00`, with as many decimals as the currency has. */
export const money = (amount: number, currency: string | undefined): string =>
  fixed(amount, currency === undefined ? 2 : minorDigits(currency));

/** `28,104`; up to six decimals where there are any. */
export const grouped = (value: number): string => decimals(value, 0, 6);

/** `3.95%` for 0.0395, `12%` for 0.12. */
export const percent = (fraction: number): string => `${Number((fraction * 100).toFixed(2))}%`;

/** `-40.8%` or `+2.9%`: a change. */
export const signedPercent = (fraction: number): string =>
  `${fraction < 0 ? '-' : '+'}${(Math.abs(fraction) * 100).toFixed(1)}%`;
