import type { JsonObject } from '../json-path.ts';
import { stackedBars } from './chart/bars.ts';
import type { earningsWords } from './earnings-words.ts';
import { daysOf } from './months.ts';
import type { Kit } from './page.ts';
import { listAt, moneyAt, numberAt, textAt } from './read-result.ts';

/** Less than this between the total and its channels is rounding. */
const ROUNDING = 0.01;

/** Revenue of a day by channel: LIVE, video, and what is in neither. */
function channelsOf(day: unknown, currency: string | undefined): readonly number[] | undefined {
  const [total, live = 0, video = 0] = ['revenue', 'live_revenue', 'video_revenue'].map(
    (field) => moneyAt(day, currency, field)?.amount,
  );
  if (total === undefined) return undefined;
  const rest = total - live - video;
  return [live, video, Math.abs(rest) < ROUNDING ? 0 : rest];
}

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
  // Longer buckets than a day stand for themselves: the days between their starts are not missing.
  const isDaily = days.every((day) => textAt(day, 'to') === undefined);
  const isMonthly = !isDaily && days.every((day) => textAt(day, 'date')?.endsWith('-01'));
  const dates = isDaily && covered.length > 0 ? covered : [...byDate.keys()];
  const money = (amount: number): string => format.money({ amount, currency });
  const series = [words.live, words.video, words.otherRevenue];
  const bars = dates.map((date) => {
    const parts = channelsOf(byDate.get(date), currency);
    const said = series.map((name, index) => `${name} ${money(parts?.[index] ?? 0)}`).join(', ');
    const total = parts?.reduce((sum, part) => sum + part, 0) ?? 0;
    const text = parts === undefined ? words.noData : `${money(total)} (${said})`;
    return {
      name: isDaily ? format.dayOfMonth(date) : isMonthly ? format.month(date, 'short') : format.day(date),
      text: `${format.days(date, textAt(byDate.get(date), 'to') ?? date)}: ${text}`,
      parts,
    };
  });
  const before = moneyAt(result, currency, 'previous', 'totals', 'revenue')?.amount;
  const average = before === undefined ? undefined : before / (numberAt(result, 'previous', 'days') || 1);
  const isUnknown = bars.every(({ parts }) => parts === undefined);
  const isZero = bars.every(({ parts }) => parts?.every((part) => part === 0));
  return stackedBars({
    label: `${words.revenue}, ${title}`,
    width,
    // Nothing to see needs no height.
    height: isUnknown || isZero ? 50 : isFullScreen ? 300 : Math.min(150, width / 4),
    bars,
    series: bars.some(({ parts }) => (parts?.[2] ?? 0) !== 0) ? series : series.slice(0, 2),
    hint: isUnknown ? words.noData : isZero ? words.noRevenue : words.chartHint,
    unknown: words.noData,
    reference:
      average === undefined
        ? undefined
        : {
            // A longer bucket is held against as many average days as it has data of.
            values: dates.map((date) => average * (numberAt(byDate.get(date), 'days_with_data') ?? 1)),
            name: words.previousAverage(format.roundMoney({ amount: average, currency })),
          },
    format: (amount) => format.shortMoney({ amount, currency }),
  });
}
