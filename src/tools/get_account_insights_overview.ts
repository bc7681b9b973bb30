import { z } from 'zod';
import { monthDate } from '../mcp/arguments.ts';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { writeSeries } from '../metrics/series.ts';
import { INSIGHTS } from '../metrics/vocabulary.ts';
import { accountInsightsOverview } from '../tikhub/endpoints.ts';

export const getAccountInsightsOverview = defineEndpointTool({
  title: 'Earnings',
  description:
    'A month of earnings, day by day and in total: revenue (LIVE and video parts), estimated commission, items sold, product impressions and clicks. For a whole picture use summarize_month. The last two or so days are not in yet.',
  endpoint: accountInsightsOverview,
  input: { start_date: monthDate },
  output: { ...overTime(INSIGHTS), bound_to_shop: z.boolean().optional() },
  period: monthPeriod,
  request: (_args, period) => ({ start_date: period.day }),
  shape: (insights) => ({ ...writeSeries(insights), bound_to_shop: insights.isBoundShop, notes: [] }),
});
