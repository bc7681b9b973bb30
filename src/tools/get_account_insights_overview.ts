import { z } from 'zod';
import { defineEndpointTool } from '../mcp/endpoint-tool.ts';
import { monthDate } from '../mcp/parameters.ts';
import { overTime } from '../mcp/result-schemas.ts';
import { monthAround } from '../metrics/calendar.ts';
import { isBoundShop, readStats, writeStats } from '../metrics/time-series.ts';
import { INSIGHTS } from '../metrics/vocabulary.ts';
import { accountInsightsOverview } from '../tikhub/endpoints.ts';

export const getAccountInsightsOverview = defineEndpointTool({
  title: 'Earnings',
  description:
    'A month of earnings, day by day and in total: revenue (LIVE and video parts), estimated commission, items sold, product impressions and clicks. For a month with its best videos and products use summarize_month. The last two or so days are not in yet.',
  endpoint: accountInsightsOverview,
  input: { start_date: monthDate },
  output: { ...overTime(INSIGHTS), bound_to_shop: z.boolean().optional() },
  request: (args, today) => ({ start_date: args.start_date ?? today }),
  shape: (payload, args, moment) => ({
    ...writeStats(readStats(payload, INSIGHTS, monthAround(args.start_date ?? moment.today), moment)),
    bound_to_shop: isBoundShop(payload),
  }),
});
