import { z } from 'zod';
import { itemId, monthDate } from '../mcp/arguments.ts';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { optionalNumber, optionalText, window } from '../mcp/result-schemas.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { videoAudienceStats } from '../tikhub/endpoints.ts';

const parts = z.array(z.object({ key: z.string(), share: z.number() }));

export const getVideoAudienceStats = defineEndpointTool({
  title: 'Audience of a video',
  description:
    'Who watched one video: shares by gender, age group and region. For how the video did use get_video_detailed_stats. Viewers, not followers.',
  endpoint: videoAudienceStats,
  input: { item_id: itemId, start_date: monthDate },
  output: {
    window,
    creator_id: optionalText,
    genders: parts,
    ages: parts,
    regions: parts,
    profile_type: optionalNumber,
  },
  period: monthPeriod,
  request: (args, period) => ({ start_date: period.day, item_id: args.item_id }),
  shape: (audience) => ({ ...audience, notes: [] }),
});
