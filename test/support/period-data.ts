import { z } from 'zod';
import type { JsonObject } from '../../src/json.ts';
import { addDays, type DateRange } from '../../src/metrics/calendar.ts';
import { comparedPeriod } from '../../src/metrics/compared-period.ts';
import type { Period } from '../../src/metrics/periods.ts';
import { type Clock, todayAt } from '../../src/metrics/reading.ts';
import { gateInsights } from '../../src/metrics/replies.ts';
import { computePeriod } from '../../src/reports/period/compute.ts';
import { type PeriodParts, type PeriodScope, SECTIONS } from '../../src/reports/period/plan.ts';
import { type PeriodView, periodSchema } from '../../src/reports/period/schema.ts';
import { bucket, dates, segment } from './month-reply.ts';

/** Periods as their report gets them, for tests of its text and of what it makes of the days. */

/** Long after every period of the tests. */
export const LATER: Clock = { now: new Date('2026-12-20T12:00:00Z'), offset: 0 };

/** Earnings of some days, asked for and answered; days without figures are `{}`. */
export const earningsOver = (
  { from, to }: DateRange,
  figures: (date: string, index: number) => JsonObject,
  clock: Clock = LATER,
) =>
  gateInsights(
    {
      segments: [
        segment(
          from,
          to,
          0,
          dates(from, to).map((date, index) => bucket(date, date, 0, figures(date, index))),
        ),
      ],
    },
    { period: { from, to } },
    clock,
  );

/** The whole report about a period, compared with the one before. */
export function reportOf(
  period: Period,
  parts: PeriodParts,
  other: Partial<PeriodScope> = {},
  clock: Clock = LATER,
) {
  const compare = other.compare ?? 'previous';
  return computePeriod(
    {
      scope: {
        name: undefined,
        period,
        compared: comparedPeriod(period, compare),
        compare,
        by: 'day',
        today: todayAt(clock),
        sections: new Set(SECTIONS),
        ...other,
      },
      parts,
      failures: [],
      notAsked: [],
      plannedCalls: 5,
    },
    { calls: 3, clock },
  );
}

const resultSchema = z.object({ ...periodSchema, notes: z.array(z.string()) });

/** A report as its text gets it. */
export const viewOf = (report: ReturnType<typeof reportOf>): PeriodView => ({
  account: 'us',
  ...resultSchema.parse(report),
});

/** The days just before others, as many. */
export const before = ({ from }: DateRange, days: number): DateRange => ({
  from: addDays(from, -days),
  to: addDays(from, -1),
});
