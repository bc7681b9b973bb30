import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/json.ts';
import { monthRange } from '../../../../src/metrics/calendar.ts';
import { summarizeMonth } from '../../../../src/tools/summarize_month.ts';
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

/** The best videos and products of a month, and their shares, on 24 November 2026: 60.00 of 100.00 a day come from videos. */

const VIDEO = '7400000000000000011';
const PRODUCT = '1729000000000000011';
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const NOVEMBER = { from: '2026-11-01', to: '2026-11-24' };

async function ranked(replies: Replies, month = '2026-10') {
  const { structured, text } = await runnerOf({
    insights: (body) => daily(...daysUpTo(monthAsked(body), '2026-11-21'), () => earningDay()),
    ...replies,
  })(summarizeMonth, { month });
  const shares = (rows: unknown) => (Array.isArray(rows) ? rows.map(({ share }) => share) : rows);
  return {
    videos: shares(structured['top_videos']),
    products: shares(structured['top_products']),
    notes: structured['notes'],
    text,
  };
}

const videos = (from: string, to: string, ...gmv: readonly string[]): Replies => ({
  video_list: () =>
    listOf(
      from,
      to,
      gmv.map((one, index) => videoRow(`740000000000000001${index}`, one)),
    ),
});
const products = (from: string, to: string, ...revenue: readonly string[]): Replies => ({
  product_analytics: () =>
    listOf(
      from,
      to,
      revenue.map((one, index) => productRow(`172900000000000001${index}`, one)),
    ),
});
const october = (make: typeof videos, ...amounts: readonly string[]) =>
  make(OCTOBER.from, OCTOBER.to, ...amounts);

describe('shares of the revenue', () => {
  it('are those of the period in one currency', async () => {
    const both = await ranked({ ...october(videos, '310', '62'), ...october(products, '1550', '0') });
    expect(both).toMatchObject({ videos: [0.1, 0.02], products: [0.5] });
  });

  /** Earnings of a whole month, up to a last reported day. */
  const earningsUntil =
    (last: string) =>
    (body: string): JsonObject => {
      const { from, to } = monthRange(monthAsked(body));
      return daily(from, to, (date) => (date <= last ? earningDay() : {}));
    };

  it('are unknown where the list ends before the earnings', async () => {
    const { products: shares, notes } = await ranked(
      { insights: earningsUntil('2026-11-22'), ...products(NOVEMBER.from, '2026-11-21', '60') },
      '2026-11',
    );
    expect(shares).toEqual([null]);
    expect(notes).toContain('The product list ends on 2026-11-21, before the earnings: no shares.');
  });

  it('are unknown where the earnings end long before the list, and not where they usually do', async () => {
    const until = (last: string) =>
      ranked({ insights: earningsUntil(last), ...products(NOVEMBER.from, NOVEMBER.to, '60') }, '2026-11');
    const note = (last: string) =>
      `The earnings end on ${last}, before the product list (2026-11-24): no shares.`;
    const early = await until('2026-11-19');
    expect(early.products).toEqual([null]);
    expect(early.notes).toContain(note('2026-11-19'));
    const usual = await until('2026-11-20');
    expect(usual.products).toEqual([0.03]);
    expect(usual.notes).not.toContain(note('2026-11-20'));
  });

  it('are unknown where a day has no revenue, and said so of each list', async () => {
    const { videos: shares, notes } = await ranked({
      insights: (body) =>
        daily(...daysUpTo(monthAsked(body), '2026-11-21'), (date) =>
          earningDay(date === '2026-10-09' ? { revenue: null } : {}),
        ),
      ...october(videos, '60'),
      ...october(products, '60'),
    });
    expect(shares).toEqual([null]);
    const note = (what: string) =>
      `The earnings have the revenue of 30 of the 31 days to 2026-10-31, the ${what} list is about all of them: no shares.`;
    expect(notes).toEqual(expect.arrayContaining([note('video'), note('product')]));
  });

  it('are unknown without earnings', async () => {
    const none = await ranked({ insights: () => 500, ...october(videos, '60') });
    expect(none.videos).toEqual([null]);
  });
});

describe('a list is left out', () => {
  const leftOut = (what: 'video' | 'product', why: string) =>
    `Top ${what}s are left out: ${why} get_${what === 'video' ? 'video_list_analytics' : 'product_analytics_list'} shows that list with its own dates.`;

  it('of other days, or of none that it names', async () => {
    const other = await ranked({
      ...videos('2026-09-01', '2026-09-30', '60'),
      product_analytics: () => ({ segments: [] }),
    });
    expect(other).toMatchObject({ videos: [], products: [] });
    expect(other.notes).toContain(
      leftOut('video', 'the video list covers 2026-09-01 to 2026-09-30, not this period.'),
    );
    expect(other.notes).toContain(leftOut('product', 'the product list does not say which days it covers.'));
  });

  it('with a video that was published later', async () => {
    const late = {
      video_meta: { item_id: VIDEO, name: 'Late', publish_time: Date.parse('2026-11-02T12:00:00Z') / 1000 },
    };
    const { videos: rows, notes } = await ranked({
      video_list: () => listOf(OCTOBER.from, OCTOBER.to, [videoRow(VIDEO, '60', late)]),
    });
    expect(rows).toEqual([]);
    expect(notes).toContain(
      leftOut(
        'video',
        'the list holds a video published on 2026-11-02, so the vendor did not return this period.',
      ),
    );
  });

  it('with videos above the video revenue, and products above all', async () => {
    const video = leftOut(
      'video',
      'the listed videos sold more than all videos of the period, so the vendor did not return this period.',
    );
    const product = leftOut(
      'product',
      'the listed products sold more than all sales of the period, so the vendor did not return this period.',
    );
    // 1,860.00 by videos, 3,100.00 in all; each amount may be rounded by a cent.
    const within = await ranked({ ...october(videos, '930', '930.03'), ...october(products, '3100.02') });
    expect(within.videos).toHaveLength(2);
    expect(within.products).toEqual([null]);
    const above = await ranked({ ...october(videos, '930', '930.04'), ...october(products, '3100.03') });
    expect(above).toMatchObject({ videos: [], products: [] });
    expect(above.notes).toEqual(expect.arrayContaining([video, product]));
  });

  it('not where the earnings are of fewer days', async () => {
    const { videos: rows } = await ranked({
      insights: (body) =>
        daily(...daysUpTo(monthAsked(body), '2026-11-21'), (date) =>
          earningDay(date > '2026-10-20' ? { revenue: null, video_revenue: null } : {}),
        ),
      ...october(videos, '1860'),
    });
    expect(rows).toEqual([null]);
  });
});

it('ranks by amount, at most five, and leaves out what sold nothing', async () => {
  const rows = Array.from(
    { length: 14 },
    (_, index): JsonObject => productRow(`17290000000000000${20 + index}`, String(index)),
  );
  const { text } = await ranked({
    product_analytics: () => listOf(OCTOBER.from, OCTOBER.to, [...rows, productRow(PRODUCT, '13')]),
  });
  expect(text.match(/\|\d{19}\|[^\n]*/g)).toMatchInlineSnapshot(`
    [
      "|1729000000000000011|Product 11|13.00|0.42%|",
      "|1729000000000000033|Product 33|13.00|0.42%|",
      "|1729000000000000032|Product 32|12.00|0.39%|",
      "|1729000000000000031|Product 31|11.00|0.35%|",
      "|1729000000000000030|Product 30|10.00|0.32%|",
    ]
  `);
});
