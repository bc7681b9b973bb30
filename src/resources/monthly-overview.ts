import { defineResource, type ResourceContext } from '../mcp/define-resource.ts';
import { addMonths, type Month, monthOf } from '../metrics/calendar.ts';

export const monthlyOverviewResource = defineResource({
  summary: 'summarize_month',
  template: 'tiktok-creator://{account}/months/{month}',
  list: (resourceContext, account) =>
    recentMonths(resourceContext, account).map((recent) => ({
      title: recent,
      uri: `tiktok-creator://${encodeURIComponent(account)}/months/${recent}`,
    })),
  complete: { month: recentMonths },
});

/** The current month and the five before it, newest first. */
function recentMonths({ today }: ResourceContext, account: string): readonly Month[] {
  const current = monthOf(today(account));
  return [0, 1, 2, 3, 4, 5].map((back) => addMonths(current, -back));
}
