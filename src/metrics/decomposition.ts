import Big from 'big.js';

/** What one part or factor accounts for in the change of a whole. */
interface Effect<Name extends string> {
  readonly name: Name;
  readonly current: number;
  readonly previous: number;
  /** In the unit of the whole. All effects add up to its change exactly. */
  readonly effect: number;
}

/** A part of a sum in two periods. */
interface Addend<Name extends string> {
  readonly name: Name;
  readonly current: Big;
  readonly previous: Big;
}

/** The change of a whole and what accounts for it. */
export interface Decomposition<Name extends string> {
  readonly change: number;
  readonly effects: readonly Effect<Name>[];
}

/**
 * Splits the change of a sum into the changes of its parts.
 * @param digits after the decimal point; the effects are rounded so that they add up to the rounded change
 */
export function splitSum<Name extends string>(
  parts: readonly Addend<Name>[],
  digits: number,
): Decomposition<Name> {
  const effects = parts.map(({ current, previous }) => current.minus(previous));
  const change = effects.reduce((sum, effect) => sum.plus(effect), new Big(0));
  return roundedToSum(
    parts.map((part) => ({
      name: part.name,
      current: part.current.toNumber(),
      previous: part.previous.toNumber(),
    })),
    effects,
    change,
    digits,
  );
}

/** A factor of a product in two periods. */
export interface Factor<Name extends string> {
  readonly name: Name;
  readonly current: number;
  readonly previous: number;
}

/** A factor that prevents the decomposition: it is zero, or missing, in the named period. */
export interface ZeroFactor<Name extends string> {
  readonly name: Name;
  readonly period: 'current' | 'previous' | 'both';
}

/**
 * Splits the change of a product into what each factor accounts for, by the logarithmic mean (LMDI-I): the effect of a
 * factor is L(current, previous) × ln(its ratio), where L(a, b) = (a − b) / (ln a − ln b). The effects add up without a
 * remainder, their order does not matter, and two periods swapped give the same effects with the other sign.
 * @param whole the product in both periods, as it was reported
 * @returns instead, the first factor that is not above zero, if there is one: the logarithm needs positive factors
 */
export function splitProduct<Name extends string>(
  factors: readonly Factor<Name>[],
  whole: { readonly current: Big; readonly previous: Big },
  digits: number,
): Decomposition<Name> | { readonly zero: ZeroFactor<Name> } {
  for (const { name, current, previous } of factors) {
    const now = isPositive(current);
    const before = isPositive(previous);
    if (now && before) continue;
    return { zero: { name, period: now ? 'previous' : before ? 'current' : 'both' } };
  }
  const mean = logarithmicMean(product(factors, 'current'), product(factors, 'previous'));
  const effects = factors.map(
    ({ current, previous }) => new Big(mean * (Math.log(current) - Math.log(previous))),
  );
  return roundedToSum(factors, effects, whole.current.minus(whole.previous), digits);
}

const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

const product = (factors: readonly Factor<string>[], side: 'current' | 'previous'): number =>
  factors.reduce((value, factor) => value * factor[side], 1);

/** Symmetric down to the last digit: the difference quotient is the same both ways. */
function logarithmicMean(a: number, b: number): number {
  const logarithms = Math.log(a) - Math.log(b);
  // Near 1 the quotient of two tiny differences is noise, and the arithmetic mean is exact enough.
  return Math.abs(logarithms) < 1e-6 ? (a + b) / 2 : (a - b) / logarithms;
}

/**
 * Effects rounded so that they add up to the rounded change: the remainder goes to the effects that rounding changed
 * most.
 */
function roundedToSum<Name extends string>(
  parts: readonly Factor<Name>[],
  exact: readonly Big[],
  change: Big,
  digits: number,
): Decomposition<Name> {
  const unit = new Big(10).pow(-digits);
  const whole = change.round(digits, Big.roundHalfUp);
  const effects = exact.map((value) => value.round(digits, Big.roundHalfUp));
  const sum = effects.reduce((total, value) => total.plus(value), new Big(0));
  const left = whole.minus(sum);
  const sign = left.s;
  const steps = left.abs().div(unit).round(0).toNumber();
  const cut = (index: number): Big => (exact[index] ?? new Big(0)).minus(effects[index] ?? 0).times(sign);
  const order = exact.map((_, index) => index).sort((a, b) => cut(b).cmp(cut(a)));
  // There are more steps than effects only if the factors do not multiply to the whole; then a second round follows.
  for (let step = 0; step < steps; step += 1) {
    const index = order[step % order.length] ?? 0;
    effects[index] = (effects[index] ?? new Big(0)).plus(unit.times(sign));
  }
  return {
    change: whole.toNumber(),
    effects: parts.map(({ name, current, previous }, index) => ({
      name,
      current,
      previous,
      effect: (effects[index] ?? new Big(0)).toNumber(),
    })),
  };
}
