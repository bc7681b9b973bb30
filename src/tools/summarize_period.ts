import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const summarizePeriod = defineReportTool({
  name: 'summarize_period',
  view: 'period',
  title: 'Period',
  description:
    'Any days of an account against those before: revenue by channel, commission, clicks, LIVE, best days, top products, pace of an open period, trend over months. Start here for last week, last 30 days, a quarter. Two upstream calls per month of either period, plus up to 3.',
  report: reports.summarize_period,
});
