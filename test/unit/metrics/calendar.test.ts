import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dateAt,
  dateOf,
  daysBetween,
  instantAt,
  monthAround,
  monthName,
  monthOf,
  monthRange,
  monthsBetween,
  parseDate,
  utcOffsetText,
} from '../../../src/metrics/calendar.ts';

const day = fc
  .integer({ min: 0, max: 40_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

describe('a written date', () => {
  it.each([
    ['2026-10-01', '2026-10-01'],
    ['10-01-2026', '2026-10-01'],
    ['12-31-2026', '2026-12-31'],
    ['02-29-2028', '2028-02-29'],
    ['2028-02-29', '2028-02-29'],
    ['0099-12-31', '0099-12-31'],
    ['01-01-0100', '0100-01-01'],
  ])('%s is %s', (written, date) => {
    expect(parseDate(written)).toBe(date);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-29',
    '02-30-2026',
    '2026-13-01',
    '13-01-2026',
    '2026-00-10',
    '2026-1-1',
    '1-1-2026',
    '10/01/2026',
    '20261001',
    'x10-01-2026',
    '10-01-2026x',
    '10-01-20261',
    '110-01-2026',
    'x2026-10-01',
    '2026-10-01T00:00:00Z',
    '2026-10-01 ',
    // Years beyond 9999, as JavaScript writes them.
    '+010000-01',
    '+010000-01-01',
    '-00001-01-01',
    '-001-01-01',
    '1e3-01-01',
    '2026-1e1-01',
    ' 999-01-01',
    '0x99-01-01',
  ])('%j is no date', (written) => {
    expect(parseDate(written)).toBeUndefined();
  });

  it('comes back from either way of writing it', () => {
    fc.assert(
      fc.property(day, (date) => {
        expect(parseDate(date)).toBe(date);
        expect(parseDate(`${date.slice(5)}-${date.slice(0, 4)}`)).toBe(date);
      }),
    );
  });
});

describe('days and months', () => {
  it('count days across month ends, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2026-10-01', '2026-10-31')).toBe(30);
    expect(daysBetween('2026-10-31', '2026-10-01')).toBe(-30);
    fc.assert(
      fc.property(day, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('find the month of a date and all of its days', () => {
    expect(monthOf('2026-10-17')).toBe('2026-10');
    expect(monthAround('2026-10-17')).toEqual({ from: '2026-10-01', to: '2026-10-31' });
    expect(monthAround('2028-02-29')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(monthRange('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
    fc.assert(
      fc.property(day, (date) => {
        const { from, to } = monthAround(date);
        expect(from <= date && date <= to).toBe(true);
        expect(addDays(to, 1).slice(8)).toBe('01');
      }),
    );
  });

  it('step months over the turn of a year, both ways', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01');
    expect(addMonths('2026-01', -1)).toBe('2025-12');
    expect(addMonths('2026-10', 0)).toBe('2026-10');
    expect(addMonths('2026-10', -14)).toBe('2025-08');
    expect(monthsBetween('2025-08', '2026-10')).toBe(14);
    expect(monthsBetween('2026-10', '2025-12')).toBe(-10);
  });
});

it('months have a name', () => {
  expect(['2026-01', '2026-05', '2027-12'].map(monthName)).toEqual([
    'January 2026',
    'May 2026',
    'December 2027',
  ]);
});

describe('instants at a fixed offset', () => {
  const noon = Date.UTC(2026, 6, 1, 7, 30) / 1000;

  it('have the local date and time, also in summer', () => {
    expect(dateAt(noon, -28_800)).toBe('2026-06-30');
    expect(dateAt(noon, 0)).toBe('2026-07-01');
    expect(dateOf(new Date(noon * 1000), 50_400)).toBe('2026-07-01');
    expect(dateOf(new Date(noon * 1000), -28_800)).toBe('2026-06-30');
    expect(instantAt(noon, -28_800)).toBe('2026-06-30T23:30:00-08:00');
    expect(instantAt(noon, 19_800)).toBe('2026-07-01T13:00:00+05:30');
  });

  it.each([
    [0, '+00:00'],
    [-28_800, '-08:00'],
    [19_800, '+05:30'],
    [-12_600, '-03:30'],
    [50_400, '+14:00'],
    [-43_200, '-12:00'],
  ])('%i seconds are written %s', (offset, written) => {
    expect(utcOffsetText(offset)).toBe(written);
  });
});
