import { monthAround } from '../analytics/calendar.ts';
import { readStats, writeStats } from '../analytics/stats.ts';
import { LIVE } from '../analytics/vocabulary.ts';
import { liveAnalyticsSummary } from '../api/endpoints.ts';
import { defineEndpointTool } from './endpoint-tool.ts';
import { monthDate } from './params.ts';
import { overTime } from './results.ts';

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
