import { addDays, type DateRange, daysBetween } from './calendar.ts';

interface DatedStretch extends DateRange {
  readonly days: number;
}

/** Compares covers: by the days that count, then by the number of pieces, then by all days. */
interface Cover<S extends DatedStretch> {
  readonly weight: number;
  readonly pieces: number;
  readonly days: number;
  readonly last: S | undefined;
  /** The cover that the last stretch was added to, by its place in the list. */
  readonly before: number;
}

/**
 * The stretches that cover the most days without overlapping; of equal covers the one in the most pieces, because short
 * stretches say more. In date order.
 * @param weightOf the days of a stretch that count for the choice; all of them where it is left out
 */
export function tile<S extends DatedStretch>(
  stretches: readonly S[],
  weightOf: (stretch: S) => number = ({ days }) => days,
): readonly S[] {
  const sorted = [...stretches].sort((a, b) => compare(a.to, b.to) || compare(a.from, b.from));
  /** The best cover with what ends by the end of each stretch; at first the empty one. */
  const best: Cover<S>[] = [{ weight: 0, pieces: 0, days: 0, last: undefined, before: 0 }];
  for (const [index, stretch] of sorted.entries()) {
    const before = endingBefore(sorted, stretch.from, index);
    const without = best[index];
    const rest = best[before];
    if (without === undefined || rest === undefined) continue;
    const added: Cover<S> = {
      weight: rest.weight + weightOf(stretch),
      pieces: rest.pieces + 1,
      days: rest.days + stretch.days,
      last: stretch,
      before,
    };
    best.push(isBetter(added, without) ? added : without);
  }
  const tiles: S[] = [];
  let step = best.at(-1);
  while (step?.last !== undefined) {
    tiles.push(step.last);
    step = best[step.before];
  }
  return tiles.reverse();
}

const isBetter = (one: Cover<DatedStretch>, other: Cover<DatedStretch>): boolean =>
  (one.weight - other.weight || one.pieces - other.pieces || one.days - other.days) > 0;

/** How many of the first stretches end before a date. */
function endingBefore(sorted: readonly DatedStretch[], from: string, length: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const to = sorted[middle]?.to ?? '';
    if (to < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Days of a range that no stretch covers, the first of them named. The stretches are in date order. */
export function gapsIn(
  range: DateRange,
  stretches: readonly DateRange[],
  named: number,
): { readonly days: number; readonly first: readonly string[] } {
  const first: string[] = [];
  let days = 0;
  let next = range.from;
  const see = (until: string): void => {
    // From stretch to stretch, not day by day: a reply may name years of them.
    const gap = daysBetween(next, until);
    for (let day = 0; day < gap && first.length < named; day += 1) first.push(addDays(next, day));
    days += Math.max(0, gap);
  };
  const end = addDays(range.to, 1);
  for (const { from, to } of stretches) {
    if (from >= end) break;
    see(from);
    if (to >= next) next = addDays(to, 1);
  }
  see(end);
  return { days, first };
}
