import type { FigureName } from '../metrics/vocabulary.ts';

interface CoveredPart {
  readonly part: string;
  readonly coverage?: Readonly<Record<string, number>> | undefined;
}

/**
 * The days behind a figure of a part, in words beside it; nothing where it has a value on each day with data.
 * @param days with data
 */
export function coverageText(
  verdicts: readonly CoveredPart[],
  about: string,
  days: number,
): (name: FigureName) => string {
  const covered = verdicts.find(({ part }) => part === about)?.coverage;
  return (name) => {
    const own = covered?.[name];
    return own === undefined || own >= days ? '' : ` on ${own} of ${days} days`;
  };
}
