import { defineReportResource } from '../mcp/define-resource.ts';
import { monthOf, recentMonths } from '../metrics/calendar.ts';
import type { ReportName } from '../reports/index.ts';

export const monthlyOverviewResource = defineReportResource<ReportName>({
  report: 'summarize_month',
  title: 'Month',
  description:
    'A whole month: revenue with its LIVE and video parts, commission, change from the month before, best days, top videos and products.',
  template: 'tiktok-creator://{account}/months/{month}',
  list: ({ today }, account) =>
    recentMonths(monthOf(today(account))).map((month) => ({
      title: month,
      uri: `tiktok-creator://${encodeURIComponent(account)}/months/${month}`,
    })),
  complete: { month: ({ today }, account) => recentMonths(monthOf(today(account))) },
});
