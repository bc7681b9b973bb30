/** What was sold; money in minor units. */
export interface Sales {
  items: number;
  orders: number;
  revenue: number;
  /** The part of the revenue from buyers who came straight from the video or LIVE. */
  direct: number;
  /** The part of the revenue on which commission is owed. */
  base: number;
  commission: number;
  /** Impressions and clicks of the product. */
  shows: number;
  clicks: number;
}

/** What a video's audience did. */
export interface VideoReach {
  views: number;
  likes: number;
  comments: number;
  shares: number;
  followers: number;
  completions: number;
}

/** What a LIVE's audience did. */
export interface LiveReach {
  shows: number;
  viewers: number;
  likes: number;
  comments: number;
  followers: number;
  buyers: number;
}

export function noSales(): Sales {
  return { items: 0, orders: 0, revenue: 0, direct: 0, base: 0, commission: 0, shows: 0, clicks: 0 };
}

export function noVideoReach(): VideoReach {
  return { views: 0, likes: 0, comments: 0, shares: 0, followers: 0, completions: 0 };
}

export function noLiveReach(): LiveReach {
  return { shows: 0, viewers: 0, likes: 0, comments: 0, followers: 0, buyers: 0 };
}

/** Adds `more` to `sum`, in place. */
export function addSales(sum: Sales, more: Readonly<Sales>): void {
  sum.items += more.items;
  sum.orders += more.orders;
  sum.revenue += more.revenue;
  sum.direct += more.direct;
  sum.base += more.base;
  sum.commission += more.commission;
  sum.shows += more.shows;
  sum.clicks += more.clicks;
}

/** Adds `more` to `sum`, in place. */
export function addVideoReach(sum: VideoReach, more: Readonly<VideoReach>): void {
  sum.views += more.views;
  sum.likes += more.likes;
  sum.comments += more.comments;
  sum.shares += more.shares;
  sum.followers += more.followers;
  sum.completions += more.completions;
}

/** Adds `more` to `sum`, in place. */
export function addLiveReach(sum: LiveReach, more: Readonly<LiveReach>): void {
  sum.shows += more.shows;
  sum.viewers += more.viewers;
  sum.likes += more.likes;
  sum.comments += more.comments;
  sum.followers += more.followers;
  sum.buyers += more.buyers;
}
