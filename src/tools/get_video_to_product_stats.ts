import { itemId, monthDate, productId } from '../mcp/arguments.ts';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { writeSeries } from '../metrics/series.ts';
import { PAIR } from '../metrics/vocabulary.ts';
import { videoToProductStats } from '../tikhub/endpoints.ts';

export const getVideoToProductStats = defineEndpointTool({
  title: 'One video and one product',
  description:
    'What one video sold of one product through a month, day by day: revenue, items, orders, impressions, clicks. Find the pairs with get_video_associated_product_list. Never add these up across videos: each may be the total of the product.',
  endpoint: videoToProductStats,
  input: { start_date: monthDate, item_id: itemId, product_id: productId },
  output: overTime(PAIR),
  period: monthPeriod,
  request: (args, period) => ({
    start_date: period.day,
    item_id: args.item_id,
    product_id: args.product_id,
  }),
  shape: (series) => ({ ...writeSeries(series), notes: [] }),
});
