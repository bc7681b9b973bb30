import fc from 'fast-check';
import { type Days, hullOf, isInside, lengthOf, overlaps } from './days.ts';
import { type Frame, frames, type Layer, layersOf, writeSelector, writeSpan } from './layout.ts';
import { pick } from './random.ts';
import { verdictOf } from './series-model.ts';

/** A reply of `get_video_audience_stats`. */
export interface AudienceStory {
  readonly frame: Frame;
  readonly layers: readonly Layer[];
  readonly seed: number;
  /** How many of 16 buckets are empty. */
  readonly empty: number;
}

export const audienceStories: fc.Arbitrary<AudienceStory> = frames.chain((frame) =>
  fc.record({
    frame: fc.constant(frame),
    layers: layersOf(frame),
    seed: fc.nat(),
    empty: fc.constantFrom(0, 2, 8, 16),
  }),
);

const KEYS = ['18-24', '25-34', '35-44', '45+'] as const;

/** Some shares that add up to one, in thousandths; the last can be unreadable. */
function sharesOf({ seed }: AudienceStory, { from, to }: Days): readonly number[] {
  const first = pick(500, seed, from, to, 31);
  const second = pick(500, seed, from, to, 32);
  return [first, second, 1000 - first - second, 0];
}

const isEmpty = ({ seed, empty }: AudienceStory, { from, to }: Days): boolean =>
  pick(16, seed, from, to, 33) < empty;

const isUnreadable = ({ seed }: AudienceStory, { from, to }: Days): boolean =>
  pick(4, seed, from, to, 34) === 0;

export const writeAudience = (story: AudienceStory) => ({
  segments: story.layers.map(({ claims, buckets }) => ({
    time_selector: writeSelector(story.frame, claims),
    filter: { creator_id: '7499000000000000001', item_id: '7300000000000000001' },
    timed_profile: buckets.map((days) => ({
      ...writeSpan(story.frame, days),
      stats: isEmpty(story, days)
        ? {}
        : {
            follower_genders: [],
            follower_ages: sharesOf(story, days).map((share, index) => ({
              key: KEYS[index],
              value: index === 3 && isUnreadable(story, days) ? '12.5' : (share / 1000).toFixed(3),
            })),
            follower_regions: null,
            profile_type: 2,
          },
    })),
  })),
});

/** What may be shown: several stretches can be as near as each other. */
export function audienceAnswers(story: AudienceStory) {
  const { asked, today } = story.frame;
  const filled = story.layers
    .flatMap(({ buckets }) => buckets)
    .filter((days) => days.from <= today && !isEmpty(story, days));
  const claims = story.layers.flatMap(({ claims: own, buckets }) => [...(own ? [own] : []), ...buckets]);
  const groups =
    asked === undefined
      ? [longest(filled)]
      : [
          longest(filled.filter((days) => isInside(days, asked))),
          shortest(filled.filter((days) => isInside(asked, days))),
          longest(filled.filter((days) => overlaps(days, asked))),
          longest(filled),
        ];
  const chosen = groups.find((group) => group.length > 0) ?? [];
  const answer = (
    days: Days | undefined,
    shares: readonly (readonly [string, number])[],
    unreadable: boolean,
  ) => ({
    verdict: verdictOf(days, asked, Number.NaN, today),
    answered: days,
    shares: new Map(shares),
    unreadable,
  });
  if (chosen.length === 0) return [answer(hullOf(claims), [], false)];
  return chosen.map((days) => {
    const told = isUnreadable(story, days) ? KEYS.slice(0, 3) : KEYS;
    const shares = sharesOf(story, days);
    return answer(
      days,
      told.map((key, index) => [key, (shares[index] ?? 0) / 1000]),
      isUnreadable(story, days),
    );
  });
}

const longest = (several: readonly Days[]): readonly Days[] =>
  several.filter((one) => lengthOf(one) === Math.max(...several.map(lengthOf)));
const shortest = (several: readonly Days[]): readonly Days[] =>
  several.filter((one) => lengthOf(one) === Math.min(...several.map(lengthOf)));
