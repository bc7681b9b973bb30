import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const compareVideos = defineReportTool({
  name: 'compare_videos',
  title: 'Videos compared',
  description:
    'Whether the newest or given videos do better than the ones before at the same age: impressions, likes, comments, shares, followers, with the 30th to 70th percentile. No views or sales: for these use review_videos. One or two upstream calls per video, plus one.',
  report: reports.compare_videos,
});
