import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { at } from '../json.ts';
import { defineEndpointTool } from '../mcp/endpoint-tool.ts';
import { endDate, page, startDate } from '../mcp/parameters.ts';
import { currency, figures, optionalText, pageOf, window } from '../mcp/result-schemas.ts';
import { writeFigures } from '../metrics/figures.ts';
import { shopOwnerNotes } from '../metrics/products.ts';
import { readRows } from '../metrics/rows.ts';
import { PRODUCT_ROW } from '../metrics/vocabulary.ts';
import { productAnalyticsList } from '../tikhub/endpoints.ts';
import { readId, readText } from '../untrusted-text.ts';

export const getProductAnalyticsList = defineEndpointTool({
  title: 'Products',
  description:
    'One page (about 25 rows) of the products sold in a period: revenue, estimated commission, items sold, highest revenue first. For what is on offer use get_showcase_product_list. Shop-owner accounts see zeros here; go through get_video_associated_product_list instead.',
  endpoint: productAnalyticsList,
  rows: 'products',
  input: { start_date: startDate, end_date: endDate, page: page(0) },
  output: {
    window,
    currency,
    creator_id: optionalText,
    page: pageOf({ page: z.number() }),
    products: z.array(z.object({ product_id: z.string(), title: optionalText, ...figures(PRODUCT_ROW) })),
  },
  request(args, today) {
    const { from, to } = periodOf(args, today);
    return { start_date: from, end_date: to, page: args.page };
  },
  shape(payload, args, moment) {
    const productId = (row: Record<string, unknown>) => readId(at(row, 'product', 'id'));
    const list = readRows(
      payload,
      PRODUCT_ROW,
      productId,
      periodOf(args, moment.today),
      moment,
      args.page + moment.pages - 1,
    );
    return {
      window: list.window,
      currency: list.denomination.currency,
      creator_id: list.creatorId,
      page: {
        shown: list.rows.length,
        total: list.total,
        next: list.nextPage === undefined ? null : { page: list.nextPage },
      },
      products: list.rows.map(({ id: product_id, wire, figures }) => ({
        product_id,
        title: readText(at(wire, 'product', 'name')),
        ...writeFigures(figures, list.denomination),
      })),
      notes: [...list.notes, ...shopOwnerNotes(list.rows)],
    };
  },
});

/** The asked period: up to today, from the first of that month. */
function periodOf(args: { start_date?: string | undefined; end_date?: string | undefined }, today: string) {
  const to = args.end_date ?? today;
  const from = args.start_date ?? `${to.slice(0, 7)}-01`;
  if (from > to) {
    throw new ApiError('invalid_request', `start_date ${from} is after end_date ${to}.`, {
      next: 'Swap them, or leave end_date out for today.',
    });
  }
  return { from, to };
}
