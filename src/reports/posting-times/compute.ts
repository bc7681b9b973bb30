import Big from 'big.js';
import type { ReportMoment } from '../../mcp/define-report.ts';
import { monthRange, utcOffsetText } from '../../metrics/calendar.ts';
import { denominationOf } from '../../metrics/denomination.ts';
import { toNumber } from '../../metrics/money.ts';
import { isSettled, postsOf, SETTLED_DAYS } from '../../metrics/posts.ts';
import { isMatching, notesOf, writeVerdict } from '../../metrics/reading.ts';
import { wholeFrom } from '../video-lists/whole-posts.ts';
import { mediansOfPosts, POSTS_FOR_CELL, POSTS_FOR_TIMES, type PostingCell, postingCells } from './cells.ts';
import type { PostingTimesData } from './plan.ts';

const CAVEAT =
  'Only videos that still have views are in the lists: deleted ones are missing. When followers are online is not in this data, and better times need not be the reason for more views.';

/** The whole report from the readings. Pure. */
export function computePostingTimes(
  { lists, months, today, failures }: PostingTimesData,
  { calls, clock }: ReportMoment,
) {
  const matching = lists.flatMap(({ list }) => (isMatching(list) ? [list.value] : []));
  const offset = matching[0]?.offset ?? clock.offset ?? 0;
  const since = monthRange(months.at(-1) ?? months[0]).from;
  const found = postsOf(matching).filter(({ date }) => date >= since && date <= today);
  const isWhole = wholeFrom(lists);
  const whole = found.filter(isWhole);
  const posts = whole.filter((post) => isSettled(post, today));
  const denomination = denominationOf(posts.map(({ figures }) => figures));
  const { currency } = denomination;
  const money = (value: number | undefined): number | undefined =>
    value === undefined || currency === undefined ? undefined : toNumber(new Big(value), currency);
  const isEnough = posts.length >= POSTS_FOR_TIMES;
  const all = mediansOfPosts(posts, currency);
  const written = ({ weekday, part, posts: own }: PostingCell) => {
    const { views, gmv } = mediansOfPosts(own, currency);
    return {
      weekday,
      part_of_day: part,
      posts: own.length,
      median_views: views,
      median_gmv: money(gmv),
      views_index:
        views !== undefined && all.views ? Number(((views / all.views) * 100).toFixed(1)) : undefined,
    };
  };
  const incomplete = found.length - whole.length;
  return {
    window: {
      from: since,
      to: today,
      utc_offset: utcOffsetText(offset),
      complete: false,
    },
    currency,
    posts: matching.length === 0 ? undefined : posts.length,
    too_young: whole.length - posts.length,
    incomplete,
    first_post: posts.at(-1)?.date,
    last_post: posts[0]?.date,
    median_views: isEnough ? all.views : undefined,
    median_gmv: isEnough ? money(all.gmv) : undefined,
    times: isEnough
      ? postingCells(posts, offset)
          .map(written)
          .sort((a, b) => (b.median_views ?? -1) - (a.median_views ?? -1))
      : [],
    calls,
    verdicts: lists.map(({ month, list }) => writeVerdict(`video list ${month}`, list)),
    notes: [
      ...failures,
      ...(matching.length > 0
        ? []
        : ['No video list is about the months requested, so the number of posts is unknown.']),
      ...(isEnough || matching.length === 0
        ? []
        : [
            `${posts.length === 1 ? 'One post is' : `${posts.length} posts are`} too few to compare times: ${POSTS_FOR_TIMES} are needed. More months and pages read more.`,
          ]),
      ...(isEnough
        ? [
            `Medians per post of its views and GMV from publication to ${today}, by the time of publication. Posts younger than ${SETTLED_DAYS} days are left out; times with under ${POSTS_FOR_CELL} posts are merged. Hours are at UTC${utcOffsetText(offset)} all year, without daylight saving.`,
            CAVEAT,
          ]
        : []),
      ...(isEnough
        ? untoldOfPosts(posts.length, all.withViews, currency === undefined ? posts.length : all.withGmv)
        : []),
      ...(incomplete === 0
        ? []
        : [
            `${incomplete === 1 ? 'One post is' : `${incomplete} posts are`} left out: a month after publication could not be read to its end, so the figures are incomplete. pages reads more.`,
          ]),
      ...(denomination.mixed.length > 0
        ? ['The posts sold in several currencies: there is no median GMV.']
        : []),
      ...new Set(lists.flatMap(({ list }) => (list === undefined ? [] : notesOf(list)))),
    ],
  };
}

/** Figures that some of the posts do not have. */
const untoldOfPosts = (posts: number, withViews: number, withGmv: number): readonly string[] => [
  ...(withViews < posts
    ? [
        `The views of ${posts - withViews} of the ${posts} posts are not told: medians are of the others, from ${POSTS_FOR_CELL} on.`,
      ]
    : []),
  ...(withGmv < posts
    ? [
        `The GMV of ${posts - withGmv} of the ${posts} posts is not told: medians are of the others, from ${POSTS_FOR_CELL} on.`,
      ]
    : []),
];
