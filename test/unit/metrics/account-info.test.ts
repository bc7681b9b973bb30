import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { readAccountInfo } from '../../../src/metrics/account-info.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';

const infoOf = (payload: JsonObject) => withOwnDates(readAccountInfo(payload));

describe('account info', () => {
  it('reads every documented field, with the switches out of their string', () => {
    expect(
      infoOf({
        user_id: '7499000000000000001',
        user_type: '2',
        register_region_id: 'us',
        user_name: 'name',
        nick_name: 'Nick',
        avatar: { uri: 'avatar/1', url_list: ['https://img.invalid/a', 'nonsense'] },
        permission_list: [1, '4', 'x'],
        partner_id: '9',
        partner_name: 'Partner',
        shop_account_official: true,
        switch_info: '{"live": true, "__proto__": {"polluted": 1}, "nested": {"constructor": 1, "b": 2}}',
        tt_uid: '6900000000000000001',
        live_streamer_menu_experiment: 'x',
        experiment_variants: { layout: 'v2' },
      }),
    ).toEqual({
      user_id: '7499000000000000001',
      tiktok_uid: '6900000000000000001',
      user_name: 'name',
      nick_name: 'Nick',
      region: 'us',
      user_type: 2,
      shop_owner: true,
      partner_id: '9',
      partner_name: 'Partner',
      permissions: [1, 4],
      avatar_uri: 'avatar/1',
      switches: { live: true, nested: { b: 2 } },
      live_streamer_menu_experiment: 'x',
      experiment_variants: { layout: 'v2' },
    });
  });

  it('passes switches on as they are when they are no JSON', () => {
    expect(infoOf({ switch_info: 'live=on' }).switches).toBe('live=on');
    expect(infoOf({ switch_info: { live: 1 } }).switches).toEqual({ live: 1 });
    expect(infoOf({ switch_info: null }).switches).toBeUndefined();
  });
});
