import { itemId, monthDate } from '../mcp/arguments.ts';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { writeSeries } from '../metrics/series.ts';
import { VIDEO_DETAIL } from '../metrics/vocabulary.ts';
import { videoDetailedStats } from '../tikhub/endpoints.ts';

export const getVideoDetailedStats = defineEndpointTool({
  title: 'One video over time',
  description:
    'One video through a month, day by day: product impressions, likes, comments, shares, new followers, completion rate. For its sales use get_video_list_analytics, for one of its products get_video_to_product_stats. No view counts.',
  endpoint: videoDetailedStats,
  input: { start_date: monthDate, item_id: itemId },
  output: overTime(VIDEO_DETAIL),
  period: monthPeriod,
  request: (args, period) => ({ start_date: period.day, item_id: args.item_id }),
  shape: (series) => ({ ...writeSeries(series), notes: [] }),
});
