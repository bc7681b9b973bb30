import { addDays, covers, type DateRange, daysIn, type IsoDate } from './calendar.ts';
import { type AnyFigures, namesIn } from './figures.ts';
import type { Money } from './money.ts';
import { LAG_DAYS } from './reading.ts';
import { isForOnePart, isImpossibleRate, partsWith, sumOf } from './sums.ts';
import { tile } from './tiling.ts';
import type { FigureName, MetricTable } from './vocabulary.ts';

interface FigureStretch extends DateRange {
  readonly days: number;
  readonly figures: AnyFigures;
}

/** The total of one figure. */
interface Total<S extends FigureStretch> {
  readonly value: Money | number;
  /** The stretches that it is made of, in date order. */
  readonly stretches: readonly S[];
  /** Days behind it. */
  readonly days: number;
}

/** The totals of a series, and the rates among them that came out below 0 or above 1. */
export interface Totals<S extends FigureStretch> {
  readonly byName: ReadonlyMap<FigureName, Total<S>>;
  readonly impossible: readonly FigureName[];
}

/**
 * The total of each figure: from the stretches that cover the most days on which it has a value, the finest of those. A
 * figure missing on some days is so for itself, not for the others.
 * @param filled the days from the first that has data to the last: a figure without a sum must be about all of them
 */
export function totalsOf<S extends FigureStretch>(
  stretches: readonly S[],
  filled: DateRange | undefined,
  table: MetricTable,
  weightOf: (stretch: DateRange) => number,
  today: IsoDate,
): Totals<S> {
  const byName = new Map<FigureName, Total<S>>();
  const impossible: FigureName[] = [];
  for (const name of namesIn(table)) {
    const source = table[name] ?? {};
    const able = partsWith(stretches, name, source);
    const alone = source.perBucketOnly === true ? able.filter(({ days }) => days === 1) : able;
    const used = isForOnePart(name, source) ? oneOver(alone, filled) : tile(able, weightOf);
    const value = sumOf(
      used.map(({ figures }) => figures),
      name,
      source,
    );
    if (isImpossibleRate(name, value)) impossible.push(name);
    else if (value !== undefined) byName.set(name, { value, stretches: used, days: daysUntil(used, today) });
  }
  return { byName, impossible };
}

/** A stretch over some days, alone; none where there is no such. */
const oneOver = <S extends FigureStretch>(
  stretches: readonly S[],
  filled: DateRange | undefined,
): readonly S[] => stretches.filter((stretch) => filled !== undefined && covers(stretch, filled)).slice(0, 1);

/** Days of stretches that do not overlap, without those still to come. */
export const daysUntil = (stretches: readonly DateRange[], today: IsoDate): number =>
  stretches.reduce((sum, { from, to }) => sum + daysIn({ from, to: to < today ? to : today }), 0);

/**
 * The days of a stretch that count when stretches are chosen: what is later than the usual lag may simply not be in yet.
 * @param lastDaily the last day that has a daily figure
 */
export function dueDaysUntil(today: IsoDate, lastDaily: IsoDate | undefined): (stretch: DateRange) => number {
  const usual = addDays(today, -LAG_DAYS - 1);
  const due = lastDaily !== undefined && lastDaily > usual ? lastDaily : usual;
  return ({ from, to }) => Math.max(0, daysIn({ from, to: to < due ? to : due }));
}
