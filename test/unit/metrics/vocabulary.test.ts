import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json.ts';
import { denominationOf, writeFigures } from '../../../src/metrics/denomination.ts';
import { readFigures } from '../../../src/metrics/figures.ts';
import {
  ASSOCIATED_ROW,
  DAY,
  INSIGHTS,
  LIVE,
  type MetricTable,
  PAIR,
  PRODUCT_ROW,
  RELATED_ROW,
  VIDEO,
  VIDEO_DETAIL,
  VIDEO_ROW,
} from '../../../src/metrics/vocabulary.ts';
import { money } from '../../support/month-reply.ts';

/**
 * One wire object per endpoint with every field of upstream-api.md section 6, each with a value of its own, and the
 * figures that must come out.
 */
const ENDPOINTS: readonly (readonly [
  name: string,
  MetricTable,
  wire: JsonObject,
  figures: Record<string, number>,
])[] = [
  [
    'get_account_insights_overview (6.3)',
    INSIGHTS,
    {
      revenue: money('1.01'),
      live_revenue: money('2.02'),
      video_revenue: money('3.03'),
      base_revenue: money('4.04'),
      commission_estimated: money('5.05'),
      alc_base_revenue: money('6.06'),
      overall_item_sold_cnt: 7,
      product_show_cnt: 8,
      product_click_cnt: '9',
      alc_pay_sku_order_cnt: 10,
    },
    {
      revenue: 1.01,
      live_revenue: 2.02,
      video_revenue: 3.03,
      other_revenue: -4.04,
      base_revenue: 4.04,
      commission_estimated: 5.05,
      alc_base_revenue: 6.06,
      items_sold: 7,
      product_impressions: 8,
      product_clicks: 9,
      alc_orders: 10,
    },
  ],
  [
    'a day of a report (6.3)',
    DAY,
    {
      revenue: money('1.01'),
      live_revenue: money('2.02'),
      video_revenue: money('3.03'),
      base_revenue: money('4.04'),
      commission_estimated: money('5.05'),
      alc_base_revenue: money('6.06'),
      overall_item_sold_cnt: 7,
      product_show_cnt: 8,
      product_click_cnt: 9,
      alc_pay_sku_order_cnt: 10,
      ctr: '0.5',
      commission_rate: '0.5',
    },
    {
      revenue: 1.01,
      live_revenue: 2.02,
      video_revenue: 3.03,
      other_revenue: -4.04,
      commission_estimated: 5.05,
      items_sold: 7,
      product_impressions: 8,
      product_clicks: 9,
    },
  ],
  [
    'get_live_analytics_summary (6.4)',
    LIVE,
    {
      live_revenue: money('1.01'),
      live_show_gpm: money('2.02'),
      live_ctr: '0.03',
      live_co: '0.04',
      new_follower_cnt: 5,
      sku_order_paid_cnt: 6,
      item_sold_cnt: 7,
      product_view: 8,
      product_click: 9,
      live_pay_order_ucnt: 10,
      live_like_cnt: 11,
      live_comment_cnt: 12,
      live_show_cnt: 13,
      live_watch_cnt: 14,
    },
    {
      live_revenue: 1.01,
      live_gpm: 2.02,
      click_through_rate: 0.03,
      click_to_order_rate: 0.04,
      new_followers: 5,
      sku_orders_paid: 6,
      items_sold: 7,
      product_impressions: 8,
      product_clicks: 9,
      buyers: 10,
      likes: 11,
      comments: 12,
      live_impressions: 13,
      live_views: 14,
    },
  ],
  [
    'get_video_analytics_summary (6.5)',
    VIDEO,
    { vv_cnt: 1, gmv: money('2.02'), items_sold: 3, video_cnt: 4, new_follower_cnt: 5 },
    { views: 1, gmv: 2.02, items_sold: 3, videos_published: 4, new_followers: 5 },
  ],
  [
    'a row of get_video_list_analytics (6.6)',
    VIDEO_ROW,
    {
      vv_cnt: 1,
      ctr: '0.02',
      gmv: money('3.03'),
      direct_gmv: money('4.04'),
      item_sold_cnt: 5,
      completion_rate: '0.06',
      new_follower_cnt: 7,
    },
    {
      views: 1,
      click_through_rate: 0.02,
      gmv: 3.03,
      direct_gmv: 4.04,
      items_sold: 5,
      completion_rate: 0.06,
      new_followers: 7,
    },
  ],
  [
    'a row of get_product_analytics_list (6.7)',
    PRODUCT_ROW,
    { revenue: money('1.01'), commission: money('2.02'), item_sold_cnt: 3 },
    { revenue: 1.01, commission_estimated: 2.02, items_sold: 3 },
  ],
  [
    'the figures in get_video_associated_product_list (6.10)',
    ASSOCIATED_ROW,
    {
      revenue: money('1.01'),
      gmv: money('2.02'),
      direct_gmv: money('3.03'),
      commission: money('4.04'),
      item_sold_cnt: 5,
      product_show_cnt: 6,
      product_click_cnt: 7,
      ctr: '0.08',
    },
    {
      revenue: 1.01,
      gmv: 2.02,
      direct_gmv: 3.03,
      commission_estimated: 4.04,
      items_sold: 5,
      product_impressions: 6,
      product_clicks: 7,
      click_through_rate: 0.08,
    },
  ],
  [
    'get_video_detailed_stats (6.12)',
    VIDEO_DETAIL,
    {
      new_follower_cnt: 1,
      share_cnt: 2,
      comment_cnt: 3,
      like_cnt: 4,
      product_view_cnt: 5,
      video_completion_rate: '0.06',
    },
    {
      new_followers: 1,
      shares: 2,
      comments: 3,
      likes: 4,
      product_impressions: 5,
      completion_rate: 0.06,
    },
  ],
  [
    'get_video_to_product_stats (6.13)',
    PAIR,
    {
      product_revenue: money('1.01'),
      direct_revenue: money('2.02'),
      product_sales_cnt: 3,
      product_view_cnt: 4,
      product_click_cnt: 5,
      order_cnt: 6,
    },
    {
      revenue: 1.01,
      direct_revenue: 2.02,
      items_sold: 3,
      product_impressions: 4,
      product_clicks: 5,
      orders: 6,
    },
  ],
  [
    'a row of get_product_related_videos (6.14)',
    RELATED_ROW,
    { video_like_cnt: 1, video_comment_cnt: 2, video_share_cnt: 3 },
    { likes: 1, comments: 2, shares: 3 },
  ],
];

describe('the vocabulary', () => {
  it.each(ENDPOINTS)('of %s gives every figure its name', (_name, metrics, wire, figures) => {
    const { figures: read, unreadable } = readFigures(wire, metrics);
    expect(writeFigures(read, denominationOf([read]))).toEqual(figures);
    expect(unreadable).toEqual([]);
  });

  it.each(ENDPOINTS)('of %s leaves absent figures absent', (_name, metrics) => {
    expect(readFigures({}, metrics)).toEqual({ figures: {}, unreadable: [] });
    // A figure that comes from sums alone has no field, whatever a reply calls its own.
    expect(readFigures({ undefined: '0.5', '': 7, null: 7 }, metrics).figures).toEqual({});
  });
});
