import Big from 'big.js';
import { type DateRange, daysIn, type IsoDate, rangeOver } from './calendar.ts';
import { type Denomination, type WrittenMoney, writeFigures } from './denomination.ts';
import { type AnyFigures, type Figures, figuresOf, namesIn } from './figures.ts';
import { amountIn, type Money, toNumber } from './money.ts';
import type { Matching } from './reading.ts';
import { finishedDays, type Series } from './series.ts';
import { isImpossibleRate, partsWith, sumOf } from './sums.ts';
import { type FigureName, isMoneyName, type MetricTable } from './vocabulary.ts';

/** A figure of two periods over the days on which both have it. */
export interface Change {
  readonly absolute: number;
  /** As a fraction; null when the earlier figure is zero. */
  readonly relative: number | null;
  /** Days of the later period behind its figure. */
  readonly days: number;
  /** Those of the earlier one, where they are not as many: whole periods of different lengths. */
  readonly previous_days?: number | undefined;
  readonly current: WrittenMoney;
  readonly previous: WrittenMoney;
}

/** Two periods compared figure by figure. */
export interface Comparison<T extends MetricTable> {
  /** Figures of each period over the days that were compared, which can be fewer for one figure than for another. */
  readonly current: Figures<T>;
  readonly previous: Figures<T>;
  readonly days: ReadonlyMap<FigureName, number>;
  /** Days of the earlier period that any figure was compared over. */
  readonly range: DateRange;
  /** The most days of each period that any figure was compared over. */
  readonly mostDays: number;
  readonly mostDaysBefore: number;
  /**
   * Whether some figures were all compared, and over the very same days: only those can be compared with each other.
   */
  isOverSameDays(names: readonly FigureName[]): boolean;
  /** The days of each period that were paired; undefined if the whole periods were compared. */
  readonly paired?: { readonly current: ReadonlySet<IsoDate>; readonly previous: ReadonlySet<IsoDate> };
}

/**
 * Pairs two periods day by day and, for each figure, keeps the days on which both have it: a month to date is compared
 * with a month to date, and a missing day is left out on both sides. Periods without daily figures are compared only as
 * wholes.
 * @param place where in its period a day is; days of equal place are paired
 * @param only the figures that are wanted; default all
 */
export function comparePeriods<T extends MetricTable>(
  current: Matching<Series<T>>,
  previous: Matching<Series<T>>,
  place: (date: IsoDate, of: DateRange) => string,
  only?: readonly FigureName[],
): Comparison<T> | undefined {
  const isWanted = (name: FigureName): boolean => only === undefined || only.includes(name);
  const now = current.value;
  const before = previous.value;
  const days = new Map<FigureName, number>();
  if (!now.isDaily || !before.isDaily) {
    if (current.verdict !== 'same' || previous.verdict !== 'same') return undefined;
    const isWhole = ({ window, coverage }: Series<T>, name: FigureName): boolean =>
      coverage.get(name) === daysIn(window);
    const { from, to } = before.window;
    for (const name of namesIn(now.table)) {
      if (isWanted(name) && isWhole(now, name) && isWhole(before, name)) days.set(name, daysIn(now.window));
    }
    if (days.size === 0) return undefined;
    return {
      current: figuresOf(now.table, (name) => (days.has(name) ? figureOf(now.totals, name) : undefined)),
      previous: figuresOf(now.table, (name) => (days.has(name) ? figureOf(before.totals, name) : undefined)),
      days,
      range: { from, to },
      mostDays: daysIn(now.window),
      mostDaysBefore: daysIn(before.window),
      isOverSameDays: (names) => names.every((name) => days.has(name)),
    };
  }
  // A window that matches begins on the day that was asked for.
  const earlier = new Map(finishedDays(before).map((day) => [place(day.from, before.window), day]));
  const pairs = finishedDays(now).flatMap((day) => {
    const other = earlier.get(place(day.from, now.window));
    return other === undefined ? [] : [{ from: day.from, figures: day.figures, other }];
  });
  let range: DateRange | undefined;
  for (const { other } of pairs) range = rangeOver(range, other);
  if (range === undefined) return undefined;
  const others = pairs.map(({ other }) => other);
  const sums = new Map<FigureName, Money | number>();
  const datesOf = new Map<FigureName, string>();
  const currentFigures = figuresOf(now.table, (name, source) => {
    if (!isWanted(name)) return undefined;
    const withFigure = new Set(partsWith(others, name, source));
    const both = partsWith(pairs, name, source).filter(({ other }) => withFigure.has(other));
    const earlierSum = sumOf(
      both.map(({ other }): AnyFigures => other.figures),
      name,
      source,
    );
    const sum = sumOf(
      both.map(({ figures }): AnyFigures => figures),
      name,
      source,
    );
    if (earlierSum === undefined || sum === undefined) return undefined;
    if (isImpossibleRate(name, earlierSum) || isImpossibleRate(name, sum)) return undefined;
    days.set(name, both.length);
    datesOf.set(name, both.map(({ from }) => from).join(' '));
    sums.set(name, earlierSum);
    return sum;
  });
  return {
    current: currentFigures,
    previous: figuresOf(now.table, (name) => sums.get(name)),
    days,
    range,
    mostDays: Math.max(0, ...days.values()),
    mostDaysBefore: Math.max(0, ...days.values()),
    isOverSameDays: (names) =>
      names.every((name) => datesOf.has(name)) && new Set(names.map((name) => datesOf.get(name))).size === 1,
    paired: {
      current: new Set(pairs.map(({ from }) => from)),
      previous: new Set(others.map(({ from }) => from)),
    },
  };
}

/** Divides to the digits that a result has: the usual twenty are most of the work of a comparison. */
const SixDigits = Big();
SixDigits.DP = 6;

/** The change of every figure that both sides have. */
export function changesOf<T extends MetricTable>(
  comparison: Comparison<T>,
  table: T,
  denomination: Denomination,
): { readonly [Name in keyof T & FigureName]?: Change };
export function changesOf(
  { current, previous, days, mostDays, mostDaysBefore }: Comparison<MetricTable>,
  table: MetricTable,
  denomination: Denomination,
): { readonly [Name in FigureName]?: Change } {
  const changes: { [Name in FigureName]?: Change } = {};
  const written = {
    current: writeFigures(current, denomination),
    previous: writeFigures(previous, denomination),
  };
  for (const name of namesIn(table)) {
    const now = asBig(current[name], denomination);
    const before = asBig(previous[name], denomination);
    const currentFigure = written.current[name];
    const previousFigure = written.previous[name];
    if (
      now === undefined ||
      before === undefined ||
      currentFigure === undefined ||
      previousFigure === undefined
    )
      continue;
    const difference = now.minus(before);
    changes[name] = {
      absolute: isMoneyName(name)
        ? toNumber(difference, denomination.currency ?? '')
        : difference.round(6).toNumber(),
      relative: before.eq(0) ? null : new SixDigits(difference).div(before.abs()).toNumber(),
      days: days.get(name) ?? 0,
      ...(mostDaysBefore === mostDays ? {} : { previous_days: mostDaysBefore }),
      current: currentFigure,
      previous: previousFigure,
    };
  }
  return changes;
}

const figureOf = (figures: AnyFigures, name: FigureName): Money | number | undefined => figures[name];

/** A figure as a decimal; money only if it is in the one currency of the result. */
function asBig(value: number | Money | undefined, { currency }: Denomination): Big | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return new Big(value);
  const isOther = [...value].some(([code, amount]) => code !== currency && !amount.eq(0));
  return isOther ? undefined : amountIn(value, currency ?? '');
}
