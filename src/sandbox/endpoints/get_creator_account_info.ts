import { imageUrl } from '../media.ts';
import { digits } from '../random.ts';
import type { SandboxEndpoint } from './endpoint.ts';

/** Who the creator is. */
export const accountInfo: SandboxEndpoint = {
  fields: {},
  emptyWhenExpired: true,
  respond: ({ creator, now }) => ({
    user_id: creator.creatorId,
    user_type: creator.userType,
    register_region_id: creator.region,
    user_name: creator.userName,
    nick_name: creator.nickName,
    avatar: { uri: `avatar/${creator.name}`, url_list: [imageUrl(`avatar/${creator.name}`, now)] },
    permission_list: creator.permissions,
    partner_id: '',
    partner_name: '',
    shop_account_official: creator.shopOwner,
    // An object as text: the vendor passes it on as it received it.
    switch_info: JSON.stringify({ live_event_switch: true, showcase_switch: 1 }),
    tt_uid: `69${digits(17, 'tt-uid', creator.name)}`,
    live_streamer_menu_experiment: '',
    experiment_variants: { showcase_layout: 'v2' },
  }),
};
