import { addDays, type IsoDate } from '../../metrics/calendar.ts';
import { sixDigits } from '../../metrics/denomination.ts';
import { countOf } from '../../metrics/figures.ts';
import type { Post } from '../../metrics/posts.ts';
import { finishedDays, type Series } from '../../metrics/series.ts';
import { quantile } from '../../metrics/statistics.ts';
import type { VIDEO_DETAIL } from '../../metrics/vocabulary.ts';

/** The daily figures of a video that add up. */
export const CURVE_FIGURES = ['product_impressions', 'likes', 'comments', 'shares', 'new_followers'] as const;

type CurveFigure = (typeof CURVE_FIGURES)[number];

/** How many days of a video's life are compared; it gets most of its views and sales in them. */
export const DAYS_COMPARED = 28;

/** The fewest videos for a meaningful band. */
export const VIDEOS_FOR_BAND = 5;

/** Cumulative figures by day of life, 0 being the day of publication; a figure ends at the first day without it. */
export interface Curve {
  readonly post: Post;
  readonly values: Readonly<Record<CurveFigure, readonly number[]>>;
}

/** The curve of a video from its daily figures; empty without any. */
export function curveOf(post: Post, series: Series<typeof VIDEO_DETAIL> | undefined): Curve {
  // Today is incomplete, and would be compared with whole days.
  const days = new Map(
    series?.isDaily === true ? finishedDays(series).map((day) => [day.from, day.figures]) : [],
  );
  const sums = (name: CurveFigure): readonly number[] => {
    const values: number[] = [];
    for (let age = 0; age < DAYS_COMPARED; age += 1) {
      const figures = days.get(addDays(post.date, age));
      const value = figures === undefined ? undefined : countOf(figures, name);
      if (value === undefined) break;
      values.push((values.at(-1) ?? 0) + value);
    }
    return values;
  };
  return {
    post,
    values: {
      product_impressions: sums('product_impressions'),
      likes: sums('likes'),
      comments: sums('comments'),
      shares: sums('shares'),
      new_followers: sums('new_followers'),
    },
  };
}

/** The age up to which a video has figures, in days; undefined if it has none. */
export function ageOf({ values }: Curve): number | undefined {
  const days = Math.max(...CURVE_FIGURES.map((name) => values[name].length));
  return days === 0 ? undefined : days - 1;
}

/** The last day of a video that has figures. */
export function lastDayIn(curve: Curve): IsoDate | undefined {
  const age = ageOf(curve);
  return age === undefined ? undefined : addDays(curve.post.date, age);
}

/** The middle 40 % of the previous videos' values of a figure at an age; needs five videos. */
export function bandAt(previous: readonly Curve[], name: CurveFigure, age: number) {
  const values = previous.flatMap((curve) => curve.values[name][age] ?? []);
  const part = (of: number): number | undefined => {
    const found = values.length >= VIDEOS_FOR_BAND ? quantile(values, of) : undefined;
    // Without the last bits of a fraction, which would put a value at the edge outside.
    return found === undefined ? undefined : sixDigits(found);
  };
  return { videos: values.length, low: part(0.3), median: part(0.5), high: part(0.7) };
}

/** The position of a value relative to a band; undefined without one. */
export function positionIn({ low, high }: ReturnType<typeof bandAt>, value: number) {
  if (low === undefined || high === undefined) return undefined;
  if (value < low) return 'below' as const;
  return value > high ? ('above' as const) : ('within' as const);
}
