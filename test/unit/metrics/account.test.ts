import { describe, expect, it } from 'vitest';
import {
  readAccountInfo,
  readHealthStatus,
  readViolations,
  writeViolations,
} from '../../../src/metrics/account.ts';

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

describe('what the vendor says to a violation', () => {
  const said = (...records: readonly (readonly (string | undefined)[])[]) =>
    writeViolations(
      readViolations(
        {
          records: records.map(([violation_reason, violation_suggestion, policy_url]) => ({
            violation_info: { violation_reason, violation_suggestion, policy_url },
          })),
        },
        0,
      ),
    );
  const url = 'https://policy.invalid/1';

  it('is said once for all violations of a reason', () => {
    expect(said(['A', 'Stop', url], ['B', 'Ask'], ['A', 'Stop', url])).toEqual({
      violations: ['A', 'B', 'A'].map((reason) => ({ reason, enforcement: [] })),
      guidance: [
        { reason: 'A', suggestion: 'Stop', policy_url: url },
        { reason: 'B', suggestion: 'Ask' },
      ],
    });
  });

  it.each([
    ['another suggestion', ['A', 'Go', url]],
    ['no suggestion', ['A', undefined, url]],
    ['another policy', ['A', 'Stop', `${url}0`]],
  ] as const)(
    'stays with the violations of a reason where one has %s',
    (_, [reason, suggestion, policy_url]) => {
      const own = (...[reason, suggestion, policy_url]: readonly (string | undefined)[]) => ({
        reason,
        suggestion,
        policy_url,
        enforcement: [],
      });
      expect(
        said(['A', 'Stop', url], [reason, suggestion, policy_url], ['A', 'Stop', url], ['B', 'Ask']),
      ).toEqual({
        violations: [
          own('A', 'Stop', url),
          own(reason, suggestion, policy_url),
          own('A', 'Stop', url),
          { reason: 'B', enforcement: [] },
        ],
        guidance: [{ reason: 'B', suggestion: 'Ask' }],
      });
    },
  );

  it('stays with a violation without a reason, and is nothing where nothing is said', () => {
    expect(said([undefined, 'Stop', url], ['A'])).toEqual({
      violations: [
        { suggestion: 'Stop', policy_url: url, enforcement: [] },
        { reason: 'A', enforcement: [] },
      ],
      guidance: undefined,
    });
  });
});
