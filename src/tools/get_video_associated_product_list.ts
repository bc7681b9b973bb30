import { z } from 'zod';
import { monthAround } from '../analytics/calendar.ts';
import { readVideoProducts } from '../analytics/products.ts';
import { ASSOCIATED_ROW } from '../analytics/vocabulary.ts';
import { videoAssociatedProductList } from '../api/endpoints.ts';
import { defineEndpointTool } from './endpoint-tool.ts';
import { itemIds, monthDate } from './params.ts';
import { currency, figures, maybeText, money, window } from './results.ts';

const price = z.union([money, z.string()]).optional();

export const getVideoAssociatedProductList = defineEndpointTool({
  title: 'Video products',
  description:
    'The products that given videos promote, with price range and, where sent, sales. Take the ids from get_video_list_analytics; for one pair over time use get_video_to_product_stats. Videos without products are listed as such.',
  endpoint: videoAssociatedProductList,
  input: { item_ids: itemIds, start_date: monthDate },
  output: {
    window,
    currency,
    creator_id: maybeText,
    url_pattern: maybeText,
    products: z.array(
      z.object({
        video_id: z.string(),
        product_id: maybeText,
        title: maybeText,
        price,
        price_min: price,
        price_max: price,
        ...figures(ASSOCIATED_ROW),
        url: maybeText,
      }),
    ),
    without_products: z.array(z.string()),
  },
  request: (args, today) => ({ start_date: args.start_date ?? today, item_ids: args.item_ids }),
  shape: (payload, args, moment) =>
    readVideoProducts(payload, args.item_ids, monthAround(args.start_date ?? moment.today), moment),
});
