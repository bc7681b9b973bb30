import { daysIn, monthOf, monthRange } from '../../metrics/calendar.ts';
import { type Denomination, moneyOf, sixDigits, writeMoney } from '../../metrics/figures.ts';
import { groupDays } from '../../metrics/grouping.ts';
import { amountIn } from '../../metrics/money.ts';
import type { Series } from '../../metrics/series.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';

/** Closed months from which a trend is told. */
const MONTHS_FOR_TREND = 3;

/**
 * Revenue over the closed months of a period: an index with the first month as 100, the growth on the month before, and
 * the compound growth a month from the first to the last. Undefined under 3 months with data for each of their days.
 */
export function trendOf(series: Series<typeof INSIGHTS>, denomination: Denomination) {
  const { currency } = denomination;
  if (currency === undefined) return undefined;
  const closed = groupDays(series, 'month').flatMap(({ from, to, daysWithData, figures }) => {
    const month = monthOf(from);
    const money = moneyOf(figures, 'revenue');
    const isWhole = from === monthRange(month).from && daysWithData === daysIn(monthRange(month));
    return money !== undefined && isWhole && to === monthRange(month).to
      ? [{ month, money, amount: amountIn(money, currency).toNumber() }]
      : [];
  });
  const [first] = closed;
  const last = closed.at(-1);
  if (first === undefined || last === undefined || closed.length < MONTHS_FOR_TREND) return undefined;
  return {
    months: closed.map(({ month, money, amount }, index) => {
      const before = closed[index - 1]?.amount;
      return {
        month,
        revenue: writeMoney(money, denomination),
        index: first.amount > 0 ? Number(((amount / first.amount) * 100).toFixed(1)) : null,
        growth: before !== undefined && before > 0 ? sixDigits(amount / before - 1) : null,
      };
    }),
    compound_growth:
      first.amount > 0 && last.amount > 0
        ? sixDigits((last.amount / first.amount) ** (1 / (closed.length - 1)) - 1)
        : null,
  };
}
