import Big from 'big.js';
import { type AnyFigures, type Denomination, moneyOf, writeMoney } from '../../metrics/figures.ts';
import type { DayValue } from '../../metrics/grouping.ts';
import { amountIn, toNumber } from '../../metrics/money.ts';
import { projectPace } from '../../metrics/pace.ts';
import { isMatching } from '../../metrics/reading.ts';
import type { Stretch } from '../../metrics/series.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';
import type { PeriodParts, PeriodScope } from './plan.ts';

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
 * Where the revenue of an open period is heading, and what each remaining day has to bring to equal the period before.
 * Undefined for a period that has ended, and under 5 reported days.
 */
export function outlookOf(
  { insights, previous }: PeriodParts,
  { period, today }: PeriodScope,
  denomination: Denomination,
) {
  const { currency } = denomination;
  if (currency === undefined || period.to < today || !isMatching(insights)) return undefined;
  const before = isMatching(previous) ? previous.value : undefined;
  const days = revenueByDay([...(before?.days ?? []), ...insights.value.days], currency);
  const pace = projectPace(period, days);
  if (pace === undefined) return undefined;
  const amount = (value: number): number => toNumber(new Big(value), currency);
  const whole = before?.window.complete === true ? before.totals : undefined;
  return {
    reported_days: pace.reportedDays,
    remaining_days: pace.remainingDays,
    projected_revenue: amount(pace.projected),
    low: amount(pace.low),
    high: amount(pace.high),
    by_weekday: pace.isByWeekday,
    ...(whole === undefined ? {} : toEqual(whole, pace, denomination)),
  };
}

/** What is needed a day to equal a period that has ended; nothing where it is reached. */
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
