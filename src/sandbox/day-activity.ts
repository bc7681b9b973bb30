import { weekday } from './calendar.ts';
import type { Product } from './catalogue.ts';
import { draws } from './random.ts';
import type { LiveReach, Sales, VideoReach } from './sales.ts';
import type { Video } from './videos.ts';

/** One product's sales on one day, from one video or from the LIVE. */
interface ProductDay {
  readonly product: Product;
  readonly sales: Readonly<Sales>;
}

export interface VideoDay {
  readonly video: Video;
  readonly reach: Readonly<VideoReach>;
  readonly pairs: readonly ProductDay[];
}

/** One product's sales on one day, from the showcase and its product card. */
export type ShowcaseDay = readonly ProductDay[];

export interface LiveDay {
  readonly reach: Readonly<LiveReach>;
  readonly products: readonly ProductDay[];
}

// Views by weekday, from Sunday to Saturday.
const WEEKDAY_LEVELS = [1.3, 0.85, 0.9, 0.95, 1, 1.05, 1.35];
// Chance of a LIVE, from Sunday to Saturday; the Sunday one is the big one.
const LIVE_CHANCES = [0.95, 0, 0.15, 0.85, 0, 0.35, 0];

function sell(product: Product, shows: number, draw: () => number): Sales {
  const clicks = Math.round(shows * product.clickRate * (0.7 + 0.6 * draw()));
  // Rounding up by chance keeps the average right where fewer than one order a day is expected.
  const orders = Math.floor(clicks * product.orderRate + draw());
  const items = orders === 0 ? 0 : orders + Math.floor(orders * 0.15 + draw() * 0.9);
  const revenue = product.price * items;
  return {
    items,
    orders,
    revenue,
    direct: product.price * Math.min(items, Math.floor(items * 0.6 + draw())),
    base: Math.round((revenue * 92) / 100),
    commission: Math.round((revenue * product.commissionBasisPoints) / 10_000),
    shows,
    clicks,
  };
}

/** A slow rise and fall, so that months differ. */
function season(key: string, day: number): number {
  return 0.8 + 0.4 * draws(key, 'season', Math.floor(day / 30))();
}

/** The activity of one video on one day, `key` being the creator's. */
export function videoDay(key: string, video: Video, day: number): VideoDay {
  const draw = draws(key, video.id, day);
  const age = day - video.day;
  const decay = age === 0 ? 0.6 : Math.exp(-age / 9);
  const level = season(key, day) * (WEEKDAY_LEVELS[weekday(day)] ?? 1) * (0.75 + 0.5 * draw());
  const views = 1 + Math.round(video.pull * decay * level);
  const part = (low: number, high: number): number => Math.round(views * (low + (high - low) * draw()));
  const reach = {
    views,
    likes: part(0.03, 0.08),
    comments: part(0.002, 0.007),
    shares: part(0.003, 0.01),
    followers: part(0.001, 0.004),
    completions: part(0.1, 0.35),
  };
  const pairs = video.products.map((product, index) => {
    const shows = Math.round((views * (0.7 + 0.5 * draw())) / Math.sqrt(index + 1));
    return { product, sales: sell(product, shows, draw) };
  });
  return { video, reach, pairs };
}

/** The activity of a day's LIVE; undefined on days without one. */
export function liveDay(key: string, products: readonly Product[], day: number): LiveDay | undefined {
  const draw = draws(key, 'live', day);
  if (draw() >= (LIVE_CHANCES[weekday(day)] ?? 0)) return undefined;
  const shows = Math.round((5000 + 7000 * draw()) * season(key, day) * (weekday(day) === 0 ? 1.7 : 1));
  const part = (low: number, high: number): number => Math.round(shows * (low + (high - low) * draw()));
  const viewers = part(0.18, 0.3);
  const sold = products
    .filter((product) => product.liveOnly)
    .map((product) => ({ product, sales: sell(product, Math.round(viewers * (0.3 + 0.5 * draw())), draw) }));
  let orders = 0;
  for (const { sales } of sold) orders += sales.orders;
  const reach = {
    shows,
    viewers,
    likes: part(0.2, 0.5),
    comments: part(0.02, 0.05),
    followers: part(0.002, 0.005),
    // Some buyers order twice.
    buyers: orders - Math.floor(orders * 0.2 * draw()),
  };
  return { reach, products: sold };
}

/** What the showcase sells on a day, without a video or a LIVE. */
export function showcaseDay(
  key: string,
  products: readonly Product[],
  visits: number,
  day: number,
): ShowcaseDay {
  if (visits === 0) return [];
  const draw = draws(key, 'showcase-sales', day);
  return products.map((product) => ({
    product,
    sales: sell(product, Math.round(visits * (0.5 + draw()) * season(key, day)), draw),
  }));
}
