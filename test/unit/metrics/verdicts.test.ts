import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type DateRange, daysIn, monthRange } from '../../../src/metrics/calendar.ts';
import { joinNotes, notesOfParts } from '../../../src/metrics/part-notes.ts';
import {
  checkIdentity,
  isMatching,
  isSparse,
  LAG_DAYS,
  mapReading,
  notesOf,
  type Reading,
  readingOf,
  settlingNotes,
  todayAt,
  undatedReading,
  type Verdict,
  verdictOf,
  verdictOfList,
  withOwnDates,
  writeVerdict,
} from '../../../src/metrics/reading.ts';
import { readSegments } from '../../../src/metrics/segments.ts';

const TODAY = '2026-11-24';
const OCTOBER = monthRange('2026-10');
const NOVEMBER = monthRange('2026-11');

const range = (from: string, to: string): DateRange => ({ from, to });

describe('the verdict on days', () => {
  it.each([
    ['same', OCTOBER, OCTOBER, '2026-10-31'],
    ['same', OCTOBER, undefined, '2026-10-31'],
    ['unknown', undefined, OCTOBER, undefined],
    ['unknown', undefined, undefined, undefined],
    ['narrower', range('2026-10-02', '2026-10-31'), OCTOBER, undefined],
    ['narrower', range('2026-10-01', '2026-10-30'), OCTOBER, undefined],
    ['wider', range('2026-09-30', '2026-10-31'), OCTOBER, undefined],
    ['wider', range('2026-10-01', '2026-11-01'), OCTOBER, undefined],
    ['elsewhere', range('2026-09-01', '2026-09-30'), OCTOBER, undefined],
    ['elsewhere', range('2026-09-15', '2026-10-15'), OCTOBER, undefined],
    ['elsewhere', range('2026-10-15', '2026-11-15'), OCTOBER, undefined],
    // An end within the usual lag is the edge of the data; one before it is not.
    ['partial', range('2026-11-01', '2026-11-21'), NOVEMBER, undefined],
    ['narrower', range('2026-11-01', '2026-11-20'), NOVEMBER, undefined],
    // All of the days, the last of which are not in yet.
    ['partial', range('2026-11-01', '2026-11-23'), range('2026-11-01', '2026-11-23'), '2026-11-22'],
    ['same', range('2026-11-01', '2026-11-23'), range('2026-11-01', '2026-11-23'), '2026-11-23'],
    // Where no last day is told, it is yesterday.
    ['same', range('2026-11-01', '2026-11-23'), range('2026-11-01', '2026-11-23'), undefined],
    ['partial', range('2026-11-01', '2026-11-24'), range('2026-11-01', '2026-11-24'), undefined],
    // Data that ends early long ago is a hole, and not late.
    ['same', range('2026-11-01', '2026-11-20'), range('2026-11-01', '2026-11-20'), '2026-11-10'],
    ['partial', range('2026-11-01', '2026-11-21'), range('2026-11-01', '2026-11-21'), '2026-11-10'],
  ] as const)('is %s', (verdict, answered, asked, last) => {
    expect(verdictOf(answered, asked, last, TODAY)).toBe(verdict);
  });

  it('is narrower for a list with a hole, where it would match', () => {
    expect(verdictOfList(OCTOBER, OCTOBER, 0, TODAY)).toBe('same');
    expect(verdictOfList(OCTOBER, OCTOBER, 1, TODAY)).toBe('narrower');
    expect(verdictOfList(range('2026-11-01', '2026-11-22'), NOVEMBER, 1, TODAY)).toBe('narrower');
    expect(verdictOfList(NOVEMBER, OCTOBER, 1, TODAY)).toBe('elsewhere');
    expect(verdictOfList(range('2026-09-01', '2026-11-01'), OCTOBER, 1, TODAY)).toBe('wider');
    expect(verdictOfList(OCTOBER, undefined, 1, TODAY)).toBe('same');
  });

  it('says that data is sparse on fewer than half of the days that are due', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 60 }), (length, filled) => {
        const long = range(addDays(TODAY, -90), addDays(TODAY, -91 + length));
        expect(isSparse(filled, long, TODAY)).toBe(filled > 0 && filled * 2 < daysIn(long));
        // Of an open period only the days before the usual lag are due.
        const open = range(addDays(TODAY, -LAG_DAYS - length), addDays(TODAY, 40));
        expect(isSparse(filled, open, TODAY)).toBe(filled > 0 && filled * 2 < length);
      }),
    );
    expect(isSparse(1, undefined, TODAY)).toBe(false);
    // Today is 24 November and three days may lag: of a month that is open, the 20 days to the 20th are due.
    expect(isSparse(9, NOVEMBER, TODAY)).toBe(true);
    expect(isSparse(10, NOVEMBER, TODAY)).toBe(false);
  });
});

const reading = (verdict: Verdict, answered: DateRange | undefined, more: object = {}): Reading<string> =>
  readingOf('value', verdict, { asked: OCTOBER, answered, notes: ['own'], ...more });

describe('a reading', () => {
  it('is a value only where it is about the asked days', () => {
    const verdicts = ['same', 'partial', 'narrower', 'wider', 'elsewhere', 'unknown'] as const;
    const matching = verdicts.filter((verdict) => isMatching(reading(verdict, OCTOBER)));
    expect(matching).toEqual(['same', 'partial']);
    expect(isMatching(undefined)).toBe(false);
    expect(withOwnDates(reading('wider', OCTOBER))).toBe('value');
    expect(withOwnDates(undatedReading('value', ['note']))).toBe('value');
    expect(undatedReading('value')).toEqual({
      verdict: 'same',
      value: 'value',
      asked: undefined,
      answered: undefined,
      notes: [],
    });
  });

  it('keeps all that is known of it when its value is made into something else', () => {
    const more = { isComplete: true, fewDays: 3, coverage: { revenue: 3 } };
    const own = reading('narrower', NOVEMBER, more);
    expect(mapReading(own, (value) => value.length)).toEqual({ ...own, ownWindow: 5 });
  });

  it('has its verdict in words before its own caveats', () => {
    expect(notesOf(reading('same', OCTOBER))).toEqual(['own']);
    expect(notesOf(reading('elsewhere', NOVEMBER))).toEqual([
      'The vendor returned 2026-11-01 to 2026-11-30, not 2026-10-01 to 2026-10-31 as requested.',
      'own',
    ]);
    expect(notesOf(reading('narrower', OCTOBER))).toEqual([
      'Not all days of 2026-10-01 to 2026-10-31 are in the reply.',
      'own',
    ]);
    expect(notesOf(reading('unknown', undefined))).toEqual([
      'The reply does not say which days it covers; 2026-10-01 to 2026-10-31 was requested.',
      'own',
    ]);
    const few = (fewDays: number) => notesOf(reading('narrower', OCTOBER, { fewDays }))[0];
    expect(few(1)).toContain('has data on one day only (2026-10-01 to 2026-10-31)');
    expect(few(2)).toBe(
      'The reply has data on 2 days only (2026-10-01 to 2026-10-31): the figures are for those days, not for all of 2026-10-01 to 2026-10-31 as requested.',
    );
    expect(notesOf(reading('elsewhere', NOVEMBER, { asked: undefined }))).toEqual(['own']);
  });

  it('is written with the days that differ and the figures that are short', () => {
    expect(writeVerdict('part', undefined)).toEqual({ part: 'part', verdict: 'missing' });
    expect(writeVerdict('part', reading('same', OCTOBER))).toEqual({ part: 'part', verdict: 'same' });
    const coverage = { revenue: 31, items_sold: 30 };
    expect(writeVerdict('part', reading('same', OCTOBER, { coverage }))).toEqual({
      part: 'part',
      verdict: 'same',
      coverage: { items_sold: 30 },
    });
    expect(writeVerdict('part', reading('wider', { ...NOVEMBER }, { coverage: {} }))).toEqual({
      part: 'part',
      verdict: 'wider',
      asked: OCTOBER,
      answered: NOVEMBER,
    });
    // Only the days of what was asked for, whatever else is known of it.
    const month = { ...OCTOBER, unit: 'month' };
    expect(writeVerdict('part', reading('elsewhere', NOVEMBER, { asked: month })).asked).toEqual(OCTOBER);
    expect(writeVerdict('part', reading('unknown', OCTOBER, { asked: undefined }))).toEqual({
      part: 'part',
      verdict: 'unknown',
      answered: OCTOBER,
    });
    expect(writeVerdict('part', reading('unknown', undefined, { coverage }))).toEqual({
      part: 'part',
      verdict: 'unknown',
      asked: OCTOBER,
    });
  });
});

describe('notes of several parts', () => {
  it('name the parts that have them; the first only beside others', () => {
    const with_ = (...notes: readonly string[]) => reading('same', OCTOBER, { notes });
    expect(
      notesOfParts(
        [
          ['First', with_('alone', 'shared')],
          ['Second', with_('shared', 'own')],
          ['Absent', undefined],
        ],
        true,
      ),
    ).toEqual(['alone', 'First, Second: shared', 'Second: own']);
    const four = ['A', 'B', 'C', 'D', 'E'].map((name) => [name, with_('note', 'note')] as const);
    expect(notesOfParts(four, true)).toEqual(['A, B, C and 2 more: note']);
    expect(notesOfParts(four.slice(0, 3), true)).toEqual(['A, B, C: note']);
    expect(notesOfParts([], true)).toEqual([]);
  });

  it('leave out the caveats of figures that are not shown', () => {
    const parts = [
      ['One', reading('same', OCTOBER)],
      ['Two', reading('elsewhere', NOVEMBER, { notes: ['hidden'] })],
    ] as const;
    const elsewhere =
      'Two: The vendor returned 2026-11-01 to 2026-11-30, not 2026-10-01 to 2026-10-31 as requested.';
    expect(notesOfParts(parts, false)).toEqual(['own', elsewhere]);
    expect(notesOfParts(parts, true)).toEqual(['own', elsewhere, 'Two: hidden']);
  });

  it('of pages are said once, and that several have them', () => {
    expect(joinNotes(['a', 'b'], ['b', 'c'])).toEqual(['a', 'On several pages: b', 'c']);
    expect(joinNotes(['On several pages: b'], ['b'])).toEqual(['On several pages: b']);
  });
});

describe('figures that may still change', () => {
  it('are so for thirty days after their last one', () => {
    const notes = (to: string) => settlingNotes(range('2026-01-01', to), TODAY);
    expect(notes('2026-10-26')).toEqual(['These figures may still change until about 2026-11-25.']);
    expect(notes('2026-10-25')).toEqual([]);
    expect(notes('2026-11-23')).toEqual(['These figures may still change until about 2026-12-23.']);
    expect(notes(TODAY)).toEqual([]);
    expect(settlingNotes(undefined, TODAY)).toEqual([]);
  });
});

it('today is that of the account, in UTC where its offset is not known', () => {
  const now = new Date('2026-11-24T23:30:00Z');
  expect(todayAt({ now, offset: undefined })).toBe('2026-11-24');
  expect(todayAt({ now, offset: 3600 })).toBe('2026-11-25');
});

it('a reply about something else says what it is about', () => {
  const segments = readSegments(
    { segments: [{ filter: { creator_id: '1', item_id: '2', product_id: '3' }, timed_stats: [] }] },
    'timed_stats',
    0,
  );
  expect(() => checkIdentity(segments, { itemId: '9' }, [])).toThrow('The vendor returned video 2, not 9.');
  expect(() => checkIdentity(segments, { productId: '9' }, [])).toThrow(
    'The vendor returned product 3, not 9.',
  );
  expect(() => checkIdentity(segments, { itemId: '2' }, [{ item_id: '8' }])).toThrow(
    'The vendor returned video 8, not 2.',
  );
  expect(() => checkIdentity(segments, { productId: '3' }, [{ product_id: '8' }])).toThrow(
    'The vendor returned product 8, not 3.',
  );
  expect(() => checkIdentity(segments, {}, [{ creator_id: '7' }])).toThrow(
    'The reply mixes figures of 2 creators.',
  );
  expect(() => checkIdentity(segments, { itemId: '2', productId: '3' }, [{ item_id: '2' }])).not.toThrow();
});
