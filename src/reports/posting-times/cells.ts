import { dateAt, hourAt } from '../../metrics/calendar.ts';
import { countOf, moneyOf } from '../../metrics/figures.ts';
import { WEEKDAYS, type Weekday, weekdayNameOf } from '../../metrics/grouping.ts';
import { amountIn } from '../../metrics/money.ts';
import type { Post } from '../../metrics/posts.ts';
import { median } from '../../metrics/statistics.ts';

/** Six hours each, from midnight. */
export const DAY_PARTS = ['night', 'morning', 'afternoon', 'evening'] as const;

type DayPart = (typeof DAY_PARTS)[number];

const HOURS_OF_PART = 6;

/** The part of the day of an instant, at a fixed offset in seconds. */
const dayPartAt = (unixSeconds: number, offset: number): DayPart =>
  DAY_PARTS[Math.floor(hourAt(unixSeconds, offset) / HOURS_OF_PART)] ?? 'evening';

/** The fewest posts for comparing times. */
export const POSTS_FOR_TIMES = 30;

/** The fewest posts of a cell; cells with fewer are merged. */
export const POSTS_FOR_CELL = 3;

/** The posts of one weekday and part of the day, or of several with too few posts each. */
export interface PostingCell {
  /** Absent if weekdays are merged. */
  readonly weekday?: Weekday;
  /** Absent if parts of the day are merged too. */
  readonly part?: DayPart;
  readonly posts: readonly Post[];
}

/**
 * Posts by weekday and part of the day. Cells with fewer than three posts are merged within their part of the day; if
 * that is not enough, all of them form one cell.
 */
export function postingCells(posts: readonly Post[], offset: number): readonly PostingCell[] {
  const cells: PostingCell[] = [];
  const rest: Post[] = [];
  for (const part of DAY_PARTS) {
    const own = posts.filter(({ publishedAt }) => dayPartAt(publishedAt, offset) === part);
    const byWeekday = WEEKDAYS.map((weekday) => ({
      weekday,
      part,
      // At the offset of the hours, whatever the offset of the list.
      posts: own.filter(({ publishedAt }) => weekdayNameOf(dateAt(publishedAt, offset)) === weekday),
    }));
    cells.push(...byWeekday.filter((cell) => cell.posts.length >= POSTS_FOR_CELL));
    const few = byWeekday.flatMap((cell) => (cell.posts.length < POSTS_FOR_CELL ? cell.posts : []));
    if (few.length >= POSTS_FOR_CELL) cells.push({ part, posts: few });
    else rest.push(...few);
  }
  return rest.length === 0 ? cells : [...cells, { posts: rest }];
}

/** Medians of the posts' views and GMV, each over the posts that have all of it; undefined if too few have. */
export function mediansOfPosts(posts: readonly Post[], currency: string | undefined) {
  const views = posts.flatMap(({ figures, partial }) =>
    partial.has('views') ? [] : (countOf(figures, 'views') ?? []),
  );
  const gmv = posts.flatMap(({ figures, partial }) => {
    const money = partial.has('gmv') ? undefined : moneyOf(figures, 'gmv');
    return currency === undefined || money === undefined ? [] : [amountIn(money, currency).toNumber()];
  });
  const middle = (values: readonly number[]): number | undefined =>
    values.length < POSTS_FOR_CELL ? undefined : median(values);
  return { views: middle(views), gmv: middle(gmv), withViews: views.length, withGmv: gmv.length };
}
