import { z } from 'zod';
import { definePagedTool } from '../mcp/define-endpoint-tool.ts';
import { optionalNumber, optionalText, pageOf } from '../mcp/result-schemas.ts';
import { noPeriod } from '../metrics/periods.ts';
import { joinShowcase, type ShowcaseProduct } from '../metrics/showcase.ts';
import { showcaseProductList } from '../tikhub/endpoints.ts';

const count = z.number().int().min(1).max(100).default(20).describe('Rows.');
const offset = z.number().int().min(0).default(0).describe('Rows to skip.');

export const getShowcaseProductList = definePagedTool({
  title: 'Showcase',
  description:
    'Products on offer in the showcase: price, shop, stock, review state, commission rate. For what they sold use get_product_analytics_list. Prices are display text.',
  endpoint: showcaseProductList,
  input: { count, offset },
  output: {
    page: pageOf({ offset: z.number(), count: z.number() }),
    totals: z.object({
      out_of_stock: z.number(),
      not_approved: z.number(),
      highest_commission_rate: optionalNumber,
    }),
    products: z.array(
      z.object({
        product_id: optionalText,
        title: optionalText,
        price: optionalText,
        commission_rate: optionalNumber,
        commission: optionalText,
        stock: optionalText,
        stock_count: optionalNumber,
        review: optionalText,
        category: optionalText,
        shop_name: optionalText,
        seller_id: optionalText,
        source: optionalText,
        can_be_added: z.boolean().optional(),
        labels: z.array(z.string()).optional(),
        label_codes: z.array(z.number()).optional(),
      }),
    ),
  },
  period: noPeriod,
  request: (args) => ({ count: args.count, offset: args.offset }),
  join: joinShowcase,
  shape({ products, received, total }, { args }) {
    const reached = args.offset + received;
    // The vendor may send fewer rows than requested, so only a total or an empty page shows the end.
    const more = received > 0 && (total === undefined || reached < total);
    return {
      page: { shown: products.length, total, next: more ? { offset: reached, count: args.count } : null },
      totals: showcaseTotals(products),
      products: [...products],
      notes: more && total === undefined ? ['The vendor gives no total for this list.'] : [],
    };
  },
});

/** Counts that people would make from the rows. */
function showcaseTotals(products: readonly ShowcaseProduct[]) {
  const rates = products.flatMap(({ commission_rate: rate }) => rate ?? []);
  return {
    out_of_stock: products.filter(({ stock }) => stock === 'out of stock').length,
    not_approved: products.filter(({ review }) => review !== undefined && review !== 'approved').length,
    highest_commission_rate: rates.length > 0 ? Math.max(...rates) : undefined,
  };
}
