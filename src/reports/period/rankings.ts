import { addDays, daysIn, type IsoDate, span } from '../../metrics/calendar.ts';
import { type Denomination, denominationFor, isSameCurrency, sixDigits } from '../../metrics/denomination.ts';
import { type AnyFigures, type Figures, moneyOf } from '../../metrics/figures.ts';
import { amountIn, minorDigits } from '../../metrics/money.ts';
import { publishedAfter } from '../../metrics/posts.ts';
import { isMatching, LAG_DAYS, type Matching, type Reading } from '../../metrics/reading.ts';
import type { ListWindow, Row, Rows } from '../../metrics/rows.ts';
import type { Series } from '../../metrics/series.ts';
import { addFigureMoney, ratioOf } from '../../metrics/sums.ts';
import type { INSIGHTS, MetricTable, MoneyName } from '../../metrics/vocabulary.ts';

/** The number of rows of a ranking. */
const TOP = 5;

/** How to get a list that the report leaves out. */
const OWN_TOOL = { video: 'get_video_list_analytics', product: 'get_product_analytics_list' } as const;

/** A list to rank, or why there is none. */
interface Rankable<T extends MetricTable> {
  readonly list: Matching<Rows<T>> | undefined;
  /** Whether its rows can be compared with the period's revenue. */
  readonly hasShares: boolean;
  readonly notes: readonly string[];
}

/** The rows of a list if they are about the period; a list about other days is not ranked. */
export function rowsAbout<T extends MetricTable>(
  reading: Reading<Rows<T>> | undefined,
  what: 'video' | 'product',
  insights: Matching<Series<typeof INSIGHTS>> | undefined,
  today: IsoDate,
): Rankable<T> {
  if (reading === undefined) return { list: undefined, hasShares: false, notes: [] };
  const leftOut = (why: string): Rankable<T> => ({
    list: undefined,
    hasShares: false,
    notes: [`Top ${what}s are left out: ${why} ${OWN_TOOL[what]} shows that list with its own dates.`],
  });
  if (!isMatching(reading)) {
    return leftOut(
      reading.answered === undefined
        ? `the ${what} list does not say which days it covers.`
        : `the ${what} list covers ${span(reading.answered)}, not this period.`,
    );
  }
  const late = publishedAfter(reading.value, reading.asked);
  if (late !== undefined) {
    return leftOut(`the list holds a video published on ${late}, so the vendor did not return this period.`);
  }
  const noShares = insights && whyNoShares(reading.value.window, what, insights.value, 'revenue', today);
  const channel = what === 'video' ? 'video_revenue' : 'revenue';
  // Earnings of fewer days may be less than the sales of a list on all days.
  const isSameDays =
    insights !== undefined &&
    whyNoShares(reading.value.window, what, insights.value, channel, today) === undefined;
  if (
    isSameDays &&
    exceeds(reading.value, what === 'video' ? 'gmv' : 'revenue', insights.value.totals[channel])
  ) {
    return leftOut(
      `the listed ${what}s sold more than all ${what === 'video' ? 'videos' : 'sales'} of the period, so the vendor did not return this period.`,
    );
  }
  return {
    list: reading,
    hasShares: insights !== undefined && noShares === undefined,
    notes: noShares === undefined ? [] : [noShares],
  };
}

/**
 * Why the rows of a list are not compared with a sum of the earnings: they are about different days.
 * @param name the figure that they would be compared with
 */
export function whyNoShares(
  list: ListWindow,
  what: 'video' | 'product',
  { window, coverage }: Pick<Series<MetricTable>, 'window' | 'coverage'>,
  name: 'revenue' | 'video_revenue',
  today: IsoDate,
): string | undefined {
  const last = window.last_day_with_data;
  if (last === null) return undefined;
  if (list.to < last) return `The ${what} list ends on ${list.to}, before the earnings: no shares.`;
  const due = addDays(today, -LAG_DAYS - 1);
  if (last < list.to && last < due)
    return `The earnings end on ${last}, before the ${what} list (${list.to}): no shares.`;
  const days = daysIn({ from: window.from, to: last });
  const covered = coverage.get(name) ?? 0;
  return covered < days
    ? `The earnings have the ${name === 'revenue' ? 'revenue' : 'video revenue'} of ${covered} of the ${days} days to ${last}, the ${what} list is about all of them: no shares.`
    : undefined;
}

/** Whether rows add up to more than the total; each may be off by one minor unit. */
function exceeds<T extends MetricTable>(
  { rows }: Rows<T>,
  name: MoneyName,
  whole: AnyFigures[MoneyName],
): boolean {
  if (typeof whole !== 'object') return false;
  const sum = addFigureMoney(
    rows.map(({ figures }) => figures),
    name,
  );
  return [...whole].some(
    ([code, amount]) =>
      amountIn(sum, code).minus(amount).toNumber() > (rows.length + 1) / 10 ** minorDigits(code),
  );
}

interface Ranked<T extends MetricTable> {
  readonly rows: readonly { readonly row: Row<T>; readonly share: number | null }[];
  readonly window: ListWindow | undefined;
  readonly denomination: Denomination;
  readonly notes: readonly string[];
}

/** The best rows, each with its share of the period's revenue. */
export function rank<T extends MetricTable>(
  { list, hasShares, notes }: Rankable<T>,
  scope: { readonly by: MoneyName; readonly of: Figures<typeof INSIGHTS>; readonly main: Denomination },
): Ranked<T> {
  const { by, of, main } = scope;
  if (list === undefined) return { rows: [], window: undefined, denomination: main, notes };
  const own = list.value.denomination;
  const isComparable = hasShares && isSameCurrency(own, main);
  const currency = own.currency ?? '';
  const value = ({ figures }: Row<T>) => amountIn(moneyOf(figures, by) ?? new Map(), currency);
  const rows = list.value.rows
    .filter((row) => value(row).gt(0))
    .sort((a, b) => value(b).cmp(value(a)) || (a.id < b.id ? -1 : 1))
    .slice(0, TOP)
    .map((row) => {
      // A sum that leaves out stretches cannot be compared with one that does not.
      const isWhole = isComparable && !row.partial.has(by);
      const share = isWhole ? ratioOf(moneyOf(row.figures, by), of.revenue) : undefined;
      return { row, share: share === undefined || share > 1 ? null : sixDigits(share) };
    });
  return { rows, window: list.value.window, denomination: denominationFor(own, main), notes };
}
