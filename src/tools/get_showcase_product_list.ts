import { z } from 'zod';
import { at, jsonObjects, readCount } from '../json.ts';
import { noPeriod } from '../mcp/arguments.ts';
import { definePagedTool } from '../mcp/define-endpoint-tool.ts';
import { optionalNumber, optionalText, pageOf } from '../mcp/result-schemas.ts';
import { readShowcaseProduct } from '../metrics/products.ts';
import { onePerId } from '../metrics/rows.ts';
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
      }),
    ),
  },
  period: noPeriod,
  request: (args) => ({ count: args.count, offset: args.offset }),
  join: (earlier, later) => ({ ...later, products: [...earlier.products, ...later.products] }),
  shape(payload, { args }) {
    const received = jsonObjects(at(payload, 'products')).map(readShowcaseProduct);
    const products = onePerId(received, ({ product_id }) => product_id);
    const total = readCount(at(payload, 'total'));
    const reached = args.offset + received.length;
    // The vendor may send fewer rows than asked for, so only a total or an empty page tells the end.
    const more = received.length > 0 && (total === undefined || reached < total);
    return {
      page: { shown: products.length, total, next: more ? { offset: reached, count: args.count } : null },
      products,
      notes: more && total === undefined ? ['The vendor gives no total for this list.'] : [],
    };
  },
});
