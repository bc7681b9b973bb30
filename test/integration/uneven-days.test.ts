import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/json.ts';
import { bucket, dates, money, segment } from '../support/month-reply.ts';
import { connectWritten, daily, daysUpTo, earningDay, monthAsked } from '../support/written-replies.ts';

/** Days that lack a figure, or that only a longer stretch tells: what is made of the others is said to be theirs. */

const LAST = '2026-11-22';
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

/** Daily earnings of the month that is asked for, up to the last reported day. */
const reported = (body: string, statsOf: (date: string, index: number) => JsonObject): JsonObject =>
  daily(...daysUpTo(monthAsked(body), LAST), statsOf);

/** One total for a stretch of a month, and some of its days. */
const totalAnd = (from: string, to: string, revenue: string, days: readonly string[]): JsonObject => ({
  segments: [
    segment(from, to, 0, [bucket(from, to, 0, earningDay({ revenue: money(revenue) }))]),
    segment(
      days[0] ?? from,
      days.at(-1) ?? to,
      0,
      days.map((date, index) => bucket(date, date, 0, earningDay({ revenue: money(String(100 + index)) }))),
    ),
  ],
});

/** A month as a single figure. */
const single = (body: string, other: JsonObject = {}): JsonObject => {
  const [from, to] = daysUpTo(monthAsked(body), LAST);
  return { segments: [segment(from, to, 0, [bucket(from, to, 0, earningDay(other))])] };
};

test('a pace expects days without revenue to be like the others, and says how many they are', async () => {
  const { call } = await connectWritten({
    insights: (body) =>
      reported(body, (date) =>
        earningDay(date > '2026-11-03' && date < '2026-11-12' ? { revenue: null } : {}),
      ),
  });
  const { structured, text } = await call('summarize_period', { period: 'this_month', sections: [] });
  // 100.00 a day, whether it was told or not; what each day still has to bring is not known.
  expect(structured?.['outlook'], text).toMatchObject({
    projected_revenue: 3000,
    reported_days: 14,
    remaining_days: 8,
    unknown_days: 8,
  });
  expect(structured?.['outlook']).not.toHaveProperty('needed_per_day');
  expect(text).toContain('8 to come, 8 unknown and expected like the others');
});

test('no pace projects to less than has been sold', async () => {
  const { call } = await connectWritten({
    insights: (body) =>
      monthAsked(body) === '2026-11'
        ? totalAnd('2026-11-01', LAST, '9000', dates('2026-11-15', LAST))
        : reported(body, () => earningDay()),
  });
  const { structured, text } = await call('summarize_period', { period: 'this_month', sections: [] });
  expect(structured, text).toMatchObject({ totals: { revenue: 9000 } });
  expect(structured?.['outlook']).toBeUndefined();
});

test('the best day of a few is called that', async () => {
  const { call } = await connectWritten({
    insights: (body) =>
      monthAsked(body) === '2026-10'
        ? totalAnd(OCTOBER.from, OCTOBER.to, '3100', dates('2026-10-15', '2026-10-21'))
        : reported(body, () => earningDay()),
  });
  const { structured, text } = await call('summarize_month', { month: '2026-10' });
  expect(text).toContain('Best day of 7 of 31 days Wed 10-21 106.00 · weakest Thu 10-15 100.00');
  expect(structured).toMatchObject({ best_day: { of_days: 7 }, worst_day: { of_days: 7 } });
});

test('a trend grows from month to month, and by the months that have passed', async () => {
  const perDay = new Map([['2026-10', '800']]);
  const { call } = await connectWritten({
    insights: (body) =>
      reported(body, (_, index) => {
        const month = monthAsked(body);
        const revenue = month === '2026-09' && index > 14 ? null : money(perDay.get(month) ?? '100');
        return earningDay({ revenue });
      }),
  });
  const asked = { from: '2026-07-01', to: OCTOBER.to, by: 'month', compare: 'none', sections: [] };
  const { structured, text } = await call('summarize_period', asked);
  // Eight times as much after three months; September is not known, so October has not grown on it.
  expect(structured, text).toMatchObject({
    trend: {
      compound_growth: 1,
      months: [{}, { growth: 0 }, { month: '2026-10', index: 800, growth: null }],
    },
  });
});

test('a month is closed once its last day is over', async () => {
  const { call } = await connectWritten(
    {
      insights: (body) =>
        daily(...daysUpTo(monthAsked(body), '2026-11-30'), (date) =>
          earningDay(date === '2026-11-30' ? { revenue: money('1') } : {}),
        ),
    },
    '2026-11-30T10:00:00Z',
  );
  const asked = { from: '2026-08-01', to: '2026-11-30', by: 'month', compare: 'none', sections: [] };
  const { structured, text } = await call('summarize_period', asked);
  expect(structured?.['trend'], text).toMatchObject({
    months: [{ month: '2026-08' }, { month: '2026-09' }, { month: '2026-10' }],
  });
});

test('whole months of different lengths are not said to be equally long', async () => {
  const { call } = await connectWritten({
    insights: (body) => single(body, { revenue: money(monthAsked(body) === '2026-10' ? '6200' : '6000') }),
  });
  const { structured, text } = await call('summarize_month', { month: '2026-10' });
  expect(text).toContain('Revenue 6,200.00');
  expect(text).toContain(', +3.3% on the month before (31 days against 30)');
  expect(text).not.toContain('30 days');
  expect(structured, text).toMatchObject({
    change: { revenue: { days: 31, previous_days: 30 } },
    previous: { days: 30 },
  });
  const change = await call('explain_change', OCTOBER);
  expect(change.text).toContain('Against 2026-09-01 to 2026-09-30, over 31 days against 30');
  expect(change.text).not.toContain('of each');
});

test('factors of different days are not multiplied, however many days they are of', async () => {
  const missing = ['product_show_cnt', 'product_click_cnt', 'overall_item_sold_cnt', 'revenue'];
  const { call } = await connectWritten({
    insights: (body) => reported(body, (_, index) => earningDay({ [missing[index] ?? 'none']: null })),
  });
  const { structured, text } = await call('explain_change', OCTOBER);
  expect(structured, text).toMatchObject({
    revenue_factors: { not_split: expect.stringContaining('is not there for the same days') },
  });
});

test('a usual day is no week', async () => {
  const starts = ['2026-09-07', '2026-09-14', '2026-09-21'];
  const ends = ['2026-09-13', '2026-09-20', '2026-09-27'];
  const { call } = await connectWritten({
    insights: (body) =>
      monthAsked(body) === '2026-10'
        ? reported(body, (date, index) =>
            earningDay({ revenue: money(date === '2026-10-12' ? '900' : String(90 + ((index * 7) % 13))) }),
          )
        : {
            segments: [
              segment(
                '2026-09-01',
                '2026-09-30',
                0,
                starts.map((from, index) =>
                  bucket(from, ends[index] ?? from, 0, earningDay({ product_show_cnt: 7000 })),
                ),
              ),
            ],
          },
  });
  const { structured, text } = await call('explain_change', OCTOBER);
  expect(structured, text).toMatchObject({
    unusual_days: [{ date: '2026-10-12', product_impressions: { value: 1000, usual: 1000 } }],
  });
});

test('figures of LIVE and of videos on few days have their number beside them', async () => {
  const { call } = await connectWritten({
    insights: (body) => reported(body, () => earningDay()),
    live_analytics: (body) =>
      reported(body, (_, index) => ({
        live_show_cnt: index > 15 ? null : 100,
        live_watch_cnt: 10,
        new_follower_cnt: index > 3 ? null : 1,
      })),
    video_analytics: () =>
      daily(OCTOBER.from, OCTOBER.to, (_, index) => ({
        vv_cnt: index > 17 ? null : 10,
        new_follower_cnt: index > 3 ? null : 2,
      })),
  });
  const { text } = await call('summarize_month', { month: '2026-10' });
  expect(text).toContain('LIVE: 1,600 impressions on 16 of 31 days, 310 views, ');
  expect(text).toContain('Video views 180 on 18 of 31 days · new followers from videos 8 on 4 of 31 days');
  expect(text).toContain('New followers from LIVE 4 on 4 of 31 days');
});
