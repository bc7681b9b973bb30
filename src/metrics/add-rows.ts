import { type AnyFigures, type Figures, namesIn } from './figures.ts';
import { isForOnePart, partsWith, sumFigures } from './sums.ts';
import type { FigureName, MetricTable } from './vocabulary.ts';

/** What a row has over several stretches or lists. */
export interface AddedFigures<T extends MetricTable> {
  readonly figures: Figures<T>;
  /** Figures that only some of the parts have: no ratio can be computed from their sums. */
  readonly partial: ReadonlySet<FigureName>;
}

/** The figures of a row in several stretches or lists as one. */
export function addRowFigures<T extends MetricTable>(
  parts: readonly AddedFigures<T>[],
  table: T,
): AddedFigures<T> {
  const partial = new Set(parts.flatMap((part) => [...part.partial]));
  const wrapped: readonly { readonly figures: AnyFigures }[] = parts;
  for (const name of namesIn(table)) {
    const source = table[name] ?? {};
    if (isForOnePart(name, source)) continue;
    const isTold = wrapped.some(({ figures }) => figures[name] !== undefined);
    if (isTold && partsWith(wrapped, name, source).length < parts.length) partial.add(name);
  }
  const figures = sumFigures(
    parts.map((part) => part.figures),
    table,
  );
  return { figures, partial };
}
