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
  asked: DateRange,
  answered: DateRange,
  videos: Readonly<Record<string, string>>,
  more = false,
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
          list_control: { next_pagination: { has_more: more, next_page: 1 } },
        },
      ],
    },
    { period: asked, page: 0 },
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
  });
});
