import { defineReportResource, type ResourceContext } from '../mcp/define-resource.ts';
import { addMonths, type Month, monthOf } from '../metrics/calendar.ts';
import type { ReportName } from '../reports/index.ts';

export const monthlyOverviewResource = defineReportResource<ReportName>({
  report: 'summarize_month',
  title: 'Month',
  description:
    'A whole month: revenue with its LIVE and video parts, commission, change on the month before, best days, top videos and products.',
  template: 'tiktok-creator://{account}/months/{month}',
  list: (context, account) =>
    recentMonths(context, account).map((month) => ({
      title: month,
      uri: `tiktok-creator://${encodeURIComponent(account)}/months/${month}`,
    })),
  complete: { month: recentMonths },
});

/** The current month and the five before it, newest first. */
function recentMonths({ today }: Pick<ResourceContext, 'today'>, account: string): readonly Month[] {
  const current = monthOf(today(account));
  return [0, 1, 2, 3, 4, 5].map((back) => addMonths(current, -back));
}
