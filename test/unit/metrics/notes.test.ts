import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { daysIn } from '../../../src/metrics/calendar.ts';
import type { AnyFigures } from '../../../src/metrics/figures.ts';
import {
  conflictNotes,
  gapNotes,
  impossibleNotes,
  lengthNotes,
  mergedNotes,
  missingDaysNotes,
  segmentNotes,
  skippedNotes,
  totalsNotes,
} from '../../../src/metrics/notes.ts';
import { readSegments } from '../../../src/metrics/segments.ts';
import { LIVE, PRODUCT_ROW, VIDEO, VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';

const TODAY = '2026-11-24';

describe('days without data', () => {
  const october = (...filled: readonly (readonly [from: string, to: string])[]) =>
    gapNotes(
      { from: '2026-10-01', to: '2026-10-31', last_day_with_data: '2026-10-31' },
      filled.map(([from, to]) => ({ from, to })),
      TODAY,
    );

  it('in the middle are named, the first five of them', () => {
    expect(october(['2026-10-01', '2026-10-31'])).toEqual([]);
    expect(october(['2026-10-01', '2026-10-04'], ['2026-10-06', '2026-10-31'])).toEqual([
      'No data for 2026-10-05: left out, not counted as zero.',
    ]);
    expect(october(['2026-10-02', '2026-10-04'], ['2026-10-09', '2026-10-31'])).toEqual([
      'No data for 2026-10-01, 2026-10-05, 2026-10-06, 2026-10-07, 2026-10-08: left out, not counted as zero.',
    ]);
    expect(october(['2026-10-02', '2026-10-04'], ['2026-10-10', '2026-10-31'])).toEqual([
      'No data for 6 days (2026-10-01, 2026-10-05, 2026-10-06, 2026-10-07, 2026-10-08, …): left out, not counted as zero.',
    ]);
  });

  it.each([
    // Today is the 24th, and of four days before it nobody can say any more that they are late.
    ['2026-10-31', '2026-10-31', undefined],
    ['2026-10-31', '2026-10-30', 'before 2026-10-31: the days after it are left out, not counted as zero.'],
    ['2026-11-20', '2026-11-19', 'before 2026-11-20: the days after it are left out, not counted as zero.'],
    ['2026-11-21', '2026-11-19', '5 days before today (2026-11-24): later days are not in yet, not zero.'],
    ['2026-11-21', '2026-11-21', undefined],
    // Nothing is due of today and of the days to come.
    ['2026-11-24', '2026-11-23', undefined],
    ['2026-11-30', '2026-11-23', undefined],
    ['2026-11-30', '2026-11-24', undefined],
    ['2026-11-30', '2026-11-22', '2 days before today (2026-11-24): later days are not in yet, not zero.'],
  ])('at the end of a period until %s, after %s, are missing or late', (to, last, words) => {
    const window = { from: '2026-10-01', to, last_day_with_data: last };
    expect(gapNotes(window, [{ from: '2026-10-01', to: last }], TODAY)).toEqual(
      words === undefined ? [] : [`Data ends on ${last}, ${words}`],
    );
  });

  it('are all days where there is none', () => {
    const window = { from: '2026-10-01', to: '2026-10-31', last_day_with_data: null };
    expect(gapNotes(window, [], TODAY)).toEqual([
      'No data was returned for 2026-10-01 to 2026-10-31; that is not the same as zero.',
    ]);
  });

  it('between the days of a list are counted', () => {
    expect([0, 1, 2].map(missingDaysNotes)).toEqual([
      [],
      ['The reply leaves out one day between its first day and its last.'],
      ['The reply leaves out 2 days between its first day and its last.'],
    ]);
  });
});

describe("a total beside the vendor's own", () => {
  const stretch = (from: string, to: string, figures: AnyFigures) => {
    const range = { from: `2026-${from}`, to: `2026-${to}` };
    return { ...range, days: daysIn(range), figures };
  };
  const usd = (amount: string, euros?: string) =>
    new Map([['USD', new Big(amount)], ...(euros === undefined ? [] : [['EUR', new Big(euros)] as const])]);
  /** Two halves of October and all of it. */
  const compared = (first: AnyFigures, second: AnyFigures, all: AnyFigures, ...others: AnyFigures[]) =>
    conflictNotes(
      [
        stretch('10-01', '10-15', first),
        stretch('10-16', '10-31', second),
        stretch('10-01', '10-31', all),
        ...others.map((figures) => stretch('11-01', '11-24', figures)),
      ],
      LIVE,
    );
  const different = (names: string) => [
    `Shorter stretches do not add up to the vendor's own total for the same days (${names}); the shorter ones are used.`,
  ];

  it('is the sum of its counts', () => {
    expect(compared({ likes: 1 }, { likes: 2 }, { likes: 3 })).toEqual([]);
    expect(compared({ likes: 1 }, { likes: 2 }, { likes: 4 })).toEqual(different('likes'));
    expect(compared({ likes: 1 }, { likes: 2 }, { likes: 2 })).toEqual(different('likes'));
    // Days after it are none of its own.
    expect(compared({ likes: 1 }, { likes: 2 }, { likes: 3 }, { likes: 9 })).toEqual([]);
    const both = { likes: 1, comments: 1 };
    expect(compared(both, both, { likes: 3, comments: 3 })).toEqual(different('likes, comments'));
  });

  it.each([
    ['3.00', []],
    ['3.02', []],
    ['2.975', []],
    ['3.026', different('live_revenue')],
    ['2.97', different('live_revenue')],
    ['300', different('live_revenue')],
  ])('may differ from 3.00 in two parts by their rounding: %s', (total, notes) => {
    const [first, second, all] = ['1', '2', total].map((amount) => ({ live_revenue: usd(amount) }));
    expect(first && second && all && compared(first, second, all)).toEqual(notes);
  });

  it('is compared in each currency', () => {
    const half = { live_revenue: usd('1', '5') };
    expect(compared(half, half, { live_revenue: usd('2', '10') })).toEqual([]);
    expect(compared(half, half, { live_revenue: usd('2', '11') })).toEqual(different('live_revenue'));
    expect(compared(half, half, { live_revenue: usd('2') })).toEqual(different('live_revenue'));
    const one = { live_revenue: usd('1') };
    expect(compared(one, one, { live_revenue: usd('2', '9') })).toEqual(different('live_revenue'));
  });

  it('is not compared where the parts leave out days, or do not have the figure', () => {
    expect(compared({ likes: 1 }, {}, { likes: 9 })).toEqual([]);
    expect(compared({ likes: 1 }, { likes: 2 }, {})).toEqual([]);
    expect(conflictNotes([stretch('10-01', '10-01', { likes: 1 })], LIVE)).toEqual([]);
  });

  it('is not expected of rates and of different people', () => {
    const half = { product_clicks: 1, live_views: 10, click_through_rate: 0.1, buyers: 3 };
    const all = { product_clicks: 2, live_views: 20, click_through_rate: 0.9, buyers: 4 };
    expect(compared(half, half, all)).toEqual([]);
  });
});

describe('caveats', () => {
  it('of segments say how many parts of the reply could not be used', () => {
    const none = () => readSegments({ segments: [] }, 'timed_stats', 0);
    expect(segmentNotes(none())).toEqual([]);
    expect(segmentNotes({ ...none(), isOffsetGuessed: true, shorterThanDay: 1, unusable: 1 })).toEqual([
      "The reply does not tell the account's UTC offset exactly: its days were rounded to the nearest local midnight.",
      'One part that is shorter than a day was left out.',
      'One part of the reply could not be read: left out.',
    ]);
    expect(segmentNotes({ ...none(), shorterThanDay: 2, unusable: 3 })).toEqual([
      '2 parts that are shorter than a day were left out.',
      '3 parts of the reply could not be read: left out.',
    ]);
  });

  it('of rows over several stretches speak of rates where there are any', () => {
    expect(mergedNotes(VIDEO_ROW)).toEqual([
      'Figures of several stretches are added up; rates over them are weighted by views, so approximate.',
    ]);
    expect(mergedNotes(PRODUCT_ROW)).toEqual(['Figures of several stretches are added up.']);
  });

  it('of rates name those that cannot be', () => {
    expect(impossibleNotes([])).toEqual([]);
    expect(impossibleNotes(['click_through_rate', 'commission_rate'])).toEqual([
      'click_through_rate, commission_rate: computed from its parts, the rate is not between 0 and 1, so it is not shown.',
    ]);
  });

  it('of rows in several stretches count those that lack some', () => {
    const short = (rows: number) =>
      skippedNotes({ withoutId: 0, different: [], short: new Map([['views' as const, rows]]) });
    expect(short(1)).toEqual([
      'views of one row has a value in some stretches only; the sum leaves out the others.',
    ]);
    expect(short(2)).toEqual([
      'views of 2 rows has a value in some stretches only; the sum leaves out the others.',
    ]);
  });

  it('of stretches longer than a day say what is made of them', () => {
    const PART =
      "Some days are missing in the daily figures: totals use the vendor's own figures for longer stretches, and the days shown are only a part of them.";
    expect([lengthNotes([{ days: 1 }], true, true), lengthNotes([{ days: 1 }], true, false)]).toEqual([
      [PART],
      [],
    ]);
    expect([lengthNotes([{ days: 7 }], false, true), lengthNotes([], false, false)]).toEqual([
      ['No daily figures: the vendor sent only longer stretches; they are used as they are.'],
      [],
    ]);
  });

  it('of totals count the rows that have the figure, and say what is in two currencies', () => {
    const rows = [
      { figures: { views: 1, items_sold: 1, gmv: new Map([['USD', new Big(1)]]) } },
      { figures: { views: 1, gmv: new Map([['EUR', new Big('2.5')]]) } },
      { figures: { views: 1, gmv: new Map([['USD', new Big(3)]]) } },
    ];
    expect(totalsNotes(rows, VIDEO)).toEqual([
      'items_sold: a value in 1 of 3 rows; the total leaves out the others.',
      'Several currencies (EUR, USD) are never added up. gmv 4.00 USD and 2.50 EUR',
    ]);
  });
});
