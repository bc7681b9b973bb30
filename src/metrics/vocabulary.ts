import type { Metric, Metrics } from './figures.ts';

/** One vocabulary for the figures of all endpoints: our name, and what the endpoint calls it. */

const count = (from: string): Metric => ({ kind: 'count', from });
const money = (from: string): Metric => ({ kind: 'money', from });
const rate = (from: string): Metric => ({ kind: 'rate', from });

/** `get_account_insights_overview`, upstream-api.md 6.3. */
export const INSIGHTS = {
  revenue: money('revenue'),
  live_revenue: money('live_revenue'),
  video_revenue: money('video_revenue'),
  base_revenue: money('base_revenue'),
  commission_estimated: money('commission_estimated'),
  alc_base_revenue: money('alc_base_revenue'),
  items_sold: count('overall_item_sold_cnt'),
  product_impressions: count('product_show_cnt'),
  product_clicks: count('product_click_cnt'),
  alc_orders: count('alc_pay_sku_order_cnt'),
} satisfies Metrics;

/** What a month's days carry, with the rates that only sums can give. */
export const MONTH = {
  revenue: INSIGHTS.revenue,
  live_revenue: INSIGHTS.live_revenue,
  video_revenue: INSIGHTS.video_revenue,
  base_revenue: INSIGHTS.base_revenue,
  commission_estimated: INSIGHTS.commission_estimated,
  commission_rate: { kind: 'rate', of: ['commission_estimated', 'revenue'] },
  items_sold: INSIGHTS.items_sold,
  product_impressions: INSIGHTS.product_impressions,
  product_clicks: INSIGHTS.product_clicks,
  click_through_rate: { kind: 'rate', of: ['product_clicks', 'product_impressions'] },
  items_per_click: { kind: 'rate', of: ['items_sold', 'product_clicks'] },
  revenue_per_1000_impressions: { kind: 'per_thousand', of: ['revenue', 'product_impressions'] },
} satisfies Metrics;

/** `get_live_analytics_summary`, upstream-api.md 6.4 and 7.8. */
export const LIVE = {
  live_revenue: money('live_revenue'),
  live_gpm: { kind: 'per_thousand', from: 'live_show_gpm', of: ['live_revenue', 'live_impressions'] },
  live_impressions: count('live_show_cnt'),
  live_viewers: count('live_watch_cnt'),
  product_impressions: count('product_view'),
  product_clicks: count('product_click'),
  click_through_rate: { kind: 'rate', from: 'live_ctr', of: ['product_clicks', 'product_impressions'] },
  conversion_rate: rate('live_co'),
  items_sold: count('item_sold_cnt'),
  sku_orders_paid: count('sku_order_paid_cnt'),
  buyers: count('live_pay_order_ucnt'),
  new_followers: count('new_follower_cnt'),
  likes: count('live_like_cnt'),
  comments: count('live_comment_cnt'),
} satisfies Metrics;

/** `get_video_analytics_summary`, upstream-api.md 6.5. */
export const VIDEO = {
  views: count('vv_cnt'),
  gmv: money('gmv'),
  items_sold: count('items_sold'),
  videos_published: count('video_cnt'),
  new_followers: count('new_follower_cnt'),
} satisfies Metrics;

/** Rows of `get_video_list_analytics`, upstream-api.md 6.6. */
export const VIDEO_ROW = {
  views: count('vv_cnt'),
  click_through_rate: rate('ctr'),
  gmv: money('gmv'),
  direct_gmv: money('direct_gmv'),
  items_sold: count('item_sold_cnt'),
  completion_rate: rate('completion_rate'),
  new_followers: count('new_follower_cnt'),
} satisfies Metrics;

/** Rows of `get_product_analytics_list`, upstream-api.md 6.7. */
export const PRODUCT_ROW = {
  revenue: money('revenue'),
  commission_estimated: money('commission'),
  items_sold: count('item_sold_cnt'),
} satisfies Metrics;

/** `stats[]` of `get_video_associated_product_list`: the vendor names no fields, these are the ones its siblings use (6.10). */
export const ASSOCIATED_ROW = {
  revenue: money('revenue'),
  gmv: money('gmv'),
  direct_gmv: money('direct_gmv'),
  commission_estimated: money('commission'),
  items_sold: count('item_sold_cnt'),
  product_impressions: count('product_show_cnt'),
  product_clicks: count('product_click_cnt'),
  click_through_rate: rate('ctr'),
} satisfies Metrics;

/** `get_video_detailed_stats`, upstream-api.md 6.12: no view count, so no completion rate over a period. */
export const VIDEO_DETAIL = {
  product_impressions: count('product_view_cnt'),
  likes: count('like_cnt'),
  comments: count('comment_cnt'),
  shares: count('share_cnt'),
  new_followers: count('new_follower_cnt'),
  completion_rate: rate('video_completion_rate'),
} satisfies Metrics;

/** `get_video_to_product_stats`, upstream-api.md 6.13 and 7.9. */
export const PAIR = {
  revenue: money('product_revenue'),
  direct_revenue: money('direct_revenue'),
  items_sold: count('product_sales_cnt'),
  orders: count('order_cnt'),
  product_impressions: count('product_view_cnt'),
  product_clicks: count('product_click_cnt'),
} satisfies Metrics;

/** Rows of `get_product_related_videos`, upstream-api.md 6.14. */
export const RELATED_ROW = {
  likes: count('video_like_cnt'),
  comments: count('video_comment_cnt'),
  shares: count('video_share_cnt'),
} satisfies Metrics;
