/** The figures of the endpoints over time, written down from the vendor's documentation and not from the code. */

type FieldKind = 'money' | 'count' | 'rate';

/** A figure that a reply tells. */
export interface ToldField {
  readonly name: string;
  readonly wire: string;
  readonly kind: FieldKind;
  /** Holds for one bucket and has no sum. */
  readonly isSingle?: boolean;
  /** Over a period the first figure per second one, times a factor. */
  readonly ratio?: readonly [string, string, number];
}

/** A figure that is computed. */
type Computed =
  | { readonly name: string; readonly ratio: readonly [string, string, number] }
  | { readonly name: string; readonly difference: readonly [string, string, string] };

export interface SeriesEndpoint {
  readonly name: string;
  readonly told: readonly ToldField[];
  readonly computed: readonly Computed[];
  /** Whether the reply must be about one video. */
  readonly isOfVideo?: boolean;
}

const money = (name: string, wire = name): ToldField => ({ name, wire, kind: 'money' });
const count = (name: string, wire = name): ToldField => ({ name, wire, kind: 'count' });

/** The endpoints that answer with `timed_stats`. */
export const SERIES_ENDPOINTS = {
  insights: {
    name: 'get_account_insights_overview',
    told: [
      money('revenue'),
      money('live_revenue'),
      money('video_revenue'),
      money('base_revenue'),
      money('commission_estimated'),
      money('alc_base_revenue'),
      count('items_sold', 'overall_item_sold_cnt'),
      count('product_impressions', 'product_show_cnt'),
      count('product_clicks', 'product_click_cnt'),
      count('alc_orders', 'alc_pay_sku_order_cnt'),
    ],
    computed: [
      { name: 'other_revenue', difference: ['revenue', 'live_revenue', 'video_revenue'] },
      { name: 'commission_rate', ratio: ['commission_estimated', 'base_revenue', 1] },
      { name: 'click_through_rate', ratio: ['product_clicks', 'product_impressions', 1] },
      { name: 'items_per_click', ratio: ['items_sold', 'product_clicks', 1] },
      { name: 'average_item_price', ratio: ['revenue', 'items_sold', 1] },
      { name: 'revenue_per_1000_impressions', ratio: ['revenue', 'product_impressions', 1000] },
    ],
  },
  live: {
    name: 'get_live_analytics_summary',
    told: [
      money('live_revenue'),
      { ...money('live_gpm', 'live_show_gpm'), ratio: ['live_revenue', 'live_impressions', 1000] },
      count('live_impressions', 'live_show_cnt'),
      count('live_views', 'live_watch_cnt'),
      count('product_impressions', 'product_view'),
      count('product_clicks', 'product_click'),
      {
        name: 'click_through_rate',
        wire: 'live_ctr',
        kind: 'rate',
        ratio: ['product_clicks', 'live_views', 1],
      },
      {
        name: 'click_to_order_rate',
        wire: 'live_co',
        kind: 'rate',
        ratio: ['sku_orders_paid', 'product_clicks', 1],
      },
      count('items_sold', 'item_sold_cnt'),
      count('sku_orders_paid', 'sku_order_paid_cnt'),
      { ...count('buyers', 'live_pay_order_ucnt'), isSingle: true },
      count('new_followers', 'new_follower_cnt'),
      count('likes', 'live_like_cnt'),
      count('comments', 'live_comment_cnt'),
    ],
    computed: [],
  },
  video: {
    name: 'get_video_analytics_summary',
    told: [
      count('views', 'vv_cnt'),
      money('gmv'),
      count('items_sold', 'items_sold'),
      count('videos_published', 'video_cnt'),
      count('new_followers', 'new_follower_cnt'),
    ],
    computed: [],
  },
  detail: {
    name: 'get_video_detailed_stats',
    isOfVideo: true,
    told: [
      count('product_impressions', 'product_view_cnt'),
      count('likes', 'like_cnt'),
      count('comments', 'comment_cnt'),
      count('shares', 'share_cnt'),
      count('new_followers', 'new_follower_cnt'),
      { name: 'completion_rate', wire: 'video_completion_rate', kind: 'rate', isSingle: true },
    ],
    computed: [],
  },
  pair: {
    name: 'get_video_to_product_stats',
    isOfVideo: true,
    told: [
      money('revenue', 'product_revenue'),
      money('direct_revenue'),
      count('items_sold', 'product_sales_cnt'),
      count('orders', 'order_cnt'),
      count('product_impressions', 'product_view_cnt'),
      count('product_clicks', 'product_click_cnt'),
    ],
    computed: [],
  },
} as const satisfies Readonly<Record<string, SeriesEndpoint>>;
