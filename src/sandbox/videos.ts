import { dayAt, startOfDay, weekday } from './calendar.ts';
import type { Product } from './catalogue.ts';
import type { Creator } from './creators.ts';
import { draws, pick } from './random.ts';
import { titleFor } from './titles.ts';

/** Days from publication in which a video is still watched. */
export const VIDEO_LIFE_DAYS = 42;

/** June 1, 2023: before it there is nothing, neither videos nor LIVEs. */
export const FIRST_DAY = Date.UTC(2023, 5, 1) / 86_400_000;

export interface Video {
  readonly id: string;
  readonly title: string;
  readonly day: number;
  /** Unix seconds. */
  readonly publishedAt: number;
  /** Seconds. */
  readonly duration: number;
  readonly products: readonly Product[];
  /** Views of an average day right after publication. */
  readonly pull: number;
}

export interface Schedule {
  /** The videos published on a day: none or one. */
  on(day: number): readonly Video[];
  find(id: string): Video | undefined;
}

// On which days of a week videos appear, Sunday being 0: two or three of them, so that no month runs dry.
const WEEKS = [
  [0, 2, 4],
  [2, 4],
  [0, 3, 5],
  [2, 5, 6],
  [4, 6],
  [1, 4, 6],
  [0, 3],
];
const BEST_SELLERS = 8;

function chooseProducts(products: readonly Product[], day: number, draw: () => number): Product[] {
  const wanted = pick([0, 1, 1, 1, 2, 2, 2, 3, 3, 3], draw());
  const tagged = products.filter((product) => !product.liveOnly);
  const chosen = new Set<Product>();
  while (chosen.size < wanted) {
    // The first one goes round the whole assortment, so that every month shows most of it.
    const turn = tagged.slice((day * 7) % tagged.length).slice(0, 1);
    const others = draw() < 0.4 ? tagged.slice(0, BEST_SELLERS) : tagged;
    chosen.add(pick(chosen.size === 0 ? turn : others, draw()));
  }
  return [...chosen];
}

/** When a creator publishes which video: a function of the date alone, so that asking later changes nothing. */
export function createSchedule(creator: Creator, products: readonly Product[], seed: number): Schedule {
  const known = new Map<number, readonly Video[]>();

  function publish(day: number): readonly Video[] {
    const sunday = day - weekday(day);
    const week = pick(WEEKS, draws(seed, creator.name, 'week', sunday)());
    if (day < FIRST_DAY || !week.includes(weekday(day))) return [];
    const draw = draws(seed, creator.name, 'video', day);
    const chosen = chooseProducts(products, day, draw);
    const publishedAt = startOfDay(day, creator.offset) + 3600 * 16 + Math.floor(draw() * 3600 * 6);
    // The platform's ids carry the second of creation in their upper half.
    const id = (BigInt(publishedAt) << 32n) | BigInt(Math.floor(draw() * 0xffff_ffff));
    const pull = Math.round(creator.reach * (350 + 6500 * draw() ** 4));
    const duration = 12 + Math.floor(draw() * 75);
    const title = titleFor(creator.name, chosen[0]?.name, draw);
    return [{ id: id.toString(), title, day, publishedAt, duration, products: chosen, pull }];
  }

  function on(day: number): readonly Video[] {
    const before = known.get(day);
    if (before) return before;
    const videos = publish(day);
    known.set(day, videos);
    return videos;
  }

  return {
    on,
    find(id) {
      if (!/^\d{19}$/.test(id)) return undefined;
      const seconds = Number(BigInt(id) >> 32n);
      return on(dayAt(new Date(seconds * 1000), creator.offset)).find((video) => video.id === id);
    },
  };
}
