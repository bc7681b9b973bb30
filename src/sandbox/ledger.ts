import type { Days } from './calendar.ts';
import { createCatalogue, type Product } from './catalogue.ts';
import type { Creator } from './creators.ts';
import {
  type LiveDay,
  type LiveReach,
  liveDay,
  type Sales,
  type VideoDay,
  type VideoReach,
  videoDay,
} from './facts.ts';
import { ACTIVE_DAYS, createSchedule, FIRST_DAY, type Video } from './videos.ts';

export interface VideoTotals {
  readonly video: Video;
  readonly reach: Readonly<VideoReach>;
  readonly sales: Readonly<Sales>;
}

interface ProductTotals {
  readonly product: Product;
  readonly sales: Readonly<Sales>;
}

/** Sales of a period by channel; the whole is the sum of the two. */
interface ChannelTotals {
  readonly video: Readonly<Sales>;
  readonly live: Readonly<Sales>;
  readonly all: Readonly<Sales>;
}

/**
 * The books of one creator. Every figure is a pure function of seed, creator and local date; nothing here knows
 * what day it is. Money is in minor units, periods are half-open.
 */
export interface Ledger {
  readonly products: readonly Product[];
  /** The video of that id, whenever it is published. */
  findVideo(id: string): Video | undefined;
  publishedBetween(days: Days): Video[];
  between(days: Days): ChannelTotals;
  live(days: Days): { readonly reach: Readonly<LiveReach>; readonly sales: Readonly<Sales> };
  video(id: string, days: Days): Omit<VideoTotals, 'video'>;
  pair(videoId: string, productId: string, days: Days): Readonly<Sales>;
  /** Videos watched in the period. */
  videosBetween(days: Days): VideoTotals[];
  /** Products shown in the period, in videos or LIVEs. */
  productsBetween(days: Days): ProductTotals[];
}

interface DayFacts {
  readonly videos: readonly VideoDay[];
  readonly live: LiveDay | undefined;
}

function noSales(): Sales {
  return { items: 0, orders: 0, revenue: 0, direct: 0, base: 0, commission: 0, shows: 0, clicks: 0 };
}

function addSales(sum: Sales, more: Readonly<Sales>): void {
  sum.items += more.items;
  sum.orders += more.orders;
  sum.revenue += more.revenue;
  sum.direct += more.direct;
  sum.base += more.base;
  sum.commission += more.commission;
  sum.shows += more.shows;
  sum.clicks += more.clicks;
}

function noVideoReach(): VideoReach {
  return { views: 0, likes: 0, comments: 0, shares: 0, followers: 0, completions: 0 };
}

function addVideoReach(sum: VideoReach, more: Readonly<VideoReach>): void {
  sum.views += more.views;
  sum.likes += more.likes;
  sum.comments += more.comments;
  sum.shares += more.shares;
  sum.followers += more.followers;
  sum.completions += more.completions;
}

function addLiveReach(sum: LiveReach, more: Readonly<LiveReach>): void {
  sum.shows += more.shows;
  sum.viewers += more.viewers;
  sum.likes += more.likes;
  sum.comments += more.comments;
  sum.followers += more.followers;
  sum.buyers += more.buyers;
}

/** Opens the books of a creator. Days are worked out once, when first asked for. */
export function createLedger(creator: Creator, seed: number): Ledger {
  const key = `${seed}/${creator.name}`;
  const products = createCatalogue(creator, seed);
  const schedule = createSchedule(creator, products, seed);
  const known = new Map<number, DayFacts>();

  function publishedBetween({ from, to }: Days): Video[] {
    const videos: Video[] = [];
    for (let day = from; day < to; day += 1) videos.push(...schedule.on(day));
    return videos;
  }

  function factsOf(day: number): DayFacts {
    const before = known.get(day);
    if (before) return before;
    const active = publishedBetween({ from: day - ACTIVE_DAYS + 1, to: day + 1 });
    const facts = {
      videos: active.map((video) => videoDay(key, video, day)),
      live: day < FIRST_DAY ? undefined : liveDay(key, products, day),
    };
    known.set(day, facts);
    return facts;
  }

  function* factsBetween({ from, to }: Days): Generator<DayFacts> {
    for (let day = from; day < to; day += 1) yield factsOf(day);
  }

  function between(days: Days): ChannelTotals {
    const totals = { video: noSales(), live: noSales(), all: noSales() };
    for (const facts of factsBetween(days)) {
      for (const { sales } of facts.videos.flatMap((entry) => entry.pairs)) addSales(totals.video, sales);
      for (const { sales } of facts.live?.products ?? []) addSales(totals.live, sales);
    }
    addSales(totals.all, totals.video);
    addSales(totals.all, totals.live);
    return totals;
  }

  function videosBetween(days: Days): VideoTotals[] {
    const totals = new Map<string, { video: Video; reach: VideoReach; sales: Sales }>();
    for (const facts of factsBetween(days)) {
      for (const { video, reach, pairs } of facts.videos) {
        const sum = totals.get(video.id) ?? { video, reach: noVideoReach(), sales: noSales() };
        totals.set(video.id, sum);
        addVideoReach(sum.reach, reach);
        for (const pair of pairs) addSales(sum.sales, pair.sales);
      }
    }
    return [...totals.values()];
  }

  return {
    products,
    findVideo: schedule.find,
    publishedBetween,
    between,
    videosBetween,

    live(days) {
      const reach = { shows: 0, viewers: 0, likes: 0, comments: 0, followers: 0, buyers: 0 };
      for (const facts of factsBetween(days)) {
        if (facts.live) addLiveReach(reach, facts.live.reach);
      }
      return { reach, sales: between(days).live };
    },

    video(id, days) {
      const found = videosBetween(days).find((totals) => totals.video.id === id);
      return found ?? { reach: noVideoReach(), sales: noSales() };
    },

    pair(videoId, productId, days) {
      const sum = noSales();
      for (const facts of factsBetween(days)) {
        const pairs = facts.videos.find((entry) => entry.video.id === videoId)?.pairs ?? [];
        for (const pair of pairs) if (pair.product.id === productId) addSales(sum, pair.sales);
      }
      return sum;
    },

    productsBetween(days) {
      const totals = new Map<string, { product: Product; sales: Sales }>();
      for (const facts of factsBetween(days)) {
        const rows = [...facts.videos.flatMap((entry) => entry.pairs), ...(facts.live?.products ?? [])];
        for (const { product, sales } of rows) {
          const sum = totals.get(product.id) ?? { product, sales: noSales() };
          totals.set(product.id, sum);
          addSales(sum.sales, sales);
        }
      }
      return [...totals.values()];
    },
  };
}
