import { monthDate } from '../mcp/arguments.ts';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { writeSeries } from '../metrics/series.ts';
import { LIVE } from '../metrics/vocabulary.ts';
import { liveAnalyticsSummary } from '../tikhub/endpoints.ts';

export const getLiveAnalyticsSummary = defineEndpointTool({
  title: 'LIVE',
  description:
    'A month of LIVE figures, day by day and in total: revenue, impressions, viewers, clicks, orders, followers, GPM (revenue per 1,000 impressions). For the month as a whole use summarize_month. No single sessions.',
  endpoint: liveAnalyticsSummary,
  input: { start_date: monthDate },
  output: overTime(LIVE),
  period: monthPeriod,
  request: (_args, period) => ({ start_date: period.day }),
  shape: (series) => ({ ...writeSeries(series), notes: [] }),
});
