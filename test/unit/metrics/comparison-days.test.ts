import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { type DateRange, daysIn, monthRange } from '../../../src/metrics/calendar.ts';
import { changesOf, comparePeriods } from '../../../src/metrics/comparison.ts';
import { isMatching } from '../../../src/metrics/reading.ts';
import { readSeries } from '../../../src/metrics/series.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-24T12:00:00Z'), offset: 0 };
const [SEPTEMBER, OCTOBER] = [monthRange('2026-09'), monthRange('2026-10')];
const DAY = (date: string): string => date.slice(8);

const read = (period: DateRange, buckets: readonly JsonObject[]) => {
  const payload = { segments: [segment(period.from, period.to, 0, buckets)] };
  const reading = readSeries(payload, INSIGHTS, { period }, CLOCK);
  if (!isMatching(reading)) throw new TypeError(reading.verdict);
  return reading;
};
const daily = (period: DateRange, statsOf: (day: number) => JsonObject) =>
  read(
    period,
    dates(period.from, period.to).map((date) => bucket(date, date, 0, statsOf(Number(DAY(date))))),
  );
const whole = (period: DateRange, stats: JsonObject) =>
  read(period, [bucket(period.from, period.to, 0, stats)]);

describe('figures that are compared with each other', () => {
  it('are over the very same days', () => {
    const stats = (day: number): JsonObject => ({
      product_show_cnt: day,
      revenue: day <= 20 ? money('1') : null,
      overall_item_sold_cnt: day <= 20 ? 1 : null,
      // As many days, but others.
      product_click_cnt: day > 10 ? 1 : null,
    });
    const compared = comparePeriods(daily(OCTOBER, stats), daily(SEPTEMBER, stats), DAY);
    const isSame = (...names: readonly (keyof typeof INSIGHTS)[]) => compared?.isOverSameDays(names);
    expect([compared?.days.get('revenue'), compared?.days.get('product_clicks')]).toEqual([20, 20]);
    expect(isSame('revenue', 'items_sold')).toBe(true);
    expect(isSame('revenue')).toBe(true);
    expect(isSame('revenue', 'product_clicks')).toBe(false);
    expect(isSame('revenue', 'live_revenue')).toBe(false);
    expect(isSame('live_revenue')).toBe(false);
    expect([compared?.paired?.current.size, compared?.paired?.previous.size]).toEqual([30, 30]);
    expect([
      compared?.paired?.current.has('2026-10-30'),
      compared?.paired?.previous.has('2026-09-30'),
    ]).toEqual([true, true]);
  });

  it('are of whole periods where there are no days, with the days of each', () => {
    const stats = { revenue: money('10'), overall_item_sold_cnt: 2 };
    const compared = comparePeriods(
      whole(OCTOBER, stats),
      whole(SEPTEMBER, { ...stats, alc_pay_sku_order_cnt: 1 }),
      DAY,
    );
    if (compared === undefined) throw new TypeError('not compared');
    expect(compared.isOverSameDays(['revenue', 'items_sold'])).toBe(true);
    expect(compared.isOverSameDays(['revenue', 'alc_orders'])).toBe(false);
    expect(changesOf(compared, INSIGHTS, { currency: 'USD', mixed: [] })).toMatchObject({
      revenue: { absolute: 0, relative: 0, days: 31, previous_days: 30, current: 10, previous: 10 },
      items_sold: { absolute: 0, days: 31, previous_days: 30 },
    });
    expect(compared.mostDaysBefore).toBe(daysIn(SEPTEMBER));
  });

  it('are only those that are wanted', () => {
    const stats = () => ({ revenue: money('1'), overall_item_sold_cnt: 1 });
    const [now, before] = [daily(OCTOBER, stats), daily(SEPTEMBER, stats)];
    const only = comparePeriods(now, before, DAY, ['items_sold']);
    expect([only?.current, only?.previous, [...(only?.days.keys() ?? [])]]).toEqual([
      { items_sold: 30 },
      { items_sold: 30 },
      ['items_sold'],
    ]);
    const ofWholes = comparePeriods(whole(OCTOBER, stats()), whole(SEPTEMBER, stats()), DAY, ['items_sold']);
    expect([ofWholes?.current, [...(ofWholes?.days.keys() ?? [])]]).toEqual([
      { items_sold: 1 },
      ['items_sold'],
    ]);
  });
});
