import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const explainChange = defineReportTool({
  name: 'explain_change',
  title: 'Change explained',
  description:
    'What accounts for a rise or fall between two periods: channels, impressions, CTR, items per click, price and effective rate, with effects that add up exactly, LIVE by itself, posts, products and videos that moved most, unusual days. For the figures alone use summarize_period. Up to 2 upstream calls more than that.',
  report: reports.explain_change,
});
