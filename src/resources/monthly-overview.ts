import { z } from 'zod';
import { addMonths, type Month, monthOf } from '../analytics/calendar.ts';
import { type App, todayOf } from '../tools/answer.ts';
import { month } from '../tools/params.ts';
import { monthlyOverview } from '../tools/summarize_month.ts';
import { defineResource } from './define.ts';

export const monthlyOverviewResource = defineResource({
  summary: monthlyOverview,
  template: 'tiktok-creator://{account}/months/{month}',
  args: z.object({ month }),
  list: (app, account) =>
    recentMonths(app, account).map((recent) => ({
      title: recent,
      uri: `tiktok-creator://${encodeURIComponent(account)}/months/${recent}`,
    })),
  complete: { month: recentMonths },
});

/** The current month and the five before it, newest first. */
function recentMonths(app: App, account: string): readonly Month[] {
  const current = monthOf(todayOf(app, account));
  return [0, 1, 2, 3, 4, 5].map((back) => addMonths(current, -back));
}
