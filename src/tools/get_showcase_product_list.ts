import { z } from 'zod';
import { readShowcaseProduct } from '../metrics/products.ts';
import { onePerId } from '../metrics/rows.ts';
import { showcaseProductList } from '../tikhub/endpoints.ts';
import { at, count as counter, wires } from '../json.ts';
import { defineEndpointTool } from '../mcp/endpoint-tool.ts';
import { maybeCount, maybeText, pageOf } from '../mcp/result-schemas.ts';

const count = z.number().int().min(1).max(100).default(20).describe('Rows.');
const offset = z.number().int().min(0).default(0).describe('Rows to skip.');

export const getShowcaseProductList = defineEndpointTool({
  title: 'Showcase',
  description:
    'Products on offer in the showcase: price, shop, stock, review state, commission rate. For what they sold use get_product_analytics_list. Prices are display text.',
  endpoint: showcaseProductList,
  rows: 'products',
  input: { count, offset },
  output: {
    page: pageOf({ offset: z.number(), count: z.number() }),
    products: z.array(
      z.object({
        product_id: maybeText,
        title: maybeText,
        price: maybeText,
        commission_rate: maybeCount,
        commission: maybeText,
        stock: maybeText,
        stock_count: maybeCount,
        review: maybeText,
        category: maybeText,
        shop_name: maybeText,
        seller_id: maybeText,
        source: maybeText,
        can_be_added: z.boolean().optional(),
        labels: z.array(z.string()).optional(),
      }),
    ),
  },
  request: (args) => ({ count: args.count, offset: args.offset }),
  shape(payload, args) {
    const received = wires(at(payload, 'products')).map(readShowcaseProduct);
    const products = onePerId(received, ({ product_id }) => product_id);
    const total = counter(at(payload, 'total'));
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
