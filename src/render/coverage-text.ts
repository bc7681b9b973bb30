import type { FigureName } from '../metrics/vocabulary.ts';

interface CoveredPart {
  readonly part: string;
  readonly coverage?: Readonly<Record<string, number>> | undefined;
}

/**
 * Makes the words that follow a figure without a value on every day with data: ` on 3 of 5 days`; empty for the others.
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
