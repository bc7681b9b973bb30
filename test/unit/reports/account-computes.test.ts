import { expect, it } from 'vitest';
import { addMonths, monthRange } from '../../../src/metrics/calendar.ts';
import { gateInsights } from '../../../src/metrics/replies.ts';
import { readViolations } from '../../../src/metrics/violations.ts';
import { computeAccountComparison } from '../../../src/reports/account-comparison/compute.ts';
import type { MemberData } from '../../../src/reports/account-comparison/plan.ts';
import { computeAccountHealth } from '../../../src/reports/account-health/compute.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

/** The computations of the reports about accounts, called as the tools call them. */

const MONTH = '2026-10';
const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };

/** A month in which each day brought the same. */
const earnings = (month: string, amount: string) => {
  const { from, to } = monthRange(month);
  const days = dates(from, to).map((date) => bucket(date, date, 0, { revenue: money(amount) }));
  return gateInsights({ segments: [segment(from, to, 0, days)] }, { period: monthRange(month) }, CLOCK);
};

const member = (account: string, amount: string, before?: string): MemberData => ({
  account,
  label: undefined,
  period: { ...monthRange(MONTH), unit: 'month' },
  insights: earnings(MONTH, amount),
  previous: before === undefined ? undefined : earnings(addMonths(MONTH, -1), before),
  status: undefined,
  violations: undefined,
  scoreScale: undefined,
  sessionEnd: undefined,
  clock: CLOCK,
  isCached: false,
  failures: [],
});

const compare = (members: readonly MemberData[]) =>
  computeAccountComparison({
    name: undefined,
    sort: 'revenue',
    members,
    repeated: [],
    failed: [],
    leftOut: undefined,
    calls: 3,
  });

it('two accounts of one currency contribute to its change', () => {
  const { currencies, exceptions, calls, period } = compare([
    member('a', '6.00', '4.00'),
    member('b', '2.00', '6.00'),
  ]);
  // 30 days of each: 180 against 120 and 60 against 180, so +60 and −120 of 300.
  expect(currencies).toMatchObject([
    {
      currency: 'USD',
      revenue: 248,
      top_share: 0.75,
      revenue_change: -0.2,
      accounts: [
        { rank: 1, account: 'a', revenue: 186, revenue_change: 0.5, contribution: 0.2 },
        { rank: 2, account: 'b', revenue: 62, revenue_change: -0.666667, contribution: -0.4 },
      ],
    },
  ]);
  expect(currencies[0]?.top_3_share).toBeUndefined();
  expect(exceptions).toEqual([
    {
      account: 'b',
      kind: 'fell',
      fact: 'Revenue is 66.67% below that of the period before, over 30 days of each.',
      until: undefined,
    },
  ]);
  expect({ calls, period }).toEqual({ calls: 3, period: { name: undefined, ...monthRange(MONTH) } });
});

it('six accounts of one currency say what the largest one, three and five have', () => {
  const { currencies } = compare(
    ['3', '6', '1', '5', '2', '4'].map((amount) => member(amount, `${amount}.00`)),
  );
  // 6, 15 and 20 of 21 a day.
  expect(currencies).toMatchObject([
    { revenue: 651, top_share: 0.285714, top_3_share: 0.714286, top_5_share: 0.952381 },
  ]);
  expect(currencies[0]?.accounts.map(({ account }) => account)).toEqual(['6', '5', '4', '3', '2', '1']);
});

it('the health of an account without a status is that of its violations, with what is missing', () => {
  const reading = readViolations(
    {
      records: [
        {
          record_id: '700000000000000001',
          violation_time: Date.parse('2026-11-01T08:00:00Z') / 1000,
          violation_info: { violation_reason: 'Undisclosed promotion', violation_type: 'Video violation' },
          record_status: 1,
          appeal_status: 0,
          appeal_valid_time: Date.parse('2026-11-23T12:00:00Z') / 1000,
          can_appeal: true,
        },
      ],
      total: 1,
    },
    CLOCK,
  );
  const health = computeAccountHealth(
    {
      status: undefined,
      violations: { reading, pages: 1, notes: ['A page is missing.'] },
      scoreScale: undefined,
      lost: undefined,
      knowsOffset: false,
      failures: ['The health status is missing.'],
    },
    { clock: CLOCK, calls: 2 },
  );
  expect(health).toMatchObject({ calls: 2, appeals: { open: [{ hours_left: 24 }] } });
  expect(health.level).toBeUndefined();
  expect(health.notes.slice(-3)).toEqual([
    'A page is missing.',
    'The health status is missing.',
    "Times are in UTC: the account's own offset is not known.",
  ]);
});
