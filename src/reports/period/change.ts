import { type Change, changesOf, comparePeriods, placeIn } from '../../metrics/comparison.ts';
import {
  currenciesOf,
  type Denomination,
  denominationFor,
  isSameCurrency,
  writeFigures,
} from '../../metrics/figures.ts';
import { isMatching, type Matching, type Reading } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import { type FigureName, INSIGHTS, isFigureName, isMoneyName } from '../../metrics/vocabulary.ts';
import { capitalised, comparedLabel, type PeriodScope } from './plan.ts';

type PeriodSeries = Series<typeof INSIGHTS>;

/** A period against the one it is compared with, and what has to be said about it. */
export function compareWithPrevious(
  current: Matching<PeriodSeries> | undefined,
  before: Reading<PeriodSeries> | undefined,
  main: Denomination,
  scope: PeriodScope,
) {
  if (current === undefined || !isMatching(before)) return { notes: [] };
  const label = comparedLabel(scope);
  const comparison = comparePeriods(current, before, placeIn(scope.period));
  if (comparison === undefined)
    return {
      notes: [`No comparison with ${label}: there are no days that both have data for.`],
    };
  const own = before.value.denomination;
  const isComparable = isSameCurrency(own, main);
  const all = changesOf(comparison, INSIGHTS, isComparable ? main : own);
  const change = isComparable ? all : withoutMoney(all);
  return {
    previous: {
      window: { from: comparison.range.from, to: comparison.range.to },
      days: comparison.mostDays,
      totals: writeFigures(comparison.previous, denominationFor(own, main)),
    },
    change,
    notes: [
      ...(isComparable
        ? []
        : [
            `${capitalised(label)}: in ${currenciesOf(own)}, this period in ${currenciesOf(main)}. Money is not compared.`,
          ]),
      ...subsetNotes(change, label, current.value, before.value),
    ],
  };
}

type Changes = { readonly [Name in FigureName]?: Change };

const withoutMoney = (changes: Changes): Changes =>
  Object.fromEntries(Object.entries(changes).filter(([name]) => isFigureName(name) && !isMoneyName(name)));

/** Changes over fewer days than the periods have data for. */
function subsetNotes(
  changes: Changes,
  label: string,
  current: PeriodSeries,
  previous: PeriodSeries,
): readonly string[] {
  const days = Math.max(current.window.days_with_data, previous.window.days_with_data);
  const groups = new Map<number, string[]>();
  for (const [name, change] of Object.entries(changes)) {
    if (change.days < days) groups.set(change.days, [...(groups.get(change.days) ?? []), name]);
  }
  return [...groups].map(([compared, names]) => {
    const all = names.length === Object.keys(changes).length;
    return all
      ? `Compared with ${label} over the ${compared} days that both have data for.`
      : `${names.join(', ')}: compared over ${compared} days in both periods.`;
  });
}
