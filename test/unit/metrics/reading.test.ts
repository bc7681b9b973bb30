import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { covers, type DateRange, span } from '../../../src/metrics/calendar.ts';
import { notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { readRows } from '../../../src/metrics/rows.ts';
import { readSeries } from '../../../src/metrics/series.ts';
import { INSIGHTS, VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, segment } from '../../support/month-reply.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
const sold = { overall_item_sold_cnt: 1 };

/** Daily buckets, with data except on some dates. */
const days = (from: string, to: string, without: readonly string[] = []): readonly JsonObject[] =>
  dates(from, to).map((date) => bucket(date, date, 0, without.includes(date) ? {} : sold));

const windowFor = (segments: readonly JsonObject[], asked?: DateRange, now = NOW) => {
  const reading = readSeries({ segments }, INSIGHTS, { period: asked }, { now, offset: undefined });
  return {
    window: withOwnDates(reading).window,
    notes: notesOf(reading).filter((note) => !note.startsWith('No daily figures')),
    verdict: reading.verdict,
  };
};

/** A reply that claims the month and has data for some of its days. */
const november = (last: string, without: readonly string[] = []) =>
  windowFor([segment('2026-11-01', '2026-11-30', 0, days('2026-11-01', last, without))], NOVEMBER);

describe('the window of an answer', () => {
  it('is the month that was asked for, complete once it has ended and its last day has data', () => {
    const month = [segment('2026-10-01', '2026-10-31', 0, days('2026-10-01', '2026-10-31'))];
    expect(windowFor(month, OCTOBER)).toEqual({
      window: {
        ...OCTOBER,
        utc_offset: '+00:00',
        days_with_data: 31,
        last_day_with_data: '2026-10-31',
        complete: true,
      },
      notes: [],
      verdict: 'same',
    });
    const complete = (now: string) => windowFor(month, OCTOBER, new Date(now)).window.complete;
    expect([complete('2026-10-31T23:59:59Z'), complete('2026-11-01T00:00:00Z')]).toEqual([false, true]);
  });

  it('is not complete while its last day is missing', () => {
    const most = days('2026-10-01', '2026-10-31', ['2026-10-31']);
    expect(windowFor([segment('2026-10-01', '2026-10-31', 0, most)], OCTOBER)).toMatchObject({
      window: { ...OCTOBER, days_with_data: 30, last_day_with_data: '2026-10-30', complete: false },
      notes: [
        'Data ends on 2026-10-30, before 2026-10-31: the days after it are left out, not counted as zero.',
      ],
    });
  });

  it('is what the segment claims within the month, also beyond the days that have buckets', () => {
    const some = windowFor(
      [segment('2026-10-01', '2026-10-31', 0, days('2026-10-05', '2026-10-31'))],
      OCTOBER,
    );
    expect(some.window).toMatchObject({ ...OCTOBER, days_with_data: 27 });
    expect(some.notes).toEqual([
      'No data for 2026-10-01, 2026-10-02, 2026-10-03, 2026-10-04: left out, not counted as zero.',
    ]);
  });

  it('is only the asked part of a segment that claims more', () => {
    const both = windowFor(
      [segment('2026-09-01', '2026-11-15', 0, days('2026-10-01', '2026-10-31'))],
      OCTOBER,
    );
    expect(both.window).toMatchObject(OCTOBER);
    expect(both.notes).toEqual([]);
  });

  it('is where the data lies when none of it is from the days that were asked for', () => {
    const stray = windowFor(
      [segment('2026-09-01', '2026-10-31', 0, days('2026-09-10', '2026-09-16'))],
      OCTOBER,
    );
    expect(stray.window).toMatchObject({ from: '2026-09-10', to: '2026-09-16', days_with_data: 7 });
    expect(stray.notes).toEqual([
      'The vendor returned 2026-09-10 to 2026-09-16, not 2026-10-01 to 2026-10-31 as requested.',
    ]);
    expect(stray.verdict).toBe('elsewhere');
  });

  it('has no figures of a longer stretch for days that are empty among daily figures', () => {
    const month = segment('2026-11-01', '2026-11-30', 0, [bucket('2026-11-01', '2026-11-30', 0, sold)]);
    const daily = segment('2026-11-01', '2026-11-30', 0, days('2026-11-01', '2026-11-22', ['2026-11-22']));
    const asked = { from: '2026-11-22', to: '2026-11-22' };
    expect(windowFor([month, daily], asked)).toMatchObject({
      window: { ...asked, days_with_data: 0 },
      verdict: 'partial',
    });
    // Without days of its own the reply has nothing else to tell.
    expect(windowFor([month], asked).verdict).toBe('wider');
  });

  it('is what the segment claims, or what was asked, when there are no buckets', () => {
    expect(windowFor([segment('2026-10-01', '2026-10-20', 0, [])], OCTOBER).window).toMatchObject({
      from: '2026-10-01',
      to: '2026-10-20',
    });
    // Only the last of October is in both.
    expect(windowFor([segment('2026-10-31', '2026-11-30', 0, [])], OCTOBER).window).toMatchObject({
      from: '2026-10-31',
      to: '2026-10-31',
    });
    expect(windowFor([segment('2026-08-01', '2026-08-31', 0, [])], OCTOBER).window).toMatchObject({
      from: '2026-08-01',
      to: '2026-08-31',
    });
    expect(windowFor([], OCTOBER)).toEqual({
      window: {
        ...OCTOBER,
        utc_offset: '+00:00',
        days_with_data: 0,
        last_day_with_data: null,
        complete: false,
      },
      notes: [
        'The reply does not say which days it covers; 2026-10-01 to 2026-10-31 was requested.',
        'No data was returned for 2026-10-01 to 2026-10-31; that is not the same as zero.',
      ],
      verdict: 'unknown',
    });
  });

  it('is up to the vendor where no dates were asked for', () => {
    const chosen = windowFor([segment('2026-10-05', '2026-10-11', 0, days('2026-10-05', '2026-10-11'))]);
    expect(chosen.window).toMatchObject({ from: '2026-10-05', to: '2026-10-11', complete: true });
    expect(chosen.notes).toEqual([]);
    // A segment that claims more than it has days for is missing some.
    const claimed = windowFor([segment('2026-10-01', '2026-10-11', 0, days('2026-10-05', '2026-10-11'))]);
    expect(claimed.window).toMatchObject({ from: '2026-10-01', days_with_data: 7 });
    expect(windowFor([segment('2026-10-01', '2026-10-31', 0, [])]).window).toMatchObject(OCTOBER);
    expect(windowFor([])).toEqual({
      window: {
        from: '2026-11-22',
        to: '2026-11-22',
        utc_offset: '+00:00',
        days_with_data: 0,
        last_day_with_data: null,
        complete: false,
      },
      notes: ['No data was returned for 2026-11-22; that is not the same as zero.'],
      verdict: 'unknown',
    });
  });

  it("takes today from the account's own place", () => {
    const late = new Date('2026-11-01T03:00:00Z');
    const west = segment(
      '2026-10-01',
      '2026-10-31',
      -28_800,
      dates('2026-10-01', '2026-10-31').map((date) => bucket(date, date, -28_800, sold)),
    );
    expect(windowFor([west], OCTOBER, late).window).toMatchObject({
      ...OCTOBER,
      utc_offset: '-08:00',
      complete: false,
    });
  });
});

describe('the notes of a window', () => {
  it('call another window by its dates, unless it only ends at the edge of the data', () => {
    const answered = (from: string, to: string, asked = NOVEMBER) =>
      windowFor([segment(from, to, 0, days(from, to))], asked).notes.filter((note) =>
        note.startsWith('The vendor returned'),
      );
    // Today is the 22nd; three days are the usual lag.
    expect(answered('2026-11-01', '2026-11-19')).toEqual([]);
    expect(answered('2026-11-01', '2026-11-18')).toEqual([
      'The vendor returned 2026-11-01 to 2026-11-18, not 2026-11-01 to 2026-11-30 as requested.',
    ]);
    expect(answered('2026-11-02', '2026-11-21')).toEqual([
      'The vendor returned 2026-11-02 to 2026-11-21, not 2026-11-01 to 2026-11-30 as requested.',
    ]);
    expect(answered('2026-10-05', '2026-10-31', OCTOBER)).toEqual([
      'The vendor returned 2026-10-05 to 2026-10-31, not 2026-10-01 to 2026-10-31 as requested.',
    ]);
    expect(answered('2026-10-01', '2026-10-07', OCTOBER)).toEqual([
      'The vendor returned 2026-10-01 to 2026-10-07, not 2026-10-01 to 2026-10-31 as requested.',
    ]);
    expect(answered('2026-11-05', '2026-11-05')).toEqual([
      'The vendor returned 2026-11-05, not 2026-11-01 to 2026-11-30 as requested.',
    ]);
  });

  it('are silent while the data reaches yesterday, and say how far it ends before that', () => {
    expect(november('2026-11-22').notes).toEqual([]);
    expect(november('2026-11-21').notes).toEqual([]);
    expect(november('2026-11-20').notes).toEqual([
      'Data ends on 2026-11-20, 2 days before today (2026-11-22): later days are not in yet, not zero.',
    ]);
    const ending = (to: string, last: string) =>
      windowFor([segment('2026-11-01', to, 0, days('2026-11-01', last))], {
        from: '2026-11-01',
        to,
      }).notes;
    expect(ending('2026-11-22', '2026-11-21')).toEqual([]);
    expect(ending('2026-11-21', '2026-11-21')).toEqual([]);
    expect(ending('2026-11-20', '2026-11-20')).toEqual([]);
    expect(ending('2026-11-20', '2026-11-19')).toEqual([
      'Data ends on 2026-11-19, 3 days before today (2026-11-22): later days are not in yet, not zero.',
    ]);
  });

  it('name up to five missing days, and count more', () => {
    const five = ['2026-11-02', '2026-11-04', '2026-11-06', '2026-11-08', '2026-11-10'];
    expect(november('2026-11-21', five).notes).toEqual([
      'No data for 2026-11-02, 2026-11-04, 2026-11-06, 2026-11-08, 2026-11-10: left out, not counted as zero.',
    ]);
    expect(november('2026-11-21', [...five, '2026-11-12']).notes).toEqual([
      'No data for 6 days (2026-11-02, 2026-11-04, 2026-11-06, 2026-11-08, 2026-11-10, …): left out, not counted as zero.',
    ]);
    expect(november('2026-11-21', ['2026-11-01']).notes).toEqual([
      'No data for 2026-11-01: left out, not counted as zero.',
    ]);
  });

  it('take a longer stretch for all of its days', () => {
    const weeks = [bucket('2026-10-01', '2026-10-14', 0, sold), bucket('2026-10-17', '2026-10-31', 0, sold)];
    const { window, notes } = windowFor([segment('2026-10-01', '2026-10-31', 0, weeks)], OCTOBER);
    expect(window).toMatchObject({ days_with_data: 29, last_day_with_data: '2026-10-31', complete: true });
    expect(notes).toEqual(['No data for 2026-10-15, 2026-10-16: left out, not counted as zero.']);
  });
});

describe('the window of a list', () => {
  const list = (segments: readonly JsonObject[], asked: DateRange, now = NOW) => {
    const reading = readRows(
      { segments },
      VIDEO_ROW,
      () => undefined,
      { period: asked },
      { now, offset: undefined },
    );
    return { window: withOwnDates(reading).window, notes: notesOf(reading) };
  };

  it('is the one in the reply, else the one asked for', () => {
    expect(list([segment('2026-10-01', '2026-10-31', 0, [], 'timed_lists')], OCTOBER)).toEqual({
      window: { ...OCTOBER, utc_offset: '+00:00', complete: true },
      notes: [],
    });
    expect(list([], NOVEMBER)).toEqual({
      window: { ...NOVEMBER, utc_offset: '+00:00', complete: false },
      notes: ['The reply does not say which days it covers; 2026-11-01 to 2026-11-30 was requested.'],
    });
  });

  it('is complete only after its last day', () => {
    const reply = [segment('2026-11-01', '2026-11-22', 0, [], 'timed_lists')];
    expect(list(reply, NOVEMBER).window.complete).toBe(false);
    expect(list(reply, NOVEMBER, new Date('2026-11-23T00:00:00Z')).window.complete).toBe(true);
    expect(list(reply, NOVEMBER).notes).toEqual([]);
  });
});

describe('ranges', () => {
  it('cover what lies within, to the day', () => {
    expect(covers(OCTOBER, OCTOBER)).toBe(true);
    expect(covers(OCTOBER, { ...OCTOBER, from: '2026-09-30' })).toBe(false);
    expect(covers(OCTOBER, { ...OCTOBER, to: '2026-11-01' })).toBe(false);
  });

  it('are worded as one date or two', () => {
    expect(span({ from: '2026-10-05', to: '2026-10-05' })).toBe('2026-10-05');
    expect(span(OCTOBER)).toBe('2026-10-01 to 2026-10-31');
  });
});
