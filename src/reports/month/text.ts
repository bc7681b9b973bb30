import type { WrittenMoney } from '../../metrics/figures.ts';
import { span } from '../../metrics/window.ts';
import { compose, headerOf } from '../../render/markdown.ts';
import { grouped, money, percent } from '../../render/numbers.ts';
import { table } from '../../render/table.ts';

type Figures = Readonly<Record<string, WrittenMoney | undefined>>;
type Range = { readonly from: string; readonly to: string };
type Day = { readonly date: string; readonly weekday: string; readonly revenue?: WrittenMoney | undefined };

/** What the text needs of a month's result. */
interface MonthView {
  readonly account: string;
  readonly month: string;
  readonly window: Range;
  readonly currency?: string | undefined;
  readonly totals: Figures;
  readonly live?: Figures | undefined;
  readonly change?: Readonly<Record<string, { readonly relative: number | null }>> | undefined;
  readonly days: readonly {
    readonly date: string;
    readonly to?: string | undefined;
    readonly [figure: string]: unknown;
  }[];
  readonly best_day: Day | null;
  readonly worst_day: Day | null;
  readonly weekdays: readonly {
    readonly weekday: string;
    readonly average_revenue?: WrittenMoney | undefined;
  }[];
  readonly top_videos: readonly Ranked[];
  readonly top_videos_window?: Range | undefined;
  readonly top_products: readonly Ranked[];
  readonly top_products_window?: Range | undefined;
  readonly calls: number;
  readonly notes: readonly string[];
}

type Ranked = {
  readonly title?: string | undefined;
  readonly share: number | null;
  readonly [figure: string]: unknown;
};

/** Longest title in a ranking; the structured content has it whole. */
const TITLE = 40;

/** A month for a reader, under 4 kB: totals, rankings, days, caveats. */
export function monthText(result: MonthView): string {
  const { currency, totals, live, change } = result;
  const cash = (value: WrittenMoney | undefined): string =>
    value === undefined
      ? '?'
      : typeof value === 'number'
        ? money(value, currency)
        : `${money(value.amount, value.currency)} ${value.currency}`;
  const number = (value: WrittenMoney | undefined): string =>
    typeof value === 'number' ? grouped(value) : '?';
  const rate = (value: WrittenMoney | undefined): string =>
    typeof value === 'number' ? percent(value) : '?';
  const versus = (name: string): string => {
    const relative = change?.[name]?.relative;
    return relative === undefined || relative === null ? '' : `, ${signed(relative)} on the month before`;
  };
  const line = (needed: unknown, text: () => string): string[] => (needed === undefined ? [] : [text()]);

  const lines = [
    ...line(
      totals['revenue'],
      () =>
        `Revenue ${cash(totals['revenue'])} (video ${cash(totals['video_revenue'])} · LIVE ${cash(totals['live_revenue'])} · base ${cash(totals['base_revenue'])})${versus('revenue')}`,
    ),
    ...line(totals['revenue_gap'], () => `Not in either part: ${cash(totals['revenue_gap'])}`),
    ...line(
      totals['commission_estimated'],
      () =>
        `Commission, estimated ${cash(totals['commission_estimated'])} (${rate(totals['commission_rate'])} of revenue)${versus('commission_estimated')}`,
    ),
    ...line(totals['items_sold'], () => `Items sold ${number(totals['items_sold'])}${versus('items_sold')}`),
    ...line(
      totals['product_impressions'],
      () =>
        `Product impressions ${number(totals['product_impressions'])} → clicks ${number(totals['product_clicks'])} (CTR ${rate(totals['click_through_rate'])}) → ${perHundred(totals['items_per_click'])} items per 100 clicks · revenue per 1,000 impressions ${cash(totals['revenue_per_1000_impressions'])}`,
    ),
    ...line(
      live,
      () =>
        `LIVE: ${number(live?.['live_impressions'])} impressions, ${number(live?.['live_viewers'])} viewers, ${number(live?.['items_sold'])} items, GPM ${cash(live?.['live_gpm'])}`,
    ),
    ...line(
      totals['views'],
      () => `Video views ${number(totals['views'])} · new followers ${number(totals['new_followers'])}`,
    ),
    ...dayLines(result, cash),
  ];
  const days = result.days.map((day) => ({
    day: day.to === undefined ? day.date.slice(5) : `${day.date.slice(5)} to ${day.to.slice(5)}`,
    revenue: day['revenue'],
    live_revenue: day['live_revenue'],
    items_sold: day['items_sold'],
  }));
  const blocks = [
    `${headerOf(monthName(result.month), result)} · ${result.calls} upstream calls`,
    lines.join('\n'),
    ...ranking('Top videos by GMV', 'gmv', result.top_videos, result.top_videos_window, result),
    ...ranking('Top products by revenue', 'revenue', result.top_products, result.top_products_window, result),
    ...(days.length > 0 ? [`Day by day\n${table(days, currency)}`] : []),
  ];
  return compose(blocks, result.notes);
}

function dayLines(
  { best_day: best, worst_day: worst, weekdays }: MonthView,
  cash: (value: WrittenMoney | undefined) => string,
): string[] {
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

function ranking(
  heading: string,
  by: string,
  rows: readonly Ranked[],
  window: Range | undefined,
  month: MonthView,
): string[] {
  if (rows.length === 0) return [];
  const own = window && window.from !== month.window.from ? ` (${span(window)})` : '';
  const cells = rows.map((row) => ({
    video_id: row['video_id'],
    product_id: row['product_id'],
    title: short(row.title),
    [by]: row[by],
    items_sold: row['items_sold'],
    share: row.share,
  }));
  return [`${heading}${own}\n${table(cells, month.currency)}`];
}

const perHundred = (value: WrittenMoney | undefined): string =>
  typeof value === 'number' ? (value * 100).toFixed(2) : '?';

const signed = (fraction: number): string =>
  `${fraction < 0 ? '−' : '+'}${(Math.abs(fraction) * 100).toFixed(1)} %`;

const short = (title: string | undefined): string | undefined =>
  title !== undefined && title.length > TITLE ? `${title.slice(0, TITLE - 1)}…` : title;

/** `October 2026`. */
const monthName = (month: string): string =>
  new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-US', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
