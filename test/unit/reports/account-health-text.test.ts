import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../../src/json.ts';
import { readHealthStatus } from '../../../src/metrics/health-status.ts';
import { readViolations } from '../../../src/metrics/violations.ts';
import { computeAccountHealth } from '../../../src/reports/account-health/compute.ts';
import type { AccountHealthData } from '../../../src/reports/account-health/plan.ts';
import { accountHealthSchema } from '../../../src/reports/account-health/schema.ts';
import { healthText } from '../../../src/reports/account-health/text.ts';

/** What the health of an account reads like, on each scale and with every part or none. */

const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: -28_800 };
const seconds = (iso: string): number => Date.parse(iso) / 1000;

const record = (id: number, fields: JsonObject = {}): JsonObject => ({
  record_id: `70000000000000000${id}`,
  violation_time: seconds('2026-11-01T08:00:00Z'),
  violation_info: { violation_reason: 'Undisclosed promotion', violation_type: 'Video violation' },
  record_status: 1,
  appeal_status: 0,
  enforcement_title: 'Video *removed*',
  appeal_valid_time: seconds('2026-12-02T17:30:00Z'),
  can_appeal: true,
  ...fields,
});

const status = (score: number | undefined) =>
  readHealthStatus({
    violation_score: score,
    risk_info: { risk_level_text: 'At risk' },
    rules_url: 'https://policy.invalid/rules',
  });

const result = (other: Partial<AccountHealthData> = {}, calls = 2) =>
  computeAccountHealth(
    {
      status: undefined,
      violations: undefined,
      scoreScale: undefined,
      lost: undefined,
      knowsOffset: true,
      failures: [],
      ...other,
    },
    { clock: CLOCK, calls },
  );

const resultSchema = z.object({ ...accountHealthSchema, notes: z.array(z.string()) });
const textOf = (report: ReturnType<typeof result>): string => {
  const whole = { account: 'us', fetched_at: '2026-11-22T04:00:00-08:00', ...resultSchema.parse(report) };
  return healthText(whole);
};

const listed = (records: readonly JsonObject[], fields: JsonObject = {}) => ({
  reading: readViolations({ records, ...fields }, CLOCK),
  pages: 1,
  notes: [],
});

describe('the health of an account', () => {
  it('reads like this where there is everything', () => {
    const violations = listed(
      [
        record(1),
        record(2, { appeal_valid_time: seconds('2026-11-23T00:30:00Z') }),
        record(3, { can_appeal: undefined }),
        record(4, { appeal_status: 2, can_appeal: false, violation_info: { violation_reason: 'Spam' } }),
        record(5, { appeal_valid_time: seconds('2026-11-01T00:00:00Z'), record_status: 2 }),
        record(6, { appeal_valid_time: 0, enforcement_title: 'Warning' }),
      ],
      { has_more: true },
    );
    const lost = { from: '2026-10-01', to: '2026-10-31', seen: '2026-11-20', product_ids: ['11', '12'] };
    const report = result({
      status: status(17),
      violations,
      scoreScale: 'points',
      lost,
      failures: ['A part is missing.'],
    });
    expect(textOf(report)).toMatchInlineSnapshot(`
      "Account health · account us · UTC-8 · level "At risk" · score 17 · violation points · 2 upstream calls
      Alerts
      - An appeal lapses within 72 hours, the first at 2026-11-22T16:30:00-08:00.
      - The score is 1 from 18, the next threshold (E-commerce suspended (videos, LIVE, showcase)).
      - 2 products with revenue in 2026-10-01 to 2026-10-31 were unavailable when the showcase was last reviewed, 2026-11-20: 11, 12.

      The account's score_scale setting says so.

      In force: E-commerce suspended (videos, LIVE, showcase), 48 hours · next at 18 points (1 to go): E-commerce suspended (videos, LIVE, showcase), 72 hours

      Violations: more than 6 on record (read 6), 5 active. "Undisclosed promotion" 5 times in 90 days.

      By reason
      |reason|type|count|active|
      |-|-|-:|-:|
      |Undisclosed promotion|Video violation|5|4|
      |Spam||1|1|

      Enforcement on active violations: Video \\*removed\\*; Warning

      Appeals: 3 open, 1 submitted or unclear, 1 lapsed

      Open, nearest deadline first
      all rows: reason Undisclosed promotion · type Video violation
      |record|deadline|left|
      |-|-|-|
      |700000000000000002|2026-11-22 16:30|12 h|
      |700000000000000001|2026-12-02 09:30|10 d 5 h|
      |700000000000000006|||

      Right to appeal unknown, nearest deadline first
      |record|reason|type|deadline|left|
      |-|-|-|-|-|
      |700000000000000003|Undisclosed promotion|Video violation|2026-12-02 09:30|10 d 5 h|

      Submitted or unclear
      |record id|reason|state|
      |-|-|-|
      |700000000000000004|Spam|under review|

      What is open to the creator
      - 3 violations can still be appealed in TikTok Shop; the first deadline is in 12 h.
      - For 1 more with a deadline ahead, TikTok does not say whether they can be appealed.
      - 1 already appealed; TikTok decides.

      Notes
      - 6 violations were read and there are more; the vendor does not say how many.
      - A part is missing."
    `);
  });

  it('reads like this where there is nothing', () => {
    expect(textOf(result({ knowsOffset: false }, 1))).toMatchInlineSnapshot(`
      "Account health · account us · no score · scale unclear · 1 upstream call
      The reply has no score.

      Notes
      - Times are in UTC: the account's own offset is not known."
    `);
  });

  it('reads like this as a rating', () => {
    expect(textOf(result({ status: status(160), scoreScale: 'rating' }))).toMatchInlineSnapshot(`
      "Account health · account us · level "At risk" · score 160 · health rating (0-1000) · 2 upstream calls
      Alerts
      - The score is 10 from 150, the next threshold.

      The account's score_scale setting says so.

      Band: careful · next milestone down 150, 10 away"
    `);
    expect(
      textOf(result({ status: status(1000), scoreScale: 'rating' }))
        .split('\n\n')
        .slice(1, 2),
    ).toMatchInlineSnapshot(`
      [
        "Band: healthy · next milestone down 150, 850 away",
      ]
    `);
    expect(textOf(result({ status: status(0), scoreScale: 'rating' })).split('\n\n')).toMatchInlineSnapshot(`
      [
        "Account health · account us · level "At risk" · score 0 · health rating (0-1000) · 2 upstream calls
      The account's score_scale setting says so.",
        "Band: unhealthy · milestones reached 150, 100, 50, 0",
      ]
    `);
  });

  it('reads like this on a scale that is not clear', () => {
    expect(textOf(result({ status: status(17) }))).toMatchInlineSnapshot(`
      "Account health · account us · level "At risk" · score 17 · scale unclear · 2 upstream calls
      A score from 0 to 150 can be violation points or a health rating, and the vendor does not say which.
      - 17 points: E-commerce suspended (videos, LIVE, showcase), 48 hours; next at 18.
      - Rating 17 of 1000: unhealthy, at or below the milestones 150, 100, 50; next milestone 0."
    `);
  });

  it.each([
    [0, 'no measure · next at 9 points (9 to go): Warning'],
    [9, 'Warning · next at 12 points (3 to go): E-commerce suspended (videos, LIVE, showcase), 24 hours'],
    [24, 'E-commerce removed, Shop creator account banned, permanent'],
  ])('has the measure in force at %i points', (score, words) => {
    const lines = textOf(result({ status: status(score), scoreScale: 'points' })).split('\n');
    expect(lines.filter((line) => line.startsWith('In force'))).toEqual([`In force: ${words}`]);
  });

  it('has violations without a reason to list, and says when none recurs', () => {
    const text = textOf(result({ violations: listed([], { total: 0 }) }));
    expect(text).toContain('Violations: 0 on record (read 0), 0 active.\n');
    expect(text).toContain('Appeals: 0 open, 0 submitted or unclear, 0 lapsed');
    expect(text).not.toContain('By reason');
    const one = textOf(result({ violations: listed([record(1)], { total: 1 }) }));
    expect(one).toContain('Violations: 1 on record (read 1), 1 active.\n\nBy reason\n');
  });
});
