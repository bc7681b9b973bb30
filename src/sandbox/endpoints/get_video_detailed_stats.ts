import { publishedVideo } from '../account-view.ts';
import { requestedMonth, requireIds } from '../parameters.ts';
import { monthSpans, statsSegments } from '../segments.ts';
import { counters, rateText } from '../vendor-values.ts';
import { FOR_ONE_VIDEO, type SandboxEndpoint } from './endpoint.ts';

/** The counters of one video; all buckets are empty for an unknown one. */
export const detailedStats: SandboxEndpoint = {
  fields: FOR_ONE_VIDEO,
  respond(view, body) {
    const { creator, ledger } = view;
    requireIds(body.item_id);
    const spans = monthSpans(view, requestedMonth(body));
    const isKnown = publishedVideo(view, body.item_id) !== undefined;
    const segments = statsSegments(view, spans, { item_id: body.item_id }, (days) => {
      if (!isKnown) return {};
      const { reach, sales } = ledger.video(body.item_id, days);
      return {
        creator_id: creator.creatorId,
        item_id: body.item_id,
        video_completion_rate: rateText(reach.completions, reach.views),
        ...counters(creator, {
          new_follower_cnt: reach.followers,
          share_cnt: reach.shares,
          comment_cnt: reach.comments,
          like_cnt: reach.likes,
          product_view_cnt: sales.shows,
        }),
      };
    });
    return { segments };
  },
};
