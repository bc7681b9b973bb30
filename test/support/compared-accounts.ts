import type { JsonObject } from '../../src/json.ts';
import { addMonths, monthRange } from '../../src/metrics/calendar.ts';
import { monthsFrom } from '../../src/metrics/periods.ts';
import { gateInsights } from '../../src/metrics/replies.ts';
import type { ComparedAccount } from '../../src/reports/account-comparison/rank-accounts.ts';
import { bucket, dates, money, segment } from './month-reply.ts';

export const MONTH = '2026-10';
const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };

/** A month in which every day has the same figures. */
export const monthOf = (month: string, figures: (date: string) => JsonObject): JsonObject => {
  const { from, to } = monthRange(month);
  return {
    segments: [
      segment(
        from,
        to,
        0,
        dates(from, to).map((date) => bucket(date, date, 0, figures(date))),
      ),
    ],
  };
};

/** A reply as its gate reads it, asked for a month. */
export const reading = (month: string, payload: JsonObject) =>
  gateInsights(payload, { period: monthRange(month) }, CLOCK);

export const member = (
  account: string,
  figures: JsonObject | ((date: string) => JsonObject),
  before?: JsonObject,
): ComparedAccount => ({
  account,
  period: monthsFrom(MONTH, 1),
  insights: reading(MONTH, monthOf(MONTH, typeof figures === 'function' ? () => ({}) : () => figures)),
  previous:
    before &&
    reading(
      addMonths(MONTH, -1),
      monthOf(addMonths(MONTH, -1), () => before),
    ),
});
export const earning = (account: string, amount: string, currency = 'USD', before?: JsonObject) =>
  member(account, { revenue: money(amount, currency) }, before);
