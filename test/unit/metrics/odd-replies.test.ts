import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/errors.ts';
import { isJsonObject, type JsonObject, parseJson, readBoolean } from '../../../src/json.ts';
import { readAudience } from '../../../src/metrics/audience.ts';
import { addDays, type DateRange, monthRange } from '../../../src/metrics/calendar.ts';
import { changesOf, comparePeriods } from '../../../src/metrics/comparison.ts';
import { writeFigures } from '../../../src/metrics/denomination.ts';
import { countOf } from '../../../src/metrics/figures.ts';
import { isMatching, notesOf, withOwnDates } from '../../../src/metrics/reading.ts';
import { readSeries } from '../../../src/metrics/series.ts';
import { INSIGHTS, LIVE, VIDEO_DETAIL } from '../../../src/metrics/vocabulary.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';
import { CLOCK, daily, OCTOBER, read, whole } from '../../support/october-replies.ts';

const kindOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiError) return error.kind;
    throw error;
  }
  return 'none';
};

describe('the edge of the data', () => {
  const november = monthRange('2026-11');
  const upTo = (to: string, claimed: DateRange) =>
    segment(
      claimed.from,
      claimed.to,
      0,
      daily({ from: '2026-11-01', to }, () => ({ revenue: money('1') })),
    );

  it.each([
    ['2026-11-22', 22],
    ['2026-11-21', 26],
  ])('days until %s beside a month that is open: the total stands on %i days', (to, days) => {
    const whole = segment(november.from, november.to, 0, [
      bucket(november.from, november.to, 0, { revenue: money('26') }),
    ]);
    const reading = read([upTo(to, november), whole], november);
    expect(withOwnDates(reading).coverage.get('revenue')).toBe(days);
  });

  it.each([
    ['2026-11-23', 'partial'],
    ['2026-11-22', 'same'],
  ])('a period until %s that lacks its last day is %s', (to, verdict) => {
    const period = { from: '2026-11-01', to };
    expect(read([upTo(addDays(to, -1), period)], period).verdict).toBe(verdict);
  });

  it('a rate without a sum is that of the stretch over all days with data', () => {
    const rate = (from: string, to: string, video_completion_rate: string) =>
      bucket(from, to, 0, { video_completion_rate });
    const reading = readSeries(
      {
        segments: whole(OCTOBER, [
          rate(OCTOBER.from, OCTOBER.to, '0.9'),
          bucket('2026-10-05', '2026-10-05', 0, { like_cnt: 1 }),
          bucket('2026-10-06', '2026-10-06', 0, { like_cnt: 1 }),
          rate('2026-10-05', '2026-10-06', '0.2'),
        ]),
      },
      VIDEO_DETAIL,
      { period: OCTOBER },
      CLOCK,
    );
    expect(withOwnDates(reading).totals.completion_rate).toBe(0.9);
    const short = readSeries(
      {
        segments: whole(OCTOBER, [
          bucket('2026-10-05', '2026-10-05', 0, { like_cnt: 1 }),
          bucket('2026-10-06', '2026-10-06', 0, { like_cnt: 1 }),
          rate('2026-10-05', '2026-10-06', '0.2'),
        ]),
      },
      VIDEO_DETAIL,
      { period: OCTOBER },
      CLOCK,
    );
    expect(withOwnDates(short).totals.completion_rate).toBe(0.2);
  });
});

describe('several currencies', () => {
  it('are never compared, also not as zero', () => {
    const september = monthRange('2026-09');
    const current = read(
      whole(
        OCTOBER,
        daily(OCTOBER, () => ({ revenue: money('10') })),
      ),
    );
    const previous = read(
      whole(
        september,
        daily(september, () => ({ revenue: money('8', 'SGD') })),
      ),
      september,
    );
    if (!isMatching(current) || !isMatching(previous)) throw new TypeError('not matching');
    const comparison = comparePeriods(current, previous, (date) => date.slice(8));
    for (const currency of ['USD', 'SGD']) {
      expect(comparison && changesOf(comparison, INSIGHTS, { currency, mixed: [] })).toEqual({});
    }
  });

  it('are written with their own where the answer has another', () => {
    const { totals } = withOwnDates(
      read(
        whole(
          OCTOBER,
          daily(OCTOBER, () => ({ revenue: money('1', 'SGD') })),
        ),
      ),
    );
    expect(writeFigures(totals, { currency: 'USD', mixed: [] })).toEqual({
      revenue: { amount: 31, currency: 'SGD' },
    });
  });

  it('have no figure per thousand', () => {
    const shows = (currency: string) => ({ live_revenue: money('5', currency), live_show_cnt: 1000 });
    const reading = readSeries(
      {
        segments: whole(
          OCTOBER,
          daily(OCTOBER, (date) => shows(date < '2026-10-15' ? 'USD' : 'SGD')),
        ),
      },
      LIVE,
      { period: OCTOBER },
      CLOCK,
    );
    expect(withOwnDates(reading).totals.live_gpm).toBeUndefined();
    expect(notesOf(reading).join()).toContain('Several currencies (SGD, USD)');
  });
});

describe('a reply about something else', () => {
  const ITEM = '7300000000000000001';
  const OTHER = '7300000000000000002';
  const detail = (segments: readonly JsonObject[]) =>
    readSeries({ segments }, VIDEO_DETAIL, { period: OCTOBER, itemId: ITEM }, CLOCK);
  const about = (filter: JsonObject, stats: JsonObject = {}) => ({
    ...segment(
      OCTOBER.from,
      OCTOBER.to,
      0,
      daily(OCTOBER, () => ({ like_cnt: 1, ...stats })),
    ),
    filter,
  });

  it.each([
    ['the filter', [about({ item_id: OTHER })]],
    ['a list in the filter', [about({ item_ids: [OTHER] })]],
    ['the figures', [about({}, { item_id: OTHER })]],
    ['one of two segments', [about({ item_id: ITEM }), about({ item_id: OTHER })]],
    ['two creators in the filters', [about({ creator_id: '1' }), about({ creator_id: '2' })]],
    ['two creators in the figures', [about({}, { creator_id: '1' }), about({}, { creator_id: '2' })]],
  ])('is refused where %s tells it', (_, segments) => {
    expect(kindOf(() => detail(segments))).toBe('mismatch');
  });

  it('is not where all tell the one that was asked, or none does', () => {
    for (const one of [about({ item_id: ITEM }, { item_id: ITEM }), about({}), about({ item_id: [ITEM] })]) {
      expect(countOf(withOwnDates(detail([one])).totals, 'likes')).toBe(31);
    }
  });

  it('is known by an id of 19 digits also where it is written as a number', () => {
    const text = JSON.stringify({ segments: [about({ item_id: '#' })] }).replace('"#"', ITEM);
    const payload = parseJson(text);
    if (!isJsonObject(payload)) throw new TypeError('no object');
    const reading = readSeries(payload, VIDEO_DETAIL, { period: OCTOBER, itemId: ITEM }, CLOCK);
    expect(countOf(withOwnDates(reading).totals, 'likes')).toBe(31);
    expect(parseJson(`{"id": ${ITEM}, "amount": 12.50, "list": [${OTHER}]}`)).toEqual({
      id: ITEM,
      amount: 12.5,
      list: [OTHER],
    });
  });

  it('or of an audience of another month is not the one asked for', () => {
    const profile = (month: string, share: string) => {
      const { from, to } = monthRange(month);
      return bucket(from, to, 0, { follower_genders: [{ key: 'a', value: share }] });
    };
    const asked = { period: monthRange('2026-09') };
    const both = { segments: [{ timed_profile: [profile('2026-08', '0.8'), profile('2026-09', '0.9')] }] };
    const reading = readAudience(both, asked, CLOCK);
    expect([reading.verdict, withOwnDates(reading).genders]).toEqual(['same', [{ key: 'a', share: 0.9 }]]);
    const only = readAudience({ segments: [{ timed_profile: [profile('2026-08', '0.8')] }] }, asked, CLOCK);
    expect(only.verdict).toBe('elsewhere');
  });
});

describe('audiences that cannot be', () => {
  const audience = (...profiles: readonly JsonObject[]) =>
    readAudience(
      { segments: [{ timed_profile: profiles.map((stats) => bucket(OCTOBER.from, OCTOBER.to, 0, stats)) }] },
      { period: OCTOBER },
      CLOCK,
    );
  const ages = (...values: readonly unknown[]) => ({
    follower_ages: values.map((value, index) => ({ key: String(index), value })),
  });

  it('are marked: more than the whole, two for the same days, shares that are none', () => {
    expect(notesOf(audience(ages('0.5', '0.5')))).toEqual([]);
    expect(notesOf(audience(ages('0.335', '0.335', '0.335')))).toEqual([]);
    expect(notesOf(audience(ages('0.7', '0.7')))).toEqual(['ages: the shares add up to more than 100 %.']);
    expect(notesOf(audience(ages('0.5'), ages('0.6')))).toEqual([
      'The reply has different profiles for the same days; one of them is used.',
    ]);
    expect(notesOf(audience(ages('12.5', '-0.1', true, '1')))).toEqual([
      '3 shares could not be read as a fraction from 0 to 1: left out.',
    ]);
  });
});

describe('dates and offsets', () => {
  const sold = { overall_item_sold_cnt: 1 };

  it('are the same days for every offset, told in seconds, as a text, in hours or not at all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -12, max: 14 }),
        fc.constantFrom('seconds', 'text', 'hours', 'missing'),
        fc.constantFrom('2026-02', '2024-02', '2026-03', '2026-10', '2026-11'),
        (hours, told, month) => {
          const offset = hours * 3600;
          const forms = { seconds: offset, text: `${offset}`, hours, missing: undefined };
          const { from, to } = monthRange(month);
          const buckets = dates(from, to).map((date) => bucket(date, date, offset, sold));
          const one = { time_selector: { timezone_offset: forms[told] }, timed_stats: buckets };
          const reading = read([one], { from, to }, { now: new Date('2027-06-01T12:00:00Z'), offset });
          expect(withOwnDates(reading).days.map((day) => day.from)).toEqual(dates(from, to));
          expect([reading.verdict, notesOf(reading)]).toEqual(['same', []]);
        },
      ),
    );
  });

  it('with midnights an hour off lose no day and say that they were rounded', () => {
    for (const hour of [-3600, 3600]) {
      const buckets = dates(OCTOBER.from, OCTOBER.to).map((date) => {
        const { start_timestamp: start, end_timestamp: end } = bucket(date, date, -28_800, sold);
        const late = (value: unknown, isLate: boolean) => Number(value) + (isLate ? hour : 0);
        return {
          start_timestamp: late(start, date > '2026-10-25'),
          end_timestamp: late(end, date >= '2026-10-25'),
          stats: sold,
        };
      });
      const one = { ...segment(OCTOBER.from, OCTOBER.to, -28_800, []), timed_stats: buckets };
      const reading = read([one]);
      expect(withOwnDates(reading).days.map((day) => day.from)).toEqual(dates(OCTOBER.from, OCTOBER.to));
      expect(notesOf(reading).join()).toContain('rounded to the nearest local midnight');
    }
  });

  it('in milliseconds are the same days', () => {
    const one = bucket('2026-10-05', '2026-10-05', 0, sold);
    const late = {
      ...one,
      start_timestamp: Number(one['start_timestamp']) * 1000,
      end_timestamp: Number(one['end_timestamp']) * 1000,
    };
    expect(withOwnDates(read([{ timed_stats: [late] }])).days.map(({ from }) => from)).toEqual([
      '2026-10-05',
    ]);
  });

  it.each([
    ['a renamed list', { time_selector: {}, daily_stats: [bucket('2026-10-05', '2026-10-05', 0, sold)] }],
    ['a list that is a text', { timed_stats: 'see below' }],
    [
      'renamed figures in a bucket',
      { timed_stats: [{ ...bucket('2026-10-05', '2026-10-05', 0, undefined), figures: sold }] },
    ],
    ['renamed figures', { timed_stats: [bucket('2026-10-05', '2026-10-05', 0, { items: 3 })] }],
    ['renamed money', { timed_stats: [bucket('2026-10-05', '2026-10-05', 0, { turnover: money('3') })] }],
    [
      'hours',
      {
        timed_stats: [0, 1].map((hour) => ({
          start_timestamp: 1_790_812_800 + hour * 3600,
          end_timestamp: 1_790_816_400 + hour * 3600,
          stats: sold,
        })),
      },
    ],
    [
      'dates that are none',
      { timed_stats: [{ start_timestamp: 'yesterday', end_timestamp: 'today', stats: sold }] },
    ],
  ])('or a shape that cannot be read is an error, not "no data": %s', (_, one) => {
    expect(kindOf(() => read([one]))).toBe('shape');
  });

  it('of hours beside days are left out by name', () => {
    const hour = { start_timestamp: 1_790_812_800, end_timestamp: 1_790_816_400, stats: sold };
    const reading = read([
      { timed_stats: [hour, bucket('2026-10-01', '2026-10-01', 0, sold), { stats: sold }] },
    ]);
    expect(countOf(withOwnDates(reading).totals, 'items_sold')).toBe(1);
    expect(notesOf(reading)).toEqual(
      expect.arrayContaining([
        'One part that is shorter than a day was left out.',
        'One part of the reply could not be read: left out.',
      ]),
    );
  });
});

describe('values', () => {
  const october = (stats: JsonObject) =>
    read(
      whole(
        OCTOBER,
        daily(OCTOBER, () => stats),
      ),
    );

  it('below zero are kept: returns', () => {
    const { totals } = withOwnDates(october({ overall_item_sold_cnt: -1, revenue: money('-2.5') }));
    expect([countOf(totals, 'items_sold'), totals.revenue?.get('USD')?.toNumber()]).toEqual([-31, -77.5]);
  });

  it.each([
    ['revenue', 12.5],
    ['revenue', true],
    ['revenue', { amount: '1,234.56', currency_code: 'USD' }],
    ['overall_item_sold_cnt', '1,234'],
    ['overall_item_sold_cnt', 1.5],
    ['overall_item_sold_cnt', {}],
  ])('that cannot be read are counted and named: %s %j', (name, value) => {
    const reading = october({ product_show_cnt: 1, [name]: value });
    expect(notesOf(reading).join()).toMatch(/31 values of \w+ could not be read/);
    expect(withOwnDates(reading).coverage.has(name === 'revenue' ? 'revenue' : 'items_sold')).toBe(false);
  });

  it('that would be a rate above 1 or below 0 are not shown as one', () => {
    for (const clicks of [3, -1]) {
      const reading = october({ product_show_cnt: 2, product_click_cnt: clicks });
      expect(withOwnDates(reading).totals.click_through_rate).toBeUndefined();
      expect(notesOf(reading)).toContain(
        'click_through_rate: computed from its parts, the rate is not between 0 and 1, so it is not shown.',
      );
    }
  });

  it('are flags in four forms each, and in no other', () => {
    expect([true, 1, '1', 'true'].map(readBoolean)).toEqual([true, true, true, true]);
    expect([false, 0, '0', 'false'].map(readBoolean)).toEqual([false, false, false, false]);
    expect(['yes', 2, null, '', 'TRUE', {}].map(readBoolean)).toEqual(Array(6).fill(undefined));
  });

  it('without a currency are zero in any, or money of an unknown one', () => {
    const { totals, denomination } = withOwnDates(
      read(
        whole(
          OCTOBER,
          daily(OCTOBER, (date) => ({ revenue: date < '2026-10-31' ? { amount: '0' } : money('5') })),
        ),
      ),
    );
    expect([totals.revenue?.get('USD')?.toNumber(), denomination.currency]).toEqual([5, 'USD']);
  });
});
