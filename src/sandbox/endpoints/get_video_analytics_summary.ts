import { recentSpans, statsSegments } from '../segments.ts';
import { counters, moneyObject } from '../vendor-values.ts';
import type { SandboxEndpoint } from './endpoint.ts';

/** Video totals over the vendor's own window. */
export const videoTotals: SandboxEndpoint = {
  fields: {},
  respond(view) {
    const { creator, ledger } = view;
    const segments = statsSegments(view, recentSpans(view), {}, (days) => {
      let views = 0;
      let followers = 0;
      for (const { reach } of ledger.videosBetween(days)) {
        views += reach.views;
        followers += reach.followers;
      }
      const { video } = ledger.between(days);
      return {
        gmv: moneyObject(creator, video.revenue),
        ...counters(creator, {
          vv_cnt: views,
          new_follower_cnt: followers,
          video_cnt: ledger.publishedBetween(days).length,
          items_sold: video.items,
        }),
      };
    });
    return { segments };
  },
};
