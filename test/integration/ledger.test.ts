import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calendarMonth, readIsoDate } from '../../src/sandbox/calendar.ts';
import { CREATORS } from '../../src/sandbox/creators.ts';
import { createLedger } from '../../src/sandbox/ledger.ts';
import { type Connection, connectToSandbox } from '../support/connect.ts';

/** What the sandbox booked itself, against what a host is told after HTTP, envelopes, overlapping segments and shaping. */

const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];
/** The first day without data yet, at every account's offset. */
const EDGE = readIsoDate('2026-11-21') ?? Number.NaN;

const summary = z.object({
  currency: z.string(),
  totals: z.record(z.number().optional()),
  live: z.record(z.number().optional()),
  days: z.array(z.object({ date: z.string(), revenue: z.number(), items_sold: z.number() })),
  top_videos: z.array(z.object({ video_id: z.string(), gmv: z.number(), share: z.number().nullable() })),
  top_products: z.array(
    z.object({ product_id: z.string(), revenue: z.number(), share: z.number().nullable() }),
  ),
  calls: z.number(),
});

// A connection each: the pace of one key would make the tests wait for each other.
let connection: Connection;
beforeEach(async () => {
  connection = await connectToSandbox();
});
afterEach(() => connection.close());

const cents = (amount: number | undefined): number => Math.round((amount ?? Number.NaN) * 100);

describe.each(CREATORS.map((creator) => [creator.name, creator] as const))(
  'the months of %s',
  (name, creator) => {
    const ledger = createLedger(creator, 1);

    it.each(MONTHS)('%s agrees with the ledger', async (month) => {
      const { result, sent } = await connection.watch('summarize_month', { account: name, month });
      const { totals, live, days, top_videos, top_products, calls, currency } = summary.parse(
        result.structured,
      );
      const whole = calendarMonth(readIsoDate(`${month}-01`) ?? Number.NaN);
      const span = { from: whole.from, to: Math.min(whole.to, EDGE) };
      const booked = ledger.between(span);

      expect(currency).toBe(creator.currency.code);
      expect(cents(totals['revenue'])).toBe(booked.all.revenue);
      expect(cents(totals['live_revenue'])).toBe(booked.live.revenue);
      expect(cents(totals['video_revenue'])).toBe(booked.video.revenue);
      expect(cents(totals['commission_estimated'])).toBe(booked.all.commission);
      expect(totals).toMatchObject({
        items_sold: booked.all.items,
        product_impressions: booked.all.shows,
        product_clicks: booked.all.clicks,
      });
      expect(totals['click_through_rate']).toBeCloseTo(booked.all.clicks / booked.all.shows, 5);
      expect(cents(live['live_revenue'])).toBe(booked.live.revenue);
      expect(days.reduce((sum, day) => sum + cents(day.revenue), 0)).toBe(booked.all.revenue);
      expect(days).toHaveLength(span.to - span.from);

      const videos = ledger.videosBetween(span).sort((a, b) => b.sales.revenue - a.sales.revenue);
      // The vendor answers this account with the last seven days whatever the month.
      if (name !== 'us')
        expect(top_videos.map(({ gmv }) => cents(gmv))).toEqual(
          videos.slice(0, 5).map(({ sales }) => sales.revenue),
        );
      const products = ledger.productsBetween(span).sort((a, b) => b.sales.revenue - a.sales.revenue);
      // A shop owner's product list is all zeros.
      expect(top_products.map(({ revenue }) => cents(revenue))).toEqual(
        name === 'br' ? [] : products.slice(0, 5).map(({ sales }) => sales.revenue),
      );
      for (const { revenue, share } of top_products)
        expect(share).toBeCloseTo(cents(revenue) / booked.all.revenue, 5);
      expect(calls).toBe(sent.length);
      expect(calls).toBeLessThanOrEqual(8);
      expect(Buffer.byteLength(result.text)).toBeLessThanOrEqual(4000);
    });
  },
);
