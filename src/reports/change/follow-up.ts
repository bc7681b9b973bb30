import { placeIn } from '../../metrics/compared-period.ts';
import { comparePeriods } from '../../metrics/comparison.ts';
import { moneyOf } from '../../metrics/figures.ts';
import { amountIn } from '../../metrics/money.ts';
import type { Period } from '../../metrics/periods.ts';
import { isMatching, type Reading } from '../../metrics/reading.ts';
import type { Series } from '../../metrics/series.ts';
import type { INSIGHTS } from '../../metrics/vocabulary.ts';

/** The limit of calls beyond those of `summarize_period` about the same days, without `max_calls`. */
const FURTHER_CALLS = 2;

/** A part of the period before that needs further calls. */
export interface FurtherPart {
  readonly name: 'products' | 'live' | 'videos';
  readonly calls: number;
}

/** The parts of the period before that are fetched, and those that would take too many calls. */
interface FollowUp {
  readonly asked: ReadonlySet<FurtherPart['name']>;
  readonly notes: readonly string[];
}

const WHAT = {
  products: 'the products that moved most',
  live: 'LIVE by itself',
  videos: 'the videos that moved most',
} as const;

/**
 * Chooses as many parts of the period before as the calls allow, in the given order.
 * @param usual the number of all other calls
 */
export function chooseParts(
  parts: readonly FurtherPart[],
  usual: number,
  maxCalls: number | undefined,
): FollowUp {
  let room = maxCalls === undefined ? FURTHER_CALLS : Math.max(0, maxCalls - usual);
  const asked = new Set<FurtherPart['name']>();
  const notes: string[] = [];
  const all = parts.reduce((sum, { calls }) => sum + calls, usual);
  for (const { name, calls } of parts) {
    if (calls <= room) {
      room -= calls;
      asked.add(name);
    } else {
      notes.push(
        `Not requested: ${WHAT[name]}, ${calls === 1 ? 'a further call' : `${calls} further calls`}. max_calls ${all} would include it.`,
      );
    }
  }
  return { asked, notes };
}

/** Whether LIVE accounts for more of the change of revenue than the videos do. */
export function isMoreOfLive(
  current: Reading<Series<typeof INSIGHTS>> | undefined,
  previous: Reading<Series<typeof INSIGHTS>> | undefined,
  period: Period,
): boolean {
  if (!isMatching(current) || !isMatching(previous)) return false;
  const both = comparePeriods(current, previous, placeIn(period), ['live_revenue', 'video_revenue']);
  const currency = current.value.denomination.currency ?? '';
  const changeOf = (name: 'live_revenue' | 'video_revenue') => {
    const amount = (figures: NonNullable<typeof both>['current'] | undefined) =>
      amountIn((figures && moneyOf(figures, name)) ?? new Map(), currency);
    return amount(both?.current).minus(amount(both?.previous)).abs();
  };
  return changeOf('live_revenue').gt(changeOf('video_revenue'));
}
