import { defineEndpointTool } from '../mcp/endpoint-tool.ts';
import { monthDate } from '../mcp/parameters.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { monthAround } from '../metrics/calendar.ts';
import { readStats, writeStats } from '../metrics/time-series.ts';
import { LIVE } from '../metrics/vocabulary.ts';
import { liveAnalyticsSummary } from '../tikhub/endpoints.ts';

export const getLiveAnalyticsSummary = defineEndpointTool({
  title: 'LIVE',
  description:
    'A month of LIVE figures, day by day and in total: revenue, impressions, viewers, clicks, orders, followers, GPM (revenue per 1,000 impressions). For the month as a whole use summarize_month. Sums of all LIVEs; single sessions are not in this data.',
  endpoint: liveAnalyticsSummary,
  input: { start_date: monthDate },
  output: overTime(LIVE),
  request: (args, today) => ({ start_date: args.start_date ?? today }),
  shape: (payload, args, moment) =>
    writeStats(readStats(payload, LIVE, monthAround(args.start_date ?? moment.today), moment)),
});
