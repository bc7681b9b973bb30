/** The keys of replies that upstream-api.md 2 to 6 names: they reveal nothing about an account. */
export const DOCUMENTED_KEYS: ReadonlySet<string> = new Set(
  `
  code request_id message message_zh support time time_stamp time_zone docs cache_message cache_message_zh cache_url router
  params data detail loc msg type input headers
  segments time_selector filter list_control period granularity timezone_offset start_timestamp end_timestamp locale creator_id
  item_id item_ids product_id search_input start end rules direction field next_pagination has_more next_page total_page total
  timed_stats timed_lists timed_profile stats meta is_bound_shop
  amount amount_formatted amount_delimited currency_code currency_symbol
  risk_info risk_level_text light_color dark_color vio_score_rule_learn_url is_show_score violation_score creator_status
  records start_time end_time record_id violation_time violation_info record_status appeal_status can_appeal appeal_valid_time
  enforcement_title violation_reason violation_detail violation_suggestion policy_url violation_type
  revenue live_revenue video_revenue base_revenue commission_estimated alc_base_revenue overall_item_sold_cnt product_show_cnt
  product_click_cnt alc_pay_sku_order_cnt live_show_gpm live_ctr live_co new_follower_cnt sku_order_paid_cnt item_sold_cnt
  product_view product_click live_pay_order_ucnt live_like_cnt live_comment_cnt live_show_cnt live_watch_cnt
  vv_cnt video_cnt items_sold gmv direct_gmv ctr completion_rate
  video_meta name publish_time duration video_play_info id post_url media_type video_infos main_url backup_url url_expire width
  height file_hash size bitrate video_quality product cover_image thumb_url_list commission
  user_id user_type register_region_id user_name nick_name avatar uri url_list permission_list partner_id partner_name
  shop_account_official switch_info tt_uid live_streamer_menu_experiment experiment_variants
  products title format_available_price seller_info seller_id shop_name cover images source stock_status review_status
  affiliate_info category_info stock_num can_added labels commission_with_currency commission_rate commission_view_type
  `
    .trim()
    .split(/\s+/),
);

/** A code of the API has eight digits at most; a longer number could be an id. */
const LARGEST_CODE = 99_999_999;

/** A whole number that is short enough for a code or an offset in seconds. */
export const readCodeNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LARGEST_CODE ? value : undefined;

/** Keys whose whole numbers are codes or seconds of the API itself, so they are shown. */
export const CODE_KEYS: ReadonlySet<string> = new Set([
  'code',
  'period',
  'granularity',
  'timezone_offset',
  'direction',
]);
