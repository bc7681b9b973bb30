import type { z } from 'zod';
import { compose, headerOf } from '../../render/markdown.ts';
import { labelOf, table } from '../../render/table.ts';
import { callsInWords, counted, money, moreInContent, percent } from '../../render/values.ts';
import type { videoReviewSchema } from './schema.ts';

type VideoReviewResult = z.output<z.ZodObject<typeof videoReviewSchema>> & {
  readonly account: string;
  readonly notes: readonly string[];
};

/** The most lines of a list in the text; the structured content has all. */
const MAX_LISTED_VIDEOS = 10;

/** A review as text: medians, cadence, the recoverable GMV, and the videos with the most of it. */
export function videoReviewText(result: VideoReviewResult): string {
  const { currency, medians, cadence, videos, listed, total, calls } = result;
  const rates = [
    ['completed', medians.completion_rate],
    ['CTR', medians.click_through_rate],
    ['items per view', medians.items_per_view],
  ] as const;
  const median = [
    ...rates.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${percent(value)}`])),
    ...(medians.gmv_per_1000_views === undefined
      ? []
      : [`GMV per 1,000 views ${money(medians.gmv_per_1000_views, currency)}`]),
  ];
  const facts = [
    total === undefined ? counted(listed, 'video') : `${listed} of ${counted(total, 'video')}`,
    median.length === 0
      ? `No medians: ${medians.videos === 1 ? 'one video has' : `${medians.videos} videos have`} 1,000 views and a product`
      : `Medians of ${medians.videos} videos: ${median.join(', ')}`,
    ...(cadence === undefined
      ? []
      : [
          `Published ${cadence.published}, ${cadence.per_week} a week${cadence.longest_gap_days === undefined ? '' : `, longest gap ${counted(cadence.longest_gap_days, 'day')}`}`,
        ]),
    ...(result.recoverable_gmv === undefined
      ? []
      : [
          `Recoverable at the median: GMV ${money(result.recoverable_gmv, currency)}${result.recoverable_commission === undefined ? '' : `, commission ${money(result.recoverable_commission, currency)}`} (upper bound)`,
        ]),
  ];
  const rows = videos.slice(0, MAX_LISTED_VIDEOS).map((video) => ({
    video_id: video.video_id,
    title: video.title,
    views: video.views,
    gmv: video.gmv,
    gmv_per_1000_views: video.gmv_per_1000_views,
    direct_share: video.direct_share,
    // An empty cell next to an amount would look like an error.
    weak_step:
      video.weak_step !== undefined
        ? labelOf(video.weak_step)
        : video.recoverable_gmv === undefined
          ? undefined
          : 'none',
    recoverable_gmv: video.recoverable_gmv,
  }));
  const flagged = videos.flatMap(({ video_id: id, flags = [] }) =>
    flags.map((flag) => `- ${id}: ${flag.replaceAll('_', ' ')}`),
  );
  const blocks = [
    `${headerOf('Videos reviewed', result)} · ${callsInWords(calls)}`,
    facts.join('\n'),
    ...(rows.length === 0
      ? []
      : [
          `Most recoverable first\n${table(rows, currency)}${moreInContent(videos.length - MAX_LISTED_VIDEOS, 'video')}`,
        ]),
    ...(flagged.length === 0
      ? []
      : [
          `What stands out\n${flagged.slice(0, MAX_LISTED_VIDEOS).join('\n')}${moreInContent(flagged.length - MAX_LISTED_VIDEOS, 'finding')}`,
        ]),
  ];
  return compose(blocks, result.notes);
}
