import { explain } from '../../errors.ts';
import { part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import { type IsoDate, type Month, monthRange } from '../../metrics/calendar.ts';
import { joinRows } from '../../metrics/join-rows.ts';
import { postsOf } from '../../metrics/posts.ts';
import { isMatching, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import type { VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { type VideoListRule, videoListAnalytics } from '../../tikhub/endpoints.ts';

export type VideoList = Reading<Rows<typeof VIDEO_ROW>>;

/** Default number of pages of a video list: 50 videos. */
export const VIDEO_LIST_PAGES = 5;

/** How a list is read. */
interface PageWalk {
  readonly rules: VideoListRule;
  /** Pages at most. */
  readonly pages: number;
  /** Whether the pages so far are enough. */
  readonly isEnough?: (list: VideoList) => boolean;
}

/**
 * The video list of a month, page after page. A later page that fails ends it and is named in `failures`; a page
 * without a new video also ends it.
 * @throws ApiError of any kind when the first page fails
 */
export async function fetchVideoList(
  month: Month,
  { rules, pages, isEnough = () => false }: PageWalk,
  request: RequestContext,
): Promise<{ readonly list: VideoList; readonly failures: readonly string[] }> {
  const { from } = monthRange(month);
  const pageOf = (page: number) => request.call(videoListAnalytics, { start_date: from, page, rules });
  let list = await pageOf(0);
  for (let count = 1; count < pages && !isEnough(list); count += 1) {
    const { nextPage, rows } = withOwnDates(list);
    if (nextPage === undefined) break;
    const next = await part(`Page ${nextPage} of the video list of ${month}`, pageOf(nextPage));
    if (next.value === undefined)
      return { list, failures: [`${next.what} is missing. ${explain(next.error)}`] };
    list = joinRows(list, next.value);
    if (withOwnDates(list).rows.length === rows.length) break;
  }
  return { list, failures: [] };
}

/** The video list of a month; undefined where the call failed or was not made. */
export interface MonthList {
  readonly month: Month;
  readonly list: VideoList | undefined;
}

export interface MonthLists {
  readonly lists: readonly MonthList[];
  readonly failures: readonly string[];
}

/**
 * The lists of several months, newest videos first, each read back to the videos of the first month. If the vendor
 * returns other days than the newest month, it would do so for every month, and no other one is requested.
 * @param months newest first
 * @throws ApiError of any kind when the newest month fails
 */
export async function fetchMonthLists(
  months: readonly [Month, ...Month[]],
  pages: number,
  request: RequestContext,
): Promise<MonthLists> {
  const [newest, ...others] = months;
  const since = monthRange(months.at(-1) ?? newest).from;
  const walk: PageWalk = {
    rules: 'VIDEO_LIST_PUBLISH_TIME',
    pages,
    isEnough: (list) => !isMatching(list) || reachesBefore(list, since),
  };
  const first = await fetchVideoList(newest, walk, request);
  if (!isMatching(first.list))
    return {
      lists: [{ month: newest, list: first.list }, ...others.map((month) => ({ month, list: undefined }))],
      failures: first.failures,
    };
  let done = 1;
  await request.progress(done, months.length, `The video list of ${newest}`);
  const rest = await Promise.all(
    others.map(async (month) => {
      const read = await part(`The video list of ${month}`, fetchVideoList(month, walk, request));
      done += 1;
      await request.progress(done, months.length, read.what);
      return { month, ...read };
    }),
  );
  return {
    lists: [
      { month: newest, list: first.list },
      ...rest.map(({ month, value }) => ({ month, list: value?.list })),
    ],
    failures: [
      ...first.failures,
      ...rest.flatMap(({ what, value, error }) =>
        value === undefined ? [`${what} is missing. ${explain(error)}`] : value.failures,
      ),
    ],
  };
}

/** Whether a list by publish time has come to videos from before a day: the rest of it is older still. */
const reachesBefore = (list: VideoList, day: IsoDate): boolean => {
  const oldest = postsOf([withOwnDates(list)]).at(-1);
  return oldest !== undefined && oldest.date < day;
};
