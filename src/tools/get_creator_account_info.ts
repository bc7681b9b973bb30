import { z } from 'zod';
import { readAccountInfo } from '../metrics/account.ts';
import { creatorAccountInfo } from '../tikhub/endpoints.ts';
import { defineEndpointTool } from '../mcp/endpoint-tool.ts';
import { maybeCount, maybeText } from '../mcp/result-schemas.ts';

export const getCreatorAccountInfo = defineEndpointTool({
  title: 'Account',
  description:
    'Who the account is: names, ids, region, partner, permissions, feature switches, whether it is an official shop account. Use it to identify an account or check that its session works. No follower counts.',
  endpoint: creatorAccountInfo,
  input: {},
  output: {
    user_id: maybeText,
    tiktok_uid: maybeText,
    user_name: maybeText,
    nick_name: maybeText,
    region: maybeText,
    user_type: maybeCount,
    shop_owner: z.boolean().optional(),
    partner_id: maybeText,
    partner_name: maybeText,
    permissions: z.array(z.number()),
    avatar_uri: maybeText,
    switches: z.unknown().optional(),
    live_streamer_menu_experiment: maybeText,
    experiment_variants: z.unknown().optional(),
  },
  request: () => ({}),
  shape: (payload) => ({ ...readAccountInfo(payload), notes: [] }),
});
