import { z } from 'zod';
import { monthAround } from '../analytics/calendar.ts';
import { isBoundShop, readStats, writeStats } from '../analytics/stats.ts';
import { INSIGHTS } from '../analytics/vocabulary.ts';
import { accountInsightsOverview } from '../api/endpoints.ts';
import { defineEndpointTool } from './endpoint-tool.ts';
import { monthDate } from './params.ts';
import { overTime } from './results.ts';

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
