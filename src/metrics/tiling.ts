import { addDays, type DateRange } from './calendar.ts';

interface DatedStretch extends DateRange {
  readonly days: number;
}

/**
 * The stretches that cover the most days without overlapping; of equal covers the one in the most pieces, because fine
 * stretches say more. In date order.
 */
export function tile<S extends DatedStretch>(stretches: readonly S[]): readonly S[] {
  const sorted = [...stretches].sort((a, b) => compare(a.to, b.to) || compare(a.from, b.from));
  /** The best cover of what ends up to each stretch, and the one before the first. */
  const best: {
    readonly days: number;
    readonly pieces: number;
    readonly last: S | undefined;
    readonly before: number;
  }[] = [{ days: 0, pieces: 0, last: undefined, before: 0 }];
  for (const [index, stretch] of sorted.entries()) {
    const before = endingBefore(sorted, stretch.from, index);
    const without = best[index];
    const rest = best[before];
    if (without === undefined || rest === undefined) continue;
    const days = rest.days + stretch.days;
    const pieces = rest.pieces + 1;
    const isBetter = days > without.days || (days === without.days && pieces > without.pieces);
    best.push(isBetter ? { days, pieces, last: stretch, before } : { ...without });
  }
  const tiles: S[] = [];
  let step = best.at(-1);
  while (step?.last !== undefined) {
    tiles.push(step.last);
    step = best[step.before];
  }
  return tiles.reverse();
}

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

/** Days of a range that no stretch covers, the first of them named. */
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
    const gap = Math.round((Date.parse(until) - Date.parse(next)) / 86_400_000);
    for (let day = 0; day < gap && first.length < named; day += 1) first.push(addDays(next, day));
    days += Math.max(0, gap);
  };
  for (const { from, to } of stretches) {
    see(from);
    next = addDays(to, 1);
  }
  if (next <= range.to) see(addDays(range.to, 1));
  return { days, first };
}
