import { monthRange } from '../../metrics/calendar.ts';
import { type Post, readBackTo } from '../../metrics/posts.ts';
import { isMatching } from '../../metrics/reading.ts';
import type { MonthList } from './fetch.ts';

/** Whether the lists have all figures of a post: every month since its publication was read back to it. */
export function wholeFrom(lists: readonly MonthList[]): (post: Post) => boolean {
  const gaps = lists.map(({ month, list }) => ({
    last: monthRange(month).to,
    backTo: isMatching(list) ? readBackTo(list.value) : Number.POSITIVE_INFINITY,
  }));
  return ({ date, publishedAt }) =>
    gaps.every(({ last, backTo }) => date > last || backTo === undefined || publishedAt >= backTo);
}
