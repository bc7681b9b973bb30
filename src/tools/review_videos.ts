import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const reviewVideos = defineReportTool({
  name: 'review_videos',
  view: 'videos',
  title: 'Videos reviewed',
  description:
    "The videos of a period against the account's own medians: GMV per 1,000 views, direct share, first weak step, views without clicks, clicks without sales, recoverable GMV, posts a week. For the plain list use get_video_list_analytics. Per month one upstream call for 10 videos, plus one.",
  report: reports.review_videos,
});
