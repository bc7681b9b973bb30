import { describe, expect, it } from 'vitest';
import { addDays, type DateRange, datesIn } from '../../../src/metrics/calendar.ts';
import {
  daysWith,
  granularityFor,
  groupDays,
  unusualDays,
  weekdayNameOf,
} from '../../../src/metrics/grouping.ts';
import { weekdayOf } from '../../../src/metrics/periods.ts';
import { withOwnDates } from '../../../src/metrics/reading.ts';
import { readSeries } from '../../../src/metrics/series.ts';
import { INSIGHTS } from '../../../src/metrics/vocabulary.ts';
import { bucket, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-11-24T12:00:00Z'), offset: 0 };

/** A series of some stretches, each with as many items as it says. */
const seriesOf = (period: DateRange, stretches: readonly (readonly [string, string, number])[]) => {
  const buckets = stretches.map(([from, to, items]) => bucket(from, to, 0, { overall_item_sold_cnt: items }));
  const payload = { segments: [segment(period.from, period.to, 0, buckets)] };
  return withOwnDates(readSeries(payload, INSIGHTS, { period }, CLOCK));
};

const groupsOf = (series: ReturnType<typeof seriesOf>, by: 'day' | 'week' | 'month') =>
  groupDays(series, by).map(({ from, to, daysWithData, figures }) => [
    from,
    to,
    daysWithData,
    figures.items_sold,
  ]);

describe('groups', () => {
  const period = { from: '2026-10-29', to: '2026-11-12' };

  it('are the days with data of a week or month, within the period', () => {
    const series = seriesOf(period, [
      ['2026-10-29', '2026-10-29', 1],
      ['2026-10-31', '2026-10-31', 2],
      ['2026-11-02', '2026-11-02', 4],
      ['2026-11-12', '2026-11-12', 8],
    ]);
    expect(groupsOf(series, 'day')).toEqual([
      ['2026-10-29', '2026-10-29', 1, 1],
      ['2026-10-31', '2026-10-31', 1, 2],
      ['2026-11-02', '2026-11-02', 1, 4],
      ['2026-11-12', '2026-11-12', 1, 8],
    ]);
    expect(groupsOf(series, 'week')).toEqual([
      ['2026-10-29', '2026-11-01', 2, 3],
      ['2026-11-02', '2026-11-08', 1, 4],
      ['2026-11-09', '2026-11-12', 1, 8],
    ]);
    expect(groupsOf(series, 'month')).toEqual([
      ['2026-10-29', '2026-10-31', 2, 3],
      ['2026-11-01', '2026-11-12', 2, 12],
    ]);
  });

  it('hold longer stretches that fit into one, and leave others as they are', () => {
    const series = seriesOf({ from: '2026-10-01', to: '2026-11-22' }, [
      ['2026-10-01', '2026-10-11', 1],
      ['2026-10-12', '2026-10-31', 2],
      ['2026-11-01', '2026-11-15', 4],
      ['2026-11-16', '2026-11-22', 8],
    ]);
    expect(groupsOf(series, 'month')).toEqual([
      ['2026-10-01', '2026-10-31', 31, 3],
      ['2026-11-01', '2026-11-22', 22, 12],
    ]);
    expect(groupsOf(series, 'week')).toEqual([
      ['2026-10-01', '2026-10-11', 11, 1],
      ['2026-10-12', '2026-10-31', 20, 2],
      ['2026-11-01', '2026-11-15', 15, 4],
      ['2026-11-16', '2026-11-22', 7, 8],
    ]);
  });

  it('have a figure on the days that have it', () => {
    const parts = [
      { days: 1, figures: { likes: 0 } },
      { days: 7, figures: { likes: 3, views: 1 } },
      { days: 2, figures: { views: 1 } },
    ];
    expect([daysWith(parts, 'likes'), daysWith(parts, 'views'), daysWith(parts, 'orders')]).toEqual([
      8, 9, 0,
    ]);
  });
});

it.each([
  [1, 'day'],
  [31, 'day'],
  [32, 'week'],
  [92, 'week'],
  [93, 'month'],
  [366, 'month'],
])('a period of %i days is shown by %s', (count, by) => {
  const from = '2026-01-01';
  expect(granularityFor({ from, to: addDays(from, count - 1) })).toBe(by);
});

it('dates have the name of their weekday', () => {
  expect(datesIn({ from: '2026-11-23', to: '2026-11-30' }).map(weekdayNameOf)).toEqual([
    'Monday',
    'Tuesday',
    'Wednesday',
    'Thursday',
    'Friday',
    'Saturday',
    'Sunday',
    'Monday',
  ]);
});

/** Days from a Monday on: 100 on weekdays and 200 on weekends, with a little that differs from week to week. */
const days = (count: number) =>
  datesIn({ from: '2026-09-07', to: addDays('2026-09-07', count - 1) }).map((date, index) => ({
    date,
    value: (weekdayOf(date) >= 5 ? 200 : 100) + (Math.floor(index / 7) % 3) * 2,
  }));

describe('unusual days', () => {
  it('stand out from their own weekday, the furthest first', () => {
    const series = days(28).map((day) => {
      if (day.date === '2026-09-23') return { ...day, value: 400 };
      return day.date === '2026-09-26' ? { ...day, value: 20 } : day;
    });
    expect(unusualDays(series, 3).map(({ date, weekday, usual }) => [date, weekday, usual])).toEqual([
      ['2026-09-23', 'Wednesday', 101],
      ['2026-09-26', 'Saturday', 200],
    ]);
  });

  it('are more than 3.5 robust deviations away', () => {
    // Wednesdays are 101 in the middle, and every second deviation is 1: 0.6745 × 5 is 3.37, × 6 is 4.05.
    const on = (value: number) =>
      unusualDays(
        days(28).map((day) => (day.date === '2026-09-23' ? { ...day, value } : day)),
        3,
      );
    expect(on(106)).toEqual([]);
    expect(on(107).map(({ date }) => date)).toEqual(['2026-09-23']);
  });

  it('are not a weekend day that sells what weekend days sell', () => {
    expect(unusualDays(days(35), 3)).toEqual([]);
  });

  it('are named from 28 reported days on, and no more than asked for', () => {
    const spiked = (count: number) =>
      days(count).map((day, index) => (index % 6 === 5 ? { ...day, value: 5000 + index } : day));
    expect(unusualDays(spiked(27), 3)).toEqual([]);
    expect(unusualDays(spiked(28), 3)).toHaveLength(3);
  });

  it('do not exist where nearly all days are the same', () => {
    const same = days(28).map((day) => ({ ...day, value: 7 }));
    expect(unusualDays(same, 3)).toEqual([]);
    const but = same.map((day) => (day.date === '2026-09-23' ? { ...day, value: 500 } : day));
    expect(unusualDays(but, 3)).toEqual([]);
  });

  it('have a score in robust standard deviations, under the usual as well as over it', () => {
    // Every second deviation is 1. Wednesdays are 101 in the middle, Saturdays 200.
    const series = days(28).map((day) => {
      if (day.date === '2026-09-23') return { ...day, value: 400 };
      return day.date === '2026-09-26' ? { ...day, value: 20 } : day;
    });
    const [high, low] = unusualDays(series, 2);
    expect(high?.score).toBeCloseTo(0.6745 * 299, 10);
    expect(low?.score).toBeCloseTo(0.6745 * -180, 10);
    expect(unusualDays(series, 1)).toEqual([high]);
  });

  it('stand out as far whatever the unit, the furthest first', () => {
    // Tuesdays and Thursdays are 101 in the middle and Wednesdays 100; every second deviation is 1: 0.6745 × 20, 30 and −39.
    const values = new Map([
      ['2026-09-22', 121],
      ['2026-09-23', 61],
      ['2026-09-24', 131],
    ]);
    const scores = (unit: number) =>
      unusualDays(
        days(28).map(({ date, value }) => ({ date, value: (values.get(date) ?? value) * unit })),
        3,
      ).map(({ date, score }) => [date, Number(score.toFixed(4))]);
    const expected = [
      ['2026-09-23', -26.3055],
      ['2026-09-24', 20.235],
      ['2026-09-22', 13.49],
    ];
    expect(scores(1)).toEqual(expected);
    expect(scores(10)).toEqual(expected);
  });

  it('come by date where they stand out alike, in whatever order the days come', () => {
    const series = days(28).map((day) =>
      ['2026-09-22', '2026-09-23', '2026-09-24'].includes(day.date) ? { ...day, value: 400 } : day,
    );
    const expected = ['2026-09-22', '2026-09-23', '2026-09-24'];
    expect(unusualDays(series, 3).map(({ date }) => date)).toEqual(expected);
    expect(unusualDays(series.toReversed(), 3).map(({ date }) => date)).toEqual(expected);
  });
});
