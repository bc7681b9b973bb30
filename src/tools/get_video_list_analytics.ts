import { z } from 'zod';
import { at, readNonNegative, readUnixSeconds } from '../json.ts';
import { monthDate, page } from '../mcp/arguments.ts';
import { definePagedTool } from '../mcp/define-endpoint-tool.ts';
import { currency, figures, optionalNumber, optionalText, pageOf, window } from '../mcp/result-schemas.ts';
import { instantAt } from '../metrics/calendar.ts';
import { writeFigures } from '../metrics/denomination.ts';
import { joinRows } from '../metrics/join-rows.ts';
import { totalsNotes } from '../metrics/notes.ts';
import { monthPeriod } from '../metrics/periods.ts';
import { writeTotals } from '../metrics/rows.ts';
import { VIDEO_ROW } from '../metrics/vocabulary.ts';
import { VIDEO_LIST_RULES, videoListAnalytics } from '../tikhub/endpoints.ts';
import { readText } from '../untrusted-text.ts';

const rules = z.enum(VIDEO_LIST_RULES).default('VIDEO_LIST_PUBLISH_TIME').describe('Sort, descending.');

export const getVideoListAnalytics = definePagedTool({
  title: 'Videos',
  description:
    "One page (10 rows) of the videos with activity in a month: views, click-through, GMV, items sold, completion. For the month's totals use summarize_month, for one video over time get_video_detailed_stats. The vendor may answer for other days, such as the last 7.",
  endpoint: videoListAnalytics,
  input: { start_date: monthDate, page: page(0), rules },
  output: {
    window,
    currency,
    creator_id: optionalText,
    sorted_by: z.string(),
    page: pageOf({ page: z.number() }),
    totals: z.object(figures(VIDEO_ROW)),
    videos: z.array(
      z.object({
        video_id: z.string(),
        published: optionalText,
        title: optionalText,
        ...figures(VIDEO_ROW),
        duration_seconds: optionalNumber,
      }),
    ),
  },
  period: monthPeriod,
  request: (args, period) => ({ start_date: period.day, page: args.page, rules: args.rules }),
  join: joinRows,
  shape(list, { args }) {
    const { rows, denomination } = list;
    return {
      window: list.window,
      currency: denomination.currency,
      creator_id: list.creatorId,
      sorted_by: args.rules.replace('VIDEO_LIST_', '').toLowerCase(),
      page: {
        shown: rows.length,
        total: list.total,
        next: list.nextPage === undefined ? null : { page: list.nextPage },
      },
      totals: writeTotals(rows, VIDEO_ROW, denomination),
      videos: rows.map(({ id: video_id, source, figures }) => {
        const published = readUnixSeconds(at(source, 'video_meta', 'publish_time'));
        return {
          video_id,
          published: published === undefined ? undefined : instantAt(published, list.offset),
          title: readText(at(source, 'video_meta', 'name')),
          ...writeFigures(figures, denomination),
          duration_seconds: readNonNegative(at(source, 'video_meta', 'duration')),
        };
      }),
      notes: [...totalsNotes(rows, VIDEO_ROW)],
    };
  },
});
