import { daysIn, monthName, span } from '../../metrics/calendar.ts';
import type { WrittenMoney } from '../../metrics/denomination.ts';
import type { FigureName } from '../../metrics/vocabulary.ts';
import { coverageText } from '../../render/coverage-text.ts';
import { compose, headerOf } from '../../render/markdown.ts';
import { table } from '../../render/table.ts';
import { callsInWords, counted, grouped, money, percent, signedPercent } from '../../render/values.ts';
import { outlookLines, trendBlock } from './development-text.ts';
import type { PeriodView } from './schema.ts';

interface NamedDay {
  readonly date: string;
  readonly weekday: string;
  readonly revenue?: WrittenMoney | undefined;
}

/** The longest title in a ranking; the structured content has the whole title. */
const MAX_RANKED_TITLE = 40;

/** How a series is headed. */
const SERIES_TITLES = { day: 'Day by day', week: 'Week by week', month: 'Month by month' } as const;

/** A period as text, under 4 kB for a month: totals, rankings, days, caveats. */
export function periodText(result: PeriodView): string {
  const { currency, days, trend, calls, planned_calls: planned } = result;
  const rows = days.map(({ date, to, days_with_data, revenue, live_revenue, items_sold }) => ({
    day: to === undefined ? date.slice(5) : `${date.slice(5)} to ${to.slice(5)}`,
    days: days_with_data,
    revenue,
    live_revenue,
    items_sold,
  }));
  const cash = cashIn(currency);
  const blocks = [
    `${headerOf(reportTitle(result), result)} · ${callsInWords(calls)}${calls === planned ? '' : `, ${planned} without the cache`}`,
    [
      ...totalLines(result, cash),
      ...outlookLines(result, cash),
      ...dayLines(result, cash),
      ...otherLines(result, currency),
    ].join('\n'),
    ...rankingLines('Top videos by GMV', rankedCells(result.top_videos, 'video_id', 'gmv'), currency),
    ...rankingLines(
      'Top products by revenue',
      rankedCells(result.top_products, 'product_id', 'revenue'),
      currency,
    ),
    ...(rows.length > 0 ? [`${SERIES_TITLES[result.period.by]}\n${table(rows, currency)}`] : []),
    ...(trend === undefined ? [] : [trendBlock(trend, currency)]),
  ];
  return compose(blocks, result.notes);
}

/** Writes an amount in the currency of the result, or in its own. */
type Cash = (value: WrittenMoney | undefined) => string;

const cashIn =
  (currency: string | undefined): Cash =>
  (value) => {
    if (value === undefined) return '?';
    return typeof value === 'number'
      ? money(value, currency)
      : `${money(value.amount, value.currency)} ${value.currency}`;
  };

const number = (value: number | undefined): string => (value === undefined ? '?' : grouped(value));
const rate = (value: number | undefined): string => (value === undefined ? '?' : percent(value));

/** A line, if its figure is known. */
const line = <V>(needed: V | undefined, text: (value: V) => string): string[] =>
  needed === undefined ? [] : [text(needed)];

function totalLines(view: PeriodView, cash: Cash): string[] {
  const { totals, live, change, window, period, previous } = view;
  const behind = (part: string) => coverageText(view.verdicts, part, window.days_with_data ?? 0);
  const on = behind('earnings');
  const onLive = behind('LIVE');
  const onVideo = behind('video');
  const versus = (name: keyof NonNullable<typeof change>): string => {
    const own = change?.[name];
    if (own === undefined || own.relative === null) return '';
    const isSubset = window.days_with_data !== undefined && own.days < window.days_with_data;
    const written = (value: WrittenMoney): string =>
      isMoneyOf(name) ? cash(value) : number(typeof value === 'number' ? value : undefined);
    const over = isSubset
      ? ` over ${counted(own.days, 'day')} in both periods (${written(own.current)} against ${written(own.previous)})`
      : ` on ${period.compared_with}${own.previous_days === undefined ? '' : ` (${counted(own.days, 'day')} against ${own.previous_days})`}`;
    return `, ${signedPercent(own.relative)}${over}`;
  };
  // A rate is about the days with both of its figures, so the whole base would not match it.
  const shareOfBase = (): string => {
    const days = on('commission_rate');
    const base = days === on('base_revenue') ? ` ${cash(totals.base_revenue)}` : days;
    return `(${rate(totals.commission_rate)} of the commission base${base})`;
  };
  const other = totals.other_revenue;
  const clickDays = on('product_clicks') === on('product_impressions') ? '' : on('product_clicks');
  const isOther = other !== undefined && (typeof other !== 'number' || other !== 0);
  // Where they are on as many days as their sum, it has said so.
  const channelDays = (name: FigureName): string => (on(name) === on('revenue') ? '' : on(name));
  const channels = [
    `video ${cash(totals.video_revenue)}${channelDays('video_revenue')}`,
    `LIVE ${cash(totals.live_revenue)}${channelDays('live_revenue')}`,
    ...(isOther ? [`other ${cash(other)}${channelDays('other_revenue')}`] : []),
  ];
  return [
    ...line(
      totals.revenue,
      (revenue) => `Revenue ${cash(revenue)}${on('revenue')} (${channels.join(' · ')})${versus('revenue')}`,
    ),
    ...line(totals.revenue_per_day, (average) => `Average per day with data ${cash(average)}`),
    ...line(
      totals.commission_estimated,
      (commission) =>
        `Commission, estimated ${cash(commission)}${on('commission_estimated')} ${shareOfBase()}${versus('commission_estimated')}`,
    ),
    ...line(
      totals.items_sold,
      (items) => `Items sold ${number(items)}${on('items_sold')}${versus('items_sold')}`,
    ),
    ...line(
      totals.product_impressions,
      (impressions) =>
        `Product impressions ${number(impressions)}${on('product_impressions')} → clicks ${number(totals.product_clicks)}${clickDays} (CTR ${rate(totals.click_through_rate)}) → ${perHundred(totals.items_per_click)} items per 100 clicks at ${cash(totals.average_item_price)} · revenue per 1,000 impressions ${cash(totals.revenue_per_1000_impressions)}`,
    ),
    ...line(
      live?.live_impressions ?? live?.live_views ?? live?.items_sold,
      () =>
        `LIVE: ${number(live?.live_impressions)} impressions${onLive('live_impressions')}, ${number(live?.live_views)} views${onLive('live_views')}, ${number(live?.items_sold)} items${onLive('items_sold')}, CTR ${rate(live?.click_through_rate)}, CTOR ${rate(live?.click_to_order_rate)}, GPM ${cash(live?.live_gpm)}`,
    ),
    ...line(
      totals.views,
      (views) =>
        `Video views ${number(views)}${onVideo('views')} · new followers from videos ${number(totals.new_followers)}${onVideo('new_followers')}`,
    ),
    ...line(
      live?.new_followers,
      (followers) => `New followers from LIVE ${number(followers)}${onLive('new_followers')}`,
    ),
    ...line(previous, (before) => `Compared with ${period.compared_with}: ${span(before.window)}`),
  ];
}

const isMoneyOf = (name: FigureName): boolean => name === 'revenue' || name === 'commission_estimated';

/** Figures about other days than the month's. */
const otherLines = ({ other_windows: others = [] }: PeriodView, currency: string | undefined): string[] =>
  others.map(({ part, verdict, window, days_with_data: days, totals }) => {
    if (verdict === 'unknown') return `${part} do not say which days they cover.`;
    const cash = cashIn(currency);
    const written = (value: unknown): string =>
      typeof value === 'number' ? cash(value) : isWrittenMoney(value) ? cash(value) : '?';
    const facts = [
      ...(totals.revenue === undefined ? [] : [`revenue ${written(totals.revenue)}`]),
      ...(totals.gmv === undefined ? [] : [`GMV ${written(totals.gmv)}`]),
      ...(typeof totals.views === 'number' ? [`views ${number(totals.views)}`] : []),
    ];
    const own = days < daysIn(window) ? ` (${counted(days, 'day')} with data)` : '';
    return `${part} cover ${span(window)}${own}, not this period${facts.length > 0 ? `: ${facts.join(', ')} in those days` : ''}.`;
  });

const isWrittenMoney = (value: unknown): value is { readonly amount: number; readonly currency: string } =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

function dayLines({ best_day: best, worst_day: worst, weekdays, window }: PeriodView, cash: Cash): string[] {
  // A single day is neither the best nor the weakest.
  if (best === null || worst === null || best.date === worst.date) return [];
  const amount = (value: WrittenMoney | undefined): number => (typeof value === 'number' ? value : 0);
  const strongest = [...weekdays].sort((a, b) => amount(b.average_revenue) - amount(a.average_revenue)).at(0);
  const day = ({ date, weekday, revenue }: NamedDay): string =>
    `${weekday.slice(0, 3)} ${date.slice(5)} ${cash(revenue)}`;
  const profile = weekdays
    .map(({ weekday, average_revenue }) => `${weekday.slice(0, 3)} ${cash(average_revenue)}`)
    .join(' · ');
  const days =
    best.of_days === undefined ? '' : ` of ${best.of_days} of ${counted(window.days_with_data ?? 0, 'day')}`;
  return [
    `Best day${days} ${day(best)} · weakest ${day(worst)}${strongest ? ` · strongest weekday ${strongest.weekday}` : ''}`,
    ...(weekdays.length > 0 ? [`Average by weekday: ${profile}`] : []),
  ];
}

/** The columns of a ranking. */
const rankedCells = <Key extends string, By extends string>(
  rows: readonly ({ readonly [K in Key]: string } & { readonly [B in By]?: WrittenMoney | undefined } & {
    readonly title?: string | undefined;
    readonly items_sold?: number | undefined;
    readonly share: number | null;
  })[],
  key: Key,
  by: By,
) =>
  rows.map((row) => ({
    [key]: row[key],
    title: shortened(row.title),
    [by]: row[by],
    items_sold: row.items_sold,
    share: row.share,
  }));

const rankingLines = (
  heading: string,
  cells: readonly Readonly<Record<string, unknown>>[],
  currency: string | undefined,
): string[] => (cells.length === 0 ? [] : [`${heading} (share of the revenue)\n${table(cells, currency)}`]);

const perHundred = (value: number | undefined): string =>
  value === undefined ? '?' : (value * 100).toFixed(2);

const shortened = (title: string | undefined): string | undefined =>
  title !== undefined && title.length > MAX_RANKED_TITLE ? `${title.slice(0, MAX_RANKED_TITLE - 1)}…` : title;

/** `October 2026`, `Last 7 days`, or just `Period`. */
function reportTitle({ month, period }: PeriodView): string {
  if (month !== undefined) return monthName(month);
  if (period.name === undefined) return 'Period';
  const words = period.name.replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
