import type { IsoDate } from '../../metrics/calendar.ts';
import { type AnyFigures, type Denomination, moneyOf, writeMoney } from '../../metrics/figures.ts';
import { DAYS_FOR_WEEKDAYS, WEEKDAYS, weekdayNameOf } from '../../metrics/grouping.ts';
import { addMoney, amountIn, type Money, mapMoney } from '../../metrics/money.ts';

interface Day {
  readonly from: IsoDate;
  readonly figures: AnyFigures;
}

/**
 * Best and worst day by revenue and, from 28 days on, what each weekday brings on average.
 * @param series daily figures; none where the period has only longer stretches
 */
export function dayProfile(series: readonly Day[], denomination: Denomination) {
  const { currency } = denomination;
  const days = series.flatMap(({ from, figures }) => {
    const money = moneyOf(figures, 'revenue');
    return money === undefined ? [] : [{ date: from, weekday: weekdayNameOf(from), money }];
  });
  if (currency === undefined || days.length === 0) return { best_day: null, worst_day: null, weekdays: [] };
  const amount = (money: Money) => amountIn(money, currency);
  const ranked = [...days].sort((a, b) => amount(b.money).cmp(amount(a.money)) || (a.date < b.date ? -1 : 1));
  const written = (day: (typeof days)[number] | undefined) =>
    day ? { date: day.date, weekday: day.weekday, revenue: writeMoney(day.money, denomination) } : null;
  // Before, a weekday has come three times at most: its average would say little about it.
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
