import { defineReportResource } from '../mcp/define-resource.ts';
import type { ReportName } from '../reports/index.ts';

export const accountHealthResource = defineReportResource<ReportName>({
  report: 'summarize_account_health',
  title: 'Account health',
  description: 'Level, score, penalty, violations by reason, and appeals with their deadlines.',
  template: 'tiktok-creator://{account}/health',
  list: (_context, account) => [
    { title: 'Account health', uri: `tiktok-creator://${encodeURIComponent(account)}/health` },
  ],
});
