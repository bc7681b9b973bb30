import Big from 'big.js';
import { daysIn, type IsoDate, monthOf, monthRange, monthsBetween } from '../../metrics/calendar.ts';
import { placeIn } from '../../metrics/compared-period.ts';
import { type Change, changesOf, comparePeriods } from '../../metrics/comparison.ts';
import {
  currenciesOf,
  type Denomination,
  denominationFor,
  isSameCurrency,
  sixDigits,
  writeFigures,
  writeMoney,
} from '../../metrics/denomination.ts';
import { type AnyFigures, moneyOf } from '../../metrics/figures.ts';
import {
  DAYS_FOR_WEEKDAYS,
  type DayValue,
  daysWith,
  groupDays,
  WEEKDAYS,
  weekdayNameOf,
} from '../../metrics/grouping.ts';
import { addMoney, amountIn, type Money, mapMoney, toNumber } from '../../metrics/money.ts';
import { projectPace } from '../../metrics/pace.ts';
import { isMatching, type Matching, notesOf, type Reading } from '../../metrics/reading.ts';
import { finishedDays, type Series, type Stretch } from '../../metrics/series.ts';
import { type FigureName, INSIGHTS, isFigureName, isMoneyName } from '../../metrics/vocabulary.ts';
import { capitalised, comparedLabel, type PeriodParts, type PeriodScope } from './plan.ts';

type PeriodSeries = Series<typeof INSIGHTS>;

/** A period compared with another, and notes about it. */
export function compareWithPrevious(
  current: Matching<PeriodSeries> | undefined,
  before: Reading<PeriodSeries> | undefined,
  main: Denomination,
  scope: PeriodScope,
) {
  const label = comparedLabel(scope);
  if (current === undefined || before === undefined) return { notes: [] };
  if (!isMatching(before))
    return { notes: [`No comparison with ${label}. ${notesOf(before)[0] ?? ''}`.trim()] };
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
      days: comparison.mostDaysBefore,
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
    if (change.days < days && change.previous_days === undefined)
      groups.set(change.days, [...(groups.get(change.days) ?? []), name]);
  }
  return [...groups].map(([compared, names]) => {
    const all = names.length === Object.keys(changes).length;
    return all
      ? `Compared with ${label} over ${compared === 1 ? 'the one day' : `the ${compared} days`} that both have data for.`
      : `${names.join(', ')}: compared over ${compared === 1 ? 'one day' : `${compared} days`} in both periods.`;
  });
}

/** The fewest closed months for a trend. */
const MONTHS_FOR_TREND = 3;

/**
 * Revenue over the closed months of a period: an index with the first month as 100, the growth over the month before if
 * there is one, and the compound monthly growth from the first to the last. Undefined for fewer than 3 months with
 * revenue on each of their days.
 */
export function trendOf(series: Series<typeof INSIGHTS>, denomination: Denomination) {
  const { currency } = denomination;
  if (currency === undefined) return undefined;
  const closed = groupDays(series, 'month').flatMap(({ from, to, parts, figures }) => {
    const month = monthOf(from);
    const money = moneyOf(figures, 'revenue');
    const days = monthRange(month);
    const isWhole = from === days.from && to === days.to && daysWith(parts, 'revenue') === daysIn(days);
    return money !== undefined && isWhole && to < series.today
      ? [{ month, money, amount: amountIn(money, currency).toNumber() }]
      : [];
  });
  const [first] = closed;
  const last = closed.at(-1);
  if (first === undefined || last === undefined || closed.length < MONTHS_FOR_TREND) return undefined;
  return {
    months: closed.map(({ month, money, amount }, index) => {
      const earlier = closed[index - 1];
      const isNext = earlier !== undefined && monthsBetween(earlier.month, month) === 1;
      const before = isNext ? earlier.amount : undefined;
      return {
        month,
        revenue: writeMoney(money, denomination),
        index: first.amount > 0 ? Number(((amount / first.amount) * 100).toFixed(1)) : null,
        growth: before !== undefined && before > 0 ? sixDigits(amount / before - 1) : null,
      };
    }),
    compound_growth:
      first.amount > 0 && last.amount > 0
        ? sixDigits((last.amount / first.amount) ** (1 / monthsBetween(first.month, last.month)) - 1)
        : null,
  };
}

/** The revenue of the days that have it, in one currency. */
export const revenueByDay = (
  days: readonly Stretch<typeof INSIGHTS>[],
  currency: string,
): readonly DayValue[] =>
  days.flatMap(({ from, days: length, figures }) => {
    const money = moneyOf(figures, 'revenue');
    return length === 1 && money !== undefined
      ? [{ date: from, value: amountIn(money, currency).toNumber() }]
      : [];
  });

/**
 * The projected revenue of an open period, and the revenue per remaining day that equals the period before. Undefined
 * for a period that has ended, with fewer than 5 reported days, or if its total is about more days than are reported:
 * the projection could then be less than has been sold.
 */
export function outlookOf(
  { insights, previous }: PeriodParts,
  { period, today }: PeriodScope,
  denomination: Denomination,
) {
  const { currency } = denomination;
  if (currency === undefined || period.to < today || !isMatching(insights)) return undefined;
  const before =
    isMatching(previous) && isSameCurrency(previous.value.denomination, denomination)
      ? previous.value
      : undefined;
  const reported = [...(before?.days ?? []), ...finishedDays(insights.value)];
  const days = revenueByDay(reported, currency);
  const pace = projectPace(period, days);
  const listed = daysWith(insights.value.days, 'revenue');
  if (pace === undefined || listed < (insights.value.coverage.get('revenue') ?? 0)) return undefined;
  const amount = (value: number): number => toNumber(new Big(value), currency);
  const isWhole =
    before?.window.complete === true && before.coverage.get('revenue') === daysIn(before.window);
  return {
    reported_days: pace.reportedDays,
    remaining_days: pace.remainingDays,
    projected_revenue: amount(pace.projected),
    low: amount(pace.low),
    high: amount(pace.high),
    by_weekday: pace.isByWeekday,
    ...(pace.unknownDays > 0 ? { unknown_days: pace.unknownDays } : {}),
    ...(isWhole && pace.unknownDays === 0 ? toEqual(before.totals, pace, denomination) : {}),
  };
}

/** The revenue per day that equals a past period; nothing if that is reached. */
function toEqual(
  whole: AnyFigures,
  pace: { readonly soFar: number; readonly remainingDays: number },
  denomination: Denomination,
) {
  const money = moneyOf(whole, 'revenue');
  if (money === undefined || denomination.currency === undefined) return {};
  const missing = amountIn(money, denomination.currency).minus(pace.soFar).div(pace.remainingDays);
  return {
    previous_revenue: writeMoney(money, denomination),
    needed_per_day: toNumber(missing.lt(0) ? new Big(0) : missing, denomination.currency),
  };
}

interface DailyFigures {
  readonly from: IsoDate;
  readonly figures: AnyFigures;
}

/**
 * The best and worst day by revenue and, from 28 days, the average of each weekday.
 * @param series daily figures; none if the period has only longer stretches
 * @param daysWithData the period's days with data; stated if not all have their own revenue
 */
export function dayProfile(
  series: readonly DailyFigures[],
  daysWithData: number,
  denomination: Denomination,
) {
  const { currency } = denomination;
  const days = series.flatMap(({ from, figures }) => {
    const money = moneyOf(figures, 'revenue');
    return money === undefined ? [] : [{ date: from, weekday: weekdayNameOf(from), money }];
  });
  if (currency === undefined || days.length === 0) return { best_day: null, worst_day: null, weekdays: [] };
  const amount = (money: Money) => amountIn(money, currency);
  const ranked = [...days].sort((a, b) => amount(b.money).cmp(amount(a.money)) || (a.date < b.date ? -1 : 1));
  const written = (day: (typeof days)[number] | undefined) =>
    day
      ? {
          date: day.date,
          weekday: day.weekday,
          revenue: writeMoney(day.money, denomination),
          ...(days.length < daysWithData ? { of_days: days.length } : {}),
        }
      : null;
  // With fewer days, a weekday occurs three times at most, too few for an average.
  const profiled = days.length >= DAYS_FOR_WEEKDAYS ? WEEKDAYS : [];
  const weekdays = profiled.flatMap((weekday) => {
    const own = days.filter((day) => day.weekday === weekday);
    if (own.length === 0) return [];
    const sum = addMoney(own.map((day) => day.money));
    const average = mapMoney(sum, (total) => total.div(own.length));
    return [
      {
        weekday,
        days: own.length,
        revenue: writeMoney(sum, denomination),
        average_revenue: writeMoney(average, denomination),
      },
    ];
  });
  return { best_day: written(ranked.at(0)), worst_day: written(ranked.at(-1)), weekdays };
}
