import { describe, expect, it } from 'vitest';
import {
  endsOnLastReported,
  freePeriod,
  monthPeriod,
  PERIOD_NAMES,
  requirePossibleMonth,
} from '../../../src/metrics/periods.ts';

const TODAY = '2026-11-24';

const refusal = (message: string, next: string) =>
  expect.objectContaining({ kind: 'invalid_request', message, next });

describe('the month of an endpoint', () => {
  it('is the one around the day that is sent, by default today', () => {
    expect(monthPeriod({ start_date: '2026-09-17' }, TODAY)).toEqual({
      from: '2026-09-01',
      to: '2026-09-30',
      day: '2026-09-17',
    });
    expect(monthPeriod({}, TODAY)).toEqual({ from: '2026-11-01', to: '2026-11-30', day: TODAY });
  });

  it('has begun somewhere, and is not from before TikTok Shop', () => {
    const future = refusal(
      'The month 2026-12 has not begun yet (today is 2026-11-29).',
      'Ask for this month or an earlier one.',
    );
    expect(() => requirePossibleMonth('2026-12', '2026-11-29')).toThrow(future);
    expect(() => monthPeriod({ start_date: '2026-12-01' }, '2026-11-29')).toThrow(future);
    // The account can be a day ahead.
    expect(() => requirePossibleMonth('2026-12', '2026-11-30')).not.toThrow();
    expect(() => requirePossibleMonth('2026-11', '2026-11-29')).not.toThrow();
    expect(() => requirePossibleMonth('2018-01', TODAY)).not.toThrow();
    expect(() => requirePossibleMonth('2017-12', TODAY)).toThrow(
      refusal(
        'There are no figures for 2017-12: TikTok Shop has none from before 2018.',
        'Ask for a month from 2018 on.',
      ),
    );
  });
});

describe('the days of an endpoint', () => {
  it('are those that were asked for, by default the month up to today', () => {
    expect(freePeriod({ start_date: '2026-09-17', end_date: '2026-10-02' }, TODAY)).toEqual({
      from: '2026-09-17',
      to: '2026-10-02',
    });
    expect(freePeriod({ start_date: '2026-09-17' }, TODAY)).toEqual({ from: '2026-09-17', to: TODAY });
    expect(freePeriod({ end_date: '2026-10-09' }, TODAY)).toEqual({ from: '2026-10-01', to: '2026-10-09' });
    expect(freePeriod({}, TODAY)).toEqual({ from: '2026-11-01', to: TODAY });
    const day = { start_date: TODAY, end_date: TODAY };
    expect(freePeriod(day, TODAY)).toEqual({ from: TODAY, to: TODAY });
  });

  it('are refused the wrong way round, and where there can be no figures', () => {
    expect(() => freePeriod({ start_date: '2026-10-02', end_date: '2026-10-01' }, TODAY)).toThrow(
      refusal(
        'start_date 2026-10-02 is after end_date 2026-10-01.',
        'Swap them, or leave end_date out for today.',
      ),
    );
    expect(() => freePeriod({ start_date: '2017-12-31' }, TODAY)).toThrow('none from before 2018');
  });
});

it('a reply has to tell the last reported day for periods that end on it, and for those without an end', () => {
  expect(PERIOD_NAMES.filter((period) => endsOnLastReported({ period }))).toEqual([
    'last_7_days',
    'last_14_days',
    'last_28_days',
    'last_30_days',
    'last_90_days',
    'year_to_date',
  ]);
  expect(endsOnLastReported({ from: '2026-11-01' })).toBe(true);
  expect(endsOnLastReported({ from: '2026-11-01', to: '2026-11-02' })).toBe(false);
  expect(endsOnLastReported({ to: '2026-11-02' })).toBe(false);
  expect(endsOnLastReported({})).toBe(false);
});
