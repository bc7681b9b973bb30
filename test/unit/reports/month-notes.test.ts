import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { summarizeReplies as summarizeMonth } from '../../support/month-readings.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';
import {
  at,
  LATER,
  listOf,
  month,
  ordinary,
  productRow,
  US,
  videoRow,
} from '../../support/monthly-replies.ts';

const LIMITS = 'Commission is an estimate; refunds, payouts and paid commission are not in this data.';

describe('the notes of a month', () => {
  const october = month('2026-10', 0, () => ordinary);
  const notes = (parts: Parameters<typeof summarizeMonth>[1], name = '2026-10') =>
    summarizeMonth(name, parts, LATER).notes;

  it('are only what the data cannot say when nothing is odd', () => {
    const september = month('2026-09', 0, () => ordinary);
    expect(notes({ insights: october })).toEqual([LIMITS]);
    // October has a day more than September.
    expect(notes({ insights: october, previous: september })).toEqual([
      LIMITS,
      'Compared with the month before over the 30 days that both have data for.',
    ]);
    expect(
      notes(
        { insights: month('2026-08', 0, () => ordinary), previous: month('2026-07', 0, () => ordinary) },
        '2026-08',
      ),
    ).toEqual([LIMITS]);
    expect(
      notes({
        insights: october,
        video: month('2026-10', 0, () => ({ vv_cnt: 5 })),
        videos: listOf('2026-10-01', '2026-10-31', [videoRow('1', '3')]),
        products: listOf('2026-10-01', '2026-10-31', [productRow('1', '3')]),
      }),
    ).toEqual([LIMITS]);
  });

  it('count the shared days also where only the month before has more', () => {
    expect(
      notes(
        { insights: month('2026-09', 0, () => ordinary), previous: month('2026-08', 0, () => ordinary) },
        '2026-09',
      ),
    ).toEqual([LIMITS, 'Compared with the month before over the 30 days that both have data for.']);
  });

  it('speak of no comparison only where both months came', () => {
    expect(notes({ previous: october })).toEqual([LIMITS]);
    const empty = month('2026-09', 0, () => undefined);
    expect(notes({ insights: october, previous: empty })).toEqual([
      LIMITS,
      'The month before: No data was returned for 2026-09-01 to 2026-09-30; that is not the same as zero.',
      'No comparison with the month before: there are no days that both have data for.',
    ]);
  });

  it('do not speak of what other channels brought: that is usual', () => {
    const beyond = month('2026-10', 0, () => ({ ...ordinary, revenue: money('31.00') }));
    expect(notes({ insights: beyond })).toEqual([LIMITS]);
  });

  it('say so where a list is about other days, and explain zero sales', () => {
    expect(
      notes({
        insights: october,
        videos: listOf('2026-10-02', '2026-10-31', [videoRow('1', '3')]),
        products: listOf('2026-10-01', '2026-10-30', [productRow('1', '0', { item_sold_cnt: 0 })]),
      }),
    ).toEqual([
      LIMITS,
      'Top videos are left out: the video list covers 2026-10-02 to 2026-10-31, not this period. get_video_list_analytics shows that list with its own dates.',
      'Top products are left out: the product list covers 2026-10-01 to 2026-10-30, not this period. get_product_analytics_list shows that list with its own dates.',
      expect.stringMatching(/^Every product shows zero sales/),
    ]);
  });

  it('say of which part they speak', () => {
    const live = month('2026-10', 0, (date) =>
      date === '2026-10-05'
        ? undefined
        : { live_revenue: money('10.00', date < '2026-10-16' ? 'USD' : 'EUR') },
    );
    const gap = 'LIVE: No data for 2026-10-05: left out, not counted as zero.';
    expect(notes({ live }).slice(0, 3)).toEqual([
      LIMITS,
      gap,
      'LIVE: Several currencies (EUR, USD) are never added up. live_revenue 140.00 USD and 160.00 EUR',
    ]);
    const products = listOf('2026-10-01', '2026-10-31', [
      productRow('1', '5'),
      productRow('2', '5', { revenue: money('5', 'EUR') }),
    ]);
    expect(notes({ products })).toEqual([
      LIMITS,
      'The product list has several currencies (EUR, USD): it is left out of sums and shares.',
    ]);
    expect(notes({ insights: october, live })).toContain(gap);
  });
});

describe('a month of which parts are missing', () => {
  it('has no figures at all without any', () => {
    expect(summarizeMonth('2026-10', {}, LATER)).toEqual({
      period: {
        name: undefined,
        from: '2026-10-01',
        to: '2026-10-31',
        by: 'day',
        compare: 'previous',
        compared_with: 'the month before',
      },
      window: { from: '2026-10-01', to: '2026-10-31', utc_offset: '+00:00', complete: false },
      currency: undefined,
      totals: { revenue_per_day: undefined, views: undefined, new_followers: undefined },
      live: undefined,
      previous: undefined,
      change: undefined,
      best_day: null,
      worst_day: null,
      weekdays: [],
      days: [],
      trend: undefined,
      outlook: undefined,
      other_windows: undefined,
      top_videos_window: undefined,
      top_videos: [],
      top_products_window: undefined,
      top_products: [],
      concentration: { top_video_share: null, top_product_share: null },
      verdicts: ['earnings', 'month before', 'LIVE', 'video', 'video list', 'product list'].map((part) => ({
        part,
        verdict: 'missing',
      })),
      notes: [LIMITS],
    });
  });

  it('has its LIVE figures and their window without the insights', () => {
    const live = month('2026-10', US, () => ({
      live_revenue: money('9.00'),
      live_show_cnt: 450,
      item_sold_cnt: 1,
    }));
    const result = summarizeMonth('2026-10', { live }, at('2026-12-20T00:00:00Z', US));
    expect(result).toMatchObject({
      currency: 'USD',
      window: {
        from: '2026-10-01',
        to: '2026-10-31',
        utc_offset: '-08:00',
        days_with_data: 31,
        complete: true,
      },
      live: { live_revenue: 279, live_impressions: 13_950, live_gpm: 20, items_sold: 31 },
      days: [],
    });
  });

  it('ranks products and videos in their own currency without the insights, with no shares', () => {
    const products = listOf('2026-10-01', '2026-10-31', [productRow('1', '5.00'), productRow('2', '7.00')]);
    const alone = summarizeMonth('2026-10', { products }, LATER);
    expect(alone.currency).toBe('USD');
    expect(alone.top_products).toEqual([
      { product_id: '2', title: 'Product 2', revenue: 7, items_sold: 1, share: null },
      { product_id: '1', title: 'Product 1', revenue: 5, items_sold: 1, share: null },
    ]);
    expect(alone.top_products_window).toMatchObject({ from: '2026-10-01', to: '2026-10-31' });
    const videos = listOf('2026-10-01', '2026-10-31', [videoRow('1', '900', { gmv: money('900', 'JPY') })]);
    expect(summarizeMonth('2026-10', { videos }, LATER)).toMatchObject({
      currency: 'JPY',
      top_videos: [{ video_id: '1', title: 'Video 1', gmv: 900 }],
      top_videos_window: { from: '2026-10-01' },
    });
  });

  it('has no other revenue unless revenue and both of its parts are there', () => {
    const gapWith = (fields: JsonObject) =>
      summarizeMonth('2026-10', { insights: month('2026-10', 0, () => fields) }, LATER).totals;
    const [revenue, live_revenue, video_revenue] = [money('40.00'), money('10.00'), money('20.00')];
    expect(gapWith({ revenue, live_revenue, video_revenue })).toMatchObject({ other_revenue: 310 });
    for (const fields of [
      { live_revenue, video_revenue },
      { revenue, video_revenue },
      { revenue, live_revenue },
      { revenue, live_revenue, video_revenue: money('20.00', 'EUR') },
    ]) {
      expect(gapWith(fields)).not.toHaveProperty('other_revenue');
    }
  });
});

describe('a ranking', () => {
  it('has at most five rows, the best first, equals by id, and none that brought nothing', () => {
    const products = listOf('2026-10-01', '2026-10-31', [
      productRow('70', '93.00'),
      productRow('30', '1.00'),
      productRow('20', '1.00'),
      productRow('10', '0.00'),
      productRow('60', '465.00'),
      productRow('50', '1.00'),
      productRow('40', '1.00'),
      productRow('80', '-5.00'),
    ]);
    const result = summarizeMonth(
      '2026-10',
      { insights: month('2026-10', 0, () => ordinary), products },
      LATER,
    );
    expect(result.top_products.map(({ product_id, share }) => [product_id, share])).toEqual([
      ['60', 0.5],
      ['70', 0.1],
      ['20', 0.001075],
      ['30', 0.001075],
      ['40', 0.001075],
    ]);
    expect(result.concentration).toEqual({ top_video_share: null, top_product_share: 0.5 });
  });

  it('has no share above all of it, where another channel lost', () => {
    // 20.00 a day of videos and 10.00 less beside them: a video can have more than the revenue.
    const insights = month('2026-10', 0, () => ({
      revenue: money('10.00'),
      live_revenue: money('0'),
      video_revenue: money('20.00'),
    }));
    const shareOf = (gmv: string) =>
      summarizeMonth(
        '2026-10',
        { insights, videos: listOf('2026-10-01', '2026-10-31', [videoRow('1', gmv)]) },
        LATER,
      ).top_videos.map(({ share }) => share);
    expect(shareOf('310.00')).toEqual([1]);
    expect(shareOf('310.01')).toEqual([null]);
  });

  it('has shares where a list reaches at least to the last day with data', () => {
    const insights = month('2026-11', 0, (date) => (date <= '2026-11-20' ? ordinary : undefined));
    const shares = (from: string, to: string) =>
      summarizeMonth(
        '2026-11',
        { insights, videos: listOf(from, to, [videoRow('1', '60.00')]) },
        at('2026-11-22T00:00:00Z', 0),
      ).top_videos.map(({ share }) => share);
    expect(shares('2026-11-01', '2026-11-20')).toEqual([0.1]);
    expect(shares('2026-11-01', '2026-11-30')).toEqual([0.1]);
    expect(shares('2026-11-01', '2026-11-19')).toEqual([null]);
    expect(shares('2026-11-02', '2026-11-20')).toEqual([]);
  });
});

describe('the month before', () => {
  it('is that month alone, whatever else its reply brings', () => {
    const [september] = [monthRange('2026-09')];
    const days = dates('2026-08-01', '2026-10-31').map((date) =>
      bucket(date, date, 0, { ...ordinary, revenue: money(date.startsWith('2026-09') ? '10.00' : '777.00') }),
    );
    const result = summarizeMonth(
      '2026-10',
      {
        insights: month('2026-10', 0, () => ordinary),
        previous: { segments: [segment('2026-08-01', '2026-10-31', 0, days)] },
      },
      LATER,
    );
    expect(result.previous).toMatchObject({ window: september, days: 30, totals: { revenue: 300 } });
    expect(result.change?.['revenue']).toMatchObject({ absolute: 600, relative: 2 });
  });
});

describe('the days of a month', () => {
  const revenueOn = (amounts: Readonly<Record<string, string>>) =>
    summarizeMonth(
      '2026-10',
      {
        insights: month('2026-10', 0, (date) => {
          const amount = amounts[date];
          return amount === undefined ? undefined : { revenue: money(amount) };
        }),
      },
      LATER,
    );

  it('have a best and a worst; of equals the earlier is the better', () => {
    const others = dates('2026-10-09', '2026-10-31').map((date) => [date, '7']);
    const result = revenueOn({
      ...Object.fromEntries(others),
      '2026-10-05': '5',
      '2026-10-06': '9',
      '2026-10-07': '9',
      '2026-10-08': '5',
    });
    expect(result.best_day).toEqual({ date: '2026-10-06', weekday: 'Tuesday', revenue: 9 });
    expect(result.worst_day).toEqual({ date: '2026-10-08', weekday: 'Thursday', revenue: 5 });
    expect(result.days.slice(0, 4)).toEqual([
      { date: '2026-10-05', revenue: 5 },
      { date: '2026-10-06', revenue: 9 },
      { date: '2026-10-07', revenue: 9 },
      { date: '2026-10-08', revenue: 5 },
    ]);
  });

  it('make up weekdays from 28 days on, Monday first', () => {
    const first = (count: number) =>
      revenueOn(
        Object.fromEntries(
          dates('2026-10-01', '2026-10-31')
            .slice(0, count)
            .map((date) => [date, String(Number(date.slice(8)))]),
        ),
      ).weekdays;
    expect(first(27)).toEqual([]);
    // Mondays are the 5th, 12th, 19th and 26th, Sundays the 4th, 11th, 18th and 25th.
    expect(first(28)).toHaveLength(7);
    expect(first(28).at(0)).toEqual({ weekday: 'Monday', days: 4, revenue: 62, average_revenue: 15.5 });
    expect(first(28).at(-1)).toEqual({ weekday: 'Sunday', days: 4, revenue: 58, average_revenue: 14.5 });
  });

  it('without revenue are no days to rank, and neither are longer stretches', () => {
    const some = summarizeMonth(
      '2026-10',
      {
        insights: month('2026-10', 0, (date) =>
          date === '2026-10-09' ? { revenue: money('3') } : { overall_item_sold_cnt: 1 },
        ),
      },
      LATER,
    );
    expect([some.best_day?.date, some.worst_day?.date, some.weekdays.length]).toEqual([
      '2026-10-09',
      '2026-10-09',
      0,
    ]);
    const stretch = summarizeMonth(
      '2026-10',
      {
        insights: {
          segments: [
            segment('2026-10-01', '2026-10-31', 0, [bucket('2026-10-01', '2026-10-31', 0, ordinary)]),
          ],
        },
      },
      LATER,
    );
    expect([stretch.best_day, stretch.worst_day, stretch.weekdays]).toEqual([null, null, []]);
    expect(stretch.currency).toBe('USD');
  });
});
