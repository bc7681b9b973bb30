import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';
import { readViolations } from '../../../src/metrics/violations.ts';
import { daysAndHours, summarizeHealth } from '../../../src/reports/account-health/compute.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const record = (id: number, fields: JsonObject = {}): JsonObject => ({
  record_id: `70000000000000000${id}`,
  violation_time: seconds('2026-11-01T08:00:00Z'),
  violation_info: { violation_reason: 'Undisclosed promotion', violation_type: 'Video violation' },
  record_status: 1,
  appeal_status: 0,
  enforcement_title: 'Warning',
  appeal_valid_time: seconds('2026-12-02T17:30:00Z'),
  can_appeal: true,
  ...fields,
});

const CLOCK = { now: NOW, offset: -28_800 };

/** A page of records as its gate reads it. */
const listOf = (records: readonly JsonObject[], fields: JsonObject = {}) =>
  withOwnDates(readViolations({ records, ...fields }, CLOCK));

const STATUS = {
  level: 'At risk',
  score: 17,
  score_shown: true,
  creator_status: 0,
  light_color: undefined,
  dark_color: undefined,
  rules_url: 'https://policy.invalid/rules',
};

const summarize = (records: readonly JsonObject[], total?: number) =>
  summarizeHealth({ status: STATUS, violations: listOf(records, { total }) }, CLOCK);

describe('the appeal desk', () => {
  it("sorts what is open by time left, in the account's own time", () => {
    const { appeals } = summarize([
      record(1),
      record(2, { appeal_valid_time: String(seconds('2026-11-23T00:30:00Z')) }),
      record(3, { appeal_valid_time: 0 }),
    ]);
    expect(
      appeals?.open.map(({ record_id, deadline, hours_left }) => [record_id, deadline, hours_left]),
    ).toEqual([
      ['700000000000000002', '2026-11-22T16:30:00-08:00', 12],
      ['700000000000000001', '2026-12-02T09:30:00-08:00', 245],
      ['700000000000000003', undefined, undefined],
    ]);
  });

  it('keeps submitted and lapsed apart from open, at the very deadline too', () => {
    const { appeals } = summarize([
      record(1, { appeal_status: 1, can_appeal: false }),
      record(2, { appeal_valid_time: NOW.getTime() / 1000 }),
      record(3, { appeal_valid_time: NOW.getTime() / 1000 + 1 }),
      record(4, { can_appeal: false }),
    ]);
    expect(appeals?.submitted.map(({ record_id }) => record_id)).toEqual(['700000000000000001']);
    expect(appeals?.lapsed).toBe(1);
    expect(appeals?.open.map(({ record_id, hours_left }) => [record_id, hours_left])).toEqual([
      ['700000000000000003', 0],
    ]);
  });

  it('acts on can_appeal and the deadline, whatever the code of the appeal says', () => {
    const { appeals } = summarize([
      record(1, { appeal_status: 1 }),
      record(2, { appeal_status: 1, can_appeal: 1 }),
    ]);
    expect(appeals?.open.map(({ record_id }) => record_id)).toEqual([
      '700000000000000001',
      '700000000000000002',
    ]);
    expect(appeals?.submitted).toEqual([]);
  });

  it('lists what may or may not be open apart, and shows both readings of code 1', () => {
    const { appeals } = summarize([
      record(1, { can_appeal: undefined }),
      record(2, { can_appeal: undefined, appeal_status: 2 }),
      record(3, { can_appeal: undefined, appeal_status: 1 }),
      record(4, { can_appeal: undefined, appeal_status: 4 }),
      record(5, { can_appeal: null, appeal_valid_time: 0 }),
    ]);
    expect(appeals?.right_not_told.map(({ record_id }) => record_id)).toEqual(['700000000000000001']);
    expect(appeals?.submitted.map(({ record_id, state }) => [record_id, state])).toEqual([
      ['700000000000000002', 'under review'],
      ['700000000000000003', 'appealed or not submitted'],
    ]);
  });

  it('words hours as days and hours', () => {
    expect([0, 23, 24, 220].map(daysAndHours)).toEqual(['0 h', '23 h', '1 d 0 h', '9 d 4 h']);
  });
});

describe('violations', () => {
  it('are counted by reason and type, with what recurs within 90 days', () => {
    const old = { violation_time: seconds('2026-08-24T11:59:59Z') };
    const edge = { violation_time: seconds('2026-08-24T12:00:00Z') };
    const { violations } = summarize(
      [
        record(1),
        record(2, edge),
        record(3, old),
        record(4, {
          record_status: 2,
          violation_info: { violation_reason: 'Off-platform', violation_type: 'LIVE violation' },
        }),
      ],
      9,
    );
    expect(violations).toEqual({
      total: 9,
      active: 3,
      read: 4,
      is_complete: false,
      by_reason: [
        { reason: 'Undisclosed promotion', type: 'Video violation', count: 3, active: 3 },
        { reason: 'Off-platform', type: 'LIVE violation', count: 1, active: 0 },
      ],
      repeated_in_90_days: [{ reason: 'Undisclosed promotion', count: 2 }],
    });
  });

  it('claim no number where there are more and the vendor does not say how many', () => {
    const many = Array.from({ length: 3 }, (_, index) => record(index + 1));
    const { violations, notes } = summarizeHealth(
      { status: STATUS, violations: listOf(many, { has_more: true }) },
      CLOCK,
    );
    expect(violations).toMatchObject({ total: undefined, read: 3, is_complete: false });
    expect(notes).toContain('3 violations were read and there are more; the vendor does not say how many.');
  });

  it('list enforcement titles once each, from text or list', () => {
    const { enforcement, notes } = summarize(
      [
        record(1, { enforcement_title: ['Warning', 'Video removed'] }),
        record(2),
        record(3, { record_status: 2, enforcement_title: 'Old' }),
      ],
      5,
    );
    expect(enforcement).toEqual(['Warning', 'Video removed']);
    expect(notes).toContain('Only 3 of 5 violations were read.');
  });
});

describe('alerts', () => {
  const kinds = (
    score: number,
    scoreScale: 'points' | 'rating' | undefined,
    deadlines: readonly string[] = [],
  ) =>
    summarizeHealth(
      {
        status: { ...STATUS, score },
        violations: listOf(
          deadlines.map((deadline, index) => record(index, { appeal_valid_time: seconds(deadline) })),
        ),
        scoreScale,
      },
      CLOCK,
    ).alerts.map(({ kind }) => kind);

  it('is an appeal that lapses within 72 hours', () => {
    expect(kinds(0, 'points', ['2026-11-25T11:59:00Z'])).toEqual(['appeal_lapsing']);
    expect(kinds(0, 'points', ['2026-11-25T12:00:00Z'])).toEqual([]);
    expect(kinds(0, 'points', ['2026-11-22T11:00:00Z'])).toEqual([]);
  });

  it('is a score one step from the next threshold, on a scale that is known', () => {
    expect([5, 6, 8, 9, 24].map((score) => kinds(score, 'points').length)).toEqual([0, 1, 1, 1, 0]);
    expect([201, 200, 151, 0].map((score) => kinds(score, 'rating').length)).toEqual([0, 1, 1, 0]);
    expect(kinds(17, undefined)).toEqual([]);
  });
});

describe('the state of an account', () => {
  it('has every part of a reply in order, and nothing to note', () => {
    const result = summarizeHealth({ status: STATUS, violations: listOf([]), scoreScale: 'points' }, CLOCK);
    expect(result).toEqual({
      alerts: [
        {
          kind: 'score_near_threshold',
          fact: 'The score is 1 from 18, the next threshold (E-commerce suspended (videos, LIVE, showcase)).',
        },
      ],
      level: 'At risk',
      score: 17,
      creator_status: 0,
      scale: { kind: 'points', reason: "The account's score_scale setting says so." },
      penalty: { measure: 'E-commerce suspended (videos, LIVE, showcase)', duration: '48 hours' },
      next_threshold: {
        at: 18,
        distance: 1,
        measure: 'E-commerce suspended (videos, LIVE, showcase)',
        duration: '72 hours',
      },
      violations: { total: 0, active: 0, read: 0, is_complete: true, by_reason: [], repeated_in_90_days: [] },
      appeals: { open: [], right_not_told: [], submitted: [], lapsed: 0 },
      enforcement: [],
      rules_url: 'https://policy.invalid/rules',
      options: [],
      notes: [],
    });
  });

  it('says nothing of a part that failed', () => {
    expect(summarizeHealth({ status: undefined, violations: undefined }, CLOCK)).toEqual({
      alerts: [],
      level: undefined,
      score: undefined,
      creator_status: undefined,
      scale: { kind: 'unclear', reason: 'The reply has no score.' },
      penalty: null,
      next_threshold: null,
      violations: undefined,
      appeals: undefined,
      enforcement: [],
      rules_url: undefined,
      options: [],
      notes: [],
    });
  });

  it('notes a hidden score, a creator status that is not normal, and a list that was cut', () => {
    const notes = (fields: Partial<typeof STATUS>, list: JsonObject = {}) =>
      summarizeHealth({ status: { ...STATUS, ...fields }, violations: listOf([], list) }, CLOCK).notes;
    expect(notes({ score_shown: false })).toEqual([
      'TikTok does not show this score to the creator, so it may not be in force.',
    ]);
    expect(notes({ creator_status: 3 })).toEqual([
      'Creator status is 3; 0 is normal, the vendor does not explain other codes.',
    ]);
    expect(notes({}, { total: 2 })).toEqual(['Only 0 of 2 violations were read.']);
    expect(notes({}, { total: 0 })).toEqual([]);
  });
});

describe('what is open to the creator', () => {
  const options = (...records: readonly JsonObject[]) => summarize(records).options;
  const open = record(1);
  const submitted = record(2, { appeal_status: 1, can_appeal: false });

  it('is how many violations can be appealed, and how soon', () => {
    expect(options(open)).toEqual([
      'One violation can still be appealed in TikTok Shop; the first deadline is in 10 d 5 h.',
    ]);
    expect(options(open, record(3, { appeal_valid_time: seconds('2026-11-22T17:59:59Z') }))).toEqual([
      '2 violations can still be appealed in TikTok Shop; the first deadline is in 5 h.',
    ]);
    expect(options(record(4, { appeal_valid_time: 0 }))).toEqual([
      'One violation can still be appealed in TikTok Shop.',
    ]);
  });

  it('is to wait for what was appealed, where the code tells that it was', () => {
    const appealed = record(2, { appeal_status: 2, can_appeal: false });
    expect(options(appealed)).toEqual(['1 already appealed; TikTok decides.']);
    expect(options(open, appealed, record(5, { appeal_status: 2, can_appeal: false }))).toEqual([
      'One violation can still be appealed in TikTok Shop; the first deadline is in 10 d 5 h.',
      '2 already appealed; TikTok decides.',
    ]);
    expect(options(submitted)).toEqual([
      'One violation may have been appealed or not: the code can mean either, and TikTok Shop shows which.',
    ]);
    expect(options(submitted, record(5, { appeal_status: 7, can_appeal: false }))).toEqual([
      '2 violations may have been appealed or not: the code can mean either, and TikTok Shop shows which.',
    ]);
    expect(options()).toEqual([]);
  });
});

describe('the order of violations', () => {
  const because = (reason: string | undefined, id: number, fields: JsonObject = {}): JsonObject =>
    record(id, {
      violation_info: { violation_reason: reason, violation_type: 'Video violation' },
      ...fields,
    });

  it('is by how often a reason occurs, in the last 90 days too', () => {
    const { violations } = summarize([
      because('Twice', 1),
      because('Three times', 2),
      because('Twice', 3),
      because('Once', 4),
      because('Three times', 5),
      because('Three times', 6),
    ]);
    expect(violations?.by_reason.map(({ reason, count }) => [reason, count])).toEqual([
      ['Three times', 3],
      ['Twice', 2],
      ['Once', 1],
    ]);
    expect(violations?.repeated_in_90_days).toEqual([
      { reason: 'Three times', count: 3 },
      { reason: 'Twice', count: 2 },
    ]);
  });

  it('counts one without a reason as that, and one type of a reason apart from another', () => {
    const { violations } = summarize([
      because(undefined, 1),
      because('Reason', 2),
      record(3, { violation_info: { violation_reason: 'Reason', violation_type: 'LIVE violation' } }),
    ]);
    expect(violations?.by_reason).toEqual([
      { reason: 'no reason given', type: 'Video violation', count: 1, active: 1 },
      { reason: 'Reason', type: 'Video violation', count: 1, active: 1 },
      { reason: 'Reason', type: 'LIVE violation', count: 1, active: 1 },
    ]);
    expect(violations?.repeated_in_90_days).toEqual([{ reason: 'Reason', count: 2 }]);
  });

  it('takes the last 90 days up to this very second, and knows neither the future nor the undated', () => {
    const now = NOW.getTime() / 1000;
    const repeated = (...times: readonly number[]) =>
      summarize(times.map((violation_time, index) => record(index, { violation_time }))).violations
        ?.repeated_in_90_days;
    expect(repeated(now, now)).toEqual([{ reason: 'Undisclosed promotion', count: 2 }]);
    expect(repeated(now, now + 1)).toEqual([]);
    expect(repeated(now, 0)).toEqual([]);
  });

  it('of appeals with as many hours left is by their deadline, and those without one come last as they arrived', () => {
    const until = (id: number, iso: string) => record(id, { appeal_valid_time: seconds(iso) });
    const none = (id: number) => record(id, { appeal_valid_time: 0 });
    const first = until(1, '2026-11-22T16:10:00Z');
    const second = until(2, '2026-11-22T16:20:00Z');
    const third = until(3, '2026-11-22T16:30:00Z');
    for (const order of [
      [none(8), first, second, third, none(9)],
      [third, none(8), second, none(9), first],
      [second, none(8), none(9), third, first],
    ]) {
      expect(summarize(order).appeals?.open.map(({ record_id }) => record_id?.at(-1))).toEqual([
        '1',
        '2',
        '3',
        '8',
        '9',
      ]);
    }
  });
});
