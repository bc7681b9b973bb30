import Big from 'big.js';
import { at, readNumber } from '../json.ts';
import { readText } from '../untrusted-text.ts';

/** Amounts by currency: money of two currencies can be shown side by side but never added up. */
export type Money = ReadonlyMap<string, Big>;

/** Marks a value that is present but not of its kind. */
export const UNREADABLE = Symbol('unreadable');
export type Unreadable = typeof UNREADABLE;

/** ISO 4217 for "no currency": money that came without one. */
export const NO_CURRENCY = 'XXX';

/**
 * Currencies that people count in whole units, also where ISO 4217 gives them more digits (Unicode CLDR 48). A list,
 * because the first use of Intl loads megabytes, and its answer depends on the version of Node.
 */
const WHOLE_UNITS = new Set(
  'AFN ALL BIF CLP COP DJF GNF HUF IDR IQD IRR ISK JPY KMF KPW KRW LAK LBP MGA MMK PKR PYG RWF SLL SOS SYP UGX VND VUV XAF XOF XPF YER'.split(
    ' ',
  ),
);

/** Currencies with three digits. */
const THOUSANDTHS = new Set(['BHD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

/** No money, in any currency. */
const NO_MONEY: Money = new Map();

/**
 * Reads a money object `{amount, currency_code}` (upstream-api.md 5); the locale texts beside them are never parsed.
 * A zero without a currency is {@link NO_MONEY}.
 * @returns undefined where there is no amount
 */
export function readMoney(value: unknown): Money | Unreadable | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) return UNREADABLE;
  const raw = at(value, 'amount');
  if (raw === undefined || raw === null || raw === '') return undefined;
  const amount = readNumber(raw) === undefined ? undefined : parseBig(String(raw));
  if (amount === undefined) return UNREADABLE;
  const code = readText(at(value, 'currency_code'))?.toUpperCase();
  if (code !== undefined && /^[A-Z]{3}$/.test(code)) return new Map([[code, amount]]);
  return amount.eq(0) ? NO_MONEY : new Map([[NO_CURRENCY, amount]]);
}

function parseBig(written: string): Big | undefined {
  try {
    return new Big(written.trim());
  } catch {
    return undefined;
  }
}

/** The sum, currency by currency; nothing of one currency beside something of another is left out: it adds nothing. */
export function addMoney(parts: Iterable<Money>): Money {
  const sum = new Map<string, Big>();
  const whole = new Map<string, number>();
  for (const part of parts) {
    for (const [code, amount] of part) {
      const units = (whole.get(code) ?? 0) + unitsOf(amount);
      if (Number.isSafeInteger(units)) whole.set(code, units);
      else sum.set(code, (sum.get(code) ?? new Big(0)).plus(amount));
    }
  }
  for (const [code, units] of whole) {
    sum.set(code, new Big(units).times(UNIT).plus(sum.get(code) ?? 0));
  }
  const codes = currenciesIn([sum]);
  return codes.length === sum.size ? sum : new Map(codes.map((code) => [code, amountIn(sum, code)]));
}

/** There are sums over thousands of amounts; whole numbers add up exactly and much faster. */
const UNIT = '0.0001';
const UNIT_EXPONENT = -4;

/** An amount in ten thousandths; NaN for one that is not a whole number of them, or too large to be exact. */
function unitsOf({ c: digits, e: exponent, s: sign }: Big): number {
  const zeros = exponent - digits.length + 1 - UNIT_EXPONENT;
  if (zeros < 0 || digits.length + zeros > 15) return Number.NaN;
  let units = 0;
  for (const digit of digits) units = units * 10 + digit;
  return sign * units * 10 ** zeros;
}

/** The first amount minus the others, currency by currency. */
export const subtractMoney = (from: Money, ...others: readonly Money[]): Money =>
  addMoney([from, ...others.map((other) => mapMoney(other, (amount) => amount.times(-1)))]);

/** Every amount changed in the same way. */
export const mapMoney = (money: Money, change: (amount: Big) => Big): Money =>
  new Map([...money].map(([code, amount]) => [code, change(amount)]));

/** The currencies that occur, in alphabetical order. Zero is zero in any of them: it counts only where there is no more. */
export function currenciesIn(parts: Iterable<Money>): readonly string[] {
  const codes = new Set<string>();
  const zeros = new Set<string>();
  for (const part of parts) {
    for (const [code, amount] of part) (amount.eq(0) ? zeros : codes).add(code);
  }
  return [...(codes.size > 0 ? codes : zeros)].sort();
}

/** The amount in one currency; zero where there is none. */
export const amountIn = (money: Money, currency: string): Big => money.get(currency) ?? new Big(0);

/** Digits after the decimal point that people use for a currency. */
export function minorDigits(currency: string): number {
  if (WHOLE_UNITS.has(currency)) return 0;
  return THOUSANDTHS.has(currency) ? 3 : 2;
}

/** A JSON number in major units, rounded once, half up, to the currency's minor unit. */
export const toNumber = (amount: Big, currency: string): number =>
  amount.round(minorDigits(currency), Big.roundHalfUp).toNumber();
