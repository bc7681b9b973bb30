import { readStats, writeStats } from '../analytics/stats.ts';
import { VIDEO } from '../analytics/vocabulary.ts';
import { videoAnalyticsSummary } from '../api/endpoints.ts';
import { defineEndpointTool } from './endpoint-tool.ts';
import { overTime } from './results.ts';

export const getVideoAnalyticsSummary = defineEndpointTool({
  title: 'All videos',
  description:
    'All videos together, day by day and in total: views, GMV, items sold, videos published, new followers. For single videos use get_video_list_analytics. The vendor picks the period, usually the last 30 days.',
  endpoint: videoAnalyticsSummary,
  input: {},
  output: overTime(VIDEO),
  request: () => ({}),
  shape: (payload, _args, moment) => writeStats(readStats(payload, VIDEO, undefined, moment)),
});
