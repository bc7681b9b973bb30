import { at, type JsonObject } from '../json-path.ts';
import { stackedBars } from './chart/bars.ts';
import type { earningsWords } from './earnings-words.ts';
import { UNKNOWN } from './format.ts';
import { daysOf } from './months.ts';
import type { Kit } from './page.ts';
import { listAt, numberAt, textAt } from './read-result.ts';

/** Revenue over the days of a result, LIVE and video stacked, with the average day of the time before. */
export function dailyRevenue(
  result: JsonObject,
  title: string,
  { words, format, width, isFullScreen }: Kit<typeof earningsWords.english>,
): HTMLElement {
  const currency = textAt(result, 'currency');
  const days = listAt(result, 'days');
  const byDate = new Map(days.map((day) => [textAt(day, 'date') ?? '', day]));
  const covered = daysOf(textAt(result, 'window', 'from') ?? '', textAt(result, 'window', 'to') ?? '');
  // With buckets longer than a day, the days between their starts are not missing.
  const isDaily = days.every((day) => textAt(day, 'to') === undefined);
  const isMonthly = !isDaily && days.every((day) => textAt(day, 'date')?.endsWith('-01'));
  const dates = isDaily && covered.length > 0 ? covered : [...byDate.keys()];
  const money = (amount: number | undefined): string =>
    amount === undefined ? UNKNOWN : format.money({ amount, currency });
  const series = [words.live, words.video, words.otherRevenue];
  const bars = dates.map((date) => {
    const day = byDate.get(date);
    // Money in another currency is left out: an axis has one currency.
    const total = numberAt(day, 'revenue');
    const told = ['live_revenue', 'video_revenue', 'other_revenue'].map((field) => numberAt(day, field));
    const said = series.map((name, index) => `${name} ${money(told[index])}`).join(', ');
    const text = total === undefined ? words.noData : `${money(total)} (${said})`;
    const [live = 0, video = 0, other = (total ?? 0) - live - video] = told;
    return {
      name: isDaily ? format.dayOfMonth(date) : isMonthly ? format.month(date, 'short') : format.day(date),
      text: `${format.days(date, textAt(day, 'to') ?? date)}: ${text}`,
      parts: total === undefined ? total : [live, video, other],
    };
  });
  // This figure may be based on fewer days than others.
  const change = at(result, 'change', 'revenue');
  const before = numberAt(change, 'previous');
  const beforeDays = numberAt(change, 'previous_days') ?? numberAt(change, 'days') ?? 1;
  const average = before && before / beforeDays;
  const isUnknown = bars.every(({ parts }) => parts === undefined);
  const isZero = bars.every(({ parts }) => parts?.every((part) => part === 0));
  return stackedBars({
    label: `${words.revenue}, ${title}`,
    width,
    // Without revenue, the chart needs no height.
    height: isUnknown || isZero ? 50 : isFullScreen ? 300 : Math.min(150, width / 4),
    bars,
    series: bars.some(({ parts }) => (parts?.[2] ?? 0) !== 0) ? series : series.slice(0, 2),
    hint: isUnknown ? words.noData : isZero ? words.noRevenue : words.chartHint,
    unknown: words.noData,
    reference:
      average === undefined
        ? average
        : {
            // A longer bucket is compared with as many average days as it has days with data.
            values: dates.map((date) => average * (numberAt(byDate.get(date), 'days_with_data') ?? 1)),
            name: words.previousAverage(format.roundMoney({ amount: average, currency })),
          },
    format: (amount) => format.shortMoney({ amount, currency }),
  });
}
