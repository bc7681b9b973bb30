import { at, type JsonObject } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { addMonths, type DateRange, type IsoDate, type Month, monthRange } from '../../metrics/calendar.ts';
import { type Comparison, changesOf, pairMonths } from '../../metrics/comparison.ts';
import {
  countOf,
  type Denomination,
  denominationOf,
  type Figures,
  moneyOf,
  rateOf,
  sixDigits,
  writeFigures,
  writeMoney,
} from '../../metrics/figures.ts';
import { addMoney, amountIn, type Money, minorDigits } from '../../metrics/money.ts';
import { shopOwnerNotes } from '../../metrics/products.ts';
import { type Row, type Rows, readRows } from '../../metrics/rows.ts';
import { mixedNotes, readStats, type Stats, writeDays } from '../../metrics/time-series.ts';
import { LIVE, MONTH, PRODUCT_ROW, VIDEO, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { type Clock, covers, span } from '../../metrics/window.ts';
import { readId, readText } from '../../untrusted-text.ts';
import type { MonthData } from './plan.ts';

/** The payloads a month is made of; one that failed is missing. */
export interface MonthParts {
  readonly insights?: JsonObject | undefined;
  readonly previous?: JsonObject | undefined;
  readonly live?: JsonObject | undefined;
  readonly video?: JsonObject | undefined;
  readonly videos?: JsonObject | undefined;
  readonly products?: JsonObject | undefined;
}

/** Rows in each ranking. */
const TOP = 5;

const LIMITS = 'Commission is an estimate; refunds, payouts and paid commission are not in this data.';

/** One calendar month from the replies of several endpoints. Pure: the clock is an argument. */
export function summarizeMonth(month: Month, parts: MonthParts, clock: Clock) {
  const range = monthRange(month);
  const insights = parts.insights && readStats(parts.insights, MONTH, range, clock);
  const previous =
    parts.previous && readStats(parts.previous, MONTH, monthRange(addMonths(month, -1)), clock);
  const live = parts.live && readStats(parts.live, LIVE, range, clock);
  const video = parts.video && readStats(parts.video, VIDEO, range, clock);
  const videos =
    parts.videos &&
    readRows(parts.videos, VIDEO_ROW, (row) => readId(at(row, 'video_meta', 'item_id')), range, clock);
  const products =
    parts.products &&
    readRows(parts.products, PRODUCT_ROW, (row) => readId(at(row, 'product', 'id')), range, clock);

  const denomination = denominationOf([
    ...[insights, previous, live].flatMap((part) => part?.days.map((day) => day.figures) ?? []),
    ...[videos, products].flatMap((part) => part?.rows.map((row) => row.figures) ?? []),
  ]);
  const totals: Figures = insights?.totals ?? new Map();
  const gap = gapOf(totals, denomination);
  const comparison = insights && previous && pairMonths(insights, previous);
  const scope = {
    from: range.from,
    to: insights?.window.last_day_with_data ?? range.to,
    revenue: moneyOf(totals, 'revenue'),
    denomination,
  };
  const topVideos = rank(videos, 'gmv', scope);
  const topProducts = rank(products, 'revenue', scope);
  const audience = video && covers(video.window, scope.from, scope.to) ? video : undefined;
  const days = insights ? writeDays(insights, denomination) : [];

  return {
    month,
    window: insights?.window ?? live?.window ?? { ...range, utc_offset: '+00:00', complete: false },
    currency: denomination.currency,
    totals: {
      ...writeFigures(totals, denomination),
      ...(gap === undefined ? {} : { revenue_gap: writeMoney(gap, denomination) }),
      views: audience && countOf(audience.totals, 'views'),
      new_followers: audience && countOf(audience.totals, 'new_followers'),
    },
    live: live && writeFigures(live.totals, denomination),
    previous: comparison && {
      window: comparison.range,
      days: comparison.days,
      totals: writeFigures(comparison.previous, denomination),
    },
    change: comparison && changesOf(comparison, MONTH, denomination),
    ...dayProfile(insights, denomination),
    days,
    top_videos_window: videos?.window,
    top_videos: topVideos.map(({ row, share }) => ({
      video_id: row.id,
      title: readText(at(row.wire, 'video_meta', 'name')),
      ...writeFigures(row.figures, denomination),
      share,
    })),
    top_products_window: products?.window,
    top_products: topProducts.map(({ row, share }) => ({
      product_id: row.id,
      title: readText(at(row.wire, 'product', 'name')),
      ...writeFigures(row.figures, denomination),
      share,
    })),
    concentration: {
      top_video_share: topVideos[0]?.share ?? null,
      top_product_share: topProducts[0]?.share ?? null,
    },
    notes: [
      LIMITS,
      ...(insights?.notes ?? []),
      ...(insights || !live ? [] : live.notes),
      ...comparisonNotes(insights, previous, comparison),
      ...(gap === undefined
        ? []
        : ['Revenue is not the sum of its LIVE and video parts: revenue_gap is what they leave over.']),
      ...(video && !audience
        ? [`Views and new followers are left out: the vendor gives them for ${span(video.window)} only.`]
        : []),
      ...otherWindowNotes(videos, 'video', scope),
      ...otherWindowNotes(products, 'product', scope),
      ...(products ? shopOwnerNotes(products.rows) : []),
      ...(insights ? [] : mixedNotes(totals, denomination)),
    ],
  };
}

/** What revenue has beyond its LIVE and video parts, when that is more than rounding (upstream-api.md 7.7). */
function gapOf(totals: Figures, { currency }: Denomination): Money | undefined {
  const [revenue, live, video] = ['revenue', 'live_revenue', 'video_revenue'].map((name) =>
    moneyOf(totals, name),
  );
  if (revenue === undefined || live === undefined || video === undefined || currency === undefined)
    return undefined;
  const gap = amountIn(revenue, currency).minus(amountIn(addMoney([live, video]), currency));
  // Each day of a month may be off by one minor unit.
  return gap.abs().gt(31 / 10 ** minorDigits(currency)) ? new Map([[currency, gap]]) : undefined;
}

/** What a ranking is measured against: the days with data of the month, and its revenue. */
interface Scope extends DateRange {
  readonly revenue: Money | undefined;
  readonly denomination: Denomination;
}

/** The best rows, each with its share of the month's revenue; none where the list is about other days. */
function rank(
  list: Rows | undefined,
  by: string,
  scope: Scope,
): { readonly row: Row; readonly share: number | null }[] {
  if (list === undefined) return [];
  const currency = scope.denomination.currency ?? '';
  const value = (row: Row) => amountIn(moneyOf(row.figures, by) ?? new Map(), currency);
  const comparable = isAbout(list, scope);
  return list.rows
    .filter((row) => value(row).gt(0))
    .sort((a, b) => value(b).cmp(value(a)) || (a.id < b.id ? -1 : 1))
    .slice(0, TOP)
    .map((row) => {
      const share = comparable ? rateOf(moneyOf(row.figures, by), scope.revenue) : undefined;
      return { row, share: share === undefined ? null : sixDigits(share) };
    });
}

/** Whether a list covers the days of the month that have data, and no others. */
const isAbout = (list: Rows, { from, to }: DateRange): boolean =>
  list.window.from === from && list.window.to >= to;

const otherWindowNotes = (list: Rows | undefined, what: string, scope: DateRange): readonly string[] =>
  list === undefined || isAbout(list, scope)
    ? []
    : [
        `The ${what} list covers ${span(list.window)}, not ${span(scope)}: the vendor answered with that window, so it has no shares.`,
      ];

function comparisonNotes(
  insights: Stats | undefined,
  previous: Stats | undefined,
  comparison: Comparison | undefined,
): readonly string[] {
  if (insights === undefined || previous === undefined) return [];
  if (comparison === undefined)
    return ['No comparison with the month before: there are no days that both months have data for.'];
  return comparison.days < insights.window.days_with_data || comparison.days < previous.window.days_with_data
    ? [
        `Compared with the month before over the ${comparison.days} days of the month that both have data for.`,
      ]
    : [];
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** Best and worst day by revenue, and what each weekday brings on average. */
function dayProfile(insights: Stats | undefined, denomination: Denomination) {
  const currency = denomination.currency;
  const days: { readonly date: IsoDate; readonly weekday: string; readonly money: Money }[] = (
    insights?.days ?? []
  ).flatMap(({ bucket, figures }) => {
    const money = moneyOf(figures, 'revenue');
    const weekday = WEEKDAYS[(new Date(`${bucket.from}T00:00:00Z`).getUTCDay() + 6) % 7];
    return money === undefined || weekday === undefined || bucket.days > 1
      ? []
      : [{ date: bucket.from, weekday, money }];
  });
  if (currency === undefined || days.length === 0) return { best_day: null, worst_day: null, weekdays: [] };
  const ranked = [...days].sort(
    (a, b) => amountIn(b.money, currency).cmp(amountIn(a.money, currency)) || (a.date < b.date ? -1 : 1),
  );
  const written = (day: (typeof days)[number] | undefined) =>
    day ? { date: day.date, weekday: day.weekday, revenue: writeMoney(day.money, denomination) } : null;
  const weekdays = WEEKDAYS.flatMap((weekday) => {
    const own = days.filter((day) => day.weekday === weekday);
    if (own.length === 0) return [];
    const sum = addMoney(own.map((day) => day.money));
    const average: Money = new Map([[currency, amountIn(sum, currency).div(own.length)]]);
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

/** The whole report from the payloads. Pure. */
export function computeMonth({ month, parts, failures }: MonthData, { clock, calls }: ReportMoment) {
  const summary = summarizeMonth(month, parts, clock);
  return { ...summary, calls, notes: [...failures, ...summary.notes] };
}
