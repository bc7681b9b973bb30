import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { appealStatusOf, readViolations, writeViolations } from '../../../src/metrics/violations.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const read = (payload: JsonObject, offset = 0) => readViolations(payload, { now: NOW, offset });
const violationsOf = (payload: JsonObject, offset?: number) => withOwnDates(read(payload, offset)).violations;

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
    expect(violationsOf({ records: [violation, {}] }, 28_800)).toEqual([
      {
        record_id: '7300000000000000001',
        occurred_at: '2026-11-01T16:00:00+08:00',
        reason: 'Reason',
        type: 'LIVE',
        active: false,
        enforcement: ['One', 'Two'],
        appeal_state: 'appealed or not submitted',
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
    expect(violationsOf({ records: [{ violation_info }] })).toEqual([
      { enforcement: [], detail: 'At 0:12', policy_url: 'https://policy.invalid/1' },
    ]);
  });
});

describe('the codes of a violation', () => {
  it.each([
    [0, 'not appealed', false],
    [1, 'appealed or not submitted', undefined],
    [2, 'under review', true],
    [3, 'approved', true],
    [4, 'rejected', true],
    [5, 'expired', false],
    [6, 'code 6', undefined],
    [null, undefined, undefined],
  ])('appeal %j is "%s"', (appeal_status, words, isSubmitted) => {
    const [violation] = violationsOf({ records: [{ appeal_status }] });
    expect([violation?.appeal_state, violation?.appealed]).toEqual([words, isSubmitted]);
  });

  it('are active where the status is 1', () => {
    const records = [1, '1', 2, 0, undefined].map((record_status) => ({ record_status }));
    expect(violationsOf({ records }).map(({ active }) => active)).toEqual([
      true,
      true,
      false,
      false,
      undefined,
    ]);
  });
});

describe('the list of violations', () => {
  it('has its days, its count and the state of the creator', () => {
    const payload = { start_time: 1_793_520_000, end_time: '1793606400', total: '3', creator_status: 2 };
    expect(withOwnDates(read(payload, -3600))).toEqual({
      violations: [],
      total: 3,
      hasMore: false,
      periodFrom: '2026-11-01T07:00:00-01:00',
      periodTo: '2026-11-02T07:00:00-01:00',
      creatorStatus: 2,
    });
    expect(['1', true, 0, undefined].map((has_more) => withOwnDates(read({ has_more })).hasMore)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('names what cannot be read', () => {
    const none = { none: true };
    const record = {
      record_status: none,
      appeal_status: none,
      record_id: none,
      violation_time: none,
      violation_info: { violation_reason: none },
      enforcement_title: [none],
    };
    const list = {
      records: [record],
      total: none,
      has_more: none,
      start_time: none,
      end_time: none,
      creator_status: none,
    };
    expect(notesOf(read(list))).toEqual(
      [
        'active',
        'appeal_state',
        'record_id',
        'occurred_at',
        'reason',
        'enforcement',
        'total',
        'has_more',
        'period_from',
        'period_to',
        'creator_status',
      ].map((name) => `One value of ${name} could not be read: left out.`),
    );
  });
});

describe('what the vendor says to a violation', () => {
  const said = (...records: readonly (readonly (string | undefined)[])[]) =>
    writeViolations(
      violationsOf({
        records: records.map(([violation_reason, violation_suggestion, policy_url]) => ({
          violation_info: { violation_reason, violation_suggestion, policy_url },
        })),
      }),
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

describe('how an appeal stands', () => {
  const FUTURE = 1_798_000_000;
  const PAST = 1_790_000_000;
  const stand = (record: JsonObject) =>
    violationsOf({ records: [record] }).map((one) => appealStatusOf(one, NOW));

  it.each([true, 1, '1', 'true'])('is open where can_appeal is %j', (can_appeal) => {
    expect(stand({ can_appeal, appeal_valid_time: FUTURE })).toEqual(['open']);
    expect(stand({ can_appeal, appeal_status: 1, appeal_valid_time: FUTURE })).toEqual(['open']);
    expect(stand({ can_appeal })).toEqual(['open']);
    expect(stand({ can_appeal, appeal_valid_time: PAST })).toEqual(['lapsed']);
    expect(stand({ can_appeal, appeal_valid_time: NOW.getTime() / 1000 })).toEqual(['lapsed']);
    expect(stand({ can_appeal, appeal_valid_time: NOW.getTime() / 1000 + 1 })).toEqual(['open']);
  });

  it('is not told where a deadline lies ahead and nothing says whether an appeal is possible', () => {
    expect(stand({ appeal_status: 0, appeal_valid_time: FUTURE })).toEqual(['unknown']);
    expect(stand({ appeal_valid_time: FUTURE * 1000 })).toEqual(['unknown']);
    expect(stand({})).toEqual(['none']);
    expect(stand({ can_appeal: false, appeal_status: 0, appeal_valid_time: FUTURE })).toEqual(['none']);
  });

  it.each([
    [1, 'submitted'],
    [2, 'submitted'],
    [3, 'none'],
    [4, 'none'],
    [5, 'none'],
    [7, 'submitted'],
  ])('after an appeal of code %i is %s', (appeal_status, wanted) => {
    expect(stand({ appeal_status, can_appeal: false, appeal_valid_time: FUTURE })).toEqual([wanted]);
  });
});
