import { explain } from '../../errors.ts';
import { countedParts, failureNotes, part } from '../../mcp/define-report.ts';
import type { RequestContext } from '../../mcp/request-context.ts';
import type { Audience } from '../../metrics/audience.ts';
import { addMonths, type IsoDate, type Month, monthOf, monthRange } from '../../metrics/calendar.ts';
import { countOf } from '../../metrics/figures.ts';
import { requirePossibleMonth } from '../../metrics/periods.ts';
import { isMatching, type Reading, withOwnDates } from '../../metrics/reading.ts';
import type { Row } from '../../metrics/rows.ts';
import type { Series } from '../../metrics/series.ts';
import type { VIDEO_DETAIL, VIDEO_ROW } from '../../metrics/vocabulary.ts';
import { videoAudienceStats, videoDetailedStats } from '../../tikhub/endpoints.ts';
import {
  fetchMonthLists,
  fetchVideoList,
  type MonthLists,
  VIDEO_LIST_PAGES,
  type VideoList,
} from '../video-lists/fetch.ts';

/** The limit of upstream calls of a profile without `max_calls`. */
const PROFILE_CALLS = 25;

/** The number of videos of a profile. */
export const PROFILED_VIDEOS = 10;

/** The number of pages of each list of recent videos. */
const RECENT_PAGES = 2;

/** The fewest calls with which the lists of recent videos leave enough for audiences. */
const CALLS_FOR_RECENT = 10;

/** A video with its readings; those that failed are missing. */
export interface ProfiledVideo {
  readonly row: Row<typeof VIDEO_ROW>;
  readonly audience: Reading<Audience> | undefined;
  readonly detail: Reading<Series<typeof VIDEO_DETAIL>> | undefined;
}

/** The input of a profile. */
export interface AudienceProfileData {
  /** The days of the audiences: those of the list, if it is about other days than requested. */
  readonly month: Month;
  readonly list: VideoList;
  /** Most views first. */
  readonly videos: readonly ProfiledVideo[];
  /** Requested videos that are not in the list. */
  readonly notFound: readonly string[];
  /** Videos that did not fit into the limit of calls. */
  readonly leftOut: number;
  /** The lists of this month and the previous one, for typical views. */
  readonly recent: MonthLists | undefined;
  readonly today: IsoDate;
  readonly failures: readonly string[];
}

interface AudienceProfileArguments {
  readonly month?: Month | undefined;
  readonly item_ids?: readonly string[] | undefined;
}

/**
 * Finds the most viewed or the given videos of a month, and fetches the audience and the interactions of each.
 * @throws ApiError of any kind when the video list fails, or everything about its videos does
 */
export async function planAudienceProfile(
  { month: asked, item_ids: ids }: AudienceProfileArguments,
  request: RequestContext,
): Promise<AudienceProfileData> {
  const month = asked ?? addMonths(monthOf(request.today), -1);
  requirePossibleMonth(month, request.today);
  const found = (list: VideoList) => chosenRows(list, ids);
  const limit = request.maxCalls ?? PROFILE_CALLS;
  const current = monthOf(request.today);
  const recentLists = part(
    'The list of recent videos',
    limit < CALLS_FOR_RECENT
      ? Promise.resolve(undefined)
      : fetchMonthLists([current, addMonths(current, -1)], RECENT_PAGES, request),
  );
  const { list, failures } = await fetchVideoList(
    month,
    {
      rules: 'VIDEO_LIST_VV_CNT',
      pages: ids === undefined ? 1 : VIDEO_LIST_PAGES,
      isEnough: (read) => found(read).length === ids?.length,
    },
    request,
  );
  const recent = await recentLists;
  const { today } = request;
  const wanted = found(list);
  const left = limit - request.calls;
  const chosen = wanted.slice(0, Math.max(1, Math.floor(left / (isMatching(list) ? 2 : 1))));
  const counted = countedParts(request.progress, 2 * chosen.length);
  const about = isMatching(list) ? month : monthOf(withOwnDates(list).window.to);
  const read = await Promise.all(
    chosen.map(async (row) => {
      const params = { start_date: monthRange(about).from, item_id: row.id };
      const parts = await Promise.all([
        counted(`The audience of video ${row.id}`, request.call(videoAudienceStats, params)),
        // They are only useful for the same days as the views.
        ...(isMatching(list)
          ? [
              counted(
                `The likes, comments and shares of video ${row.id}`,
                request.call(videoDetailedStats, params),
              ),
            ]
          : []),
      ]);
      return { row, audience: parts[0], detail: parts[1], parts };
    }),
  );
  const parts = read.flatMap((one) => one.parts);
  return {
    month: about,
    list,
    videos: read.map(({ row, audience, detail }) => ({
      row,
      audience: audience?.value,
      detail: detail?.value,
    })),
    notFound: (ids ?? []).filter((id) => !wanted.some((row) => row.id === id)),
    leftOut: wanted.length - chosen.length,
    recent: recent.value,
    today,
    failures: [
      ...failures,
      ...(recent.value?.failures ?? []),
      ...(recent.error === undefined ? [] : [`${recent.what} is missing. ${explain(recent.error)}`]),
      ...(parts.length === 0 ? [] : failureNotes(parts)),
    ],
  };
}

/** The requested videos, or ten; most views first. */
function chosenRows(list: VideoList, ids: readonly string[] | undefined): readonly Row<typeof VIDEO_ROW>[] {
  const rows = withOwnDates(list).rows.filter(({ id }) => ids?.includes(id) ?? true);
  const views = ({ figures }: Row<typeof VIDEO_ROW>): number => countOf(figures, 'views') ?? 0;
  return rows.sort((a, b) => views(b) - views(a)).slice(0, PROFILED_VIDEOS);
}
