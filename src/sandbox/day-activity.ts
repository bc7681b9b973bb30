import { monthNumber, weekday } from './calendar.ts';
import { isSoldOn, type Product } from './catalogue.ts';
import type { Creator } from './creators.ts';
import { draws, pick } from './random.ts';
import type { LiveReach, Sales, VideoReach } from './sales.ts';
import type { Video } from './videos.ts';

/** Whose activity it is, and the seed it grows from. */
export interface Origin {
  readonly creator: Creator;
  readonly seed: number;
}

/** One product's sales on one day in one place: a video, the LIVE, or the showcase. */
export interface ProductDay {
  readonly product: Product;
  readonly sales: Readonly<Sales>;
}

export interface VideoDay {
  readonly video: Video;
  readonly reach: Readonly<VideoReach>;
  readonly pairs: readonly ProductDay[];
}

export interface LiveDay {
  readonly reach: Readonly<LiveReach>;
  readonly products: readonly ProductDay[];
}

// Views by weekday, from Sunday to Saturday.
const WEEKDAY_LEVELS = [1.3, 0.85, 0.9, 0.95, 1, 1.05, 1.35];
// Chance of a LIVE, from Sunday to Saturday; the Sunday one is the big one.
const LIVE_CHANCES = [1, 0, 0, 1, 0, 0.3, 0];
const SHOWCASE_PICKS = 4;

/** The key of everything drawn for a creator. */
function keyOf({ creator, seed }: Origin): string {
  return `${seed}/${creator.name}`;
}

/** The number of clicks compared with a usual day. */
function clickLevel({ creator: { slowClicks } }: Origin, day: number): number {
  return slowClicks?.months.includes(monthNumber(day)) ? slowClicks.factor : 1;
}

function sell(product: Product, shows: number, level: number, draw: () => number): Sales {
  const clicks = Math.round(shows * product.clickRate * level * (0.7 + 0.6 * draw()));
  // Rounding up by chance keeps the average right where fewer than one order a day is expected.
  const orders = Math.floor(clicks * product.ordersPerClick + draw());
  const sold = product.ordersPerClick === 0 ? 0 : Math.min(orders, clicks);
  const items = sold === 0 ? 0 : sold + Math.floor(sold * 0.15 + draw() * 0.9);
  const revenue = product.price * items;
  const base = Math.round((revenue * 92) / 100);
  return {
    items,
    orders: sold,
    revenue,
    direct: product.price * Math.min(items, Math.floor(items * 0.6 + draw())),
    base,
    commission: Math.round((base * (product.lockedBasisPoints ?? product.commissionBasisPoints)) / 10_000),
    shows,
    clicks,
  };
}

/** A slow rise and fall, so that months differ. */
function season(key: string, day: number): number {
  return 0.95 + 0.1 * draws(key, 'season', Math.floor(day / 30))();
}

/** The impressions of each product in a video: together a little more than its views, the first product leading. */
function pairShows(views: number, count: number, draw: () => number): number[] {
  const all = Math.round(views * (1.01 + 0.07 * draw()));
  const weights = Array.from({ length: count }, (_, index) => 1 / Math.sqrt(index + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shows = weights.map((weight) => Math.floor((all * weight) / total));
  const left = all - shows.reduce((sum, share) => sum + share, 0);
  return shows.map((share, index) => (index === 0 ? share + left : share));
}

/** The activity of one video on one day. */
export function videoDay(origin: Origin, video: Video, day: number): VideoDay {
  const key = keyOf(origin);
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
  const onSale = video.products.filter((product) => isSoldOn(product, day));
  const shows = pairShows(views, onSale.length, draw);
  const clicks = video.drawsNoClicks ? 0 : clickLevel(origin, day);
  const pairs = onSale.map((product, index) => ({
    product,
    sales: sell(product, shows[index] ?? 0, clicks, draw),
  }));
  return { video, reach, pairs };
}

/** The activity of a day's LIVE; undefined on days without one. */
export function liveDay(origin: Origin, products: readonly Product[], day: number): LiveDay | undefined {
  const key = keyOf(origin);
  const draw = draws(key, 'live', day);
  if (draw() >= (LIVE_CHANCES[weekday(day)] ?? 0)) return undefined;
  const shows = Math.round((7000 + 3000 * draw()) * season(key, day) * (weekday(day) === 0 ? 1.7 : 1));
  const part = (low: number, high: number): number => Math.round(shows * (low + (high - low) * draw()));
  const viewers = part(0.18, 0.3);
  const clicks = clickLevel(origin, day);
  const sold = products
    .filter((product) => product.liveOnly)
    .map((product) => {
      const shown = Math.round(viewers * (0.3 + 0.5 * draw()));
      return { product, sales: sell(product, shown, clicks, draw) };
    });
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

/** What visitors of the showcase bought on a day; nothing on most days, and on all days of some creators. */
export function showcaseDay(origin: Origin, products: readonly Product[], day: number): ProductDay[] {
  const key = keyOf(origin);
  const draw = draws(key, 'showcase-visits', day);
  if (draw() >= origin.creator.showcaseChance) return [];
  const visits = Math.round((600 + 1800 * draw()) * season(key, day));
  const offered = products.filter((product) => !product.liveOnly && isSoldOn(product, day));
  const seen = new Set(Array.from({ length: SHOWCASE_PICKS }, () => pick(offered, draw())));
  return [...seen].map((product) => ({
    product,
    sales: sell(product, Math.round(visits * (0.3 + 0.5 * draw())), clickLevel(origin, day), draw),
  }));
}
