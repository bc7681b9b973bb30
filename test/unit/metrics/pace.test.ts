import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, datesIn } from '../../../src/metrics/calendar.ts';
import { projectPace } from '../../../src/metrics/pace.ts';
import { weekdayOf } from '../../../src/metrics/periods.ts';

describe('pace', () => {
  const month = { from: '2026-10-01', to: '2026-10-31' };

  it('is projected from 5 reported days on', () => {
    const own = (count: number) =>
      datesIn(month)
        .slice(0, count)
        .map((date) => ({ date, value: 10 }));
    expect(projectPace(month, own(4))).toBeUndefined();
    expect(projectPace(month, own(5))).toEqual({
      reportedDays: 5,
      remainingDays: 26,
      unknownDays: 0,
      soFar: 50,
      projected: 310,
      low: 310,
      high: 310,
      isByWeekday: false,
    });
  });

  it('expects days without a value to be like the others', () => {
    const told = datesIn({ from: '2026-10-01', to: '2026-10-20' }).filter((_, index) => index % 2 === 0);
    const pace = projectPace(
      month,
      told.map((date) => ({ date, value: 10 })),
    );
    expect(pace).toMatchObject({ reportedDays: 10, remainingDays: 12, unknownDays: 9, projected: 310 });
  });

  it('does not exist once the last day is reported', () => {
    expect(
      projectPace(
        month,
        datesIn(month).map((date) => ({ date, value: 1 })),
      ),
    ).toBeUndefined();
  });

  it('weighs weekdays from 28 days of history on', () => {
    // 100 a day, 200 at weekends, exactly: the projection must be exact too.
    const exact = (from: string, to: string) =>
      datesIn({ from, to }).map((date) => ({ date, value: weekdayOf(date) >= 5 ? 200 : 100 }));
    const pace = projectPace(month, exact('2026-09-10', '2026-10-07'));
    const whole = exact(month.from, month.to).reduce((sum, { value }) => sum + value, 0);
    expect(pace?.isByWeekday).toBe(true);
    expect(pace?.projected).toBeCloseTo(whole, 6);
    expect(projectPace(month, exact('2026-09-11', '2026-10-07'))?.isByWeekday).toBe(false);
  });

  it('has a range around what it projects, never under what is reported', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 5, maxLength: 30 }),
        (values) => {
          const own = values.map((value, index) => ({ date: addDays(month.from, index), value }));
          const pace = projectPace(month, own);
          expect(pace && pace.low <= pace.projected && pace.projected <= pace.high).toBe(true);
          expect(pace && pace.low >= pace.soFar).toBe(true);
        },
      ),
    );
  });

  it('has a range around a sum that returns have made negative, or can', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100_000, max: 1000 }), { minLength: 5, maxLength: 30 }),
        (values) => {
          const own = values.map((value, index) => ({ date: addDays(month.from, index), value }));
          const pace = projectPace(month, own);
          expect(pace && pace.low <= pace.projected && pace.projected <= pace.high).toBe(true);
        },
      ),
    );
    // Five days of ten bring −50; the other five bring as much, exactly.
    const loss = datesIn({ from: '2026-10-01', to: '2026-10-05' }).map((date) => ({ date, value: -10 }));
    expect(projectPace({ from: '2026-10-01', to: '2026-10-10' }, loss)).toMatchObject({
      soFar: -50,
      projected: -100,
      low: -100,
      high: -100,
    });
  });

  it('holds about eight of ten months made by chance', () => {
    let inside = 0;
    let seed = 7;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const runs = 2000;
    for (let run = 0; run < runs; run += 1) {
      const values = datesIn(month).map((date) => ({
        date,
        value: 100 + (random() + random() + random() - 1.5) * 40,
      }));
      const whole = values.reduce((sum, { value }) => sum + value, 0);
      const pace = projectPace(month, values.slice(0, 10));
      if (pace !== undefined && whole >= pace.low && whole <= pace.high) inside += 1;
    }
    expect(inside / runs).toBeGreaterThan(0.76);
    expect(inside / runs).toBeLessThan(0.84);
  });

  it('is of the days of the period alone, in whatever order they come', () => {
    const own = [5, 1, 3, 2, 4].map((day) => ({ date: `2026-10-0${day}`, value: 10 }));
    const others = ['2026-09-30', '2026-11-01'].map((date) => ({ date, value: 1000 }));
    expect(projectPace(month, [...others, ...own])).toMatchObject({
      reportedDays: 5,
      remainingDays: 26,
      unknownDays: 0,
      soFar: 50,
      projected: 310,
    });
  });

  it('reaches as far as the reported days scatter, computed by hand', () => {
    // Mean 10, squares 0 + 4 + 4 + 16 + 16 over 4 degrees: √10. Five open days from five: √10 × √(5 + 5) = 10, times t = 1.533.
    const own = [10, 12, 8, 14, 6].map((value, index) => ({ date: addDays(month.from, index), value }));
    const pace = projectPace({ from: '2026-10-01', to: '2026-10-10' }, own);
    expect(pace?.projected).toBe(100);
    expect(pace?.low).toBeCloseTo(100 - 15.33, 1);
    expect(pace?.high).toBeCloseTo(100 + 15.33, 1);
  });

  it('has no range where weekdays repeat exactly, also when some are there once more than others', () => {
    const exact = (from: string, to: string) =>
      datesIn({ from, to }).map((date) => ({ date, value: 100 + 10 * weekdayOf(date) }));
    const pace = projectPace(month, exact('2026-09-07', '2026-10-07'));
    const whole = exact(month.from, month.to).reduce((sum, { value }) => sum + value, 0);
    expect(pace?.projected).toBeCloseTo(whole, 6);
    expect(pace?.low).toBeCloseTo(whole, 6);
    expect(pace?.high).toBeCloseTo(whole, 6);
  });

  it('is zero where all days were', () => {
    const zeros = datesIn({ from: '2026-09-10', to: '2026-10-07' }).map((date) => ({ date, value: 0 }));
    expect(projectPace(month, zeros)).toMatchObject({ soFar: 0, projected: 0, low: 0, high: 0 });
  });

  it('is what there is so far where the reported weekdays never bring anything', () => {
    // Only Saturdays sell, and 5 to 9 October are Monday to Friday: no level can be told from them.
    const history = datesIn({ from: '2026-09-01', to: '2026-10-04' });
    const week = { from: '2026-10-05', to: '2026-10-11' };
    const sold = [...history, ...datesIn({ from: week.from, to: '2026-10-09' })].map((date) => ({
      date,
      value: weekdayOf(date) === 5 ? 700 : 0,
    }));
    expect(projectPace(week, sold)).toMatchObject({
      reportedDays: 5,
      isByWeekday: true,
      soFar: 0,
      projected: 0,
      low: 0,
      high: 0,
    });
  });

  it('takes a weekday that never occurs for an average day', () => {
    // Five weeks from Monday to Saturday, 40 a day and 100 on Saturdays: 50 on average, which a Sunday is expected to bring.
    const told = datesIn({ from: '2026-08-31', to: '2026-10-03' })
      .filter((date) => weekdayOf(date) !== 6)
      .map((date) => ({ date, value: weekdayOf(date) === 5 ? 100 : 40 }));
    const pace = projectPace({ from: '2026-09-28', to: '2026-10-04' }, told);
    expect(pace?.soFar).toBe(300);
    expect(pace?.projected).toBeCloseTo(350, 6);
  });

  it('does not fall below what is reported for a weekday that brought returns', () => {
    // Sundays bring −60: they weigh nothing, so the Sunday that is open brings nothing instead of taking away.
    const told = datesIn({ from: '2026-08-31', to: '2026-10-03' }).map((date) => ({
      date,
      value: weekdayOf(date) === 6 ? -60 : 40,
    }));
    const pace = projectPace({ from: '2026-09-28', to: '2026-10-04' }, told);
    expect(pace).toMatchObject({ soFar: 240, remainingDays: 1 });
    expect(pace?.projected).toBeCloseTo(240, 6);
  });
});
