import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const summarizeAccountHealth = defineReportTool({
  name: 'summarize_account_health',
  view: 'health',
  title: 'Account health',
  description:
    'How healthy the account is: level, score read on its scale, penalty in force, violations by reason, and which can still be appealed, soonest deadline first. Prefer it to get_account_health_status. Up to 7 upstream calls.',
  report: reports.summarize_account_health,
});
