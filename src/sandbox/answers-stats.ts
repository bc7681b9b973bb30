import type { Creator } from './creators.ts';
import { counters, money, rate } from './figures.ts';
import { draws } from './random.ts';
import {
  type Answer,
  bucketSegment,
  monthSpans,
  publishedVideo,
  recentSpans,
  statsSegments,
} from './segments.ts';
import { askedMonth, wellFormed } from './validate.ts';

/** Revenue, commission and product counters of the account. */
export const insights: Answer = (session, asked) => {
  const { creator, ledger } = session;
  const segments = statsSegments(session, monthSpans(creator, askedMonth(asked)), {}, (days) => {
    const { all, live, video } = ledger.between(days);
    return {
      revenue: money(creator, all.revenue),
      live_revenue: money(creator, live.revenue),
      video_revenue: money(creator, video.revenue),
      base_revenue: money(creator, all.base),
      commission_estimated: money(creator, all.commission),
      alc_base_revenue: money(creator, live.base),
      ...counters(creator, {
        overall_item_sold_cnt: all.items,
        product_show_cnt: all.shows,
        product_click_cnt: all.clicks,
        alc_pay_sku_order_cnt: live.orders,
      }),
    };
  });
  const meta = { is_bound_shop: creator.shopOwner };
  return creator.habits.boundShopInSegment
    ? { segments: segments.map((segment) => ({ ...segment, meta })) }
    : { segments, meta };
};

/** LIVE totals; days without a LIVE are zero, not empty. */
export const liveSummary: Answer = (session, asked) => {
  const { creator, ledger } = session;
  const segments = statsSegments(session, monthSpans(creator, askedMonth(asked)), {}, (days) => {
    const { reach, sales } = ledger.live(days);
    // Revenue per thousand impressions.
    const perThousand = reach.shows === 0 ? 0 : Math.round((sales.revenue * 1000) / reach.shows);
    return {
      live_revenue: money(creator, sales.revenue),
      live_show_gpm: money(creator, perThousand),
      live_ctr: rate(sales.clicks, sales.shows),
      live_co: rate(sales.orders, sales.clicks),
      ...counters(creator, {
        new_follower_cnt: reach.followers,
        sku_order_paid_cnt: sales.orders,
        item_sold_cnt: sales.items,
        product_view: sales.shows,
        product_click: sales.clicks,
        live_pay_order_ucnt: reach.buyers,
        live_like_cnt: reach.likes,
        live_comment_cnt: reach.comments,
        live_show_cnt: reach.shows,
        live_watch_cnt: reach.viewers,
      }),
    };
  });
  return { segments };
};

/** Video totals over the vendor's own window. */
export const videoSummary: Answer = (session) => {
  const { creator, ledger } = session;
  const segments = statsSegments(session, recentSpans(session), {}, (days) => {
    let views = 0;
    let followers = 0;
    for (const { reach } of ledger.videosBetween(days)) {
      views += reach.views;
      followers += reach.followers;
    }
    const { video } = ledger.between(days);
    return {
      gmv: money(creator, video.revenue),
      ...counters(creator, {
        vv_cnt: views,
        new_follower_cnt: followers,
        video_cnt: ledger.publishedBetween(days).length,
        items_sold: video.items,
      }),
    };
  });
  return { segments };
};

/** One video's counters; all buckets are empty for a video nobody knows. */
export const videoStats: Answer = (session, asked) => {
  const { creator, ledger } = session;
  wellFormed(asked.item_id);
  const spans = monthSpans(creator, askedMonth(asked));
  const known = publishedVideo(session, asked.item_id) !== undefined;
  const segments = statsSegments(session, spans, { item_id: asked.item_id }, (days) => {
    if (!known) return {};
    const { reach, sales } = ledger.video(asked.item_id, days);
    return {
      creator_id: creator.creatorId,
      item_id: asked.item_id,
      video_completion_rate: rate(reach.completions, reach.views),
      ...counters(creator, {
        new_follower_cnt: reach.followers,
        share_cnt: reach.shares,
        comment_cnt: reach.comments,
        like_cnt: reach.likes,
        product_view_cnt: sales.shows,
      }),
    };
  });
  return { segments };
};

/** What one video sold of one product. */
export const pairStats: Answer = (session, asked) => {
  const { creator, ledger } = session;
  const { item_id, product_id } = asked;
  wellFormed(item_id, product_id);
  const spans = monthSpans(creator, askedMonth(asked));
  const tagged = publishedVideo(session, item_id)?.products.some((product) => product.id === product_id);
  const segments = statsSegments(session, spans, { item_id, product_id }, (days) => {
    if (!tagged) return {};
    const sales = ledger.pair(item_id, product_id, days);
    return {
      item_id,
      product_id,
      product_revenue: money(creator, sales.revenue),
      direct_revenue: money(creator, sales.direct),
      ...counters(creator, {
        product_sales_cnt: sales.items,
        product_view_cnt: sales.shows,
        product_click_cnt: sales.clicks,
        order_cnt: sales.orders,
      }),
    };
  });
  return { segments };
};

const GENDERS = ['female', 'male'];
const AGES = ['18-24', '25-34', '35-44', '45-54', '55+'];
const REGIONS = { us: ['US', 'CA', 'MX', 'GB'], sg: ['SG', 'MY', 'ID', 'PH'], br: ['BR', 'PT', 'AR'] };

/** Fractions in text that add up to exactly one. */
function shares(keys: readonly string[], draw: () => number): { key: string; value: string }[] {
  const weights = keys.map((_, index) => (1 + draw()) / 2 ** index);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = 10_000;
  return keys.map((key, index) => {
    const share = index === keys.length - 1 ? left : Math.round((10_000 * (weights[index] ?? 0)) / total);
    left -= share;
    return { key, value: (share / 10_000).toFixed(4) };
  });
}

function audienceProfile(creator: Creator, videoId: string): object {
  const draw = draws(creator.name, 'audience', videoId);
  return {
    follower_genders: shares(GENDERS, draw),
    follower_ages: shares(AGES, draw),
    follower_regions: shares(REGIONS[creator.name], draw),
    profile_type: 2,
  };
}

/** Who watched a video, for the month as one bucket. */
export const audience: Answer = (session, asked) => {
  const { creator, ledger } = session;
  const { item_id } = asked;
  wellFormed(item_id);
  const known = publishedVideo(session, item_id) !== undefined;
  const segment = bucketSegment(session, 'timed_profile', [askedMonth(asked)], { item_id }, (days) => {
    const watched = known && ledger.video(item_id, days).reach.views > 0;
    return watched ? audienceProfile(creator, item_id) : {};
  });
  return { segments: [segment] };
};
