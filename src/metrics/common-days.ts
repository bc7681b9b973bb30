import type { AnyFigures } from './figures.ts';
import type { Money } from './money.ts';
import { plainSum, ratioOf } from './sums.ts';
import type { FigureName, MoneyName } from './vocabulary.ts';

/**
 * Counts and money added up over the parts that have all of them: sums over different days cannot be compared. Empty if
 * no part has all.
 */
export function sumsWhereAll(
  parts: readonly { readonly figures: AnyFigures }[],
  names: readonly FigureName[],
): AnyFigures {
  const able = parts.flatMap(({ figures }) =>
    names.every((name) => figures[name] !== undefined) ? [figures] : [],
  );
  const sums: { [Name in FigureName]?: Money | number } = {};
  for (const name of names) {
    const sum = plainSum(able, name);
    if (sum !== undefined) sums[name] = sum;
  }
  return sums;
}

/** The ratio of two sums of money over the parts that have both; undefined where no part has. */
export function ratioWhereBoth(
  parts: readonly { readonly figures: AnyFigures }[],
  part: MoneyName,
  whole: MoneyName,
): number | undefined {
  const sums = sumsWhereAll(parts, [part, whole]);
  return ratioOf(sums[part], sums[whole]);
}
