import type { DateRange, IsoDate } from '../../metrics/calendar.ts';
import { type Change, changesOf, comparePeriods } from '../../metrics/comparison.ts';
import { currenciesOf, denominationFor, isSameCurrency } from '../../metrics/currency.ts';
import { type Denomination, writeFigures } from '../../metrics/figures.ts';
import { isMatching, type Matching, type Reading } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import { type FigureName, INSIGHTS, isFigureName, isMoneyName } from '../../metrics/vocabulary.ts';

type PeriodSeries = Series<typeof INSIGHTS>;

/** Days of two months are paired by their day of the month. */
const dayOfMonth = (date: IsoDate, _of: DateRange): string => date.slice(8);

/** A month against the one before, and what has to be said about it. */
export function compareWithPrevious(
  current: Matching<PeriodSeries> | undefined,
  before: Reading<PeriodSeries> | undefined,
  main: Denomination,
) {
  if (current === undefined || !isMatching(before)) return { notes: [] };
  const comparison = comparePeriods(current, before, dayOfMonth);
  if (comparison === undefined)
    return {
      notes: ['No comparison with the month before: there are no days that both months have data for.'],
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
            `The month before is in ${currenciesOf(own)}, this one in ${currenciesOf(main)}: money is not compared.`,
          ]),
      ...subsetNotes(change, current.value, before.value),
    ],
  };
}

type Changes = { readonly [Name in FigureName]?: Change };

const withoutMoney = (changes: Changes): Changes =>
  Object.fromEntries(Object.entries(changes).filter(([name]) => isFigureName(name) && !isMoneyName(name)));

/** Changes over fewer days than the months have data for. */
function subsetNotes(changes: Changes, current: PeriodSeries, previous: PeriodSeries): readonly string[] {
  const days = Math.max(current.window.days_with_data, previous.window.days_with_data);
  const groups = new Map<number, string[]>();
  for (const [name, change] of Object.entries(changes)) {
    if (change.days < days) groups.set(change.days, [...(groups.get(change.days) ?? []), name]);
  }
  return [...groups].map(([compared, names]) => {
    const all = names.length === Object.keys(changes).length;
    return all
      ? `Compared with the month before over the ${compared} days of the month that both have data for.`
      : `${names.join(', ')}: compared over ${compared} days in both months.`;
  });
}
