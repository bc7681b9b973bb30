import { type Denomination, writeMoney } from '../../metrics/denomination.ts';
import { mapMoney, subtractMoney } from '../../metrics/money.ts';
import type { Series } from '../../metrics/series.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';

/** The average revenue of a completed day. */
export function revenuePerDay(
  { totals, coverage, days, isDaily, today }: Series<typeof INSIGHTS>,
  denomination: Denomination,
) {
  const { revenue } = totals;
  const begun = isDaily ? days.findLast(({ to }) => to >= today)?.figures.revenue : undefined;
  const count = (coverage.get('revenue') ?? 0) - (begun === undefined ? 0 : 1);
  if (revenue === undefined || count < 1) return undefined;
  const finished = begun === undefined ? revenue : subtractMoney(revenue, begun);
  return writeMoney(
    mapMoney(finished, (amount) => amount.div(count)),
    denomination,
  );
}

/** Completed days with data. */
export const finishedDaysWithData = ({ window, days, isDaily, today }: Series<typeof INSIGHTS>): number =>
  window.days_with_data - (isDaily && days.some(({ to }) => to >= today) ? 1 : 0);

/** Today, which is incomplete. */
export const todayNotes = (series: Series<typeof INSIGHTS> | undefined): readonly string[] =>
  series?.isDaily === true && series.days.some(({ to }) => to === series.today)
    ? [
        `Today (${series.today}) is not over: its figures are in the totals, and in no comparison, average, pace, best or weakest day.`,
      ]
    : [];
