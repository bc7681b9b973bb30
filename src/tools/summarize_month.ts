import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const summarizeMonth = defineReportTool({
  name: 'summarize_month',
  view: 'month',
  title: 'Month',
  description:
    'A whole month: revenue with its LIVE and video parts, commission, clicks, change from the month before, best days, top videos and products. For other days use summarize_period. Up to 7 upstream calls.',
  report: reports.summarize_month,
});
