import { describe, expect, it } from 'vitest';
import { readViolations } from '../../src/analytics/account.ts';
import { daysAndHours, summarizeHealth } from '../../src/analytics/health.ts';
import type { Wire } from '../../src/wire.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const record = (id: number, fields: Wire = {}): Wire => ({
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

const summarize = (records: readonly Wire[], total?: number) =>
  summarizeHealth(
    {
      status: { level: 'At risk', score: 17, score_shown: true, creator_status: 0, rules_url: undefined },
      violations: readViolations({ records }, -28_800),
      total,
    },
    { now: NOW, offset: -28_800 },
  );

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
      record(1, { appeal_status: 1 }),
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
      by_reason: [
        { reason: 'Undisclosed promotion', type: 'Video violation', count: 3, active: 3 },
        { reason: 'Off-platform', type: 'LIVE violation', count: 1, active: 0 },
      ],
      repeated_in_90_days: [{ reason: 'Undisclosed promotion', count: 2 }],
    });
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
