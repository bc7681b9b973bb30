import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import type { DateRange } from '../../../src/metrics/calendar.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { finishedDays, isUnreported, readSeries } from '../../../src/metrics/series.ts';
import { type MetricTable, VIDEO, VIDEO_DETAIL } from '../../../src/metrics/vocabulary.ts';
import { bucket, segment } from '../../support/month-reply.ts';

// Today is 22 November.
const CLOCK = { now: new Date('2026-11-22T12:00:00Z'), offset: 0 };
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };

const read = (
  period: DateRange | undefined,
  buckets: readonly JsonObject[],
  claimed: DateRange | undefined = period,
  table: MetricTable = VIDEO,
) => {
  const own =
    claimed === undefined ? { timed_stats: buckets } : segment(claimed.from, claimed.to, 0, buckets);
  return readSeries({ segments: [own] }, table, { period }, CLOCK);
};
const views = (from: string, to = from, vv_cnt: unknown = 1) =>
  bucket(`2026-${from}`, `2026-${to}`, 0, { vv_cnt });

describe('the days of a series', () => {
  it('are finished before today', () => {
    const series = withOwnDates(read(NOVEMBER, [views('11-20'), views('11-21'), views('11-22')]));
    expect(series.days.map(({ from }) => from)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
    expect(finishedDays(series).map(({ from }) => from)).toEqual(['2026-11-20', '2026-11-21']);
  });

  it('are complete once they are over and the last has data', () => {
    const complete = (from: string, to: string, last: string) => {
      const period = { from: `2026-${from}`, to: `2026-${to}` };
      return read(period, [views(from), views(last)]).isComplete;
    };
    expect(complete('11-20', '11-21', '11-21')).toBe(true);
    expect(complete('11-20', '11-21', '11-20')).toBe(false);
    expect(complete('11-21', '11-22', '11-22')).toBe(false);
  });

  it('are today where none were asked for and none came', () => {
    expect(withOwnDates(readSeries({ segments: [] }, VIDEO, {}, CLOCK)).window).toEqual({
      from: '2026-11-22',
      to: '2026-11-22',
      utc_offset: '+00:00',
      days_with_data: 0,
      last_day_with_data: null,
      complete: false,
    });
  });

  it('are only some where fewer than half have data', () => {
    const few = read(OCTOBER, [views('10-05'), views('10-09')]);
    expect([few.verdict, few.fewDays, few.answered]).toEqual([
      'narrower',
      2,
      { from: '2026-10-05', to: '2026-10-09' },
    ]);
    const open = read(NOVEMBER, [views('11-01')], { from: '2026-11-01', to: '2026-11-20' });
    expect([open.verdict, open.fewDays]).toEqual(['narrower', 1]);
  });

  it('that have begun count, and those to come do not', () => {
    const around = bucket('2026-10-01', '2026-12-31', 0, { vv_cnt: 92 });
    const future = read(NOVEMBER, [views('11-23'), around], undefined);
    expect([future.verdict, withOwnDates(future).totals]).toEqual(['wider', { views: 92 }]);
    const today = { from: '2026-11-22', to: '2026-11-22' };
    const now = read(today, [views('11-22', '11-22', 5), around], undefined);
    expect([now.answered, withOwnDates(now).totals]).toEqual([today, { views: 5 }]);
    const split = bucket('2026-11-20', '2026-11-20', 0, [{ vv_cnt: 5 }, { creator_id: '7' }]);
    const day = { from: '2026-11-20', to: '2026-11-20' };
    expect(withOwnDates(read(day, [split, around], undefined)).totals).toEqual({ views: 5 });
  });
});

describe('days and longer stretches together', () => {
  const LONGER =
    "Some days are missing in the daily figures: totals use the vendor's own figures for longer stretches, and the days shown are only a part of them.";

  it('make totals of both, which is said', () => {
    const days = ['10-01', '10-02', '10-03'].map((date) => views(date, date, 10));
    const rest = views('10-04', '10-31', 280);
    const both = read(OCTOBER, [...days, rest]);
    expect(withOwnDates(both).totals).toEqual({ views: 310 });
    expect(notesOf(both)).toContain(LONGER);
    expect(notesOf(read({ from: '2026-10-01', to: '2026-10-03' }, days))).toEqual([]);
  });

  it('keep the order of their dates, the shorter first', () => {
    const series = withOwnDates(
      read(OCTOBER, [views('10-17', '10-31', 15), views('10-01', '10-16', 16), views('10-01', '10-14', 14)]),
    );
    expect(series.days.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-10-01 2026-10-16',
      '2026-10-17 2026-10-31',
    ]);
  });
});

describe('a reply that no longer changes', () => {
  it('has every day from its first one on', () => {
    const settled = (...without: readonly string[]) => {
      const days = Array.from({ length: 31 }, (_, index) => `10-${String(index + 1).padStart(2, '0')}`);
      return read(
        OCTOBER,
        days.filter((day) => !without.includes(day)).map((day) => views(day)),
      ).isComplete;
    };
    expect(settled()).toBe(true);
    expect(settled('10-01', '10-02')).toBe(true);
    expect(settled('10-15')).toBe(false);
    expect(settled('10-31')).toBe(false);
  });
});

describe('two sets of figures for the same days', () => {
  it('are no matter where they are the same, and are named by date where they differ', () => {
    const once = [views('10-02'), views('10-01')];
    const note = (words: string) => [
      `The reply has two different sets of figures for ${words}; one of them is used.`,
    ];
    const days = { from: '2026-10-01', to: '2026-10-02' };
    expect(notesOf(read(days, [...once, ...once]))).toEqual([]);
    const others = [views('10-02', '10-02', 7), views('10-01', '10-01', 7)];
    expect(notesOf(read(days, [...once, ...others]))).toEqual(note('2026-10-01, 2026-10-02'));
  });
});

describe('a rate that nothing can add up', () => {
  it('is that of a longer stretch without making the other totals its own', () => {
    const detail = (from: string, to: string, stats: JsonObject) =>
      bucket(`2026-${from}`, `2026-${to}`, 0, stats);
    const reading = read(
      { from: '2026-10-01', to: '2026-10-02' },
      [
        detail('10-01', '10-01', { like_cnt: 1 }),
        detail('10-02', '10-02', { like_cnt: 2 }),
        detail('10-01', '10-02', { video_completion_rate: '0.4' }),
      ],
      undefined,
      VIDEO_DETAIL,
    );
    expect(withOwnDates(reading).totals).toEqual({ likes: 3, completion_rate: 0.4 });
    expect(notesOf(reading)).toEqual([]);
  });
});

describe('a series without data', () => {
  it('is not reported if it is about the asked days', () => {
    expect(isUnreported(read(OCTOBER, []))).toBe(true);
    expect(isUnreported(read(OCTOBER, [views('10-01', '10-31')]))).toBe(false);
    expect(isUnreported(read(OCTOBER, [], NOVEMBER))).toBe(false);
    expect(isUnreported(undefined)).toBe(false);
  });
});
