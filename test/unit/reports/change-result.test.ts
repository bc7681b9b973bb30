import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../../../src/json.ts';
import type { DateRange } from '../../../src/metrics/calendar.ts';
import { gateInsights } from '../../../src/metrics/replies.ts';
import type { ChangeData } from '../../../src/reports/change/plan.ts';
import { changeSchema } from '../../../src/reports/change/schema.ts';
import { changeText } from '../../../src/reports/change/text.ts';
import type { PeriodReadings } from '../../../src/reports/period/plan.ts';
import {
  earningsOf,
  livesOf,
  monthReply,
  octoberAgainst,
  postsOf,
  productsOf,
  stretchOf,
  videosOf,
} from '../../support/change-data.ts';
import { money } from '../../support/month-reply.ts';
import { videoRow } from '../../support/written-replies.ts';

/** What a change says as a whole: its text, and which of its parts have a verdict and which a note. */

const METHOD =
  'Effects of factors by the logarithmic mean (LMDI): effect = L(now, before) × ln(factor now / factor before). They add up to the change, in any order. They say what accounts for it in the figures, not what brought it about.';
const NO_VIDEOS =
  "What videos gained and lost is told only of two whole months that are reported to their ends: the vendor's video list covers a calendar month.";

/** A day that sells a little more or less than the one before, so that one of them can stand out. */
const day = (index: number, other: JsonObject = {}): JsonObject => ({
  revenue: money(String(20 + (index % 3))),
  live_revenue: money('5.00'),
  video_revenue: money('15.00'),
  base_revenue: money('10.00'),
  commission_estimated: money('1.00'),
  overall_item_sold_cnt: 2,
  product_show_cnt: 100,
  product_click_cnt: 10,
  ...other,
});

const live = (other: JsonObject = {}): JsonObject => ({
  live_revenue: money('5.00'),
  live_show_cnt: 100,
  live_watch_cnt: 20,
  product_click: 4,
  sku_order_paid_cnt: 1,
  ...other,
});

const steady = (month: string) => earningsOf(month, (_, index) => day(index));

/** Everything that there can be, of October and of August. */
const whole = (other: Partial<ChangeData> = {}) =>
  octoberAgainst(
    '2026-08',
    {
      insights: earningsOf('2026-10', (date, index) =>
        day(index, date === '2026-10-14' ? { revenue: money('90'), video_revenue: money('85') } : {}),
      ),
      live: livesOf('2026-10', () => live({ live_show_cnt: 200, live_watch_cnt: 40 })),
      video: postsOf('2026-10', (_, index) => ({ vv_cnt: 1, video_cnt: index % 2 })),
      products: productsOf('2026-10', { 1001: '90', 1002: '50', 1003: '10' }),
      videos: videosOf('2026-10', [videoRow('7001', '60'), videoRow('7002', '5')]),
    },
    {
      insights: steady('2026-08'),
      live: livesOf('2026-08', () => live()),
      video: postsOf('2026-08', () => ({ vv_cnt: 1, video_cnt: 1 })),
      products: productsOf('2026-08', { 1002: '80', 1004: '5' }),
      videos: videosOf('2026-08', [videoRow('7001', '40')], { hasMore: true }),
    },
    other,
  );

const resultSchema = z.object({ ...changeSchema, notes: z.array(z.string()) });
const textOf = (result: ReturnType<typeof whole>): string =>
  changeText({ account: 'us', ...resultSchema.parse(result) });

describe('a change', () => {
  it('reads like this where there is everything', () => {
    expect(
      textOf(
        whole({ failures: ['The LIVE part of 2026-09 is missing.'], notAsked: ['Not requested: this.'] }),
      ),
    ).toMatchInlineSnapshot(`
      "Change · account us · 2026-10-01 to 2026-10-31 (UTC+0), 31 days with data · USD · 4 upstream calls, 9 without the cache

      Against 2026-08-01 to 2026-08-31, over 31 days of each
      Revenue 719.00 against 650.00: +69.00, +10.6%
      Commission, estimated 31.00 against 31.00: +0.00, +0.0%
      Items sold 62 against 62: +0, +0.0%
      Videos published 15 against 31 · Days with LIVE 31 against 31

      Revenue by channel (+69.00 in all)
      - video 465.00 → 535.00 accounts for +70.00
      - LIVE 155.00 → 155.00 accounts for +0.00
      - other 30.00 → 29.00 accounts for -1.00

      Revenue = impressions × CTR × items per click × price per item (+69.00 in all)
      - impressions 3,100 → 3,100 accounts for +0.00
      - CTR 10% → 10% accounts for +0.00
      - items per click 0.2 → 0.2 accounts for +0.00
      - price per item 10.48 → 11.60 accounts for +69.00

      Commission = impressions × CTR × items per click × commission base per item × effective rate (+0.00 in all)
      - impressions 3,100 → 3,100 accounts for +0.00
      - CTR 10% → 10% accounts for +0.00
      - items per click 0.2 → 0.2 accounts for +0.00
      - commission base per item 5.00 → 5.00 accounts for +0.00
      - effective rate 10% → 10% accounts for +0.00

      LIVE revenue = impressions × enter rate × CTR × CTOR × revenue per order (+0.00 in all)
      - impressions 3,100 → 6,200 accounts for +107.44
      - enter rate 20% → 20% accounts for +0.00
      - CTR 20% → 10% accounts for -107.44
      - CTOR 25% → 25% accounts for +0.00
      - revenue per order 5.00 → 5.00 accounts for +0.00

      Products that gained and lost most
      - Product 1001, 1001: 0.00 → 90.00, +90.00
      - Product 1003, 1003: 0.00 → 10.00, +10.00
      - Product 1002, 1002: 80.00 → 50.00, -30.00
      - Product 1004, 1004: 5.00 → 0.00, -5.00

      Videos that gained and lost most
      - Video 01, 7001: 40.00 → 60.00, +20.00
      - Video 02, 7002: 0.00 → 5.00, +5.00

      Unusual days (against the median of their weekday, over 3.5 robust deviations)
      - Wednesday 2026-10-14: 90.00, a usual Wednesday 21.00. LIVE 5.00 (usual 5.00), video 85.00 (usual 15.00), impressions 100 (usual 100), CTR 10% (usual 10%)

      Notes
      - The LIVE part of 2026-09 is missing.
      - Effects of factors by the logarithmic mean (LMDI): effect = L(now, before) × ln(factor now / factor before). They add up to the change, in any order. They say what accounts for it in the figures, not what brought it about.
      - Video list before: The list has a video published on 2026-09-21, after the last requested day, so these are probably figures of other days.
      - Not requested: this."
    `);
  });

  it('reads like this where there is little', () => {
    const few = octoberAgainst('2026-08', {}, {}, { asked: new Set() });
    expect(textOf(few)).toMatchInlineSnapshot(`
      "Change · account us · 2026-10-01 to 2026-10-31 (UTC+0) · 4 upstream calls, 9 without the cache

      Against 2026-08-01 to 2026-08-31

      Notes
      - Effects of factors by the logarithmic mean (LMDI): effect = L(now, before) × ln(factor now / factor before). They add up to the change, in any order. They say what accounts for it in the figures, not what brought it about.
      - The two periods are not compared: there are no days that both have earnings for.
      - What videos gained and lost is told only of two whole months that are reported to their ends: the vendor's video list covers a calendar month."
    `);
    expect(few.window).toEqual({
      utc_offset: '+00:00',
      from: '2026-10-01',
      to: '2026-10-31',
      complete: false,
    });
    expect(few.products).toBeUndefined();
  });

  it('has a verdict for each part that was asked for', () => {
    const parts = (asked: ChangeData['asked']) => whole({ asked }).verdicts.map(({ part }) => part);
    expect(parts(new Set())).toEqual(['earnings', 'earnings before', 'product list']);
    expect(parts(new Set(['live']))).toEqual([
      'earnings',
      'earnings before',
      'LIVE',
      'LIVE before',
      'product list',
    ]);
    expect(whole().verdicts.map(({ part, verdict }) => `${part}: ${verdict}`)).toEqual([
      'earnings: same',
      'earnings before: same',
      'LIVE: same',
      'LIVE before: same',
      'product list: same',
      'product list before: same',
      'videos published: same',
      'videos published before: same',
      'video list: same',
      'video list before: same',
    ]);
  });

  it('says why videos did not move only where their list was not asked for', () => {
    expect(whole().notes).not.toContain(NO_VIDEOS);
    expect(whole({ asked: new Set(['products']) }).notes).toContain(NO_VIDEOS);
  });

  it('says once of which parts a caveat is', () => {
    const gap = (month: string) => livesOf(month, (date) => (date.endsWith('-05') ? {} : live()));
    const { notes } = octoberAgainst(
      '2026-08',
      {
        insights: steady('2026-10'),
        live: gap('2026-10'),
        video: postsOf('2026-10', (date) => (date.endsWith('-05') ? {} : { vv_cnt: 1 })),
      },
      {
        insights: earningsOf('2026-08', (date, index) => (date.endsWith('-05') ? {} : day(index))),
        live: gap('2026-08'),
        video: postsOf('2026-08', (date) => (date.endsWith('-05') ? {} : { vv_cnt: 1 })),
      },
    );
    expect(notes).toEqual([
      METHOD,
      'Before, LIVE before, Videos published before: No data for 2026-08-05: left out, not counted as zero.',
      'LIVE, Videos published: No data for 2026-10-05: left out, not counted as zero.',
      'Compared over the 30 days that both periods have data for: 2026-10-01 to 2026-10-31 and 2026-08-01 to 2026-08-31.',
    ]);
  });

  it('is not of money where the currencies differ, and of no factors', () => {
    const euros = earningsOf('2026-08', (_, index) => day(index, { revenue: money('20', 'EUR') }));
    const result = octoberAgainst('2026-08', { insights: steady('2026-10') }, { insights: euros });
    expect(result.notes).toContain('Money is not compared: it is in USD and others.');
    expect([result.revenue, result.commission, result.items_sold, result.channels]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect([result.revenue_factors, result.commission_factors, result.live_factors]).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
    expect(result.unusual_days).toEqual([]);
    expect(result.days_compared).toBe(31);
  });

  it('has no known currency where there is no money', () => {
    const counts = (month: string) => earningsOf(month, () => ({ overall_item_sold_cnt: 1 }));
    const { notes } = octoberAgainst(
      '2026-08',
      { insights: counts('2026-10') },
      { insights: counts('2026-08') },
    );
    expect(notes).toContain('Money is not compared: it is in no known currency and others.');
  });

  it('is over the whole periods where their days are not told', () => {
    const figures = { revenue: money('620'), overall_item_sold_cnt: 62 };
    const result = octoberAgainst(
      '2026-08',
      { insights: stretchOf('2026-10', figures) },
      { insights: stretchOf('2026-08', { ...figures, revenue: money('310') }) },
    );
    expect(result.revenue).toMatchObject({ absolute: 310, relative: 1, days: 31 });
    expect(result.activity.live_days).toBeUndefined();
    expect(result.unusual_days).toEqual([]);
    expect(result.notes.filter((note) => note.startsWith('Compared over'))).toEqual([]);
  });

  it('says over which days it is, and that what products sold is about more', () => {
    const september = (products: PeriodReadings['products']) =>
      octoberAgainst('2026-09', { insights: steady('2026-10'), products }, { insights: steady('2026-09') });
    const days =
      'Compared over the 30 days that both periods have data for: 2026-10-01 to 2026-10-30 and 2026-09-01 to 2026-09-30.';
    expect(september(undefined).notes.at(-1)).toBe(days);
    expect(september(productsOf('2026-10', { 1: '5' })).notes.at(-1)).toBe(
      `${days} What products sold is about the whole periods.`,
    );
    expect(september(productsOf('2026-10', { 1: '5' }, { to: '2026-10-30' })).notes.at(-1)).toBe(days);
    // Thirty days of each where both have thirty.
    const both = octoberAgainst(
      '2026-09',
      { insights: earningsOf('2026-10', (date, index) => (date === '2026-10-31' ? {} : day(index))) },
      { insights: steady('2026-09') },
      { reportedTo: '2026-10-30' },
    );
    expect(both.days_compared).toBe(both.compared_days === undefined ? 0 : 30);
  });

  it('of one shared day says so', () => {
    const clock = { now: new Date('2026-11-01T12:00:00Z'), offset: 0 };
    const period = { from: '2026-10-30', to: '2026-10-31', unit: 'day' } as const;
    const against = { from: '2026-10-28', to: '2026-10-29', unit: 'day' } as const;
    const until = (last: string, about: DateRange) =>
      gateInsights(
        monthReply('2026-10', (date, index) => (date <= last ? day(index) : {})),
        { period: about },
        clock,
      );
    const insights = until('2026-10-30', period);
    const result = octoberAgainst(
      '2026-09',
      { insights, products: productsOf('2026-10', { 1: '5' }) },
      { insights: until('2026-10-30', against) },
      { period, against },
    );
    expect(result.notes.at(-1)).toBe(
      'Compared over the one day that both periods have data for: 2026-10-30 and 2026-10-28. What products sold is about the whole periods.',
    );
  });
});
