import { z } from 'zod';
import { defineEndpointTool } from '../mcp/define-endpoint-tool.ts';
import { optionalNumber, optionalText } from '../mcp/result-schemas.ts';
import { noPeriod } from '../metrics/periods.ts';
import { creatorAccountInfo } from '../tikhub/endpoints.ts';

export const getCreatorAccountInfo = defineEndpointTool({
  title: 'Account',
  description:
    'Who the account is: names, ids, region, partner, permissions, feature switches. Use it to check that a session works. No follower counts.',
  endpoint: creatorAccountInfo,
  input: {},
  output: {
    user_id: optionalText,
    tiktok_uid: optionalText,
    user_name: optionalText,
    nick_name: optionalText,
    region: optionalText,
    user_type: optionalNumber,
    shop_owner: z.boolean().optional(),
    partner_id: optionalText,
    partner_name: optionalText,
    permissions: z.array(z.number()),
    avatar_uri: optionalText,
    switches: z.unknown().optional(),
    live_streamer_menu_experiment: optionalText,
    experiment_variants: z.unknown().optional(),
  },
  period: noPeriod,
  request: () => ({}),
  shape: (info) => ({ ...info, partner_name: info.partner_name ?? 'none', notes: [] }),
});
