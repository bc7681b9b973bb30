import { monthAround } from '../analytics/calendar.ts';
import { readStats, writeStats } from '../analytics/stats.ts';
import { VIDEO_DETAIL } from '../analytics/vocabulary.ts';
import { videoDetailedStats } from '../api/endpoints.ts';
import { defineEndpointTool } from './endpoint-tool.ts';
import { itemId, monthDate } from './params.ts';
import { overTime } from './results.ts';

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
