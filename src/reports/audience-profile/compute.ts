import { at } from '../../json.ts';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { span } from '../../metrics/calendar.ts';
import { sixDigits } from '../../metrics/denomination.ts';
import { countOf } from '../../metrics/figures.ts';
import { isSettled, type Post, postsOf, SETTLED_DAYS } from '../../metrics/posts.ts';
import { isMatching, notesOf, withOwnDates, writeVerdict } from '../../metrics/reading.ts';
import { median } from '../../metrics/statistics.ts';
import { readText } from '../../untrusted-text.ts';
import { wholeFrom } from '../video-lists/whole-posts.ts';
import type { AudienceProfileData, ProfiledVideo } from './plan.ts';
import type { NO_PART } from './schema.ts';
import { DIVISIONS, type WeightedAudience, weightedShares } from './weighted-shares.ts';

/** The number of recent posts whose median is the typical views. */
const RECENT_POSTS = 10;

/** The fewest posts for a meaningful median. */
const POSTS_FOR_MEDIAN = 5;

const PROFILE_METHOD =
  'Each share is the sum of (views × share of the video) ÷ views, over the videos with a share of views; what their shares leave open is unknown. They are viewers of these videos, not followers. One person may have watched several.';

/** The whole profile from the readings. Pure. */
export function computeAudienceProfile(data: AudienceProfileData, { calls }: ReportMoment) {
  const { month, list, videos, failures, notFound, leftOut } = data;
  const judged = videos.map((video) => ({ ...video, ...takesPart(video) }));
  const weighted = judged.flatMap(({ weighted: own }) => own ?? []);
  const views = weighted.reduce((sum, one) => sum + one.views, 0);
  const [genders, ages, regions] = DIVISIONS.map((name) =>
    weighted.length === 0 ? undefined : weightedShares(weighted, name),
  );
  const { window } = withOwnDates(list);
  const engagement = engagementOf(data);
  const recent = recentPosts(data);
  const hasTypical = recent.length >= POSTS_FOR_MEDIAN;
  return {
    month,
    window,
    genders,
    ages,
    regions,
    views,
    videos: judged.map(({ row, weighted: own, left_out }) => ({
      video_id: row.id,
      title: readText(at(row.source, 'video_meta', 'name')),
      views: countOf(row.figures, 'views'),
      share_of_views: own === undefined ? undefined : sixDigits(own.views / views),
      left_out,
    })),
    engagement_rate: engagement.rate,
    engagement_videos: engagement.videos,
    typical_views: hasTypical ? median(recent) : undefined,
    typical_posts: recent.length,
    calls,
    verdicts: [
      writeVerdict('video list', list),
      ...videos.map(({ row, audience }) => writeVerdict(`audience of ${row.id}`, audience)),
      ...videos.map(({ row, detail }) => writeVerdict(`interactions of ${row.id}`, detail)),
    ],
    notes: [
      ...failures,
      PROFILE_METHOD,
      ...(hasTypical
        ? [
            `Typical views: the median of the last ${RECENT_POSTS} posts that are at least ${SETTLED_DAYS} days old, over all their days, from ${POSTS_FOR_MEDIAN} on.`,
          ]
        : []),
      ...(isMatching(list)
        ? []
        : [
            `The views are those of ${span(window)}, which the video list covers: they weigh the audiences of ${month}, and there is no engagement.`,
          ]),
      ...videos.flatMap(audienceOfOtherDays),
      ...(engagement.partial > 0
        ? [
            `Engagement leaves out ${engagement.partial === 1 ? 'one video' : `${engagement.partial} videos`} with figures on some of the days only.`,
          ]
        : []),
      ...(notFound.length > 0
        ? [`Not among the videos of ${month} that were read: ${notFound.join(', ')}.`]
        : []),
      ...(leftOut > 0
        ? [
            `The limit of calls left out ${leftOut === 1 ? 'one video' : `${leftOut} videos`}; max_calls raises it.`,
          ]
        : []),
      ...(data.recent === undefined ? ['Typical views were not read.'] : []),
      ...(data.recent !== undefined && !hasTypical
        ? [
            `No typical views: posts at least ${SETTLED_DAYS} days old and read over all their days: ${recent.length}, of ${POSTS_FOR_MEDIAN} that are needed.`,
          ]
        : []),
      ...new Set(
        [list, ...videos.flatMap(({ audience }) => (isMatching(audience) ? [audience] : []))].flatMap(
          notesOf,
        ),
      ),
    ],
  };
}

/** The interactions that count as engagement. */
const INTERACTIONS = ['likes', 'comments', 'shares'] as const;

/** The audience and views of a video, or why it is left out. */
function takesPart({ row, audience }: ProfiledVideo): {
  readonly weighted?: WeightedAudience;
  readonly left_out?: (typeof NO_PART)[number];
} {
  const views = countOf(row.figures, 'views') ?? 0;
  if (audience === undefined) return { left_out: 'no_audience' };
  const own = withOwnDates(audience);
  if (DIVISIONS.every((name) => own[name].length === 0)) return { left_out: 'no_audience' };
  if (!isMatching(audience)) return { left_out: 'other_days' };
  if (row.partial.has('views')) return { left_out: 'views_of_some_days' };
  return views > 0 ? { weighted: { views, audience: own } } : { left_out: 'no_views' };
}

/** The name of an audience about other days. */
function audienceOfOtherDays({ row, audience }: ProfiledVideo): readonly string[] {
  if (audience === undefined || isMatching(audience) || audience.answered === undefined) return [];
  return [`The audience of video ${row.id} is left out: it is about ${span(audience.answered)}.`];
}

/**
 * Likes, comments and shares per view, over the videos for which all of them are known on the days of the views; a
 * figure for some of the days cannot be divided by the views of all days.
 */
function engagementOf({ list, videos }: AudienceProfileData) {
  let interactions = 0;
  let views = 0;
  let count = 0;
  let partial = 0;
  for (const { row, detail } of isMatching(list) ? videos : []) {
    if (!isMatching(detail)) continue;
    const { totals, coverage, window } = detail.value;
    const known = INTERACTIONS.flatMap((name) => countOf(totals, name) ?? []);
    const seen = countOf(row.figures, 'views') ?? 0;
    if (known.length < INTERACTIONS.length || seen === 0) continue;
    if (
      row.partial.has('views') ||
      INTERACTIONS.some((name) => (coverage.get(name) ?? 0) < window.days_with_data)
    ) {
      partial += 1;
      continue;
    }
    interactions += known.reduce((sum, value) => sum + value, 0);
    views += seen;
    count += 1;
  }
  return { rate: views === 0 ? undefined : sixDigits(interactions / views), videos: count, partial };
}

/** The views of the latest posts that are old enough to have most of their views. */
function recentPosts({ recent, today }: AudienceProfileData): readonly number[] {
  const lists = recent?.lists ?? [];
  const isWhole = wholeFrom(lists);
  const isOld = (post: Post): boolean => isSettled(post, today);
  return postsOf(lists.flatMap(({ list }) => (isMatching(list) ? [list.value] : [])))
    .filter((post) => isWhole(post) && isOld(post))
    .slice(0, RECENT_POSTS)
    .flatMap(({ figures, partial }) => (partial.has('views') ? [] : (countOf(figures, 'views') ?? [])));
}
