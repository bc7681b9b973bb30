import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { monthRange } from '../../../src/metrics/calendar.ts';
import { monthsFrom } from '../../../src/metrics/periods.ts';
import { gateLive, gateProductList, gateVideoList, gateVideoSummary } from '../../../src/metrics/replies.ts';
import type { PeriodParts } from '../../../src/reports/period/plan.ts';
import type { PeriodView } from '../../../src/reports/period/schema.ts';
import { periodText } from '../../../src/reports/period/text.ts';
import { bucket, dates, money, segment } from '../../support/month-reply.ts';
import { earningsOver, LATER, reportOf, viewOf } from '../../support/period-data.ts';
import { earningDay, listOf, productRow, videoRow } from '../../support/written-replies.ts';

/** What a period reads like, line by line. */

const OCTOBER = monthsFrom('2026-10', 1);
const SEPTEMBER = monthRange('2026-09');
const asked = { period: monthRange('2026-10') };

const series = (figures: JsonObject) => ({
  segments: [
    segment(
      OCTOBER.from,
      OCTOBER.to,
      0,
      dates(OCTOBER.from, OCTOBER.to).map((date) => bucket(date, date, 0, figures)),
    ),
  ],
});

/** Every part of October; each Wednesday brings more, and the days before it less. */
const parts = (): PeriodParts => ({
  insights: earningsOver(OCTOBER, (_, index) =>
    earningDay({ revenue: money(index % 7 === 6 ? '170' : String(101 + index)) }),
  ),
  previous: earningsOver(SEPTEMBER, () => earningDay()),
  live: gateLive(
    series({
      live_revenue: money('40.00'),
      live_show_cnt: 1000,
      live_watch_cnt: 100,
      product_click: 10,
      sku_order_paid_cnt: 2,
      item_sold_cnt: 3,
      new_follower_cnt: 4,
    }),
    asked,
    LATER,
  ),
  video: gateVideoSummary(series({ vv_cnt: 50, new_follower_cnt: 2 }), asked, LATER),
  videos: gateVideoList(
    listOf(OCTOBER.from, OCTOBER.to, [
      videoRow('7001', '60', {
        video_meta: { item_id: '7001', name: 'A title of exactly forty characters, yes' },
      }),
      videoRow('7002', '90', {
        video_meta: { item_id: '7002', name: 'A title that is one character too long…!!' },
      }),
    ]),
    { ...asked, page: 0 },
    LATER,
  ),
  products: gateProductList(
    listOf(OCTOBER.from, OCTOBER.to, [productRow('1001', '300'), productRow('1002', '33')]),
    { ...asked, page: 0 },
    LATER,
  ),
});

const whole = (): PeriodView => viewOf(reportOf(OCTOBER, parts()));

/** The first lines of a text, without the notes and tables. */
const lines = (view: PeriodView): readonly string[] => periodText(view).split('\n');
const about = (view: PeriodView, start: string): string | undefined =>
  lines(view).find((line) => line.startsWith(start));

describe('a period', () => {
  it('reads like this where there is everything', () => {
    expect(periodText({ ...whole(), month: '2026-10' })).toMatchInlineSnapshot(`
      "October 2026 · account us · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 3 upstream calls, 5 without the cache

      Revenue 3,806.00 (video 1,860.00 · LIVE 1,240.00 · other 706.00), +22.5% over 30 days in both periods (3,675.00 against 3,000.00)
      Average per day with data 122.77
      Commission, estimated 279.00 (10% of the commission base 2,790.00), +0.0% over 30 days in both periods (270.00 against 270.00)
      Items sold 62, +0.0% over 30 days in both periods (60 against 60)
      Product impressions 31,000 → clicks 3,100 (CTR 10%) → 2.00 items per 100 clicks at 61.39 · revenue per 1,000 impressions 122.77
      LIVE: 31,000 impressions, 3,100 views, 93 items, CTR 10%, CTOR 20%, GPM 40.00
      Video views 1,550 · new followers from videos 62
      New followers from LIVE 124
      Compared with the month before: 2026-09-01 to 2026-09-30
      Best day Wed 10-07 170.00 · weakest Thu 10-01 101.00 · strongest weekday Wednesday
      Average by weekday: Mon 115.50 · Tue 116.50 · Wed 170.00 · Thu 115.00 · Fri 116.00 · Sat 117.00 · Sun 114.50

      Top videos by GMV (share of the revenue)
      all rows: sold 2
      |video id|title|GMV|share|
      |-|-|-:|-:|
      |7002|A title that is one character too long……|90.00|2.36%|
      |7001|A title of exactly forty characters, yes|60.00|1.58%|

      Top products by revenue (share of the revenue)
      all rows: sold 2
      |product id|title|revenue|share|
      |-|-|-:|-:|
      |1001|Product 01|300.00|7.88%|
      |1002|Product 02|33.00|0.87%|

      Day by day
      all rows: LIVE revenue 40.00 · sold 2
      |day|revenue|
      |-|-:|
      |10-01|101.00|
      |10-02|102.00|
      |10-03|103.00|
      |10-04|104.00|
      |10-05|105.00|
      |10-06|106.00|
      |10-07|170.00|
      |10-08|108.00|
      |10-09|109.00|
      |10-10|110.00|
      |10-11|111.00|
      |10-12|112.00|
      |10-13|113.00|
      |10-14|170.00|
      |10-15|115.00|
      |10-16|116.00|
      |10-17|117.00|
      |10-18|118.00|
      |10-19|119.00|
      |10-20|120.00|
      |10-21|170.00|
      |10-22|122.00|
      |10-23|123.00|
      |10-24|124.00|
      |10-25|125.00|
      |10-26|126.00|
      |10-27|127.00|
      |10-28|170.00|
      |10-29|129.00|
      |10-30|130.00|
      |10-31|131.00|

      (… marks a text that was cut; the structured content of the tool has it in full.)

      Notes
      - Commission is an estimate; refunds, payouts and paid commission are not in this data.
      - Compared with the month before over the 30 days that both have data for."
    `);
  });

  it('reads like this where there is nothing', () => {
    expect(periodText(viewOf(reportOf(OCTOBER, {})))).toMatchInlineSnapshot(`
      "Period · account us · 2026-10-01 to 2026-10-31 (UTC+0) · 3 upstream calls, 5 without the cache

      Notes
      - Commission is an estimate; refunds, payouts and paid commission are not in this data."
    `);
  });

  it('is headed by its name, or its month, or that it is a period, and by its calls', () => {
    const head = (other: Partial<PeriodView>) => lines({ ...whole(), ...other })[0];
    const { period } = whole();
    expect(head({})).toMatch(/^Period · .* · 3 upstream calls, 5 without the cache$/);
    expect(head({ month: '2026-10', planned_calls: 3 })).toMatch(/^October 2026 · .* · 3 upstream calls$/);
    expect(head({ period: { ...period, name: 'last_30_days' } })).toMatch(/^Last 30 days · /);
  });

  it('is compared over fewer days, or with other days, where it is', () => {
    const view = whole();
    const change = { absolute: 10, relative: 0.5, days: 31, current: 30, previous: 20 };
    const revenue = (
      other: Omit<Partial<typeof change>, 'relative'> & { previous_days?: number; relative?: null },
    ) => about({ ...view, change: { revenue: { ...change, ...other } } }, 'Revenue')?.replace(/^.*\), ?/, '');
    expect(revenue({})).toBe('+50.0% on the month before');
    expect(revenue({ previous_days: 30 })).toBe('+50.0% on the month before (31 days against 30)');
    expect(revenue({ days: 1 })).toBe('+50.0% over 1 day in both periods (30.00 against 20.00)');
    expect(revenue({ relative: null })).toMatch(/\)$/);
    const items = (days: number) =>
      about({ ...view, change: { items_sold: { ...change, days } } }, 'Items sold')?.replace(
        /^Items sold \d+/,
        '',
      );
    expect(items(31)).toBe(', +50.0% on the month before');
    expect(items(5)).toBe(', +50.0% over 5 days in both periods (30 against 20)');
    const commission = { ...change, days: 5, current: { amount: 30, currency: 'EUR' } };
    expect(about({ ...view, change: { commission_estimated: commission } }, 'Commission')).toMatch(
      /over 5 days in both periods \(30\.00 EUR against 20\.00\)$/,
    );
    const { days_with_data: _, ...window } = view.window;
    expect(about({ ...view, window, change: { revenue: { ...change, days: 2 } } }, 'Revenue')).toMatch(
      /\+50\.0% on the month before$/,
    );
  });

  it('has a line only for what is there, and a question mark for what is missing in one', () => {
    const view = whole();
    const only = (totals: PeriodView['totals'], live?: PeriodView['live']) =>
      lines({
        ...viewOf(reportOf(OCTOBER, {})),
        totals,
        live,
        previous: view.previous,
        currency: 'USD',
      }).slice(2, -3);
    expect(only({ revenue: 5, other_revenue: 0 })).toMatchInlineSnapshot(`
      [
        "Revenue 5.00 (video ? · LIVE ?)",
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
    expect(only({ commission_estimated: 5 })).toMatchInlineSnapshot(`
      [
        "Commission, estimated 5.00 (? of the commission base ?)",
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
    expect(only({ items_sold: 5, revenue_per_day: { amount: 2, currency: 'JPY' } })).toMatchInlineSnapshot(`
      [
        "Average per day with data 2 JPY",
        "Items sold 5",
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
    expect(only({ product_impressions: 5000 })).toMatchInlineSnapshot(`
      [
        "Product impressions 5,000 → clicks ? (CTR ?) → ? items per 100 clicks at ? · revenue per 1,000 impressions ?",
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
    expect(only({ views: 5000 })).toMatchInlineSnapshot(`
      [
        "Video views 5,000 · new followers from videos ?",
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
    expect(only({}, { live_views: 1, new_followers: 2 })).toMatchInlineSnapshot(`
      [
        "LIVE: ? impressions, 1 views, ? items, CTR ?, CTOR ?, GPM ?",
        "New followers from LIVE 2",
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
    expect(only({}, { items_sold: 0, live_revenue: 1 })).toMatchInlineSnapshot(`
      [
        "LIVE: ? impressions, ? views, 0 items, CTR ?, CTOR ?, GPM ?",
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
    expect(only({}, { live_revenue: 1 })).toMatchInlineSnapshot(`
      [
        "Compared with the month before: 2026-09-01 to 2026-09-30",
      ]
    `);
  });

  it('says on how many days each figure stands where they are not all', () => {
    const short = reportOf(OCTOBER, {
      ...parts(),
      insights: earningsOver(OCTOBER, (_, index) =>
        earningDay({
          ...(index === 0 ? { live_revenue: null, product_click_cnt: null } : {}),
          ...(index === 1 ? { base_revenue: null } : {}),
          ...(index < 3 ? { overall_item_sold_cnt: null } : {}),
        }),
      ),
    });
    const view = viewOf(short);
    expect(
      ['Revenue', 'Commission', 'Items', 'Product imp'].map((start) => about(view, start)),
    ).toMatchInlineSnapshot(`
      [
        "Revenue 3,100.00 (video 1,860.00 · LIVE 1,200.00 on 30 of 31 days), +0.0% over 30 days in both periods (3,000.00 against 3,000.00)",
        "Commission, estimated 279.00 (10% of the commission base 2,700.00), +0.0% over 30 days in both periods (270.00 against 270.00)",
        "Items sold 56 on 28 of 31 days, +0.0% over 27 days in both periods (54 against 54)",
        "Product impressions 31,000 → clicks 3,000 on 30 of 31 days (CTR 10%) → 2.00 items per 100 clicks at 50.00 · revenue per 1,000 impressions 100.00",
      ]
    `);
    const even = viewOf(
      reportOf(OCTOBER, {
        insights: earningsOver(OCTOBER, (_, index) =>
          index < 2
            ? { overall_item_sold_cnt: 1 }
            : earningDay({ ...(index < 4 ? { commission_estimated: null } : {}) }),
        ),
      }),
    );
    expect(
      ['Revenue', 'Commission', 'Product imp'].map((start) => about(even, start)),
    ).toMatchInlineSnapshot(`
      [
        "Revenue 2,900.00 on 29 of 31 days (video 1,740.00 · LIVE 1,160.00)",
        "Commission, estimated 243.00 on 27 of 31 days (10% of the commission base on 27 of 31 days)",
        "Product impressions 29,000 on 29 of 31 days → clicks 2,900 (CTR 10%) → 2.00 items per 100 clicks at 50.00 · revenue per 1,000 impressions 100.00",
      ]
    `);
  });

  it('says which figures are about other days, and shows them as theirs', () => {
    const other = (
      verdict: string,
      totals: NonNullable<PeriodView['other_windows']>[number]['totals'] = {},
      days = 30,
    ) =>
      about(
        {
          ...whole(),
          other_windows: [
            { part: 'The figures', verdict, window: SEPTEMBER, days_with_data: days, totals, notes: [] },
          ],
        },
        'The figures',
      );
    expect(other('unknown')).toBe('The figures do not say which days they cover.');
    expect(other('elsewhere')).toBe('The figures cover 2026-09-01 to 2026-09-30, not this period.');
    expect(other('narrower', { revenue: 5 }, 29)).toBe(
      'The figures cover 2026-09-01 to 2026-09-30 (29 days with data), not this period: revenue 5.00 in those days.',
    );
    expect(other('narrower', { gmv: { amount: 7, currency: 'EUR' }, views: 1200, revenue: 1 }, 1)).toBe(
      'The figures cover 2026-09-01 to 2026-09-30 (1 day with data), not this period: revenue 1.00, GMV 7.00 EUR, views 1,200 in those days.',
    );
  });

  it('has a best and a weakest day where there are two, and weekdays from four weeks on', () => {
    const view = whole();
    const only = view.best_day;
    expect(about({ ...view, worst_day: only }, 'Best day')).toBeUndefined();
    expect(about({ ...view, best_day: null }, 'Best day')).toBeUndefined();
    expect(about({ ...view, worst_day: null }, 'Best day')).toBeUndefined();
    expect(about({ ...view, weekdays: [] }, 'Best day')).toBe(
      'Best day Wed 10-07 170.00 · weakest Thu 10-01 101.00',
    );
    expect(about({ ...view, weekdays: [] }, 'Average by weekday')).toBeUndefined();
    const few = viewOf(
      reportOf(OCTOBER, {
        insights: earningsOver(OCTOBER, (_, index) =>
          earningDay(index < 9 ? { revenue: money(String(index + 1)) } : { revenue: null }),
        ),
      }),
    );
    expect(about(few, 'Best day')).toBe('Best day of 9 of 31 days Fri 10-09 9.00 · weakest Thu 10-01 1.00');
  });

  it('has a series by week or month under its own title', () => {
    const by = (granularity: 'week' | 'month') => {
      const view = viewOf(reportOf(OCTOBER, { insights: parts().insights }, { by: granularity }));
      const all = lines(view);
      return all.slice(
        all.findIndex((line) => line.endsWith(`by ${granularity}`)),
        -3,
      );
    };
    expect(by('week')).toMatchInlineSnapshot(`
      [
        "Week by week",
        "|day|days|revenue|LIVE revenue|sold|",
        "|-|-:|-:|-:|-:|",
        "|10-01 to 10-04|4|410.00|160.00|8|",
        "|10-05 to 10-11|7|819.00|280.00|14|",
        "|10-12 to 10-18|7|861.00|280.00|14|",
        "|10-19 to 10-25|7|903.00|280.00|14|",
        "|10-26 to 10-31|6|813.00|240.00|12|",
      ]
    `);
    expect(by('month')).toMatchInlineSnapshot(`
      [
        "Month by month",
        "|day|days|revenue|LIVE revenue|sold|",
        "|-|-:|-:|-:|-:|",
        "|10-01 to 10-31|31|3,806.00|1,240.00|62|",
      ]
    `);
  });
});
