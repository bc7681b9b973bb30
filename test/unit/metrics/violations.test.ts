import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import {
  appealStandOf,
  joinViolations,
  onePerId,
  readViolations,
  writeViolations,
} from '../../../src/metrics/violations.ts';

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

describe('pages of violations', () => {
  const page = (...records: readonly JsonObject[]) => read({ records, total: 9, has_more: true });

  it('make one list: a record that recurs counts once, and one without an id unless it is the same to the letter', () => {
    const nameless = { violation_time: 1_793_520_000 };
    const joined = joinViolations(
      page({ record_id: '1' }, { record_id: '2' }, nameless, nameless),
      page({ record_id: '2' }, { record_id: '3' }, nameless, { violation_time: 1_793_520_001 }),
    );
    const { violations, total, hasMore } = withOwnDates(joined);
    expect(violations.map(({ record_id, occurred_at }) => record_id ?? occurred_at)).toEqual([
      '1',
      '2',
      '2026-11-01T08:00:00+00:00',
      '2026-11-01T08:00:00+00:00',
      '3',
      '2026-11-01T08:00:01+00:00',
    ]);
    expect([total, hasMore]).toEqual([9, true]);
  });

  it('keep the first of each id, and all without one', () => {
    const records = ['a', 'b', 'a', undefined, undefined].map((record_id) => ({ record_id }));
    expect(onePerId(records).map(({ record_id }) => record_id)).toEqual(['a', 'b', undefined, undefined]);
  });

  it('have a record once that one page has twice, and say so', () => {
    const reading = read({ records: [{ record_id: '1' }, { record_id: '2' }, { record_id: '1' }, {}, {}] });
    expect(withOwnDates(reading).violations.map(({ record_id }) => record_id)).toEqual([
      '1',
      '2',
      undefined,
      undefined,
    ]);
    expect(notesOf(reading)).toEqual(['Records that the reply has more than once: 1, left out.']);
  });

  it('say of a caveat that several have it', () => {
    const unread = (...ids: readonly string[]) =>
      read({ records: ids.map((record_id) => ({ record_id, can_appeal: 'perhaps' })) });
    const two = joinViolations(unread('1'), unread('2'));
    const note = 'On several pages: One value of can_appeal could not be read: left out.';
    expect(notesOf(two)).toEqual([note]);
    expect(notesOf(joinViolations(two, unread('3')))).toEqual([note]);
    expect(notesOf(joinViolations(two, unread('4', '5')))).toEqual([
      note,
      '2 values of can_appeal could not be read: left out.',
    ]);
  });

  it('take a moment of zero for none, and a moment that cannot be for an unreadable one', () => {
    const deadline = (appeal_valid_time: unknown) => {
      const reading = read({ records: [{ record_id: '1', appeal_valid_time }] });
      return [withOwnDates(reading).violations[0]?.appeal_deadline, notesOf(reading)];
    };
    expect(deadline(0)).toEqual([undefined, []]);
    expect(deadline('0')).toEqual([undefined, []]);
    expect(deadline(-1)).toEqual([undefined, ['One value of appeal_deadline could not be read: left out.']]);
  });

  it('count what is no record and name a flag that cannot be read', () => {
    expect(notesOf(read({ records: ['x', null, { can_appeal: 'perhaps' }] }))).toEqual([
      'Entries of the list that are not records: 2, left out.',
      'One value of can_appeal could not be read: left out.',
    ]);
  });
});

describe('how an appeal stands', () => {
  const FUTURE = 1_798_000_000;
  const PAST = 1_790_000_000;
  const stand = (record: JsonObject) =>
    violationsOf({ records: [record] }).map((one) => appealStandOf(one, NOW));

  it.each([true, 1, '1', 'true'])('is open where can_appeal is %j', (can_appeal) => {
    expect(stand({ can_appeal, appeal_valid_time: FUTURE })).toEqual(['open']);
    expect(stand({ can_appeal, appeal_status: 1, appeal_valid_time: FUTURE })).toEqual(['open']);
    expect(stand({ can_appeal })).toEqual(['open']);
    expect(stand({ can_appeal, appeal_valid_time: PAST })).toEqual(['lapsed']);
  });

  it('is not told where a deadline lies ahead and nothing says whether an appeal is possible', () => {
    expect(stand({ appeal_status: 0, appeal_valid_time: FUTURE })).toEqual(['not told']);
    expect(stand({ appeal_valid_time: FUTURE * 1000 })).toEqual(['not told']);
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
