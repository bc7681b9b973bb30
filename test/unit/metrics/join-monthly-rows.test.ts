import { describe, expect, it } from 'vitest';
import { type DateRange, monthRange } from '../../../src/metrics/calendar.ts';
import { joinMonthlyRows } from '../../../src/metrics/join-monthly-rows.ts';
import { isMatching, withOwnDates } from '../../../src/metrics/reading.ts';
import { gateVideoList } from '../../../src/metrics/replies.ts';
import { VIDEO_ROW } from '../../../src/metrics/vocabulary.ts';
import { bucket, money, segment } from '../../support/month-reply.ts';

const CLOCK = { now: new Date('2026-12-20T00:00:00Z'), offset: 0 };
const [SEPTEMBER, OCTOBER] = [monthRange('2026-09'), monthRange('2026-10')];

/** The list of a month as the vendor answers it for some days. */
const listOf = (
  asked: DateRange | undefined,
  answered: DateRange,
  videos: Readonly<Record<string, string>>,
  more = false,
  page = 0,
) =>
  gateVideoList(
    {
      segments: [
        {
          ...segment(
            answered.from,
            answered.to,
            0,
            [
              bucket(
                answered.from,
                answered.to,
                0,
                Object.entries(videos).map(([id, gmv]) => ({
                  video_meta: { item_id: id },
                  vv_cnt: 100,
                  gmv: money(gmv),
                })),
              ),
            ],
            'timed_lists',
          ),
          list_control: { next_pagination: { has_more: more, next_page: 1, total: 2 } },
        },
      ],
    },
    { period: asked, page },
    CLOCK,
  );

describe('lists of several months', () => {
  const first = { '7400000000000000001': '10.10', '7400000000000000002': '5.00' };
  const second = { '7400000000000000001': '0.20' };

  it('add up by video', () => {
    const joined = joinMonthlyRows(
      [listOf(SEPTEMBER, SEPTEMBER, first), listOf(OCTOBER, OCTOBER, second, true)],
      VIDEO_ROW,
    );
    expect(isMatching(joined)).toBe(true);
    expect(joined?.asked).toEqual({ from: '2026-09-01', to: '2026-10-31' });
    const list = joined && withOwnDates(joined);
    expect(list?.window).toMatchObject({ from: '2026-09-01', to: '2026-10-31' });
    expect(
      list?.rows.map(({ id, figures }) => [id, figures.views, figures.gmv?.get('USD')?.toFixed(2)]),
    ).toEqual([
      ['7400000000000000001', 200, '10.30'],
      ['7400000000000000002', 100, '5.00'],
    ]);
    expect(joined?.notes.join(' ')).toContain('first pages of several months');
  });

  it('are the latest alone where one is about other days, or a month is missing between them', () => {
    const week = { from: '2026-12-01', to: '2026-12-07' };
    const other = joinMonthlyRows([listOf(SEPTEMBER, week, first), listOf(OCTOBER, week, second)], VIDEO_ROW);
    expect(other?.verdict).toBe('elsewhere');
    expect(other && withOwnDates(other).rows).toHaveLength(1);
    const august = monthRange('2026-08');
    const apart = joinMonthlyRows(
      [listOf(august, august, first), listOf(OCTOBER, OCTOBER, second)],
      VIDEO_ROW,
    );
    expect(apart?.asked).toEqual(OCTOBER);
    expect(joinMonthlyRows([], VIDEO_ROW)).toBeUndefined();
    // Also where the one about other days would follow.
    const november = monthRange('2026-11');
    const three = [
      listOf(SEPTEMBER, SEPTEMBER, first),
      listOf(november, OCTOBER, second),
      listOf(november, november, first),
    ];
    expect(joinMonthlyRows(three, VIDEO_ROW)).toBe(three[2]);
  });

  it('are all that is known of a single month', () => {
    const only = listOf(OCTOBER, OCTOBER, first);
    expect(joinMonthlyRows([only], VIDEO_ROW)).toBe(only);
  });

  it('are whole where every month is, and say once what several of them say', () => {
    const november = monthRange('2026-11');
    const months = (last: DateRange, ...lists: readonly ReturnType<typeof listOf>[]) => {
      const joined = joinMonthlyRows([...lists, listOf(last, last, first)], VIDEO_ROW);
      if (!isMatching(joined)) throw new TypeError('not matching');
      const { isWhole, isFromStart, nextPage, total } = joined.value;
      return [isWhole, isFromStart, nextPage, total, joined.isComplete, joined.answered, joined.notes];
    };
    const SHORT = 'The vendor counts 2 rows but sent only 1, and no further page.';
    const PAGES =
      'The first pages of several months are added up: a video counts with the months in which it is on one of them.';
    const two = { from: '2026-09-01', to: '2026-10-31' };
    const three = { from: '2026-09-01', to: '2026-11-30' };
    const one = { '7400000000000000001': '1' };
    const september = (...rest: readonly [boolean?, number?]) => listOf(SEPTEMBER, SEPTEMBER, first, ...rest);
    expect(months(OCTOBER, september())).toEqual([true, true, undefined, undefined, true, two, []]);
    expect(months(OCTOBER, september(true))).toEqual([false, true, 1, undefined, true, two, [PAGES]]);
    expect(months(OCTOBER, september(false, 1))).toEqual([false, false, undefined, undefined, true, two, []]);
    const shortLists = [listOf(SEPTEMBER, SEPTEMBER, one), listOf(OCTOBER, OCTOBER, one)];
    expect(months(november, ...shortLists)).toEqual([
      false,
      true,
      undefined,
      undefined,
      true,
      three,
      [SHORT],
    ]);
    const december = monthRange('2026-12');
    expect(months(december, listOf(november, november, first))[4]).toBe(false);
  });

  it('are asked for from the first day to the last, if days were asked for at all', () => {
    const askedOf = (one: DateRange | undefined, other: DateRange | undefined) =>
      joinMonthlyRows([listOf(one, SEPTEMBER, first), listOf(other, OCTOBER, second)], VIDEO_ROW)?.asked;
    expect(askedOf(SEPTEMBER, OCTOBER)).toEqual({ from: '2026-09-01', to: '2026-10-31' });
    expect([
      askedOf(undefined, OCTOBER),
      askedOf(SEPTEMBER, undefined),
      askedOf(undefined, undefined),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
