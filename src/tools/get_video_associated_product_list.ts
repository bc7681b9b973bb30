import { z } from 'zod';
import { itemIds, monthDate } from '../mcp/arguments.ts';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { currency, figures, moneyValue, optionalText, window } from '../mcp/result-schemas.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { ASSOCIATED_ROW } from '../metrics/vocabulary.ts';
import { videoAssociatedProductList } from '../tikhub/endpoints.ts';

const price = z.union([moneyValue, z.string()]).optional();

export const getVideoAssociatedProductList = defineEndpointTool({
  title: 'Video products',
  description:
    'The products that given videos promote, with price range and, where sent, sales. The ids come from get_video_list_analytics. For one pair over time use get_video_to_product_stats. Videos without products are listed as such.',
  endpoint: videoAssociatedProductList,
  input: { item_ids: itemIds, start_date: monthDate },
  output: {
    window,
    currency,
    creator_id: optionalText,
    url_pattern: optionalText,
    products: z.array(
      z.object({
        video_id: z.string(),
        product_id: optionalText,
        title: optionalText,
        price,
        price_min: price,
        price_max: price,
        ...figures(ASSOCIATED_ROW),
        url: optionalText,
      }),
    ),
    without_products: z.array(z.string()),
  },
  period: monthPeriod,
  request: (args, period) => ({ start_date: period.day, item_ids: args.item_ids }),
  shape: (products) => ({ ...products, notes: [] }),
});
