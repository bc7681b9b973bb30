import { type DateRange, span } from '../../metrics/calendar.ts';
import type { Change } from '../../metrics/comparison.ts';
import type { WrittenFigures, WrittenMoney } from '../../metrics/figures.ts';
import type { FigureName, INSIGHTS, LIVE, PRODUCT_ROW, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { compose, headerOf } from '../../render/markdown.ts';
import { grouped, money, percent, signedPercent } from '../../render/numbers.ts';
import { table } from '../../render/table.ts';

interface Day {
  readonly date: string;
  readonly weekday: string;
  readonly revenue?: WrittenMoney | undefined;
}

type Ranked<Figures> = Figures & { readonly title?: string | undefined; readonly share: number | null };

/** What the text needs of a month's result. */
export interface MonthView {
  readonly account: string;
  readonly month: string;
  readonly window: DateRange & { readonly days_with_data?: number | undefined };
  readonly currency?: string | undefined;
  readonly totals: WrittenFigures<typeof INSIGHTS> & {
    readonly revenue_per_day?: WrittenMoney | undefined;
    readonly views?: number | undefined;
    readonly new_followers?: number | undefined;
  };
  readonly live?: WrittenFigures<typeof LIVE> | undefined;
  readonly change?: { readonly [Name in FigureName]?: Change | undefined } | undefined;
  readonly days: readonly (WrittenFigures<typeof INSIGHTS> & {
    readonly date: string;
    readonly to?: string | undefined;
  })[];
  readonly best_day: Day | null;
  readonly worst_day: Day | null;
  readonly weekdays: readonly {
    readonly weekday: string;
    readonly average_revenue?: WrittenMoney | undefined;
  }[];
  readonly other_windows?:
    | readonly {
        readonly part: string;
        readonly window: DateRange;
        readonly totals: { readonly revenue?: unknown; readonly gmv?: unknown; readonly views?: unknown };
      }[]
    | undefined;
  readonly top_videos: readonly Ranked<WrittenFigures<typeof VIDEO_ROW> & { readonly video_id: string }>[];
  readonly top_products: readonly Ranked<
    WrittenFigures<typeof PRODUCT_ROW> & { readonly product_id: string }
  >[];
  readonly calls: number;
  readonly notes: readonly string[];
}

/** Longest title in a ranking; the structured content has it whole. */
const TITLE = 40;

/** A month for a reader, under 4 kB: totals, rankings, days, caveats. */
export function monthText(result: MonthView): string {
  const { currency, days } = result;
  const rows = days.map(({ date, to, revenue, live_revenue, items_sold }) => ({
    day: to === undefined ? date.slice(5) : `${date.slice(5)} to ${to.slice(5)}`,
    revenue,
    live_revenue,
    items_sold,
  }));
  const cash = cashIn(currency);
  const blocks = [
    `${headerOf(monthName(result.month), result)} · ${result.calls} upstream calls`,
    [...totalLines(result, cash), ...dayLines(result, cash), ...otherLines(result, currency)].join('\n'),
    ...ranking('Top videos by GMV', rankedCells(result.top_videos, 'video_id', 'gmv'), currency),
    ...ranking(
      'Top products by revenue',
      rankedCells(result.top_products, 'product_id', 'revenue'),
      currency,
    ),
    ...(rows.length > 0 ? [`Day by day\n${table(rows, currency)}`] : []),
  ];
  return compose(blocks, result.notes);
}

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

/** A line, where the figure that it is about is there. */
const line = <V>(needed: V | undefined, text: (value: V) => string): string[] =>
  needed === undefined ? [] : [text(needed)];

function totalLines({ totals, live, change, window }: MonthView, cash: Cash): string[] {
  const versus = (name: FigureName): string => {
    const own = change?.[name];
    if (own === undefined || own.relative === null) return '';
    const isSubset = window.days_with_data !== undefined && own.days < window.days_with_data;
    const written = (value: WrittenMoney): string =>
      isMoneyOf(name) ? cash(value) : number(typeof value === 'number' ? value : undefined);
    const over = isSubset
      ? ` over ${own.days} days in both months (${written(own.current)} against ${written(own.previous)})`
      : ' on the month before';
    return `, ${signedPercent(own.relative)}${over}`;
  };
  const other = totals.other_revenue;
  const isOther = other !== undefined && (typeof other !== 'number' || other !== 0);
  return [
    ...line(
      totals.revenue,
      (revenue) =>
        `Revenue ${cash(revenue)} (video ${cash(totals.video_revenue)} · LIVE ${cash(totals.live_revenue)}${isOther ? ` · other ${cash(other)}` : ''})${versus('revenue')}`,
    ),
    ...line(totals.revenue_per_day, (average) => `Average per day with data ${cash(average)}`),
    ...line(
      totals.commission_estimated,
      (commission) =>
        `Commission, estimated ${cash(commission)} (${rate(totals.commission_rate)} of the commission base ${cash(totals.base_revenue)})${versus('commission_estimated')}`,
    ),
    ...line(totals.items_sold, (items) => `Items sold ${number(items)}${versus('items_sold')}`),
    ...line(
      totals.product_impressions,
      (impressions) =>
        `Product impressions ${number(impressions)} → clicks ${number(totals.product_clicks)} (CTR ${rate(totals.click_through_rate)}) → ${perHundred(totals.items_per_click)} items per 100 clicks · revenue per 1,000 impressions ${cash(totals.revenue_per_1000_impressions)}`,
    ),
    ...line(
      live,
      (own) =>
        `LIVE: ${number(own.live_impressions)} impressions, ${number(own.live_views)} views, ${number(own.items_sold)} items, CTR ${rate(own.click_through_rate)}, CTOR ${rate(own.click_to_order_rate)}, GPM ${cash(own.live_gpm)}`,
    ),
    ...line(
      totals.views,
      (views) => `Video views ${number(views)} · new followers from videos ${number(totals.new_followers)}`,
    ),
    ...line(live?.new_followers, (followers) => `New followers from LIVE ${number(followers)}`),
  ];
}

const isMoneyOf = (name: FigureName): boolean => name === 'revenue' || name === 'commission_estimated';

/** Figures that cover other days than the month's. */
const otherLines = ({ other_windows: others = [] }: MonthView, currency: string | undefined): string[] =>
  others.map(({ part, window, totals }) => {
    const cash = cashIn(currency);
    const written = (value: unknown): string =>
      typeof value === 'number' ? cash(value) : isWrittenMoney(value) ? cash(value) : '?';
    const facts = [
      ...(totals.revenue === undefined ? [] : [`revenue ${written(totals.revenue)}`]),
      ...(totals.gmv === undefined ? [] : [`GMV ${written(totals.gmv)}`]),
      ...(typeof totals.views === 'number' ? [`views ${number(totals.views)}`] : []),
    ];
    return `${part} cover ${span(window)}, not this month${facts.length > 0 ? `: ${facts.join(', ')} in those days` : ''}.`;
  });

const isWrittenMoney = (value: unknown): value is { readonly amount: number; readonly currency: string } =>
  typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;

function dayLines({ best_day: best, worst_day: worst, weekdays }: MonthView, cash: Cash): string[] {
  if (best === null || worst === null) return [];
  const amount = (value: WrittenMoney | undefined): number => (typeof value === 'number' ? value : 0);
  const strongest = [...weekdays].sort((a, b) => amount(b.average_revenue) - amount(a.average_revenue)).at(0);
  const day = ({ date, weekday, revenue }: Day): string =>
    `${weekday.slice(0, 3)} ${date.slice(5)} ${cash(revenue)}`;
  const profile = weekdays
    .map(({ weekday, average_revenue }) => `${weekday.slice(0, 3)} ${cash(average_revenue)}`)
    .join(' · ');
  return [
    `Best day ${day(best)} · weakest ${day(worst)}${strongest ? ` · strongest weekday ${strongest.weekday}` : ''}`,
    `Average by weekday: ${profile}`,
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

const ranking = (
  heading: string,
  cells: readonly Readonly<Record<string, unknown>>[],
  currency: string | undefined,
): string[] =>
  cells.length === 0 ? [] : [`${heading} (share of the month's revenue)\n${table(cells, currency)}`];

const perHundred = (value: number | undefined): string =>
  value === undefined ? '?' : (value * 100).toFixed(2);

const shortened = (title: string | undefined): string | undefined =>
  title !== undefined && title.length > TITLE ? `${title.slice(0, TITLE - 1)}…` : title;

/** `October 2026`. */
const monthName = (month: string): string =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-US', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
