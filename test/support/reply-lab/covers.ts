import { type Days, eachDay, lengthOf, overlaps } from './days.ts';

/** Stretches that do not overlap. */
type Cover = readonly Days[];

/**
 * Every best choice among stretches, found by trying all of them: most days until a day counts, then most pieces, then
 * most days. Exponential in the stretches longer than a day.
 */
export function bestCovers(stretches: readonly Days[], until: number): readonly Cover[] {
  const distinct = [...new Map(stretches.map((one) => [`${one.from} ${one.to}`, one])).values()];
  const single = distinct.filter((one) => lengthOf(one) === 1);
  const long = distinct.filter((one) => lengthOf(one) > 1);
  let best: { readonly score: readonly number[]; readonly covers: Cover[] } = { score: [], covers: [] };
  const see = (chosen: Cover): void => {
    const cover = [...chosen, ...single.filter((one) => !chosen.some((other) => overlaps(one, other)))];
    const days = cover.flatMap(eachDay);
    const score = [days.filter((day) => day <= until).length, cover.length, days.length];
    const order = best.covers.length === 0 ? 1 : compare(score, best.score);
    if (order > 0) best = { score, covers: [cover] };
    else if (order === 0) best.covers.push(cover);
  };
  const choose = (index: number, chosen: Cover): void => {
    const one = long[index];
    if (one === undefined) {
      see(chosen);
      return;
    }
    choose(index + 1, chosen);
    if (!chosen.some((other) => overlaps(one, other))) choose(index + 1, [...chosen, one]);
  };
  choose(0, []);
  return best.covers.map((cover) => [...cover].sort((a, b) => a.from - b.from));
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
