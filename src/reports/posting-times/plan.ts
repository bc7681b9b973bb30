import type { RequestContext } from '../../mcp/request-context.ts';
import { addMonths, type IsoDate, type Month, monthOf } from '../../metrics/calendar.ts';
import { fetchMonthLists, type MonthLists, VIDEO_LIST_PAGES } from '../video-lists/fetch.ts';

/** Default number of months. */
const MONTHS = 3;

/** The input of posting times. */
export interface PostingTimesData extends MonthLists {
  /** Newest first. */
  readonly months: readonly [Month, ...Month[]];
  readonly today: IsoDate;
}

/**
 * Fetches the video lists of the current month and previous ones.
 * @throws ApiError of any kind when the current month fails
 */
export async function planPostingTimes(
  args: { readonly months?: number | undefined; readonly pages?: number | undefined },
  request: RequestContext,
): Promise<PostingTimesData> {
  const current = monthOf(request.today);
  const before = (args.months ?? MONTHS) - 1;
  const months: PostingTimesData['months'] = [
    current,
    ...Array.from({ length: before }, (_, index) => addMonths(current, -1 - index)),
  ];
  const read = await fetchMonthLists(months, args.pages ?? VIDEO_LIST_PAGES, request);
  return { ...read, months, today: request.today };
}
