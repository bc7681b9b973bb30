import { describe, expect, it } from 'vitest';
import { readAccountInfo, readHealthStatus, readViolations } from '../../src/analytics/account.ts';

describe('account info', () => {
  it('reads every documented field, with the switches out of their string', () => {
    expect(
      readAccountInfo({
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
      avatar_urls: ['https://img.invalid/a'],
      switches: { live: true, nested: { b: 2 } },
      live_streamer_menu_experiment: 'x',
      experiment_variants: { layout: 'v2' },
    });
  });

  it('passes switches on as they are when they are no JSON', () => {
    expect(readAccountInfo({ switch_info: 'live=on' }).switches).toBe('live=on');
    expect(readAccountInfo({ switch_info: { live: 1 } }).switches).toEqual({ live: 1 });
    expect(readAccountInfo({ switch_info: null }).switches).toBeUndefined();
  });
});

describe('health status', () => {
  it('reads every documented field and judges nothing', () => {
    expect(
      readHealthStatus({
        risk_info: { risk_level_text: 'Healthy', light_color: 'rgba(1)', dark_color: 'rgba(2)' },
        vio_score_rule_learn_url: 'https://policy.invalid/rules',
        is_show_score: false,
        violation_score: '200',
        creator_status: 0,
      }),
    ).toEqual({
      level: 'Healthy',
      score: 200,
      score_shown: false,
      creator_status: 0,
      light_color: 'rgba(1)',
      dark_color: 'rgba(2)',
      rules_url: 'https://policy.invalid/rules',
    });
  });
});

describe('violations', () => {
  it('reads every documented field, instants at the given offset', () => {
    const violation = {
      record_id: '7300000000000000001',
      violation_time: '1793520000',
      violation_info: {
        violation_reason: 'Reason',
        violation_detail: '',
        violation_suggestion: 'Do better',
        policy_url: 'javascript:alert(1)',
        violation_type: 'LIVE',
      },
      record_status: 2,
      appeal_status: 1,
      enforcement_title: ['One', '', 'Two'],
      appeal_valid_time: 0,
      can_appeal: false,
    };
    expect(readViolations({ records: [violation, {}] }, 28_800)).toEqual([
      {
        record_id: '7300000000000000001',
        occurred_at: '2026-11-01T16:00:00+08:00',
        reason: 'Reason',
        type: 'LIVE',
        active: false,
        enforcement: ['One', 'Two'],
        appealed: true,
        can_appeal: false,
        suggestion: 'Do better',
      },
      { enforcement: [] },
    ]);
  });
});

describe('a violation', () => {
  it('has its details and its policy', () => {
    const violation_info = { violation_detail: 'At 0:12', policy_url: 'https://policy.invalid/1' };
    expect(readViolations({ records: [{ violation_info }] }, 0)).toEqual([
      { enforcement: [], detail: 'At 0:12', policy_url: 'https://policy.invalid/1' },
    ]);
  });
});
