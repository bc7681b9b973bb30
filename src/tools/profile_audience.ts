import { defineReportTool } from '../mcp/define-report.ts';
import { reports } from '../reports/index.ts';

export const profileAudience = defineReportTool({
  name: 'profile_audience',
  title: 'Audience profile',
  description:
    'Who watches the account, for a brand pitch: gender, age and region over its ten most viewed or given videos of a month, weighted by views, with typical views and engagement. For one video use get_video_audience_stats. Viewers, not followers. Up to 25 upstream calls.',
  report: reports.profile_audience,
});
