import { z } from 'zod';
import { at } from '../json.ts';
import { endDate, page, startDate } from '../mcp/arguments.ts';
import { definePagedTool } from '../mcp/define-endpoint-tool.ts';
import { currency, figures, optionalText, pageOf, window } from '../mcp/result-schemas.ts';
import { writeFigures } from '../metrics/denomination.ts';
import { joinRows } from '../metrics/join-rows.ts';
import { shopOwnerNotes, totalsNotes } from '../metrics/notes.ts';
import { freePeriod } from '../metrics/periods.ts';
import { writeTotals } from '../metrics/rows.ts';
import { PRODUCT_ROW } from '../metrics/vocabulary.ts';
import { productAnalyticsList } from '../tikhub/endpoints.ts';
import { readText } from '../untrusted-text.ts';

export const getProductAnalyticsList = definePagedTool({
  title: 'Products',
  description:
    'One page (about 25 rows) of the products sold in a period: revenue, estimated commission, items sold, highest revenue first. For what is on offer use get_showcase_product_list. Shop-owner accounts see zeros here and need get_video_associated_product_list.',
  endpoint: productAnalyticsList,
  input: { start_date: startDate, end_date: endDate, page: page(0) },
  output: {
    window,
    currency,
    creator_id: optionalText,
    page: pageOf({ page: z.number() }),
    totals: z.object(figures(PRODUCT_ROW)),
    products: z.array(z.object({ product_id: z.string(), title: optionalText, ...figures(PRODUCT_ROW) })),
  },
  period: freePeriod,
  request: (args, { from, to }) => ({ start_date: from, end_date: to, page: args.page }),
  join: joinRows,
  shape(list, { args }) {
    const { rows, denomination } = list;
    return {
      window: list.window,
      currency: denomination.currency,
      creator_id: list.creatorId,
      page: {
        shown: rows.length,
        total: list.total,
        next: list.nextPage === undefined ? null : { page: list.nextPage },
      },
      totals: writeTotals(rows, PRODUCT_ROW, denomination),
      products: rows.map(({ id: product_id, source, figures }) => ({
        product_id,
        title: readText(at(source, 'product', 'name')),
        ...writeFigures(figures, denomination),
      })),
      // The best sellers come first, so a later page says nothing about all of them.
      notes: [...totalsNotes(rows, PRODUCT_ROW), ...(args.page === 0 ? shopOwnerNotes(rows) : [])],
    };
  },
});
