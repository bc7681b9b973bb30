import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const findPostingTimes = defineReportTool({
  name: 'find_posting_times',
  view: 'posting',
  title: 'Posting times',
  description:
    "When an account's posts did best: median views and GMV by weekday and part of the day of publication, in its own time, from 30 posts on. For which videos to improve use review_videos. Not when followers are online. One upstream call for 10 videos of a month.",
  report: reports.find_posting_times,
});
