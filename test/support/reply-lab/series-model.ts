import { bestCovers } from './covers.ts';
import { type Days, eachDay, hullOf, isInside, lengthOf, overlaps } from './days.ts';
import type { SeriesEndpoint, ToldField } from './series-endpoints.ts';
import { bucketsOf, cellOf, rateOf, type SeriesStory, type StoryBucket, sumOfDays } from './series-story.ts';

/** A figure as it may be shown: in cents, as a count, or as a number that was divided. */
interface Allowed {
  readonly value: number;
  /** Days behind it. */
  readonly days: number;
}

/** How a choice of stretches stands to the asked days. */
interface StoryReading {
  readonly verdict: 'same' | 'partial' | 'narrower' | 'wider' | 'elsewhere' | 'unknown';
  readonly answered: Days | undefined;
  /** Whether under half of the days that are due have data. */
  readonly isFew: boolean;
}

/** What may be said about a reply. Where several choices are equally good, any of them may be shown. */
export interface SeriesModel {
  /** Whether a figure may stand under the asked label, and the days that it is about. */
  readonly readings: readonly StoryReading[];
  /** By figure what may be shown; a figure without an entry is not to be shown. */
  readonly figures: ReadonlyMap<string, readonly Allowed[]>;
  /** Figures that one of several equally good choices has no value for. */
  readonly optional: ReadonlySet<string>;
  /** Rates that would be below 0 or above 1. */
  readonly impossible: readonly string[];
  readonly hasUnreadable: boolean;
  /** Days with any data, for each choice. */
  readonly daysWithData: readonly number[];
}

const LAG = 3;

/** The right answer, by trying everything. */
export function modelOf(story: SeriesStory, endpoint: SeriesEndpoint): SeriesModel {
  const { frame } = story;
  const { asked, today } = frame;
  const { told } = endpoint;
  const tells = (bucket: StoryBucket, field: ToldField | undefined): boolean =>
    field !== undefined && cellOf(story, bucket, told.indexOf(field)) === 'told';
  const isFilled = (bucket: StoryBucket): boolean =>
    bucket.from <= today && told.some((field) => tells(bucket, field));
  const all = bucketsOf(story);
  const universe = chooseBuckets(all, asked, isFilled, hullOf(claimsOf(story)));
  const begun = universe.buckets.filter(({ from }) => from <= today);
  const filled = begun.filter(isFilled);
  const lastDaily = Math.max(...filled.filter((one) => lengthOf(one) === 1).map(({ to }) => to));
  const counted = Math.max(today - LAG - 1, lastDaily);
  const coversOf = (buckets: readonly StoryBucket[]): readonly (readonly Days[])[] =>
    buckets.length === 0 ? [] : bestCovers(buckets, counted);
  const daysOf = (cover: readonly Days[]): number =>
    cover.flatMap(eachDay).filter((day) => day <= today).length;
  const fieldNamed = (name: string): ToldField | undefined => told.find((field) => field.name === name);
  const sumIn = (name: string, cover: readonly Days[]): number =>
    sumOfDays(
      story,
      told.findIndex((field) => field.name === name),
      cover,
    );
  const overall = coversOf(filled);
  const figures = new Map<string, Allowed[]>();
  const impossible: string[] = [];
  const optional = new Set<string>();
  const allow = (
    name: string,
    needed: readonly string[],
    value: (cover: readonly Days[]) => number | undefined,
  ): void => {
    const able = filled.filter((bucket) => needed.every((one) => tells(bucket, fieldNamed(one))));
    // A field may be told by one of two buckets for the same days only.
    const merged = needed.map((one) => filled.filter((bucket) => tells(bucket, fieldNamed(one))));
    const both = filled.filter((bucket) =>
      merged.every((own) => own.some(({ from, to }) => from === bucket.from && to === bucket.to)),
    );
    for (const cover of coversOf(able.length === both.length ? able : both)) {
      const one = value(cover);
      if (one !== undefined)
        figures.set(name, [...(figures.get(name) ?? []), { value: one, days: daysOf(cover) }]);
    }
  };
  const allowRatio = (
    name: string,
    [part, whole, factor]: readonly [string, string, number],
    isRate: boolean,
  ) => {
    allow(name, [part, whole], (cover) => {
      const lower = sumIn(whole, cover);
      if (lower === 0) return undefined;
      const value = (sumIn(part, cover) * factor) / lower;
      if (isRate && (value < 0 || value > 1)) {
        impossible.push(name);
        return undefined;
      }
      return value;
    });
  };
  for (const [place, field] of told.entries()) {
    if (field.ratio !== undefined) allowRatio(field.name, field.ratio, field.kind === 'rate');
    else if (field.isSingle === true) {
      for (const cover of overall) {
        const all = hullOf(cover);
        // Different people are told of a day only.
        const able = filled.filter((one) => field.kind === 'rate' || lengthOf(one) === 1);
        const isShown = able.some((one) => all !== undefined && tells(one, field) && isInside(all, one));
        if (!isShown) optional.add(field.name);
        for (const one of able) {
          if (all === undefined || !tells(one, field) || !isInside(all, one)) continue;
          const value =
            field.kind === 'rate' ? rateOf(story, place, one) / 1_000_000 : sumIn(field.name, [one]);
          figures.set(field.name, [...(figures.get(field.name) ?? []), { value, days: daysOf([one]) }]);
        }
      }
    } else allow(field.name, [field.name], (cover) => sumIn(field.name, cover));
  }
  for (const one of endpoint.computed) {
    if ('ratio' in one) allowRatio(one.name, one.ratio, one.name.endsWith('_rate'));
    else {
      const [whole, ...parts] = one.difference;
      // Told in one and the same bucket: parts of two replies about a day do not make a difference.
      allow(one.name, one.difference, (cover) =>
        parts.reduce((rest, part) => rest - sumIn(part, cover), sumIn(whole, cover)),
      );
    }
  }
  const claimed = universe.answered ?? hullOf(filled) ?? hullOf(begun);
  const mostDays = (isCounted: (name: string) => boolean): number =>
    Math.max(
      0,
      ...[...figures].flatMap(([name, ways]) => (isCounted(name) ? ways.map(({ days }) => days) : [])),
    );
  // Where a figure is shown in only one of several choices, its days count only there.
  const mosts = [mostDays((name) => !optional.has(name)), mostDays(() => true)];
  const due = asked === undefined ? 0 : eachDay(asked).filter((day) => day < today - LAG).length;
  const readings = overall.flatMap((cover) =>
    mosts.map((most): StoryReading => {
      const last = Math.min(today, ...cover.slice(-1).map(({ to }) => to));
      const verdict = verdictOf(claimed, asked, last, today);
      const isFew = ['same', 'partial'].includes(verdict) && Math.max(most, daysOf(cover)) < due / 2;
      return isFew
        ? { verdict: 'narrower', answered: hullOf(cover), isFew }
        : { verdict, answered: claimed, isFew };
    }),
  );
  const none = { verdict: verdictOf(claimed, asked, Number.NaN, today), answered: claimed, isFew: false };
  return {
    readings: readings.length > 0 ? readings : [none],
    figures,
    optional,
    impossible,
    hasUnreadable: begun.some((bucket) =>
      told.some((_, place) => cellOf(story, bucket, place) === 'unreadable'),
    ),
    daysWithData: overall.flatMap((cover) => mosts.map((most) => Math.max(most, daysOf(cover)))),
  };
}

const claimsOf = ({ layers }: SeriesStory): readonly Days[] =>
  layers.flatMap(({ claims, buckets }) => [...(claims === undefined ? [] : [claims]), ...buckets]);

interface Universe {
  readonly buckets: readonly StoryBucket[];
  readonly answered: Days | undefined;
}

function chooseBuckets(
  all: readonly StoryBucket[],
  asked: Days | undefined,
  isFilled: (bucket: StoryBucket) => boolean,
  claimed: Days | undefined,
): Universe {
  const filled = all.filter(isFilled);
  const isDay = (bucket: StoryBucket): boolean => bucket.from === bucket.to;
  if (asked === undefined) {
    if (!filled.some(isDay)) return { buckets: all, answered: claimed };
    const days = all.filter(isDay);
    const reach = hullOf([...days, ...days.flatMap(({ claims }) => claims ?? [])]);
    return {
      buckets: all.filter((bucket) => reach !== undefined && isInside(bucket, reach)),
      answered: reach,
    };
  }
  const within = all.filter((bucket) => isInside(bucket, asked));
  if (!within.some((bucket) => filled.includes(bucket))) {
    const around = filled.filter((bucket) => isInside(asked, bucket));
    const told = filled.filter(isDay);
    const reach = hullOf([...told, ...told.flatMap(({ claims }) => claims ?? [])]);
    // Days without figures among days that have some.
    if (around.length > 0 && reach !== undefined && isInside(asked, reach))
      return { buckets: within, answered: asked };
    if (around.length > 0) return { buckets: around, answered: undefined };
  }
  if (within.length > 0) {
    const claims = within.flatMap((bucket) => {
      if (!isDay(bucket) || bucket.claims === undefined || !overlaps(bucket.claims, asked)) return [];
      const { from, to } = bucket.claims;
      return [{ from: Math.max(from, asked.from), to: Math.min(to, asked.to) }];
    });
    return { buckets: within, answered: hullOf([...within, ...claims]) };
  }
  const touching = filled.filter((bucket) => overlaps(bucket, asked));
  const others = [touching, filled, all].find((some) => some.length > 0);
  if (others !== undefined) return { buckets: others, answered: undefined };
  const part =
    claimed !== undefined && overlaps(claimed, asked)
      ? { from: Math.max(claimed.from, asked.from), to: Math.min(claimed.to, asked.to) }
      : claimed;
  return { buckets: [], answered: part };
}

/** The verdict on days, by looking at each of them. */
export function verdictOf(
  answered: Days | undefined,
  asked: Days | undefined,
  last: number,
  today: number,
): StoryReading['verdict'] {
  if (answered === undefined) return 'unknown';
  if (asked === undefined) return 'same';
  const missing = eachDay(asked).filter((day) => day < answered.from || day > answered.to);
  const added = eachDay(answered).filter((day) => day < asked.from || day > asked.to);
  const isRecent = (day: number): boolean => day >= today - LAG;
  if (missing.length === 0 && added.length === 0) {
    const known = Number.isFinite(last) ? last : today - 1;
    return known < asked.to && isRecent(asked.to) ? 'partial' : 'same';
  }
  if (added.length > 0) return missing.length === 0 ? 'wider' : 'elsewhere';
  return answered.from === asked.from && isRecent(answered.to) ? 'partial' : 'narrower';
}
