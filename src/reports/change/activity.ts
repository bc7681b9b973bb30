import type { IsoDate } from '../../metrics/calendar.ts';
import type { placeIn } from '../../metrics/compared-period.ts';
import { type Comparison, comparePeriods } from '../../metrics/comparison.ts';
import { type AnyFigures, countOf, moneyOf } from '../../metrics/figures.ts';
import { isMatching } from '../../metrics/reading.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';
import type { PeriodReadings } from '../period/plan.ts';

/** A number in both periods; missing if unknown. */
interface CountPair {
  readonly current: number | undefined;
  readonly previous: number | undefined;
}

const countsOf = (current: number | undefined, previous: number | undefined): CountPair | undefined =>
  current === undefined && previous === undefined ? undefined : { current, previous };

/** Videos published on the days that both periods have; if only one is known, in all of it. */
export function videosPublished(
  { video: current }: PeriodReadings,
  { video: previous }: PeriodReadings,
  place: ReturnType<typeof placeIn>,
): CountPair | undefined {
  const count = (figures: AnyFigures): number | undefined => countOf(figures, 'videos_published');
  const total = (video: PeriodReadings['video']): number | undefined =>
    isMatching(video) ? count(video.value.totals) : undefined;
  if (!isMatching(current) || !isMatching(previous)) return countsOf(total(current), total(previous));
  const both = comparePeriods(current, previous, place);
  return both && countsOf(count(both.current), count(both.previous));
}

/**
 * Days with LIVE impressions, or with LIVE revenue if there are no LIVE figures. Only days whose earnings were compared
 * count, so that a month to date is not compared with a whole one.
 */
export function liveDays(
  current: PeriodReadings,
  previous: PeriodReadings,
  earnings: Comparison<typeof INSIGHTS> | undefined,
): CountPair | undefined {
  const paired = earnings?.paired;
  return paired && countsOf(liveDaysIn(current, paired.current), liveDaysIn(previous, paired.previous));
}

function liveDaysIn({ live, insights }: PeriodReadings, among: ReadonlySet<IsoDate>): number | undefined {
  if (isMatching(live) && live.value.isDaily)
    return live.value.days.filter(
      ({ from, figures }) => among.has(from) && (countOf(figures, 'live_impressions') ?? 0) > 0,
    ).length;
  if (!isMatching(insights) || !insights.value.isDaily) return undefined;
  return insights.value.days.filter(
    ({ from, figures }) =>
      among.has(from) &&
      [...(moneyOf(figures, 'live_revenue')?.values() ?? [])].some((amount) => amount.gt(0)),
  ).length;
}
