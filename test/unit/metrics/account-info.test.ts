import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { readAccountInfo } from '../../../src/metrics/account-info.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';

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

  it.each([
    [
      16501011,
      ['TikTok says that this account has no e-commerce permission (code 16501011): it has no figures.'],
    ],
    [
      '16501043',
      [
        'TikTok says that the identity of this creator is not verified (code 16501043): the account is limited.',
      ],
    ],
    [0, []],
    [16501012, []],
    [undefined, []],
  ])('of code %j says how the account is limited', (inner_code, notes) => {
    const reading = readAccountInfo({ inner_code, user_name: 'name' });
    expect([withOwnDates(reading).user_name, notesOf(reading)]).toEqual(['name', notes]);
  });

  it('names every value that cannot be read, after what limits the account', () => {
    const none = { none: true };
    const reading = readAccountInfo({
      inner_code: 16501011,
      user_id: none,
      tt_uid: none,
      user_name: none,
      nick_name: none,
      register_region_id: none,
      user_type: 'two',
      shop_account_official: 'no',
      partner_id: none,
      partner_name: none,
      permission_list: ['x', 3, 'y'],
    });
    expect(withOwnDates(reading)).toEqual({ permissions: [3], switches: undefined });
    expect(notesOf(reading).slice(1)).toEqual([
      ...[
        'user_id',
        'tiktok_uid',
        'user_name',
        'nick_name',
        'region',
        'user_type',
        'shop_owner',
        'partner_id',
        'partner_name',
      ].map((name) => `One value of ${name} could not be read: left out.`),
      '2 values of permissions could not be read: left out.',
    ]);
    expect(notesOf(reading)[0]).toContain('no e-commerce permission');
  });

  it('takes empty texts for absent', () => {
    const reading = readAccountInfo({ user_id: '', user_name: ' ', user_type: null, partner_id: undefined });
    expect(withOwnDates(reading)).toEqual({ permissions: [] });
    expect(notesOf(reading)).toEqual([]);
  });
});
