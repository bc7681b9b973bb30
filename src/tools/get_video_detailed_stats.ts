import { defineEndpointTool } from '../mcp/endpoint-tool.ts';
import { itemId, monthDate } from '../mcp/parameters.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { monthAround } from '../metrics/calendar.ts';
import { readStats, writeStats } from '../metrics/time-series.ts';
import { VIDEO_DETAIL } from '../metrics/vocabulary.ts';
import { videoDetailedStats } from '../tikhub/endpoints.ts';

export const getVideoDetailedStats = defineEndpointTool({
  title: 'One video over time',
  description:
    'One video through a month, day by day: product impressions, likes, comments, shares, new followers, completion rate. For its sales use get_video_list_analytics, for one of its products get_video_to_product_stats. No view counts.',
  endpoint: videoDetailedStats,
  input: { start_date: monthDate, item_id: itemId },
  output: overTime(VIDEO_DETAIL),
  request: (args, today) => ({ start_date: args.start_date ?? today, item_id: args.item_id }),
  shape: (payload, args, moment) =>
    writeStats(readStats(payload, VIDEO_DETAIL, monthAround(args.start_date ?? moment.today), moment)),
});
