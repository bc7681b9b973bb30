import type { Creator } from './creators.ts';

/** A money object as on the wire, from minor units: the amount is text, the other two are for people. */
export function moneyObject({ currency }: Creator, minor: number): object {
  const whole = Math.trunc(minor / 100).toString();
  const cents = (minor % 100).toString().padStart(2, '0');
  const delimited = `${whole.replace(/\B(?=(\d{3})+$)/g, currency.thousands)}${currency.decimal}${cents}`;
  return {
    amount: minor === 0 ? '0' : `${whole}.${cents}`,
    amount_formatted: `${currency.symbol}${currency.gap}${delimited}`,
    amount_delimited: delimited,
    currency_code: currency.code,
    currency_symbol: currency.symbol,
  };
}

/** The price text of a shop page. */
export function priceText({ currency }: Creator, minor: number): string {
  const whole = Math.trunc(minor / 100).toString();
  return `${currency.symbol}${currency.gap}${whole}${currency.decimal}${(minor % 100).toString().padStart(2, '0')}`;
}

/** A fraction as text; zero when there is nothing to divide by. */
export function rateText(part: number, whole: number): string {
  return whole === 0 ? '0' : (part / whole).toFixed(4);
}

/** Counters as this creator's replies spell them: ints, some of them as numeric strings. */
export function counters(
  { habits }: Creator,
  counts: Readonly<Record<string, number>>,
): Record<string, number | string> {
  const spelled: Record<string, number | string> = {};
  for (const [name, count] of Object.entries(counts)) {
    spelled[name] = habits.textCounters.includes(name) ? String(count) : count;
  }
  return spelled;
}
