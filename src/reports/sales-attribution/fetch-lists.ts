import type { RequestContext } from '../../mcp/request-context.ts';
import type { DateRange, IsoDate } from '../../metrics/calendar.ts';
import { moneyOf } from '../../metrics/figures.ts';
import { joinRows } from '../../metrics/join-rows.ts';
import { amountIn } from '../../metrics/money.ts';
import { type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Row, Rows } from '../../metrics/rows.ts';
import type { PRODUCT_ROW, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { productAnalyticsList, videoListAnalytics } from '../../tikhub/endpoints.ts';

/** How many pages of the video list (10 videos each) and of the product list are searched for one product. */
export const PAGES_FOR_PRODUCT = 3;

/** A list, and how many pages of it were read. */
interface ReadPages<V> {
  readonly reading: Reading<V>;
  readonly pages: number;
}

/** The first pages of the video list of a month, the highest GMV first. */
export async function fetchList(
  startDate: IsoDate,
  pages: number,
  request: RequestContext,
): Promise<ReadPages<Rows<typeof VIDEO_ROW>>> {
  const pageOf = (page: number) =>
    request.call(videoListAnalytics, { start_date: startDate, page, rules: 'VIDEO_LIST_GMV' });
  let list = await pageOf(0);
  let count = 1;
  for (; count < pages; count += 1) {
    const { nextPage, rows } = withOwnDates(list);
    if (nextPage === undefined) break;
    list = joinRows(list, await pageOf(nextPage));
    if (withOwnDates(list).rows.length > rows.length) continue;
    count += 1;
    break;
  }
  return { reading: list, pages: count };
}

/** The first page of the product list, and further ones until the requested product is found. */
export async function fetchProducts(
  { from, to }: DateRange,
  productId: string | undefined,
  request: RequestContext,
): Promise<ReadPages<Rows<typeof PRODUCT_ROW>>> {
  const pageOf = (page: number) =>
    request.call(productAnalyticsList, { start_date: from, end_date: to, page });
  let list = await pageOf(0);
  let count = 1;
  for (; productId !== undefined && count < PAGES_FOR_PRODUCT; count += 1) {
    const { nextPage, rows } = withOwnDates(list);
    if (nextPage === undefined || rows.some(({ id }) => id === productId)) break;
    list = joinRows(list, await pageOf(nextPage));
  }
  return { reading: list, pages: count };
}

/** The vendor's order of a single list; sums of several lists have their own order. */
export function highestGmvFirst(list: Rows<typeof VIDEO_ROW>): Rows<typeof VIDEO_ROW> {
  const gmv = ({ figures }: Row<typeof VIDEO_ROW>): number =>
    amountIn(moneyOf(figures, 'gmv') ?? new Map(), list.denomination.currency ?? '').toNumber();
  return { ...list, rows: [...list.rows].sort((a, b) => gmv(b) - gmv(a)) };
}
