import { type AccountView, coveredDays, publishedVideo } from '../account-view.ts';
import type { DayRange } from '../calendar.ts';
import type { Product } from '../catalogue.ts';
import { requestedMonth, requireIds } from '../parameters.ts';
import { digits, draws } from '../random.ts';
import { bucketTimes, segmentHead } from '../segments.ts';
import { counters } from '../vendor-values.ts';
import { type Clip, videoMeta } from '../video-meta.ts';
import { FOR_ONE_PAIR, type SandboxEndpoint } from './endpoint.ts';

const OTHER_CREATORS_VIDEOS = 4;

function otherCreatorsVideos(product: Product, days: DayRange): Clip[] {
  return Array.from({ length: OTHER_CREATORS_VIDEOS }, (_, index) => {
    const draw = draws('stranger', product.id, days.from, index);
    // In the weeks before the window, so that the window's end, which moves daily, changes nothing.
    const publishedAt = (days.from - 28) * 86_400 + Math.floor(draw() * 28 * 86_400);
    return {
      id: ((BigInt(publishedAt) << 32n) | BigInt(Math.floor(draw() * 0xffff_ffff))).toString(),
      title: `${product.name} | another creator's take #${index + 1}`,
      publishedAt,
      duration: 10 + Math.floor(draw() * 60),
    };
  });
}

function relatedRow(
  view: AccountView,
  productId: string,
  video: Clip,
  counts: Record<string, number>,
): object {
  return {
    video_product_id: productId,
    video: { ...videoMeta(view, video), video_id: `v09${digits(16, 'video-id', video.id)}` },
    ...counters(view.creator, counts),
  };
}

/** Other videos with the same product, the creator's own and other people's: engagement only, no money. */
export const relatedVideos: SandboxEndpoint = {
  fields: FOR_ONE_PAIR,
  respond(view, body) {
    const { creator, ledger } = view;
    const { item_id, product_id } = body;
    requireIds(item_id, product_id);
    const { days, covered } = coveredDays(view, requestedMonth(body));
    const isKnown = covered && publishedVideo(view, item_id) !== undefined;
    const product = isKnown ? ledger.products.find(({ id }) => id === product_id) : undefined;
    const own = ledger
      .videosBetween(days)
      .filter(({ video }) => product && video.id !== item_id && video.products.includes(product))
      .map(({ video, reach }) =>
        relatedRow(view, product_id, video, {
          video_like_cnt: reach.likes,
          video_comment_cnt: reach.comments,
          video_share_cnt: reach.shares,
        }),
      );
    const others = (product ? otherCreatorsVideos(product, days) : []).map((video) => {
      const likes = Math.floor(draws('likes', video.id)() * 9000);
      return relatedRow(view, product_id, video, {
        video_like_cnt: likes,
        video_comment_cnt: Math.floor(likes / 17),
        video_share_cnt: Math.floor(likes / 11),
      });
    });
    const head = segmentHead(creator, days, { item_id, product_id });
    const list = { ...bucketTimes(creator, days), stats: [...others, ...own] };
    return { segments: [{ ...head, timed_lists: [list] }] };
  },
};
