import { coveredDays } from '../account-view.ts';
import type { VideoTotals } from '../ledger.ts';
import { listSegment, pageRows } from '../list-pages.ts';
import { requestedMonth } from '../parameters.ts';
import { counters, moneyObject, rateText } from '../vendor-values.ts';
import { videoMeta } from '../video-meta.ts';
import { DATED, type SandboxEndpoint } from './endpoint.ts';

// Each further page begins with the last row of the page before.
const VIDEO_PAGES = { size: 10, step: 9 };

const BY_PUBLISH_TIME = 'VIDEO_LIST_PUBLISH_TIME';
const VIDEO_ORDERS = new Map<string, (row: VideoTotals) => number>([
  [BY_PUBLISH_TIME, ({ video }) => video.publishedAt],
  ['VIDEO_LIST_GMV', ({ sales }) => sales.revenue],
  ['VIDEO_LIST_DIRECT_GMV', ({ sales }) => sales.direct],
  ['VIDEO_LIST_VV_CNT', ({ reach }) => reach.views],
  ['VIDEO_LIST_ITEM_SOLD_CNT', ({ sales }) => sales.items],
  ['VIDEO_LIST_CTR', ({ sales }) => sales.clicks / Math.max(1, sales.shows)],
  ['VIDEO_LIST_COMPLETION_RATE', ({ reach }) => reach.completions / Math.max(1, reach.views)],
  ['VIDEO_LIST_LIKE_CNT', ({ reach }) => reach.likes],
  ['VIDEO_LIST_NEW_FOLLOWER_CNT', ({ reach }) => reach.followers],
]);

/** The videos watched in the window, with their figures for it. */
export const videoList: SandboxEndpoint = {
  fields: { ...DATED, page: 0, rules: BY_PUBLISH_TIME },
  respond(view, body) {
    const { creator, data, ledger } = view;
    const month = requestedMonth(body);
    const week = { from: data.to - 7, to: data.to };
    const { days, covered } = coveredDays(view, creator.habits.videoListIgnoresMonth ? week : month);
    const by = VIDEO_ORDERS.get(body.rules);
    const value = by ?? (({ video }: VideoTotals) => video.publishedAt);
    const videos = covered ? ledger.videosBetween(days) : [];
    videos.sort((a, b) => value(b) - value(a) || b.video.day - a.video.day);
    const { page, next_pagination } = pageRows(videos, body.page, VIDEO_PAGES);
    const rows = page.map(({ video, reach, sales }) => ({
      video_meta: videoMeta(view, video),
      gmv: moneyObject(creator, sales.revenue),
      direct_gmv: moneyObject(creator, sales.direct),
      ctr: rateText(sales.clicks, sales.shows),
      completion_rate: rateText(reach.completions, reach.views),
      ...counters(creator, {
        new_follower_cnt: reach.followers,
        vv_cnt: reach.views,
        item_sold_cnt: sales.items,
      }),
    }));
    return { segments: [listSegment(view, days, by ? body.rules : BY_PUBLISH_TIME, next_pagination, rows)] };
  },
};
