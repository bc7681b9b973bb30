import type { IsoDate } from '../../metrics/calendar.ts';
import { sixDigits } from '../../metrics/denomination.ts';
import { type AnyFigures, countOf, moneyOf } from '../../metrics/figures.ts';
import { unusualDays } from '../../metrics/grouping.ts';
import { amountIn } from '../../metrics/money.ts';
import { weekdayOf } from '../../metrics/periods.ts';
import type { Stretch } from '../../metrics/series.ts';
import { median } from '../../metrics/statistics.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';
import { revenueByDay } from '../period/development.ts';

/** The most unusual days to name. */
const MAX_UNUSUAL_DAYS = 3;

type DayStretch = Stretch<typeof INSIGHTS>;

/** Up to three days whose revenue is unusual for their weekday, with their other figures and the usual ones. */
export function describeUnusualDays(
  days: readonly DayStretch[],
  currency: string,
  round: (value: number) => number,
) {
  return unusualDays(revenueByDay(days, currency), MAX_UNUSUAL_DAYS).map(
    ({ date, weekday, value, usual, score }) => {
      const own = days.find((day) => day.from === date);
      const usualOf = (read: (figures: AnyFigures) => number | undefined): number | undefined =>
        median(sameWeekday(days, date).flatMap(({ figures }) => read(figures) ?? []));
      const pair = (read: (figures: AnyFigures) => number | undefined, write: (figure: number) => number) => {
        const figure = own && read(own.figures);
        const middle = usualOf(read);
        return figure === undefined || middle === undefined
          ? undefined
          : { value: write(figure), usual: write(middle) };
      };
      const money = (name: 'live_revenue' | 'video_revenue') =>
        pair((figures) => {
          const amount = moneyOf(figures, name);
          return amount === undefined ? undefined : amountIn(amount, currency).toNumber();
        }, round);
      return {
        date,
        weekday,
        revenue: round(value),
        usual_revenue: round(usual),
        score: Number(score.toFixed(1)),
        live_revenue: money('live_revenue'),
        video_revenue: money('video_revenue'),
        product_impressions: pair((figures) => countOf(figures, 'product_impressions'), Math.round),
        click_through_rate: pair(clickThroughRateOf, sixDigits),
      };
    },
  );
}

const sameWeekday = (days: readonly DayStretch[], date: IsoDate): readonly DayStretch[] =>
  days.filter((day) => weekdayOf(day.from) === weekdayOf(date));

function clickThroughRateOf(figures: AnyFigures): number | undefined {
  const clicks = countOf(figures, 'product_clicks');
  const impressions = countOf(figures, 'product_impressions');
  return clicks === undefined || impressions === undefined || impressions <= 0
    ? undefined
    : clicks / impressions;
}
