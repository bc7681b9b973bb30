/**
 * A quantile of some values, with linear interpolation; undefined without values.
 * @param part of the values that lie below it, from 0 to 1
 */
export function quantile(values: readonly number[], part: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (place - Math.floor(place));
}

/** The middle value; undefined without values. */
export const median = (values: readonly number[]): number | undefined => quantile(values, 0.5);

/** The bounds that a share lies in with 95 % confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The quantile of the normal distribution for a two-sided interval of 95 %. */
const Z_95 = 1.959964;

/** The Wilson score interval of `hits` out of `trials`, 95 %; undefined without trials or with more hits than trials. */
export function wilsonInterval(hits: number, trials: number): Interval | undefined {
  if (trials <= 0 || hits < 0 || hits > trials) return undefined;
  const share = hits / trials;
  const z2 = Z_95 * Z_95;
  const centre = share + z2 / (2 * trials);
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  return {
    low: Math.max(0, (centre - reach) / scale),
    high: Math.min(1, (centre + reach) / scale),
  };
}

/** The quantile of the normal distribution for a two-sided interval of 80 %. */
const Z_80 = 1.281552;

/** Half the width of a two-sided interval of 80 % in standard deviations, by Student's t for few degrees of freedom. */
export function reachOf80Percent(degreesOfFreedom: number): number {
  const z = Z_80;
  const n = Math.max(1, degreesOfFreedom);
  // Cornish–Fisher expansion of the t quantile.
  return z + (z ** 3 + z) / (4 * n) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n * n);
}
