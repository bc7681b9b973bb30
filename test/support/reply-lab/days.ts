/** Days as numbers counted from 1970-01-01: arithmetic of its own, so that a mistake in the calendar cannot hide itself. */

/** Days from one to another, both included. */
export interface Days {
  readonly from: number;
  readonly to: number;
}

export const SECONDS = 86_400;

/** The date of a day. */
const dateOf = (day: number): string => new Date(day * SECONDS * 1000).toISOString().slice(0, 10);

/** Days as dates. */
export const datesOf = ({ from, to }: Days) => ({ from: dateOf(from), to: dateOf(to) });

export const lengthOf = ({ from, to }: Days): number => to - from + 1;

export const isInside = (one: Days, other: Days): boolean => one.from >= other.from && one.to <= other.to;

export const overlaps = (one: Days, other: Days): boolean => one.from <= other.to && other.from <= one.to;

/** Every day of some days. */
export const eachDay = ({ from, to }: Days): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

/** The smallest days over several; undefined over none. */
export const hullOf = (several: readonly Days[]): Days | undefined =>
  several.length === 0
    ? undefined
    : {
        from: Math.min(...several.map(({ from }) => from)),
        to: Math.max(...several.map(({ to }) => to)),
      };

/** The calendar month some months after January 1970. */
export function monthDays(month: number): Days {
  const first = (offset: number): number => Date.UTC(1970, month + offset, 1) / (SECONDS * 1000);
  return { from: first(0), to: first(1) - 1 };
}
