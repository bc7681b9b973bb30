import type { AccountView } from './account-view.ts';
import type { DayRange } from './calendar.ts';
import { bucketTimes, segmentHead } from './segments.ts';

/** How rows are cut into pages, which start `step` rows apart. */
interface PageSize {
  readonly size: number;
  readonly step: number;
}

/** One page of rows, with the pagination fields that stand beside it. */
export function pageRows<T>(
  rows: readonly T[],
  page: number,
  { size, step }: PageSize,
): { page: T[]; next_pagination: object } {
  const number = Math.max(0, page);
  const pages = rows.length === 0 ? 0 : Math.max(1, Math.ceil((rows.length - size) / step) + 1);
  const hasMore = number + 1 < pages;
  return {
    // Past the last page even the repeated row is gone.
    page: number < pages ? rows.slice(number * step, number * step + size) : [],
    next_pagination: {
      has_more: hasMore,
      next_page: hasMore ? number + 1 : number,
      total_page: pages,
      total: rows.length,
    },
  };
}

/** A segment with one bucket of rows, sorted by `field`. */
export function listSegment(
  { creator }: AccountView,
  days: DayRange,
  field: string,
  next: object,
  rows: readonly object[],
): object {
  return {
    ...segmentHead(creator, days, { search_input: '' }),
    list_control: { rules: [{ direction: 2, field }], next_pagination: next },
    timed_lists: [{ ...bucketTimes(creator, days), stats: rows }],
  };
}
