import { dayAt, isoDate, monthNumber, startOfDay, weekday } from './calendar.ts';
import { isSoldOn, type Product } from './catalogue.ts';
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
  /** Many watch it, and nobody clicks on its product. */
  readonly drawsNoClicks: boolean;
}

export interface Schedule {
  /** The videos published on a day: none or one. */
  on(day: number): readonly Video[];
  find(id: string): Video | undefined;
}

const BEST_SELLERS = 8;
// Local hours in which videos appear; one half of them in the evening.
const PUBLISHING_HOURS = [
  { from: 7, to: 10 },
  { from: 11, to: 14 },
  { from: 18, to: 22 },
  { from: 18, to: 22 },
];
const PULL_WITHOUT_CLICKS = 5000;

function chooseProducts(
  products: readonly Product[],
  day: number,
  atLeastOne: boolean,
  draw: () => number,
): Product[] {
  const wanted = pick(atLeastOne ? [1] : [0, 1, 1, 1, 2, 2, 2, 3, 3, 3], draw());
  const tagged = products.filter((product) => !product.liveOnly && isSoldOn(product, day));
  const chosen = new Set<Product>();
  while (chosen.size < wanted) {
    // The first one goes round the whole assortment, so that every month shows most of it.
    const turn = tagged.slice((day * 7) % tagged.length).slice(0, 1);
    const others = draw() < 0.4 ? tagged.slice(0, BEST_SELLERS) : tagged;
    chosen.add(pick(chosen.size === 0 ? turn : others, draw()));
  }
  return [...chosen];
}

function isQuiet({ posting }: Creator, day: number): boolean {
  return posting.quiet?.months.includes(monthNumber(day)) ?? false;
}

/** The weekdays on which a creator publishes in the week around a day. */
function publishingDays(creator: Creator, day: number, seed: number): readonly number[] {
  const { weeks, quiet } = creator.posting;
  const patterns = quiet && isQuiet(creator, day) ? quiet.weeks : weeks;
  return pick(patterns, draws(seed, creator.name, 'week', day - weekday(day))());
}

/** Once in a usual month, in the week of its second Sunday, the first video draws views and no clicks. */
function drawsNoClicks(creator: Creator, day: number, week: readonly number[]): boolean {
  const sunday = Number(isoDate(day - weekday(day)).slice(8));
  return sunday > 7 && sunday <= 14 && weekday(day) === week[0] && !isQuiet(creator, day);
}

/** When a creator publishes which video: a function of the date alone, so that asking later changes nothing. */
export function createSchedule(creator: Creator, products: readonly Product[], seed: number): Schedule {
  const known = new Map<number, readonly Video[]>();

  function publish(day: number): readonly Video[] {
    const week = publishingDays(creator, day, seed);
    if (day < FIRST_DAY || !week.includes(weekday(day))) return [];
    const draw = draws(seed, creator.name, 'reel', day);
    const withoutClicks = drawsNoClicks(creator, day, week);
    const chosen = chooseProducts(products, day, withoutClicks, draw);
    const hours = pick(PUBLISHING_HOURS, draw());
    const publishedAt =
      startOfDay(day, creator.offset) +
      3600 * hours.from +
      Math.floor(draw() * 3600 * (hours.to - hours.from));
    // The platform's ids carry the second of creation in their upper half.
    const id = (BigInt(publishedAt) << 32n) | BigInt(Math.floor(draw() * 0xffff_ffff));
    const { goodHours } = creator.posting;
    const isGoodHour =
      goodHours.weekdays.includes(weekday(day)) && hours.from >= goodHours.from && hours.to <= goodHours.to;
    const usual = (700 + 2400 * draw() ** 2) * (isGoodHour ? goodHours.pull : 1);
    const pull = Math.round(creator.reach * (withoutClicks ? PULL_WITHOUT_CLICKS : usual));
    const duration = 12 + Math.floor(draw() * 75);
    const title = titleFor(creator.name, chosen[0]?.name, draw);
    return [
      {
        id: id.toString(),
        title,
        day,
        publishedAt,
        duration,
        products: chosen,
        pull,
        drawsNoClicks: withoutClicks,
      },
    ];
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
