import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { bucketsAbout, stretchesAbout } from '../../../src/metrics/asked-buckets.ts';
import { type DateRange, daysIn } from '../../../src/metrics/calendar.ts';
import { type Bucket, readSegments } from '../../../src/metrics/segments.ts';
import { gapsIn, tile } from '../../../src/metrics/tiling.ts';
import { bucket, segment } from '../../support/month-reply.ts';

/** `10-01 10-31` as a range of 2026; a day alone is one. */
const range = (written: string): DateRange => {
  const [from = '', to = from] = written.split(' ');
  return { from: `2026-${from}`, to: `2026-${to}` };
};
const words = ({ from, to }: DateRange): string =>
  from === to ? from.slice(5) : `${from.slice(5)} ${to.slice(5)}`;
const OCTOBER = range('10-01 10-31');

describe('the stretches that cover the most days', () => {
  const tiled = (written: readonly string[], weightOf?: (stretch: DateRange) => number) =>
    [written, written.toReversed()].map((order) =>
      tile(
        order.map((one) => ({ ...range(one), days: daysIn(range(one)) })),
        weightOf,
      ).map(words),
    );
  const both = (...expected: readonly string[]) => [expected, expected];

  it.each([
    [[], []],
    [['10-05 10-11', '10-01 10-31'], ['10-01 10-31']],
    [
      ['10-16 10-31', '10-01 10-15', '10-01 10-31'],
      ['10-01 10-15', '10-16 10-31'],
    ],
    // Of as many days and pieces the earlier.
    [['10-05 10-11', '10-08 10-14'], ['10-05 10-11']],
    [['10-05 10-11', '10-11 10-17'], ['10-05 10-11']],
    [
      ['10-01 10-10', '10-08 10-20', '10-21 10-31'],
      ['10-08 10-20', '10-21 10-31'],
    ],
    [
      ['10-01 10-10', '10-08 10-16', '10-15 10-20', '10-21'],
      ['10-01 10-10', '10-15 10-20', '10-21'],
    ],
  ])('of %j are %j', (stretches, chosen) => {
    expect(tiled(stretches)).toEqual(both(...chosen));
  });

  it('weigh what counts, and by that alike have more pieces, then more days', () => {
    const untilTenth = ({ from, to }: DateRange): number =>
      Math.max(0, daysIn({ from, to: to < '2026-10-10' ? to : '2026-10-10' }));
    expect(tiled(['10-01 10-31', '10-01 10-10', '10-11 10-12'], untilTenth)).toEqual(
      both('10-01 10-10', '10-11 10-12'),
    );
    expect(tiled(['10-01 10-10', '10-01 10-12'], untilTenth)).toEqual(both('10-01 10-12'));
    expect(tiled(['10-01 10-05', '10-06 10-10', '10-06 10-12'], untilTenth)).toEqual(
      both('10-01 10-05', '10-06 10-12'),
    );
    expect(tiled(['10-01 10-12', '10-03 10-13'], () => 1)).toEqual(both('10-01 10-12'));
  });
});

describe('the days that no stretch covers', () => {
  const gaps = (stretches: readonly string[], named = 99) => {
    const { days, first } = gapsIn(range('10-01 10-10'), stretches.map(range), named);
    return [days, first.map((date) => date.slice(5))];
  };

  it.each([
    [['10-01 10-10'], []],
    [
      ['10-01 10-03', '10-06 10-07'],
      ['10-04', '10-05', '10-08', '10-09', '10-10'],
    ],
    [['09-28 10-02', '10-04 10-12'], ['10-03']],
    [
      ['10-01 10-08', '10-02 10-03'],
      ['10-09', '10-10'],
    ],
    [
      ['10-01 10-05', '10-04 10-08'],
      ['10-09', '10-10'],
    ],
    [['10-01 10-09', '10-20 10-30'], ['10-10']],
    [['10-02 10-10', '10-11 10-12'], ['10-01']],
  ])('are counted and named beside %j', (stretches, days) => {
    expect(gaps(stretches)).toEqual([days.length, days]);
  });

  it('are named only as far as wanted', () => {
    expect(gaps(['10-01 10-03', '10-06 10-07'], 3)).toEqual([5, ['10-04', '10-05', '10-08']]);
    expect(gaps([], 0)).toEqual([10, []]);
    expect(gaps([], 1)).toEqual([10, ['10-01']]);
  });
});

const FILLED = [{ a: 1 }];
/** Segments with buckets; one that is marked with `+` has data. */
const segmentsOf = (claimed: string | undefined, ...buckets: readonly string[]) => {
  const own = buckets.map((one): JsonObject => {
    const { from, to } = range(one.replace('+', ''));
    return bucket(from, to, 0, one.startsWith('+') ? FILLED : []);
  });
  if (claimed === undefined) return readSegments({ segments: [{ timed_lists: own }] }, 'timed_lists', 0);
  const { from, to } = range(claimed);
  return readSegments({ segments: [segment(from, to, 0, own, 'timed_lists')] }, 'timed_lists', 0);
};
const named = (buckets: readonly Bucket[]) =>
  buckets.map((one) => `${one.stats.length > 0 ? '+' : ''}${words(one)}`);

describe('the buckets of a series', () => {
  const about = (asked: DateRange | undefined, claimed: string | undefined, ...some: readonly string[]) => {
    const { buckets, answered } = bucketsAbout(
      segmentsOf(claimed, ...some),
      asked,
      ({ stats }) => stats.length > 0,
    );
    return [named(buckets), answered && words(answered)];
  };

  it('are those of the daily figures where no days were asked for', () => {
    expect(about(undefined, '10-01 10-10', '+09-28 10-04', '+10-05', '10-06')).toEqual([
      ['+10-05', '10-06'],
      '10-01 10-10',
    ]);
    expect(about(undefined, undefined, '+10-05', '+10-07', '+10-06 10-12')).toEqual([
      ['+10-05', '+10-07'],
      '10-05 10-07',
    ]);
    // Days without data tell nothing.
    expect(about(undefined, '10-01 10-10', '+09-28 10-04', '10-05')).toEqual([
      ['+09-28 10-04', '10-05'],
      '09-28 10-10',
    ]);
  });

  it('are those inside the asked days, and stand for what their segment claims only by day', () => {
    expect(about(OCTOBER, '10-01 10-20', '+10-05', '10-06', '+11-05')).toEqual([
      ['+10-05', '10-06'],
      '10-01 10-20',
    ]);
    expect(about(OCTOBER, '09-15 11-15', '+10-05')).toEqual([['+10-05'], '10-01 10-31']);
    expect(about(OCTOBER, '10-01 10-31', '+10-05 10-11')).toEqual([['+10-05 10-11'], '10-05 10-11']);
    expect(about(OCTOBER, undefined, '+10-05', '+10-07')).toEqual([['+10-05', '+10-07'], '10-05 10-07']);
    expect(about(OCTOBER, undefined, '+10-05', '+09-01 11-30')).toEqual([['+10-05'], '10-05']);
    expect(about(range('10-05 10-06'), undefined, '+10-04', '10-05', '+10-07')).toEqual([['10-05'], '10-05']);
  });

  it('are what lies around the asked days where nothing inside has data', () => {
    expect(about(OCTOBER, undefined, '10-05', '+09-01 11-30', '+12-01')).toEqual([
      ['+09-01 11-30'],
      undefined,
    ]);
    // Not where days on both sides have their own figures: then those between are not in yet.
    const days = range('10-05 10-06');
    expect(about(days, undefined, '+10-04', '10-05', '10-06', '+10-07', '+10-01 10-31')).toEqual([
      ['10-05', '10-06'],
      '10-05 10-06',
    ]);
    expect(about(days, undefined, '+10-04', '10-05', '10-06', '10-07', '+10-01 10-31')).toEqual([
      ['+10-01 10-31'],
      undefined,
    ]);
    expect(about(OCTOBER, undefined, '10-05', '+09-28 10-04')).toEqual([['10-05'], '10-05']);
  });

  it('are else those that touch the asked days, those with data, or all', () => {
    expect(about(OCTOBER, undefined, '+09-28 10-04', '+11-10 11-12', '10-30 11-02')).toEqual([
      ['+09-28 10-04'],
      undefined,
    ]);
    expect(about(OCTOBER, undefined, '+11-10 11-12', '11-13')).toEqual([['+11-10 11-12'], undefined]);
    expect(about(OCTOBER, undefined, '11-10 11-12', '11-13')).toEqual([['11-10 11-12', '11-13'], undefined]);
    expect(about(OCTOBER, '10-20 11-10')).toEqual([[], '10-20 10-31']);
    expect(about(OCTOBER, '11-01 11-10')).toEqual([[], '11-01 11-10']);
    expect(about(OCTOBER, undefined)).toEqual([[], undefined]);
  });
});

describe('the stretches of a list', () => {
  const about = (asked: DateRange | undefined, claimed: string | undefined, ...some: readonly string[]) => {
    const { buckets, answered, missingDays } = stretchesAbout(segmentsOf(claimed, ...some), asked);
    return [named(buckets), answered && words(answered), missingDays];
  };

  it('are all that do not overlap where no days were asked for', () => {
    expect(about(undefined, undefined, '+10-12 10-18', '+10-01 10-07', '+11-01')).toEqual([
      ['+10-12 10-18', '+10-01 10-07', '+11-01'],
      '10-01 11-01',
      4 + 13,
    ]);
    expect(about(undefined, '10-01 10-31')).toEqual([[], '10-01 10-31', 0]);
  });

  it('are the longest for the asked days, in all of its pieces', () => {
    expect(about(OCTOBER, undefined, '+10-01 10-07', '+10-01 10-31', '+10-25 10-31', '+10-01 10-31')).toEqual(
      [['+10-01 10-31', '+10-01 10-31'], '10-01 10-31', 0],
    );
  });

  it('are those inside the asked days if they cover as much of them as others', () => {
    expect(about(OCTOBER, undefined, '+10-05 10-11', '+09-20 10-31')).toEqual([
      ['+09-20 10-31'],
      '09-20 10-31',
      0,
    ]);
    expect(about(OCTOBER, undefined, '+10-01 10-15', '+10-16 10-31', '+09-01 10-31')).toEqual([
      ['+10-01 10-15', '+10-16 10-31'],
      '10-01 10-31',
      0,
    ]);
    expect(about(OCTOBER, undefined, '+10-05 10-11', '+09-28 10-03', '+12-01')).toEqual([
      ['+10-05 10-11', '+09-28 10-03'],
      '09-28 10-11',
      1,
    ]);
  });

  it('are others where only those have rows', () => {
    expect(about(OCTOBER, undefined, '10-01 10-31', '+09-20 10-31')).toEqual([
      ['+09-20 10-31'],
      '09-20 10-31',
      0,
    ]);
    expect(about(OCTOBER, undefined, '10-01 10-31', '09-20 10-31')).toEqual([
      ['10-01 10-31'],
      '10-01 10-31',
      0,
    ]);
    expect(about(OCTOBER, undefined, '10-01 10-15', '+10-16 10-31', '+09-25 10-05')).toEqual([
      ['10-01 10-15', '+10-16 10-31'],
      '10-01 10-31',
      0,
    ]);
    expect(about(OCTOBER, undefined, '+11-01 11-10', '+12-01')).toEqual([
      ['+11-01 11-10', '+12-01'],
      '11-01 12-01',
      20,
    ]);
  });

  it('without rows fill the days that are free', () => {
    expect(about(OCTOBER, undefined, '+10-12 10-18', '10-05 10-11', '10-01 10-31', '10-19')).toEqual([
      ['+10-12 10-18', '10-05 10-11', '10-19'],
      '10-05 10-19',
      0,
    ]);
  });
});
