import { explain } from '../../errors.ts';
import { failureNotes, part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type DateRange, instantAt } from '../../metrics/calendar.ts';
import { joinRows } from '../../metrics/join-rows.ts';
import type { AskedPeriod, Period, PeriodName } from '../../metrics/periods.ts';
import { type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import type { Series } from '../../metrics/series.ts';
import { joinShowcase, type ShowcaseList } from '../../metrics/showcase.ts';
import type { INSIGHTS, PRODUCT_ROW } from '../../metrics/vocabulary.ts';
import {
  accountInsightsOverview,
  productAnalyticsList,
  showcaseProductList,
} from '../../tikhub/endpoints.ts';
import { fetchPeriod, fetchSeries } from '../period/fetch.ts';
import { lostProducts } from './lost-products.ts';
import { parseShowcaseSnapshot, type ShowcaseSnapshot, showcaseSnapshot } from './showcase-changes.ts';

/** Rows per page of the showcase: the same as in get_showcase_product_list, so that both share responses. */
const SHOWCASE_PAGE = 20;

/** How many pages of each list are read: 200 products on offer, 100 with sales. */
const SHOWCASE_PAGES = 10;
const SOLD_PAGES = 4;

/** A list that was read page by page, and whether it is complete. */
interface WholeList<V> {
  readonly reading: Reading<V> | undefined;
  readonly isWhole: boolean;
}

/** The input of a review of products. */
export interface ProductReviewData {
  readonly name: PeriodName | undefined;
  readonly period: Period;
  readonly earnings: Reading<Series<typeof INSIGHTS>> | undefined;
  readonly products: WholeList<Rows<typeof PRODUCT_ROW>>;
  readonly showcase: WholeList<ShowcaseList>;
  /** The showcase at the previous review; undefined the first time. */
  readonly before: ShowcaseSnapshot | undefined;
  /** The showcase now, with its changes; undefined if no cache directory is set. */
  readonly snapshot: ShowcaseSnapshot | undefined;
  readonly failures: readonly string[];
}

/**
 * Fetches the products sold in a period and the showcase, and stores the showcase for the next review.
 * @throws ApiError `invalid_request` for an impossible period; the first error when both lists fail
 */
export async function planProductReview(
  args: AskedPeriod,
  request: RequestContext,
): Promise<ProductReviewData> {
  const asked: AskedPeriod =
    args.period === undefined && args.from === undefined ? { ...args, period: 'last_30_days' } : args;
  const { period, today } = await fetchPeriod(asked, request);
  const [earnings, products, showcase] = await Promise.all([
    fetchSeries<typeof INSIGHTS, Series<typeof INSIGHTS>>(
      'The earnings part',
      accountInsightsOverview,
      period,
      {
        request,
        today,
        part,
      },
    ),
    part('The product list', readProducts(period, request)),
    part('The showcase', readOffers(request)),
  ]);
  // Without both lists there is nothing to review.
  failureNotes([products, showcase]);
  const before = await request.snapshots?.read('showcase', parseShowcaseSnapshot);
  const snapshot = keepSnapshot(before, showcase.value, products.value?.reading, request);
  return {
    name: asked.period,
    period,
    earnings: earnings.reading,
    products: products.value ?? { reading: undefined, isWhole: false },
    showcase: showcase.value ?? { reading: undefined, isWhole: false },
    before,
    snapshot,
    failures: [
      ...failureNotes([...earnings.parts, products, showcase]),
      ...(products.value?.failures ?? []),
      ...(showcase.value?.failures ?? []),
    ],
  };
}

function keepSnapshot(
  before: ShowcaseSnapshot | undefined,
  showcase: WholeList<ShowcaseList> | undefined,
  sold: Reading<Rows<typeof PRODUCT_ROW>> | undefined,
  { snapshots, clock }: RequestContext,
): ShowcaseSnapshot | undefined {
  if (snapshots === undefined || showcase?.reading === undefined) return undefined;
  const { products } = withOwnDates(showcase.reading);
  const seen = instantAt(Math.floor(clock.now.getTime() / 1000), clock.offset ?? 0);
  const snapshot = {
    ...showcaseSnapshot(before, products, showcase.isWhole, seen),
    lost: lostProducts(sold, products),
  };
  snapshots.keep('showcase', JSON.stringify(snapshot));
  return snapshot;
}

interface PagedList<V> extends WholeList<V> {
  readonly reading: Reading<V>;
  readonly failures: readonly string[];
}

/** The products with figures for some days, the highest revenue first. */
async function readProducts(
  { from, to }: DateRange,
  request: RequestContext,
): Promise<PagedList<Rows<typeof PRODUCT_ROW>>> {
  const pageOf = (page: number) =>
    request.call(productAnalyticsList, { start_date: from, end_date: to, page });
  let reading = await pageOf(0);
  for (let count = 1; count < SOLD_PAGES; count += 1) {
    const { nextPage, rows } = withOwnDates(reading);
    if (nextPage === undefined) break;
    const next = await part(`Page ${nextPage} of the product list`, pageOf(nextPage));
    if (next.value === undefined) return cutShort(reading, next);
    reading = joinRows(reading, next.value);
    if (withOwnDates(reading).rows.length === rows.length) break;
  }
  return { reading, isWhole: withOwnDates(reading).isWhole, failures: [] };
}

/** The products of the showcase; it is complete only if the total says so or a page has no rows. */
async function readOffers(request: RequestContext): Promise<PagedList<ShowcaseList>> {
  const pageAt = (offset: number) => request.call(showcaseProductList, { count: SHOWCASE_PAGE, offset });
  let reading = await pageAt(0);
  const isEnd = (received: number): boolean => {
    const { total, received: all } = withOwnDates(reading);
    return received === 0 || (total !== undefined && all >= total);
  };
  let { received } = withOwnDates(reading);
  for (let count = 1; count < SHOWCASE_PAGES && !isEnd(received); count += 1) {
    const offset = withOwnDates(reading).received;
    const next = await part(`The showcase from product ${offset + 1} on`, pageAt(offset));
    if (next.value === undefined) return cutShort(reading, next);
    received = withOwnDates(next.value).received;
    reading = joinShowcase(reading, next.value);
  }
  return { reading, isWhole: isEnd(received), failures: [] };
}

const cutShort = <V>(
  reading: Reading<V>,
  { what, error }: { readonly what: string; readonly error?: unknown },
): PagedList<V> => ({ reading, isWhole: false, failures: [`${what} is missing. ${explain(error)}`] });
