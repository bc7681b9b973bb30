import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { addDays, type DateRange, daysIn, monthRange } from '../../../src/metrics/calendar.ts';
import { placeIn } from '../../../src/metrics/compared-period.ts';
import { comparePeriods } from '../../../src/metrics/comparison.ts';
import { countOf } from '../../../src/metrics/figures.ts';
import { groupDays } from '../../../src/metrics/grouping.ts';
import { isMatching } from '../../../src/metrics/reading.ts';
import { figures, join, matching, reply } from '../../support/joined-months.ts';
import { bucket, dates, segment } from '../../support/month-reply.ts';

describe('a period over several months', () => {
  it('is one series of its days, with the sums computed by hand', () => {
    const series = matching(join({ from: '2026-10-29', to: '2026-11-04' }));
    expect(series.days.map(({ from }) => from)).toEqual(dates('2026-10-29', '2026-11-04'));
    // 29 + 30 + 31 + 1 + 2 + 3 + 4
    expect(series.totals.items_sold).toBe(100);
    expect(series.totals.revenue?.get('USD')?.toString()).toBe('100.7');
    expect(series.totals.click_through_rate).toBeCloseTo(100 / 700, 10);
    expect(series.window).toMatchObject({ days_with_data: 7, complete: true });
  });

  it('is the same for a part of a month as its days alone', () => {
    expect(matching(join({ from: '2026-10-10', to: '2026-10-12' })).totals.items_sold).toBe(33);
  });

  it('is narrower where few of its days have data, wherever they lie', () => {
    const period = { from: '2026-08-01', to: '2026-10-31' };
    const some = join(period, (month) => reply(month, (date) => date.endsWith('1')));
    expect(some).toMatchObject({ verdict: 'narrower', answered: period, fewDays: 11 });
    const most = join(period, (month) => reply(month, (date) => month !== '2026-09' || date.endsWith('1')));
    expect(most?.verdict).toBe('same');
    expect(matching(most).window.days_with_data).toBe(65);
  });

  it('is partial where its last days are not in yet', () => {
    const reading = join({ from: '2026-10-01', to: '2026-11-30' });
    expect(reading?.verdict).toBe('partial');
    expect(matching(reading).window.last_day_with_data).toBe('2026-11-22');
  });

  it('does not match with a month missing in the middle, and says which', () => {
    const reading = join({ from: '2026-08-01', to: '2026-10-31' }, (month) =>
      month === '2026-09' ? undefined : reply(month),
    );
    expect(reading?.verdict).toBe('narrower');
    expect(reading?.notes).toContain(
      'The days of 2026-09 (2026-09-01 to 2026-09-30) are left out: the call failed.',
    );
  });

  it('leaves out the days of a month for which the vendor answered with another', () => {
    const reading = join({ from: '2026-09-01', to: '2026-10-31' }, (month) =>
      reply(month === '2026-09' ? '2025-04' : month),
    );
    expect(reading?.verdict).toBe('narrower');
    expect(reading?.notes).toContain(
      'The days of 2026-09 (2026-09-01 to 2026-09-30) are left out: the vendor returned 2025-04-01 to 2025-04-30.',
    );
  });

  it('takes the days of a month from a reply for seven of them, and says so', () => {
    const seven = (month: string): JsonObject => {
      if (month !== '2026-11') return reply(month);
      const buckets = dates('2026-11-16', '2026-11-22').map((date) => bucket(date, date, 0, figures(date)));
      return { segments: [segment('2026-11-16', '2026-11-22', 0, buckets)] };
    };
    expect(matching(join({ from: '2026-11-16', to: '2026-11-22' }, seven)).window.days_with_data).toBe(7);
    const longer = join({ from: '2026-10-24', to: '2026-11-22' }, seven);
    expect(longer?.notes).toContain(
      '2026-11: the vendor returned 2026-11-16 to 2026-11-22 only, not 2026-11-01 to 2026-11-22.',
    );
  });

  it('uses one figure for a whole month, but not for a part of it', () => {
    const coarse = (month: string): JsonObject => {
      const { from, to } = monthRange(month);
      return { segments: [segment(from, to, 0, [bucket(from, to, 0, { overall_item_sold_cnt: 50 })])] };
    };
    expect(matching(join({ from: '2026-09-01', to: '2026-10-31' }, coarse)).totals.items_sold).toBe(100);
    const part = join({ from: '2026-09-16', to: '2026-10-31' }, coarse);
    expect(part && isMatching(part)).toBe(false);
    expect(part?.notes).toContain(
      'The days of 2026-09 (2026-09-16 to 2026-09-30) are left out: the vendor sent one figure for 2026-09-01 to 2026-09-30, which cannot be split.',
    );
  });

  it('is nothing where no month came', () => {
    expect(join({ from: '2026-09-01', to: '2026-10-31' }, () => undefined)).toBeUndefined();
  });

  it('refuses months of two creators', () => {
    const by =
      (creatorOf: (month: string) => string) =>
      (month: string): JsonObject => {
        const payload = reply(month);
        const [first] = Array.isArray(payload['segments']) ? payload['segments'] : [];
        return { segments: [{ ...first, filter: { creator_id: creatorOf(month) } }] };
      };
    const period = { from: '2026-09-01', to: '2026-10-31' };
    const two = by((month) => (month === '2026-09' ? '7100001' : '7100002'));
    expect(() => join(period, two)).toThrow('2 creators');
    const one = by(() => '7100001');
    expect(matching(join(period, one)).creatorId).toBe('7100001');
  });

  it('tiles at every offset: two halves add up to the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: -12, max: 14 }),
        (start, first, second, hours) => {
          const offset = hours * 3600;
          const from = addDays('2026-06-01', start);
          const middle = addDays(from, first);
          const to = addDays(middle, second - 1);
          const read = (range: DateRange) =>
            matching(join(range, (month) => reply(month, undefined, offset), offset));
          const parts = [read({ from, to: addDays(middle, -1) }), read({ from: middle, to })];
          const whole = read({ from, to });
          const items = parts.map(({ totals }) => countOf(totals, 'items_sold') ?? 0);
          expect(whole.totals.items_sold).toBe((items[0] ?? 0) + (items[1] ?? 0));
          expect(whole.days).toHaveLength(first + second);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('the days of a period in groups', () => {
  const read = () => matching(join({ from: '2026-10-29', to: '2026-11-22' }));

  it('are weeks from Monday to Sunday, at the edges only their part', () => {
    expect(groupDays(read(), 'week').map(({ from, to, figures: own }) => [from, to, own.items_sold])).toEqual(
      [
        ['2026-10-29', '2026-11-01', 29 + 30 + 31 + 1],
        ['2026-11-02', '2026-11-08', 2 + 3 + 4 + 5 + 6 + 7 + 8],
        ['2026-11-09', '2026-11-15', 9 + 10 + 11 + 12 + 13 + 14 + 15],
        ['2026-11-16', '2026-11-22', 16 + 17 + 18 + 19 + 20 + 21 + 22],
      ],
    );
  });

  it.each(['day', 'week', 'month'] as const)('add up to the whole by %s', (by) => {
    const series = read();
    const groups = groupDays(series, by);
    expect(groups.reduce((sum, group) => sum + (group.figures.items_sold ?? 0), 0)).toBe(
      series.totals.items_sold,
    );
    expect(groups.reduce((sum, { daysWithData }) => sum + daysWithData, 0)).toBe(daysIn(series.window));
  });
});

describe('two periods', () => {
  it('compare the same both ways, with the sides swapped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 30 }),
        fc.func(fc.boolean()),
        (start, length, keep) => {
          const first = { from: addDays('2026-07-01', start), to: addDays('2026-07-01', start + length - 1) };
          const second = { from: addDays(first.to, 1), to: addDays(first.to, length) };
          const read = (range: DateRange) => join(range, (month) => reply(month, keep));
          const earlier = read(first);
          const later = read(second);
          if (!isMatching(earlier) || !isMatching(later)) return;
          const place = placeIn({ ...first, unit: 'day' });
          const straight = comparePeriods(later, earlier, place);
          const swapped = comparePeriods(earlier, later, place);
          expect(straight?.current).toEqual(swapped?.previous);
          expect(straight?.days).toEqual(swapped?.days);
          expect(straight?.mostDays).toBe(swapped?.mostDays);
        },
      ),
      { numRuns: 40 },
    );
  });
});
