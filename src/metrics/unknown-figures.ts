import { ApiError } from '../errors.ts';
import { at, readNumber } from '../json.ts';
import { IDENTITY_FIELDS } from './reading.ts';
import type { Bucket } from './segments.ts';
import type { MetricTable } from './vocabulary.ts';

/**
 * Figures whose names are all unknown must not be taken for "no data yet".
 * @throws ApiError `shape` for buckets that only have such figures
 */
export function requireKnownFigures(buckets: readonly Bucket[], table: MetricTable): void {
  const known = new Set(Object.values(table).flatMap(({ from }) => from ?? []));
  const stats = buckets.flatMap((bucket) => bucket.stats);
  if (stats.some((one) => Object.keys(one).some((name) => known.has(name)))) return;
  const isFigure = ([name, value]: readonly [string, unknown]): boolean =>
    !IDENTITY_FIELDS.has(name) && (readNumber(value) !== undefined || at(value, 'amount') !== undefined);
  if (stats.some((one) => Object.entries(one).some(isFigure))) {
    throw new ApiError('shape', 'The reply has figures, but none under a known name.');
  }
}
