import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { addDays } from '../../../../src/metrics/calendar.ts';
import { summarizeMonth } from '../../../../src/tools/summarize_month.ts';
import { summarizePeriod } from '../../../../src/tools/summarize_period.ts';
import { bucket, dates, segment } from '../../../support/month-reply.ts';
import { type Replies, runnerOf } from '../../../support/run-tool.ts';
import {
  daily,
  daysUpTo,
  earningDay,
  listOf,
  monthAsked,
  productRow,
  videoRow,
} from '../../../support/written-replies.ts';

/** Summaries of a period from the request to the text, on 24 November 2026; figures end on the 21st. */

const daysOf = (body: string) => daysUpTo(monthAsked(body), '2026-11-21');
const earnings = (body: string) => daily(...daysOf(body), () => earningDay());

/** Everything in order, each list about the days that it was asked for. */
const WHOLE: Replies = {
  insights: earnings,
  live: (body) =>
    daily(...daysOf(body), () => ({ live_revenue: earningDay()['live_revenue'], live_watch_cnt: 50 })),
  video_analytics_summary: () => daily('2026-10-25', '2026-11-21', () => ({ vv_cnt: 10 })),
  video_list: (body) => listOf(...daysOf(body), [videoRow('7400000000000000011', '600')]),
  product_analytics: (body) => {
    const [, from = '', end = ''] = /"start_date":"(.+?)","end_date":"(.+?)"/.exec(body) ?? [];
    return listOf(from, addDays(end, -1), [productRow('1729000000000000011', '310')]);
  },
};

const run = (tool: typeof summarizePeriod, args: JsonObject, replies: Replies = WHOLE, now?: string) =>
  runnerOf(replies, now === undefined ? {} : { now })(tool, args);
const notesIn = ({ structured }: { readonly structured: JsonObject }) => structured['notes'];

describe('the calls', () => {
  it('of a month: its earnings and those before, LIVE, videos and products', async () => {
    const { text, sent, progress } = await run(summarizeMonth, { month: '2026-10' });
    expect(sent).toMatchInlineSnapshot(`
      [
        "get_account_insights_overview {"start_date":"10-01-2026"}",
        "get_account_insights_overview {"start_date":"09-01-2026"}",
        "get_live_analytics_summary {"start_date":"10-01-2026"}",
        "get_video_analytics_summary {}",
        "get_video_list_analytics {"start_date":"10-01-2026","page":0,"rules":"VIDEO_LIST_GMV"}",
        "get_product_analytics_list {"start_date":"2026-10-01","end_date":"2026-11-01","page":0}",
      ]
    `);
    expect(progress).toMatchInlineSnapshot(`
      [
        "1/6 The earnings part of the month",
        "2/6 The month before",
        "3/6 The LIVE part",
        "4/6 The video part",
        "5/6 The video list",
        "6/6 The product list",
      ]
    `);
    expect(text).toMatchInlineSnapshot(`
      "October 2026 · account main · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 6 upstream calls

      Revenue 3,100.00 (video 1,860.00 · LIVE 1,240.00), +0.0% over 30 days in both periods (3,000.00 against 3,000.00)
      Average per day with data 100.00
      Commission, estimated 279.00 (10% of the commission base 2,790.00), +0.0% over 30 days in both periods (270.00 against 270.00)
      Items sold 62, +0.0% over 30 days in both periods (60 against 60)
      Product impressions 31,000 → clicks 3,100 (CTR 10%) → 2.00 items per 100 clicks at 50.00 · revenue per 1,000 impressions 100.00
      LIVE: ? impressions, 1,550 views, ? items, CTR ?, CTOR ?, GPM ?
      Compared with the month before: 2026-09-01 to 2026-09-30
      Best day Thu 10-01 100.00 · weakest Sat 10-31 100.00 · strongest weekday Monday
      Average by weekday: Mon 100.00 · Tue 100.00 · Wed 100.00 · Thu 100.00 · Fri 100.00 · Sat 100.00 · Sun 100.00
      The video figures cover 2026-10-25 to 2026-10-31, not this period: views 70 in those days.

      Top videos by GMV (share of the revenue)
      |video id|title|GMV|sold|share|
      |-|-|-:|-:|-:|
      |7400000000000000011|Video 11|600.00|2|19.35%|

      Top products by revenue (share of the revenue)
      |product id|title|revenue|sold|share|
      |-|-|-:|-:|-:|
      |1729000000000000011|Product 11|310.00|2|10%|

      Day by day
      all rows: revenue 100.00 · LIVE revenue 40.00 · sold 2
      |day|
      |-|
      |10-01|
      |10-02|
      |10-03|
      |10-04|
      |10-05|
      |10-06|
      |10-07|
      |10-08|
      |10-09|
      |10-10|
      |10-11|
      |10-12|
      |10-13|
      |10-14|
      |10-15|
      |10-16|
      |10-17|
      |10-18|
      |10-19|
      |10-20|
      |10-21|
      |10-22|
      |10-23|
      |10-24|
      |10-25|
      |10-26|
      |10-27|
      |10-28|
      |10-29|
      |10-30|
      |10-31|

      Notes
      - Commission is an estimate; refunds, payouts and paid commission are not in this data.
      - Compared with the month before over the 30 days that both have data for.
      - These figures may still change until about 2026-11-30."
    `);
  });

  it('of other days: one for each month that they touch, without a video list', async () => {
    const { sent, structured } = await run(summarizePeriod, { from: '2026-10-20', to: '2026-11-10' });
    expect(sent).toMatchInlineSnapshot(`
      [
        "get_account_insights_overview {"start_date":"11-01-2026"}",
        "get_account_insights_overview {"start_date":"10-01-2026"}",
        "get_account_insights_overview {"start_date":"09-01-2026"}",
        "get_live_analytics_summary {"start_date":"10-01-2026"}",
        "get_live_analytics_summary {"start_date":"11-01-2026"}",
        "get_video_analytics_summary {}",
        "get_product_analytics_list {"start_date":"2026-10-20","end_date":"2026-11-11","page":0}",
      ]
    `);
    expect(structured['planned_calls']).toBe(sent.length);
    expect(notesIn({ structured })).toMatchInlineSnapshot(`
      [
        "Top videos were not requested: the vendor's video list covers a calendar month, and its rows cannot be split. A calendar month shows them.",
        "Commission is an estimate; refunds, payouts and paid commission are not in this data.",
        "These figures may still change until about 2026-12-10.",
      ]
    `);
  });

  it('of a month of days: the video list where it is wanted, and may be about them', async () => {
    const sections = ['top_videos'];
    const rolling = await run(summarizePeriod, { from: '2026-10-15', to: '2026-11-12', sections });
    expect(rolling.sent.filter((call) => call.includes('video_list'))).toHaveLength(1);
    const week = await run(summarizePeriod, { from: '2026-10-15', to: '2026-10-21', sections });
    expect(week.sent.filter((call) => call.includes('video_list'))).toEqual([]);
    expect(notesIn(week)).toContain(
      "Top videos were not requested: the vendor's video list covers a calendar month, and its rows cannot be split. A calendar month shows them.",
    );
    const days28 = await run(summarizePeriod, { from: '2026-10-15', to: '2026-11-11' });
    expect(notesIn(days28)).toContain(
      "Top videos were not requested: the vendor's video list covers a calendar month, and its rows cannot be split. sections with top_videos tries whether it covers these days, for one more call; a calendar month shows them.",
    );
    const longer = await run(summarizePeriod, { from: '2026-09-01', to: '2026-11-05', sections: ['video'] });
    expect(longer.sent.filter((call) => call.includes('video'))).toEqual([]);
  });

  it('of nothing to compare with: none for a period before', async () => {
    const none = await run(summarizePeriod, {
      from: '2026-10-05',
      to: '2026-10-09',
      compare: 'none',
      sections: [],
    });
    expect(none.sent).toEqual(['get_account_insights_overview {"start_date":"10-01-2026"}']);
    expect(none.structured['previous']).toBeUndefined();
  });

  it('of a period up to the last reported day: one for the month that tells it, and the one before if it has none', async () => {
    const args = { period: 'last_7_days', sections: [], compare: 'none' };
    const few = await run(summarizePeriod, args);
    expect(few.structured['period']).toMatchObject({ from: '2026-11-15', to: '2026-11-21' });
    expect(few.sent).toEqual(['get_account_insights_overview {"start_date":"11-01-2026"}']);
    const late: Replies = {
      insights: (body) =>
        daily(...daysUpTo(monthAsked(body), '2026-11-30'), (date) =>
          date < '2026-11-01' ? earningDay() : {},
        ),
    };
    const before = await run(summarizePeriod, args, late);
    expect(before.structured['period']).toMatchObject({ from: '2026-10-25', to: '2026-10-31' });
    expect(before.sent).toEqual([
      'get_account_insights_overview {"start_date":"11-01-2026"}',
      'get_account_insights_overview {"start_date":"10-01-2026"}',
    ]);
  });
});

describe('what is compared', () => {
  it.each([
    ['a day', { from: '2026-10-20', to: '2026-10-20' }, 'the day before'],
    ['three days', { from: '2026-10-20', to: '2026-10-22' }, 'the 3 days before'],
    ['a week', { period: 'last_week' }, 'the week before'],
    ['a month', { from: '2026-10-01', to: '2026-10-31' }, 'the month before'],
    ['a quarter', { period: 'last_quarter' }, 'the 3 months before'],
    [
      'a year before',
      { from: '2026-10-20', to: '2026-10-22', compare: 'year_before' },
      'the same days a year before',
    ],
  ])('is named: %s', async (_what, args, label) => {
    const { text } = await run(summarizePeriod, { ...args, sections: [] });
    expect(text).toContain(`Compared with ${label}: `);
  });

  it('is named where it failed', async () => {
    const failing: Replies = { insights: (body) => (monthAsked(body) === '2026-10' ? earnings(body) : 500) };
    const { structured } = await run(summarizeMonth, { month: '2026-10' }, failing);
    expect(JSON.stringify(notesIn({ structured }))).toContain('The month before is missing.');
  });
});

describe('parts that fail', () => {
  it('are named, each with why, and the rest is shown', async () => {
    const { structured } = await run(
      summarizeMonth,
      { month: '2026-10' },
      {
        ...WHOLE,
        live: () => 500,
        video_analytics_summary: () => 500,
        video_list: () => 500,
        product_analytics: () => 500,
      },
    );
    expect(notesIn({ structured })).toMatchInlineSnapshot(`
      [
        "The LIVE part is missing. The vendor or TikTok failed (the vendor said: "not today") (HTTP 500). Failed calls are not billed. Try again in a minute; if the error persists, report it to the vendor.",
        "The video part is missing. The vendor or TikTok failed (the vendor said: "not today") (HTTP 500). Failed calls are not billed. Try again in a minute; if the error persists, report it to the vendor.",
        "The video list is missing. The vendor or TikTok failed (the vendor said: "not today") (HTTP 500). Failed calls are not billed. Try again in a minute; if the error persists, report it to the vendor.",
        "The product list is missing. The vendor or TikTok failed (the vendor said: "not today") (HTTP 500). Failed calls are not billed. Try again in a minute; if the error persists, report it to the vendor.",
        "Commission is an estimate; refunds, payouts and paid commission are not in this data.",
        "Compared with the month before over the 30 days that both have data for.",
        "These figures may still change until about 2026-11-30.",
      ]
    `);
  });

  it('are an error if they are all', async () => {
    const { text, structured } = await run(summarizeMonth, { month: '2026-10' }, { get_: () => 500 });
    expect(text).toMatch(/^The vendor or TikTok failed/);
    expect(structured).toEqual({});
  });
});

describe('the days', () => {
  it('default to the current month', async () => {
    const month = await run(summarizeMonth, {});
    expect(month.structured['month']).toBe('2026-11');
    const period = await run(summarizePeriod, {});
    expect(period.structured['period']).toMatchObject({ from: '2026-11-01', by: 'day' });
  });

  it('are those of the account, whose midnight the first reply tells', async () => {
    const west: Replies = {
      insights: (body) => {
        const [from, to] = daysUpTo(monthAsked(body), '2026-11-28');
        const days = dates(from, to).map((date) => bucket(date, date, -28_800, earningDay()));
        return { segments: [segment(from, to, -28_800, days)] };
      },
    };
    const { structured, sent } = await run(
      summarizePeriod,
      { sections: [], compare: 'none' },
      west,
      '2026-12-01T02:00:00Z',
    );
    expect(structured['period']).toMatchObject({ from: '2026-11-01', to: '2026-11-30' });
    expect(sent).toEqual([
      'get_account_insights_overview {"start_date":"12-01-2026"}',
      'get_account_insights_overview {"start_date":"11-01-2026"}',
    ]);
  });
});
