import type { ReportMoment } from '../../mcp/define-report.ts';
import { instantAt, rangeOfAll, utcOffsetText } from '../../metrics/calendar.ts';
import type { Post } from '../../metrics/posts.ts';
import { notesOf, withOwnDates, writeVerdict } from '../../metrics/reading.ts';
import {
  ageOf,
  bandAt,
  CURVE_FIGURES,
  type Curve,
  curveOf,
  DAYS_COMPARED,
  lastDayIn,
  positionIn,
  VIDEOS_FOR_BAND,
} from './curves.ts';
import type { VideoComparisonData, VideoDays } from './plan.ts';

const HOW_COMPARED = `Sums from publication to the same age; day 0 is the day of publication, however few hours it had. Medians and the 30th to 70th percentile are those of the previous videos that have reached the age, from ${VIDEOS_FOR_BAND} on. At most ${DAYS_COMPARED} days are compared.`;

const NOT_IN_IT = 'These daily figures have no views and no sales: review_videos has those, over a period.';

/** The whole comparison from the readings. Pure. */
export function computeVideoComparison(
  { videos, previous, notFound, today, failures }: VideoComparisonData,
  { calls, clock }: ReportMoment,
) {
  const all = [...videos, ...previous];
  const offset = all.flatMap(({ reading }) => (reading ? withOwnDates(reading).offset : []))[0];
  const zone = offset ?? clock.offset ?? 0;
  const curve = ({ post, reading }: VideoDays): Curve =>
    curveOf(post, reading === undefined ? undefined : withOwnDates(reading));
  const own = videos.map(curve);
  const before = previous.map(curve);
  const named = ({ id, title, publishedAt }: Post) => ({
    video_id: id,
    title,
    published: instantAt(publishedAt, zone),
  });
  const range = rangeOfAll(
    [...own, ...before].flatMap((one) => {
      const to = lastDayIn(one);
      return to === undefined ? [] : [{ from: one.post.date, to }];
    }),
  ) ?? { from: today, to: today };
  const oldest = Math.max(-1, ...own.map((one) => ageOf(one) ?? -1));
  const without = [...own, ...before].filter((one) => ageOf(one) === undefined);
  return {
    window: { ...range, utc_offset: utcOffsetText(zone), complete: range.to < today },
    videos: own.map((one) => ({
      ...named(one.post),
      age_days: ageOf(one),
      compared: comparedAt(one, before),
      curve: agesTo(ageOf(one) ?? -1).map((age) => ({
        age_days: age,
        ...figuresAt((name) => one.values[name][age]),
      })),
    })),
    previous: before.map(({ post }) => named(post)),
    previous_median: agesTo(oldest).flatMap((age) => {
      const told = CURVE_FIGURES.map((name) => bandAt(before, name, age)).filter(
        ({ median }) => median !== undefined,
      );
      return told.length === 0
        ? []
        : [
            {
              age_days: age,
              // The smallest sample of all medians.
              videos: Math.min(...told.map(({ videos: count }) => count)),
              ...figuresAt((name) => bandAt(before, name, age).median),
            },
          ];
    }),
    calls,
    verdicts: all.map(({ post, reading }) => writeVerdict(`video ${post.id}`, reading)),
    notes: [
      ...failures,
      HOW_COMPARED,
      NOT_IN_IT,
      ...(all.length === 0 && notFound.length === 0 ? ['No video has had views this month or last.'] : []),
      ...(notFound.length > 0
        ? [`Not among the videos with views this month or last: ${notFound.join(', ')}.`]
        : []),
      ...(before.length < VIDEOS_FOR_BAND
        ? [
            `${before.length === 1 ? 'There is one previous video' : `There are ${before.length} previous videos`} to compare with; a band takes ${VIDEOS_FOR_BAND}.`,
          ]
        : []),
      ...(without.length > 0
        ? [
            `No daily figures from the day of publication on: ${without.map(({ post }) => post.id).join(', ')}.`,
          ]
        : []),
      ...new Set(all.flatMap(({ reading }) => (reading === undefined ? [] : notesOf(reading)))),
    ],
  };
}

/** The figures of a video at its age, each with those of the previous videos at the same age. */
function comparedAt(curve: Curve, before: readonly Curve[]) {
  const age = ageOf(curve);
  if (age === undefined) return [];
  return CURVE_FIGURES.flatMap((figure) => {
    const value = curve.values[figure][age];
    if (value === undefined) return [];
    const band = bandAt(before, figure, age);
    return [
      {
        figure,
        value,
        videos: band.videos,
        median: band.median,
        percentile_30: band.low,
        percentile_70: band.high,
        position: positionIn(band, value),
      },
    ];
  });
}

const agesTo = (last: number): readonly number[] => Array.from({ length: last + 1 }, (_, age) => age);

const figuresAt = (of: (name: (typeof CURVE_FIGURES)[number]) => number | undefined) => ({
  product_impressions: of('product_impressions'),
  likes: of('likes'),
  comments: of('comments'),
  shares: of('shares'),
  new_followers: of('new_followers'),
});
