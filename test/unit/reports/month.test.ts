import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { addMonths, monthRange } from '../../../src/metrics/calendar.ts';
import { summarizeReplies as summarizeMonth } from '../../support/month-readings.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';
import { at, month, ordinary, US } from '../../support/monthly-replies.ts';

describe('a month', () => {
  it('adds up a month that spans a daylight-saving change at the fixed offset of the replies', () => {
    const result = summarizeMonth(
      '2026-03',
      { insights: month('2026-03', US, () => ordinary), previous: month('2026-02', US, () => ordinary) },
      at('2026-05-10T12:00:00Z', US),
    );
    expect(result.window).toEqual({
      from: '2026-03-01',
      to: '2026-03-31',
      utc_offset: '-08:00',
      days_with_data: 31,
      last_day_with_data: '2026-03-31',
      complete: true,
    });
    expect(result.totals).toMatchObject({
      revenue: 930,
      live_revenue: 310,
      video_revenue: 620,
      commission_estimated: 93,
      commission_rate: 0.111111,
      items_sold: 62,
      product_impressions: 3100,
      product_clicks: 310,
      click_through_rate: 0.1,
      items_per_click: 0.2,
      revenue_per_1000_impressions: 300,
    });
    // February has 28 days: 28 of each are compared, and the three days more of March are not.
    expect(result.previous).toMatchObject({
      days: 28,
      window: { from: '2026-02-01', to: '2026-02-28' },
      totals: { revenue: 840 },
    });
    expect(result.change?.['revenue']).toMatchObject({ absolute: 0, relative: 0 });
    expect(result.notes).toContain(
      'Compared with the month before over the 28 days that both have data for.',
    );
  });

  it('keeps February to its 28 days, and to 29 in a leap year', () => {
    for (const [name, days] of [
      ['2026-02', 28],
      ['2028-02', 29],
    ] as const) {
      const result = summarizeMonth(
        name,
        { insights: month(name, 0, () => ordinary) },
        at('2029-01-01T00:00:00Z', 0),
      );
      expect(result.window.to).toBe(`${name}-${days}`);
      expect(result.totals).toMatchObject({ revenue: days * 30 });
    }
  });

  it.each(['2026-11-01T20:00:00Z', '2026-11-02T20:00:00Z'])(
    'has nothing yet on %s and does not call it zero',
    (now) => {
      const result = summarizeMonth(
        '2026-11',
        { insights: month('2026-11', US, () => undefined), previous: month('2026-10', US, () => ordinary) },
        at(now, US),
      );
      expect(result.totals).toEqual({
        revenue_per_day: undefined,
        views: undefined,
        new_followers: undefined,
      });
      expect(result.window).toMatchObject({ days_with_data: 0, last_day_with_data: null, complete: false });
      expect(result.change).toBeUndefined();
      expect(result.best_day).toBeNull();
      expect(result.notes).toContain(
        'No data was returned for 2026-11-01 to 2026-11-30; that is not the same as zero.',
      );
      expect(result.notes).toContain(
        'No comparison with the month before: there are no days that both have data for.',
      );
    },
  );

  it('says so when the vendor answers for other days than the month', () => {
    const days = dates('2026-11-14', '2026-11-20').map((date) => bucket(date, date, US, ordinary));
    const result = summarizeMonth(
      '2026-10',
      { insights: { segments: [segment('2026-11-14', '2026-11-20', US, days)] } },
      at('2026-11-22T20:00:00Z', US),
    );
    // Nothing of it stands under October's name.
    expect(result.totals).not.toHaveProperty('revenue');
    expect(result.days).toEqual([]);
    expect(result.window).toMatchObject({ from: '2026-10-01', to: '2026-10-31', complete: false });
    expect(result.other_windows).toMatchObject([
      {
        part: 'The earnings',
        verdict: 'elsewhere',
        window: { from: '2026-11-14', to: '2026-11-20' },
        days_with_data: 7,
        totals: { revenue: { amount: 210, currency: 'USD' } },
      },
    ]);
    expect(result.verdicts[0]).toMatchObject({
      part: 'earnings',
      verdict: 'elsewhere',
      answered: { from: '2026-11-14', to: '2026-11-20' },
    });
  });

  it('tells a month without activity from a month without data, and divides by zero nowhere', () => {
    const zero = {
      revenue: money('0'),
      live_revenue: money('0'),
      video_revenue: money('0'),
      commission_estimated: money('0'),
      overall_item_sold_cnt: 0,
      product_show_cnt: 0,
      product_click_cnt: 0,
    };
    const result = summarizeMonth(
      '2026-09',
      {
        insights: month('2026-09', 0, () => zero),
        previous: month('2026-08', 0, () => zero),
        products: { segments: [] },
        videos: { segments: [] },
      },
      at('2026-11-22T00:00:00Z', 0),
    );
    expect(result.totals).toMatchObject({ revenue: 0, items_sold: 0 });
    expect(result.totals).not.toHaveProperty('click_through_rate');
    expect(result.totals).not.toHaveProperty('commission_rate');
    expect(result.change?.['revenue']).toMatchObject({ absolute: 0, relative: null });
    expect(result.best_day).toEqual({ date: '2026-09-01', weekday: 'Tuesday', revenue: 0 });
    expect(result.concentration).toEqual({ top_video_share: null, top_product_share: null });
  });

  it('compares a month to date with the same days before, and leaves a missing day out on both sides', () => {
    const current = month('2026-11', US, (date) =>
      date <= '2026-11-20' && date !== '2026-11-16' ? ordinary : undefined,
    );
    const previous = month('2026-10', US, (date) => ({
      ...ordinary,
      revenue: money(date === '2026-10-16' ? '900.00' : '20.00'),
    }));
    const result = summarizeMonth('2026-11', { insights: current, previous }, at('2026-11-22T20:00:00Z', US));
    expect(result.previous).toMatchObject({
      days: 19,
      window: { from: '2026-10-01', to: '2026-10-20' },
      totals: { revenue: 380 },
    });
    expect(result.change?.['revenue']).toMatchObject({ absolute: 190, relative: 0.5 });
    expect(result.notes).toContain('No data for 2026-11-16: left out, not counted as zero.');
    expect(result.notes).toContain(
      'Data ends on 2026-11-20, 2 days before today (2026-11-22): later days are not in yet, not zero.',
    );
  });

  it('shows what revenue has beyond LIVE and videos, as it is', () => {
    const clock = at('2026-12-20T00:00:00Z', 0);
    const beyond = month('2026-11', 0, () => ({ ...ordinary, revenue: money('35.00') }));
    expect(summarizeMonth('2026-11', { insights: beyond }, clock).totals).toMatchObject({
      revenue: 1050,
      other_revenue: 150,
    });
    const rounding = month('2026-11', 0, () => ({ ...ordinary, revenue: money('30.01') }));
    expect(summarizeMonth('2026-11', { insights: rounding }, clock).totals).toMatchObject({
      other_revenue: 0.3,
    });
    const overlap = month('2026-11', 0, () => ({ ...ordinary, revenue: money('29.00') }));
    expect(summarizeMonth('2026-11', { insights: overlap }, clock).totals).toMatchObject({
      other_revenue: -30,
    });
  });

  it('never adds two currencies', () => {
    const mixed = month('2026-10', 0, (date) =>
      date < '2026-10-16' ? ordinary : { ...ordinary, revenue: money('30.00', 'EUR') },
    );
    const result = summarizeMonth('2026-10', { insights: mixed }, at('2026-12-20T00:00:00Z', 0));
    expect(result.currency).toBeUndefined();
    expect(result.totals).not.toHaveProperty('revenue');
    expect(result.totals).toMatchObject({ items_sold: 62, live_revenue: { amount: 310, currency: 'USD' } });
    expect(result.best_day).toBeNull();
    expect(result.notes.find((note) => note.startsWith('Several currencies'))).toContain(
      'revenue 450.00 USD and 480.00 EUR',
    );
  });

  it('ranks rows with their share, and leaves out a list that is about other days', () => {
    const row = (id: string, gmv: string): JsonObject => ({
      video_meta: { item_id: id, name: `Video ${id}` },
      gmv: money(gmv),
    });
    const list = (from: string, to: string): JsonObject => ({
      segments: [
        segment(
          from,
          to,
          0,
          [bucket(from, to, 0, undefined)].map((one) => ({
            ...one,
            stats: [
              row('7000000000000000001', '93.00'),
              row('7000000000000000002', '465.00'),
              row('7000000000000000003', '0'),
            ],
          })),
          'timed_lists',
        ),
      ],
    });
    const insights = month('2026-10', 0, () => ordinary);
    const clock = at('2026-11-22T00:00:00Z', 0);
    const same = summarizeMonth('2026-10', { insights, videos: list('2026-10-01', '2026-10-31') }, clock);
    expect(same.top_videos.map(({ video_id, share }) => [video_id, share])).toEqual([
      ['7000000000000000002', 0.5],
      ['7000000000000000001', 0.1],
    ]);
    expect(same.concentration.top_video_share).toBe(0.5);
    const other = summarizeMonth('2026-10', { insights, videos: list('2026-11-14', '2026-11-20') }, clock);
    expect(other.top_videos).toEqual([]);
    expect(other.notes).toContain(
      'Top videos are left out: the video list covers 2026-11-14 to 2026-11-20, not this period. get_video_list_analytics shows that list with its own dates.',
    );
  });

  it('takes views from the video summary only where it covers the month', () => {
    const views = (from: string, to: string): JsonObject => ({
      segments: [
        segment(
          from,
          to,
          US,
          dates(from, to).map((date) => bucket(date, date, US, { vv_cnt: 100, new_follower_cnt: 2 })),
        ),
      ],
    });
    const clock = at('2026-11-22T20:00:00Z', US);
    const november = month('2026-11', US, (date) => (date <= '2026-11-20' ? ordinary : undefined));
    const covered = summarizeMonth(
      '2026-11',
      { insights: november, video: views('2026-10-22', '2026-11-20') },
      clock,
    );
    expect(covered.totals).toMatchObject({ views: 2000, new_followers: 40 });
    const october = month('2026-10', US, () => ordinary);
    const partly = summarizeMonth(
      '2026-10',
      { insights: october, video: views('2026-10-22', '2026-11-20') },
      clock,
    );
    expect(partly.totals.views).toBeUndefined();
    expect(partly.other_windows).toMatchObject([
      {
        part: 'The video figures',
        verdict: 'narrower',
        window: { from: '2026-10-22', to: '2026-10-31' },
        totals: { views: 1000, new_followers: 20 },
      },
    ]);
  });

  it('profiles the weekdays', () => {
    const result = summarizeMonth(
      '2026-02',
      {
        insights: month('2026-02', 0, (date) => ({
          ...ordinary,
          revenue: money(date.endsWith('-07') ? '90.00' : '30.00'),
        })),
      },
      at('2026-05-01T00:00:00Z', 0),
    );
    // 7 February 2026 is a Saturday, one of four.
    expect(result.best_day).toEqual({ date: '2026-02-07', weekday: 'Saturday', revenue: 90 });
    expect(result.weekdays.find(({ weekday }) => weekday === 'Saturday')).toEqual({
      weekday: 'Saturday',
      days: 4,
      revenue: 180,
      average_revenue: 45,
    });
    expect(result.weekdays).toHaveLength(7);
  });

  it('does not compare a stretch of a month with a whole one', () => {
    const stretch = (from: string, to: string, revenue: string): JsonObject => ({
      segments: [segment(from, to, 0, [bucket(from, to, 0, { ...ordinary, revenue: money(revenue) })])],
    });
    const result = summarizeMonth(
      '2026-11',
      {
        insights: stretch('2026-11-01', '2026-11-20', '200.00'),
        previous: stretch('2026-10-01', '2026-10-31', '310.00'),
      },
      at('2026-12-20T00:00:00Z', 0),
    );
    expect(result.change).toBeUndefined();
    expect(result.previous).toBeUndefined();
  });

  it('uses a coarse bucket when there is no other, and compares only whole months', () => {
    const whole = (name: string, revenue: string): JsonObject => {
      const { from, to } = monthRange(name);
      return {
        segments: [segment(from, to, 0, [bucket(from, to, 0, { ...ordinary, revenue: money(revenue) })])],
      };
    };
    const result = summarizeMonth(
      '2026-10',
      { insights: whole('2026-10', '500.00'), previous: whole(addMonths('2026-10', -1), '400.00') },
      at('2026-12-01T00:00:00Z', 0),
    );
    expect(result.totals).toMatchObject({ revenue: 500 });
    expect(result.change?.['revenue']).toMatchObject({ absolute: 100, relative: 0.25 });
    expect(result.notes[1]).toContain('No daily figures');
  });
});
