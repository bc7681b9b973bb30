/**
 * The vocabulary: one entry for every field of a result that has a meaning of its own. Types, result schemas, text
 * tables, documentation and exports all read a field's kind and its words here.
 */

/** What a value is, which decides how it is read, added up and written. */
export type Kind =
  /** Amounts with a currency; major units. */
  | 'money'
  /** Money per 1,000 of a count. */
  | 'money_per_thousand'
  /** A whole number; negative where returns outweigh sales. */
  | 'count'
  /** A fraction from 0 to 1. */
  | 'rate'
  /** A fraction that may be negative or above 1: a share. */
  | 'fraction'
  /** A difference as a fraction of what was before: shown with its sign. */
  | 'change'
  /** A quotient with no upper bound. */
  | 'quotient'
  /** A number that is not a figure: a score, a position. */
  | 'number'
  /** ISO 8601 with offset. */
  | 'instant'
  | 'id'
  /** A code or a page number: its digits are never grouped. */
  | 'code'
  | 'url'
  /** Text that other people wrote. */
  | 'text'
  | 'flag';

interface Field {
  readonly kind: Kind;
  /** The heading of a column; if left out, the name with spaces. */
  readonly label?: string;
  /** Left out of texts, because a reader rarely needs it; the structured content has it. */
  readonly hidden?: true;
  /** The longest text in a table cell, if the usual limit would cut what people must read to act. */
  readonly longest?: number;
  /** What single codes mean, shown after them. */
  readonly codes?: Readonly<Record<number, string>>;
  /** One sentence for the glossary, where the words alone do not explain the figure. */
  readonly meaning?: string;
}

export const FIELDS = {
  // Money
  revenue: {
    kind: 'money',
    meaning: 'Sales attributed to the account (GMV), refunded orders included.',
  },
  live_revenue: { kind: 'money', label: 'LIVE revenue', meaning: 'The part of revenue that LIVE brought.' },
  video_revenue: { kind: 'money', meaning: 'The part of revenue that videos brought.' },
  other_revenue: {
    kind: 'money',
    meaning:
      'Revenue less its LIVE and video parts: showcase and product cards. It can be negative where the parts overlap.',
  },
  base_revenue: {
    kind: 'money',
    label: 'commission base',
    meaning: 'The sales that commission is computed from.',
  },
  alc_base_revenue: {
    kind: 'money',
    label: 'affiliate commission base (unproven)',
    meaning: 'Not documented; probably the commission base of affiliate orders.',
  },
  commission_estimated: {
    kind: 'money',
    label: 'commission, est.',
    meaning:
      "Estimated commission: before creator tax and an agency's share, with refunded and unpaid orders included.",
  },
  gmv: {
    kind: 'money',
    label: 'GMV',
    meaning: 'Sales attributed within 14 days of a click, refunded orders included.',
  },
  direct_gmv: { kind: 'money', label: 'direct GMV', meaning: 'Sales attributed to the last click.' },
  direct_revenue: { kind: 'money', meaning: 'Sales of the pair attributed to the last click.' },
  average_revenue: { kind: 'money', label: 'average' },
  revenue_per_day: {
    kind: 'money',
    label: 'revenue a day',
    meaning: 'Revenue divided by the days that have a revenue figure.',
  },
  recoverable_gmv: {
    kind: 'money',
    label: 'recoverable GMV',
    meaning: "What a video would have sold more at the account's median GMV per view: an upper bound.",
  },
  recoverable_commission: { kind: 'money' },
  median_gmv: { kind: 'money', label: 'median GMV' },
  remainder: {
    kind: 'money',
    meaning: 'Video revenue less the GMV of the listed videos: not attributed to any of them here.',
  },
  commission_per_item: { kind: 'money', meaning: 'Estimated commission divided by the items sold.' },
  commission_per_100_clicks: {
    kind: 'money',
    meaning:
      "EPC times 100: the pair's revenue at its product's commission per revenue, per 100 product clicks; from 100 clicks and 10 orders on.",
  },
  commission_per_100_clicks_low: { kind: 'money', label: 'per 100 clicks, low' },
  commission_per_100_clicks_high: { kind: 'money', label: 'per 100 clicks, high' },
  average_item_price: {
    kind: 'money',
    label: 'per item',
    meaning: 'Revenue divided by the items sold.',
  },
  price: { kind: 'money' },
  price_min: { kind: 'money' },
  price_max: { kind: 'money' },
  live_gpm: {
    kind: 'money_per_thousand',
    label: 'GPM',
    meaning: 'LIVE revenue per 1,000 LIVE impressions.',
  },
  gmv_per_1000_views: { kind: 'money_per_thousand', label: 'GMV per 1,000 views' },
  revenue_per_1000_impressions: {
    kind: 'money_per_thousand',
    meaning: 'Revenue per 1,000 product impressions.',
  },

  // Counts
  items_sold: { kind: 'count', label: 'sold' },
  orders: { kind: 'count' },
  sku_orders_paid: { kind: 'count', meaning: 'Paid orders, one for each product variant in a purchase.' },
  alc_orders: {
    kind: 'count',
    label: 'affiliate orders (unproven)',
    meaning: 'Not documented; probably affiliate orders.',
  },
  buyers: { kind: 'count', meaning: 'Different buyers of one day; days cannot be added up.' },
  views: { kind: 'count' },
  median_views: { kind: 'quotient' },
  live_views: { kind: 'count', label: 'LIVE views', meaning: 'Views of LIVEs, not people.' },
  live_impressions: { kind: 'count', label: 'LIVE impressions' },
  product_impressions: { kind: 'count', label: 'impressions' },
  product_clicks: { kind: 'count', label: 'clicks' },
  videos_published: { kind: 'count' },
  new_followers: { kind: 'count' },
  likes: { kind: 'count' },
  comments: { kind: 'count' },
  shares: { kind: 'count' },
  stock_count: { kind: 'count' },

  // Rates
  click_through_rate: {
    kind: 'rate',
    label: 'CTR',
    meaning: 'Product clicks per product impression; for LIVE, product clicks per view.',
  },
  click_to_order_rate: {
    kind: 'rate',
    label: 'CTOR',
    meaning: 'Paid orders per product click.',
  },
  completion_rate: { kind: 'rate', label: 'completed', meaning: 'Views that reached the end, per view.' },
  commission_rate: {
    kind: 'rate',
    meaning:
      'In totals the effective rate: commission per commission base. On a product the advertised rate.',
  },
  items_per_click: { kind: 'quotient' },
  growth: { kind: 'change', meaning: 'The change of revenue from the month before.' },
  index: { kind: 'number', meaning: 'Revenue with the first month of the period as 100.' },
  views_index: {
    kind: 'number',
    meaning: "A time's median views with those of all posts as 100.",
  },
  share: { kind: 'fraction' },
  highest_commission_rate: { kind: 'fraction' },
  share_of_views: {
    kind: 'fraction',
    meaning: "A video's views divided by the views of all videos in the audience profile.",
  },
  engagement_rate: { kind: 'fraction', meaning: 'Likes, comments and shares per view.' },
  direct_share: { kind: 'fraction', meaning: 'Direct GMV per GMV.' },
  share_of_product: {
    kind: 'fraction',
    meaning: "A pair's revenue per revenue of its product; one order can be in the shares of several videos.",
  },
  effective_rate: {
    kind: 'fraction',
    meaning: 'Estimated commission per commission base.',
  },
  top_share: { kind: 'fraction' },
  revenue_change: { kind: 'change', label: 'change' },
  contribution: {
    kind: 'change',
    meaning:
      'The change of an account divided by what all accounts had before: contributions add up to the change of all.',
  },

  // Everything else
  account: { kind: 'text' },
  label: { kind: 'text' },
  record: { kind: 'id' },
  record_id: { kind: 'id' },
  video_id: { kind: 'id' },
  product_id: { kind: 'id' },
  user_id: { kind: 'id' },
  tiktok_uid: { kind: 'id' },
  partner_id: { kind: 'id' },
  creator_id: { kind: 'id', hidden: true },
  seller_id: { kind: 'id', hidden: true },
  internal_video_id: { kind: 'id', hidden: true },
  avatar_uri: { kind: 'text', hidden: true },
  light_color: { kind: 'text', hidden: true },
  dark_color: { kind: 'text', hidden: true },
  url: { kind: 'url', hidden: true },
  url_pattern: { kind: 'text', hidden: true },
  policy_url: { kind: 'url' },
  rules_url: { kind: 'url' },
  title: { kind: 'text' },
  product_title: { kind: 'text', label: 'product' },
  // It connects the two lists about violations.
  reason: { kind: 'text', longest: 600 },
  detail: { kind: 'text', longest: 600 },
  suggestion: { kind: 'text', longest: 600 },
  duration_seconds: { kind: 'number', label: 'seconds' },
  // Documented, because 0 has been mistaken for a ban.
  creator_status: { kind: 'code', codes: { 0: 'normal' } },
  user_type: { kind: 'code' },
  profile_type: {
    kind: 'code',
    meaning: 'A code of the vendor for the kind of audience profile; 2 in the replies seen.',
  },
  permissions: {
    kind: 'code',
    meaning:
      "The vendor's codes of what the account may do: 1 LIVE product tab, 2 self-sale, 3 semi-closed loop, 4 may add affiliate products.",
  },
  label_codes: {
    kind: 'code',
    hidden: true,
    meaning:
      "The vendor's codes of labels: 37 the locked commission ends soon, 50 high return rate, 73 back in stock, 94 shown less.",
  },
  page: { kind: 'code' },
  offset: { kind: 'code' },
  appealed: { kind: 'flag', hidden: true },
  appeal_state: {
    kind: 'text',
    meaning:
      '"appealed or not submitted" is code 1, which the vendor and TikTok read differently: only can_appeal and the deadline tell.',
  },
  open_record_ids: { kind: 'id' },
  next_deadline: { kind: 'instant' },
  published: { kind: 'instant' },
  occurred_at: { kind: 'instant' },
  fetched_at: { kind: 'instant' },
  deadline: { kind: 'instant' },
  appeal_deadline: { kind: 'instant' },
  period_from: { kind: 'instant' },
  period_to: { kind: 'instant' },
} as const satisfies Readonly<Record<string, Field>>;

type FieldName = keyof typeof FIELDS;

type NameOf<K extends Kind> = {
  [Name in FieldName]: (typeof FIELDS)[Name]['kind'] extends K ? Name : never;
}[FieldName];

export type MoneyName = NameOf<'money' | 'money_per_thousand'>;
type CountName = NameOf<'count'>;
/** A field whose value is a figure. */
export type FigureName = MoneyName | CountName | NameOf<'rate' | 'quotient'>;

const FIGURE_KINDS: ReadonlySet<Kind> = new Set(['money', 'money_per_thousand', 'count', 'rate', 'quotient']);

/** Whether a name is one of a figure. */
export const isFigureName = (name: string): name is FigureName => {
  const field = fieldNamed(name);
  return field !== undefined && FIGURE_KINDS.has(field.kind);
};

/** Whether a figure is money. */
export const isMoneyName = (name: FigureName): name is MoneyName =>
  FIELDS[name].kind === 'money' || FIELDS[name].kind === 'money_per_thousand';

/** A map, because an undocumented field of the vendor's may be called `toString`. */
const byName: ReadonlyMap<string, Field> = new Map(Object.entries(FIELDS));

/** The entry of a field; undefined for one that the vendor named. */
export const fieldNamed = (name: string): Field | undefined => byName.get(name);

/** Where an endpoint has a figure, and how it behaves when days are put together. */
export interface Source {
  /** The vendor's name; a figure without one is computed. */
  readonly from?: string;
  /** Over a period the ratio of two sums; money per one where the whole is a count; times 1,000 for money per thousand (upstream-api.md 7.6). */
  readonly of?: readonly [part: FigureName, whole: FigureName];
  /**
   * Over a period, the mean weighted by this figure: close to the ratio of sums, for a denominator that is not sent.
   */
  readonly weight?: CountName;
  /** The first figure minus the others. */
  readonly difference?: readonly [MoneyName, MoneyName, MoneyName];
  /** Counts different people: neither added up nor shown for more than a day. */
  readonly perBucketOnly?: true;
}

/** The figures of one endpoint: our name, and where each comes from. */
export type MetricTable = { readonly [Name in FigureName]?: Source };

const from = <V extends string>(vendorName: V): { readonly from: V } => ({ from: vendorName });

/** `get_account_insights_overview`, upstream-api.md 6.3, with the rates that only sums can give. */
export const INSIGHTS = {
  revenue: from('revenue'),
  live_revenue: from('live_revenue'),
  video_revenue: from('video_revenue'),
  other_revenue: { difference: ['revenue', 'live_revenue', 'video_revenue'] },
  base_revenue: from('base_revenue'),
  commission_estimated: from('commission_estimated'),
  commission_rate: { of: ['commission_estimated', 'base_revenue'] },
  alc_base_revenue: from('alc_base_revenue'),
  items_sold: from('overall_item_sold_cnt'),
  product_impressions: from('product_show_cnt'),
  product_clicks: from('product_click_cnt'),
  click_through_rate: { of: ['product_clicks', 'product_impressions'] },
  items_per_click: { of: ['items_sold', 'product_clicks'] },
  average_item_price: { of: ['revenue', 'items_sold'] },
  revenue_per_1000_impressions: { of: ['revenue', 'product_impressions'] },
  alc_orders: from('alc_pay_sku_order_cnt'),
} as const satisfies MetricTable;

/** What a day of a report shows: the figures that people compare day by day. */
export const DAY = {
  revenue: INSIGHTS.revenue,
  live_revenue: INSIGHTS.live_revenue,
  video_revenue: INSIGHTS.video_revenue,
  other_revenue: INSIGHTS.other_revenue,
  commission_estimated: INSIGHTS.commission_estimated,
  items_sold: INSIGHTS.items_sold,
  product_impressions: INSIGHTS.product_impressions,
  product_clicks: INSIGHTS.product_clicks,
} as const satisfies MetricTable;

/** `get_live_analytics_summary`, upstream-api.md 6.4, 6.17 and 7.8. */
export const LIVE = {
  live_revenue: from('live_revenue'),
  live_gpm: { from: 'live_show_gpm', of: ['live_revenue', 'live_impressions'] },
  live_impressions: from('live_show_cnt'),
  live_views: from('live_watch_cnt'),
  product_impressions: from('product_view'),
  product_clicks: from('product_click'),
  click_through_rate: { from: 'live_ctr', of: ['product_clicks', 'live_views'] },
  click_to_order_rate: { from: 'live_co', of: ['sku_orders_paid', 'product_clicks'] },
  items_sold: from('item_sold_cnt'),
  sku_orders_paid: from('sku_order_paid_cnt'),
  buyers: { from: 'live_pay_order_ucnt', perBucketOnly: true },
  new_followers: from('new_follower_cnt'),
  likes: from('live_like_cnt'),
  comments: from('live_comment_cnt'),
} as const satisfies MetricTable;

/** `get_video_analytics_summary`, upstream-api.md 6.5. */
export const VIDEO = {
  views: from('vv_cnt'),
  gmv: from('gmv'),
  items_sold: from('items_sold'),
  videos_published: from('video_cnt'),
  new_followers: from('new_follower_cnt'),
} as const satisfies MetricTable;

/** Rows of `get_video_list_analytics`, upstream-api.md 6.6. */
export const VIDEO_ROW = {
  views: from('vv_cnt'),
  click_through_rate: { from: 'ctr', weight: 'views' },
  gmv: from('gmv'),
  direct_gmv: from('direct_gmv'),
  items_sold: from('item_sold_cnt'),
  completion_rate: { from: 'completion_rate', weight: 'views' },
  new_followers: from('new_follower_cnt'),
} as const satisfies MetricTable;

/** Rows of `get_product_analytics_list`, upstream-api.md 6.7. */
export const PRODUCT_ROW = {
  revenue: from('revenue'),
  commission_estimated: from('commission'),
  items_sold: from('item_sold_cnt'),
} as const satisfies MetricTable;

/**
 * `stats[]` of `get_video_associated_product_list`: the vendor documents no fields; these are the ones that similar
 * endpoints use (6.10).
 */
export const ASSOCIATED_ROW = {
  revenue: from('revenue'),
  gmv: from('gmv'),
  direct_gmv: from('direct_gmv'),
  commission_estimated: from('commission'),
  items_sold: from('item_sold_cnt'),
  product_impressions: from('product_show_cnt'),
  product_clicks: from('product_click_cnt'),
  click_through_rate: from('ctr'),
} as const satisfies MetricTable;

/** `get_video_detailed_stats`, upstream-api.md 6.12: no view count, so no completion rate over a period. */
export const VIDEO_DETAIL = {
  product_impressions: from('product_view_cnt'),
  likes: from('like_cnt'),
  comments: from('comment_cnt'),
  shares: from('share_cnt'),
  new_followers: from('new_follower_cnt'),
  completion_rate: from('video_completion_rate'),
} as const satisfies MetricTable;

/** `get_video_to_product_stats`, upstream-api.md 6.13 and 7.9. */
export const PAIR = {
  revenue: from('product_revenue'),
  direct_revenue: from('direct_revenue'),
  items_sold: from('product_sales_cnt'),
  orders: from('order_cnt'),
  product_impressions: from('product_view_cnt'),
  product_clicks: from('product_click_cnt'),
} as const satisfies MetricTable;

/** Rows of `get_product_related_videos`, upstream-api.md 6.14. */
export const RELATED_ROW = {
  likes: from('video_like_cnt'),
  comments: from('video_comment_cnt'),
  shares: from('video_share_cnt'),
} as const satisfies MetricTable;
