import type { DayRange } from './calendar.ts';
import { createCatalogue, type Product } from './catalogue.ts';
import type { Creator } from './creators.ts';
import {
  type LiveDay,
  liveDay,
  type ProductDay,
  showcaseDay,
  type VideoDay,
  videoDay,
} from './day-activity.ts';
import {
  addLiveReach,
  addSales,
  addVideoReach,
  type LiveReach,
  noLiveReach,
  noSales,
  noVideoReach,
  type Sales,
  type VideoReach,
} from './sales.ts';
import { createSchedule, FIRST_DAY, VIDEO_LIFE_DAYS, type Video } from './videos.ts';

export interface VideoTotals {
  readonly video: Video;
  readonly reach: Readonly<VideoReach>;
  readonly sales: Readonly<Sales>;
}

interface ProductTotals {
  readonly product: Product;
  readonly sales: Readonly<Sales>;
}

/** Sales of a period by channel; the whole is the sum of the three (upstream-api.md 7.13). */
interface ChannelTotals {
  readonly video: Readonly<Sales>;
  readonly live: Readonly<Sales>;
  /** Sold on product pages, reached from the showcase and not from a video or a LIVE. */
  readonly other: Readonly<Sales>;
  readonly all: Readonly<Sales>;
}

/**
 * The sales of one creator. Every figure is a pure function of seed, creator and local date; nothing here knows
 * what day it is. Money is in minor units, periods are half-open.
 */
export interface Ledger {
  readonly products: readonly Product[];
  /** The video of that id, whenever it is published. */
  findVideo(id: string): Video | undefined;
  publishedBetween(days: DayRange): Video[];
  between(days: DayRange): ChannelTotals;
  live(days: DayRange): { readonly reach: Readonly<LiveReach>; readonly sales: Readonly<Sales> };
  video(id: string, days: DayRange): Omit<VideoTotals, 'video'>;
  pair(videoId: string, productId: string, days: DayRange): Readonly<Sales>;
  /** Videos watched in the period. */
  videosBetween(days: DayRange): VideoTotals[];
  /** Products shown in the period, in videos, LIVEs or the showcase. */
  productsBetween(days: DayRange): ProductTotals[];
}

interface DayActivity {
  readonly videos: readonly VideoDay[];
  readonly live: LiveDay | undefined;
  readonly showcase: readonly ProductDay[];
}

/** Opens the ledger of a creator. Each day is computed once, when it is first needed. */
export function createLedger(creator: Creator, seed: number): Ledger {
  const origin = { creator, seed };
  const products = createCatalogue(creator, seed);
  const schedule = createSchedule(creator, products, seed);
  const known = new Map<number, DayActivity>();

  function publishedBetween({ from, to }: DayRange): Video[] {
    const videos: Video[] = [];
    for (let day = from; day < to; day += 1) videos.push(...schedule.on(day));
    return videos;
  }

  function activityOf(day: number): DayActivity {
    const before = known.get(day);
    if (before) return before;
    const active = publishedBetween({ from: day - VIDEO_LIFE_DAYS + 1, to: day + 1 });
    const activity = {
      videos: active.map((video) => videoDay(origin, video, day)),
      live: day < FIRST_DAY ? undefined : liveDay(origin, products, day),
      showcase: day < FIRST_DAY ? [] : showcaseDay(origin, products, day),
    };
    known.set(day, activity);
    return activity;
  }

  function* activityBetween({ from, to }: DayRange): Generator<DayActivity> {
    for (let day = from; day < to; day += 1) yield activityOf(day);
  }

  function between(days: DayRange): ChannelTotals {
    const totals = { video: noSales(), live: noSales(), other: noSales(), all: noSales() };
    for (const activity of activityBetween(days)) {
      for (const { sales } of activity.videos.flatMap((entry) => entry.pairs)) addSales(totals.video, sales);
      for (const { sales } of activity.live?.products ?? []) addSales(totals.live, sales);
      for (const { sales } of activity.showcase) addSales(totals.other, sales);
    }
    addSales(totals.all, totals.video);
    addSales(totals.all, totals.live);
    addSales(totals.all, totals.other);
    return totals;
  }

  function videosBetween(days: DayRange): VideoTotals[] {
    const totals = new Map<string, { video: Video; reach: VideoReach; sales: Sales }>();
    for (const activity of activityBetween(days)) {
      for (const { video, reach, pairs } of activity.videos) {
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
      const reach = noLiveReach();
      for (const activity of activityBetween(days)) {
        if (activity.live) addLiveReach(reach, activity.live.reach);
      }
      return { reach, sales: between(days).live };
    },

    video(id, days) {
      const found = videosBetween(days).find((totals) => totals.video.id === id);
      return found ?? { reach: noVideoReach(), sales: noSales() };
    },

    pair(videoId, productId, days) {
      const sum = noSales();
      for (const activity of activityBetween(days)) {
        const pairs = activity.videos.find((entry) => entry.video.id === videoId)?.pairs ?? [];
        for (const pair of pairs) if (pair.product.id === productId) addSales(sum, pair.sales);
      }
      return sum;
    },

    productsBetween(days) {
      const totals = new Map<string, { product: Product; sales: Sales }>();
      for (const activity of activityBetween(days)) {
        const rows = [
          ...activity.videos.flatMap((entry) => entry.pairs),
          ...(activity.live?.products ?? []),
          ...activity.showcase,
        ];
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
