import { countedParts, failureNotes, type Part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type DateRange, type IsoDate, monthOf, monthRange } from '../../metrics/calendar.ts';
import { joinMonthlyRows } from '../../metrics/join-monthly-rows.ts';
import { type AskedPeriod, type Period, type PeriodName, resolvePeriod } from '../../metrics/periods.ts';
import { mapReading, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import type { Series } from '../../metrics/series.ts';
import type { VideoProducts } from '../../metrics/video-products.ts';
import { type INSIGHTS, type PAIR, type PRODUCT_ROW, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import {
  accountInsightsOverview,
  videoAssociatedProductList,
  videoToProductStats,
} from '../../tikhub/endpoints.ts';
import { begunMonthsOf, fetchMonths, fetchPeriod, fetchSeries } from '../period/fetch.ts';
import { choosePairs, type PairName } from './choose-pairs.ts';
import { fetchList, fetchProducts, highestGmvFirst, PAGES_FOR_PRODUCT } from './fetch-lists.ts';

/** Upstream calls that an attribution makes where `max_calls` sets no limit. */
const USUAL_CALLS = 20;

export interface AttributionArguments extends AskedPeriod {
  readonly product_id?: string | undefined;
  readonly item_id?: string | undefined;
  readonly dry_run?: boolean | undefined;
}

/** A pair that was asked for alone; its figures are missing where the call failed. */
interface FetchedPair extends PairName {
  readonly reading: Reading<Series<typeof PAIR>> | undefined;
}

/** What was fetched for an attribution. */
export interface AttributionParts {
  /** Of the asked days. */
  readonly earnings: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly videos: Reading<Rows<typeof VIDEO_ROW>> | undefined;
  /** Of the days that the video list is about. */
  readonly listEarnings: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly products: Reading<Rows<typeof PRODUCT_ROW>> | undefined;
  readonly linked: Reading<VideoProducts> | undefined;
  readonly pairs: readonly FetchedPair[];
  /** Pairs that the limit of calls left out, the best first. */
  readonly leftOut: readonly PairName[];
}

/** Part of a plan. */
interface PlannedCalls {
  readonly part: string;
  readonly calls: number;
}

/** What an attribution is computed from. */
export interface AttributionData {
  readonly name: PeriodName | undefined;
  readonly period: Period;
  readonly productId: string | undefined;
  readonly itemId: string | undefined;
  /** The most calls that it may make. */
  readonly limit: number;
  readonly plan: readonly PlannedCalls[];
  /** Undefined where only the plan was asked for. */
  readonly parts: AttributionParts | undefined;
  readonly failures: readonly string[];
}

/**
 * Fetches the video list and its products, and then pair by pair what the calls are enough for, the best sellers first.
 * With `dry_run` no call is made.
 * @throws ApiError `invalid_request` for a period that cannot be; the first error when every part fails
 */
export async function planAttribution(
  args: AttributionArguments,
  request: RequestContext,
): Promise<AttributionData> {
  const limit = request.maxCalls ?? USUAL_CALLS;
  const asked: AskedPeriod =
    args.period === undefined && args.from === undefined ? { ...args, period: 'this_month' } : args;
  const about = { name: args.period, productId: args.product_id, itemId: args.item_id, limit };
  if (args.dry_run === true) {
    const { today } = request;
    const period = resolvePeriod(asked, { today, lastReported: undefined });
    const plan = planOf(period, today, args, limit);
    return { ...about, period, plan, parts: undefined, failures: [] };
  }
  const { period, today } = await fetchPeriod(asked, request);
  const plan = planOf(period, today, args, limit);
  const planned = plan.reduce((sum, { calls }) => sum + calls, 0);
  const part = countedParts(request.progress, planned);
  const asking = { request, today, part };
  const months = begunMonthsOf(period, today);
  const latest = months.at(-1) ?? monthOf(today);
  const earningsOf = (what: string, range: DateRange) =>
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(what, accountInsightsOverview, range, asking);
  const pages = args.product_id === undefined ? 1 : PAGES_FOR_PRODUCT;
  const [earnings, lists, products] = await Promise.all([
    earningsOf('The earnings', period),
    Promise.all(
      months.map((month) =>
        part(
          months.length === 1 ? 'The video list' : `The video list of ${month}`,
          fetchList(monthRange(month).from, pages, request),
        ),
      ),
    ),
    part('The product list', fetchProducts(period, args.product_id, request)),
  ]);
  const joined = joinMonthlyRows(
    lists.flatMap(({ value }) => value ?? []),
    VIDEO_ROW,
  );
  const videos = joined && mapReading(joined, highestGmvFirst);
  const window = videos?.answered;
  const listEarnings =
    window === undefined || isSameDays(window, period) ? earnings : await earningsOf('The earnings', window);
  const ids =
    args.item_id === undefined
      ? (videos === undefined ? [] : withOwnDates(videos).rows).map(({ id }) => id)
      : [args.item_id];
  const linked =
    ids.length === 0
      ? undefined
      : await part(
          'The products of the videos',
          request.call(videoAssociatedProductList, {
            start_date: monthRange(latest).from,
            item_ids: ids.slice(0, MOST_IDS),
          }),
        );
  const room = Math.floor((plan.at(-1)?.calls ?? 0) / Math.max(1, months.length));
  const wanted = choosePairs(linked?.value, videos, period, args.product_id);
  const chosen = wanted.slice(0, room);
  const fetched = await Promise.all(
    chosen.map(async (pair) => {
      const { video_id: item_id, product_id } = pair;
      const { reading, parts } = await fetchMonths<typeof PAIR>(
        `Video ${item_id} with product ${product_id}`,
        (start_date, days) =>
          request.call(videoToProductStats, { start_date, item_id, product_id }, { about: days }),
        period,
        asking,
      );
      return { pair: { ...pair, reading }, parts };
    }),
  );
  const all: readonly Part<unknown>[] = [
    ...earnings.parts,
    ...lists,
    products,
    ...(linked === undefined ? [] : [linked]),
    ...fetched.flatMap(({ parts }) => parts),
  ];
  return {
    ...about,
    period,
    plan: plan.map((one, index) =>
      index === plan.length - 1 ? { ...one, calls: chosen.length * months.length } : one,
    ),
    parts: {
      earnings: earnings.reading,
      videos,
      listEarnings: listEarnings.reading,
      products: products.value,
      linked: linked?.value,
      pairs: fetched.map(({ pair }) => pair),
      leftOut: wanted.slice(room),
    },
    failures: [...new Set(failureNotes(all))],
  };
}

/** Ids that the endpoint takes at once. */
const MOST_IDS = 50;

/** The calls of each part, those of the pairs last: what is left of the limit. */
function planOf(
  period: Period,
  today: IsoDate,
  { product_id: productId }: AttributionArguments,
  limit: number,
): readonly PlannedCalls[] {
  const months = begunMonthsOf(period, today).length;
  const fixed = [
    { part: 'earnings', calls: months },
    { part: 'video list', calls: months * (productId === undefined ? 1 : PAGES_FOR_PRODUCT) },
    { part: 'product list', calls: productId === undefined ? 1 : PAGES_FOR_PRODUCT },
    { part: 'products of the videos', calls: 1 },
  ];
  const left = limit - fixed.reduce((sum, { calls }) => sum + calls, 0);
  const pairs = Math.max(0, Math.floor(left / Math.max(1, months)));
  return [...fixed, { part: 'pairs', calls: pairs * months }];
}

const isSameDays = (one: DateRange, other: DateRange): boolean =>
  one.from === other.from && one.to === other.to;
