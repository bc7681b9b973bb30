import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { noPeriod } from '../metrics/periods.ts';
import { writeSeries } from '../metrics/series.ts';
import { VIDEO } from '../metrics/vocabulary.ts';
import { videoAnalyticsSummary } from '../tikhub/endpoints.ts';

export const getVideoAnalyticsSummary = defineEndpointTool({
  title: 'All videos',
  description:
    'All videos together, day by day and in total: views, GMV, items sold, videos published, new followers. For single videos use get_video_list_analytics. The vendor picks the period, usually the last 30 days.',
  endpoint: videoAnalyticsSummary,
  input: {},
  output: overTime(VIDEO),
  period: noPeriod,
  request: () => ({}),
  shape: (series) => ({ ...writeSeries(series), notes: [] }),
});
