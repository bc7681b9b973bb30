import { countedParts, failureNotes, type Part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type DateRange, type IsoDate, monthOf, monthRange } from '../../metrics/calendar.ts';
import { joinMonthlyRows } from '../../metrics/join-monthly-rows.ts';
import { type AskedPeriod, type Period, type PeriodName, resolvePeriod } from '../../metrics/periods.ts';
import { mapReading, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import { isUnreported, type Series } from '../../metrics/series.ts';
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

/** The limit of upstream calls of an attribution without `max_calls`. */
const USUAL_CALLS = 20;

export interface AttributionArguments extends AskedPeriod {
  readonly product_id?: string | undefined;
  readonly item_id?: string | undefined;
  readonly dry_run?: boolean | undefined;
}

/** A pair with a call of its own; without figures if the call failed. */
interface FetchedPair extends PairName {
  readonly reading: Reading<Series<typeof PAIR>> | undefined;
}

/** What was fetched for an attribution. */
export interface AttributionParts {
  /** The earnings of the requested days. */
  readonly earnings: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly videos: Reading<Rows<typeof VIDEO_ROW>> | undefined;
  /** The earnings of the days that the video list is about. */
  readonly listEarnings: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly products: Reading<Rows<typeof PRODUCT_ROW>> | undefined;
  readonly linked: Reading<VideoProducts> | undefined;
  readonly pairs: readonly FetchedPair[];
  /** Pairs that did not fit into the limit of calls, the best first. */
  readonly leftOut: readonly PairName[];
}

/** Part of a plan. */
interface PlannedCalls {
  readonly part: string;
  readonly calls: number;
}

/** The input of an attribution. */
export interface AttributionData {
  readonly name: PeriodName | undefined;
  readonly period: Period;
  readonly productId: string | undefined;
  readonly itemId: string | undefined;
  /** The limit of calls. */
  readonly limit: number;
  readonly plan: readonly PlannedCalls[];
  /** Undefined if only the plan was requested. */
  readonly parts: AttributionParts | undefined;
  readonly failures: readonly string[];
}

/**
 * Fetches the video list and its products, and then as many pairs as the calls allow, the best sellers first. With
 * `dry_run`, no call is made.
 * @throws ApiError `invalid_request` for an impossible period; the first error when every part fails
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
  const planned = planOf(period, today, args, limit).reduce((sum, { calls }) => sum + calls, 0);
  const part = countedParts(request.progress, planned);
  const asking = { request, today, part };
  const months = begunMonthsOf(period, today);
  const latest = months.at(-1) ?? monthOf(today);
  const earningsOf = (what: string, range: DateRange) =>
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(what, accountInsightsOverview, range, asking);
  const pages = listPages(args, months.length);
  const [earnings, lists, products] = await Promise.all([
    earningsOf('The earnings part', period),
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
    lists.flatMap(({ value }) => value?.reading ?? []),
    VIDEO_ROW,
  );
  const videos = joined && mapReading(joined, highestGmvFirst);
  const window = videos?.answered;
  const listEarnings =
    window === undefined || isSameDays(window, period)
      ? earnings
      : await earningsOf('The earnings part', window);
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
  const earningsMonths = new Set([...months, ...(window === undefined ? [] : begunMonthsOf(window, today))]);
  const listed = {
    earnings: earningsMonths.size,
    videoPages: lists.reduce((sum, { value }) => sum + (value?.pages ?? 1), 0),
    productPages: products.value?.pages ?? 1,
    linked: linked === undefined ? 0 : 1,
  };
  const room = Math.floor(pairCalls(listed, limit) / Math.max(1, months.length));
  // Pairs have no figures for days that are not in yet either.
  const wanted = isUnreported(earnings.reading)
    ? []
    : choosePairs(linked?.value, videos, period, args.product_id);
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
    plan: writePlan(listed, chosen.length * months.length),
    parts: {
      earnings: earnings.reading,
      videos,
      listEarnings: listEarnings.reading,
      products: products.value?.reading,
      linked: linked?.value,
      pairs: fetched.map(({ pair }) => pair),
      leftOut: wanted.slice(room),
    },
    failures: [...new Set(failureNotes(all))],
  };
}

/** The most ids per call of the endpoint. */
const MOST_IDS = 50;

/** The calls that do not depend on the number of pairs. */
interface ListCalls {
  readonly earnings: number;
  readonly videoPages: number;
  readonly productPages: number;
  readonly linked: number;
}

/** The calls that remain for pairs. */
const pairCalls = ({ earnings, videoPages, productPages, linked }: ListCalls, limit: number): number =>
  Math.max(0, limit - earnings - videoPages - productPages - linked);

const writePlan = (
  { earnings, videoPages, productPages, linked }: ListCalls,
  pairs: number,
): readonly PlannedCalls[] => [
  { part: 'earnings', calls: earnings },
  { part: 'video list', calls: videoPages },
  { part: 'product list', calls: productPages },
  { part: 'products of the videos', calls: linked },
  { part: 'pairs', calls: pairs },
];

/** Pages of each month's video list: more for one product, because its videos may not be among the best. */
const listPages = ({ product_id }: AttributionArguments, months: number): number =>
  product_id === undefined ? 1 : Math.max(1, Math.floor(PAGES_FOR_PRODUCT / Math.max(1, months)));

/** The calls of each part; pairs are last and get what remains. */
function planOf(
  period: Period,
  today: IsoDate,
  args: AttributionArguments,
  limit: number,
): readonly PlannedCalls[] {
  const months = begunMonthsOf(period, today).length;
  const listed = {
    earnings: months,
    videoPages: months * listPages(args, months),
    productPages: args.product_id === undefined ? 1 : PAGES_FOR_PRODUCT,
    linked: 1,
  };
  const pairs = Math.floor(pairCalls(listed, limit) / Math.max(1, months));
  return writePlan(listed, pairs * months);
}

const isSameDays = (one: DateRange, other: DateRange): boolean =>
  one.from === other.from && one.to === other.to;
