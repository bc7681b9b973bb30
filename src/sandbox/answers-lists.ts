import { type Days, overlap } from './calendar.ts';
import type { Product } from './catalogue.ts';
import { counters, money, priceText, rate } from './figures.ts';
import type { VideoTotals } from './ledger.ts';
import { imageUrl, playInfo } from './media.ts';
import { digits, draws } from './random.ts';
import { type Answer, bucket, publishedVideo, type Session, segmentHead } from './segments.ts';
import { type Asked, askedDays, askedMonth, wellFormed } from './validate.ts';
import type { Video } from './videos.ts';

// Each further page of videos begins with the last row of the page before.
const VIDEO_PAGES = { size: 10, step: 9 };
const PRODUCT_PAGES = { size: 25, step: 25 };

/** What of the asked days has data; all of them, with nothing to list, when none has. */
function window(session: Session, asked: Days): { readonly days: Days; readonly covered: boolean } {
  const days = overlap(asked, session.data);
  return days.from < days.to ? { days, covered: true } : { days: asked, covered: false };
}

/** A page of rows, whose pages start `step` rows apart. */
function paged<T>(
  rows: readonly T[],
  asked: Asked,
  { size, step }: { size: number; step: number },
): { page: T[]; next_pagination: object } {
  const number = Math.max(0, asked.page);
  const pages = rows.length === 0 ? 0 : Math.max(1, Math.ceil((rows.length - size) / step) + 1);
  const hasMore = number + 1 < pages;
  return {
    // Past the last page even the repeated row is gone.
    page: number < pages ? rows.slice(number * step, number * step + size) : [],
    next_pagination: {
      has_more: hasMore,
      next_page: hasMore ? number + 1 : number,
      total_page: pages,
      total: rows.length,
    },
  };
}

function listSegment(session: Session, days: Days, field: string, next: object, rows: object[]): object {
  return {
    ...segmentHead(session.creator, days, { search_input: '' }),
    list_control: { rules: [{ direction: 2, field }], next_pagination: next },
    timed_lists: [{ ...bucket(session.creator, days), stats: rows }],
  };
}

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

/** What can be told of anyone's video. */
type Clip = Pick<Video, 'id' | 'title' | 'publishedAt' | 'duration'>;

function videoMeta({ creator, now }: Session, video: Clip): object {
  return {
    item_id: video.id,
    name: video.title,
    publish_time: video.publishedAt,
    duration: video.duration,
    video_play_info: playInfo(creator, video, now),
  };
}

/** The videos watched in the window, with their figures for it. */
export const videoList: Answer = (session, asked) => {
  const { creator, data, ledger } = session;
  const month = askedMonth(asked);
  const week = { from: data.to - 7, to: data.to };
  const { days, covered } = window(session, creator.habits.videoListIgnoresMonth ? week : month);
  const by = VIDEO_ORDERS.get(asked.rules);
  const value = by ?? (({ video }: VideoTotals) => video.publishedAt);
  const videos = covered ? ledger.videosBetween(days) : [];
  videos.sort((a, b) => value(b) - value(a) || b.video.day - a.video.day);
  const { page, next_pagination } = paged(videos, asked, VIDEO_PAGES);
  const rows = page.map(({ video, reach, sales }) => ({
    video_meta: videoMeta(session, video),
    gmv: money(creator, sales.revenue),
    direct_gmv: money(creator, sales.direct),
    ctr: rate(sales.clicks, sales.shows),
    completion_rate: rate(reach.completions, reach.views),
    ...counters(creator, {
      new_follower_cnt: reach.followers,
      vv_cnt: reach.views,
      item_sold_cnt: sales.items,
    }),
  }));
  return {
    segments: [listSegment(session, days, by ? asked.rules : BY_PUBLISH_TIME, next_pagination, rows)],
  };
};

function productCard({ now }: Session, product: Product): object {
  return {
    id: product.id,
    name: product.name,
    cover_image: { thumb_url_list: [imageUrl(`product/${product.id}`, now)] },
  };
}

/** The products shown in the window. A shop owner's are listed without sales, which only the pairs still tell. */
export const productList: Answer = (session, asked) => {
  const { creator, ledger } = session;
  const { days, covered } = window(session, askedDays(asked));
  const products = covered ? ledger.productsBetween(days) : [];
  products.sort((a, b) => b.sales.revenue - a.sales.revenue || (a.product.id < b.product.id ? -1 : 1));
  const { page, next_pagination } = paged(products, asked, PRODUCT_PAGES);
  const seen = (figure: number): number => (creator.shopOwner ? 0 : figure);
  const rows = page.map(({ product, sales }) => ({
    creator_id: creator.creatorId,
    product: productCard(session, product),
    revenue: money(creator, seen(sales.revenue)),
    commission: money(creator, seen(sales.commission)),
    ...counters(creator, { item_sold_cnt: seen(sales.items) }),
  }));
  return { segments: [listSegment(session, days, 'revenue', next_pagination, rows)] };
};

function linkedProducts(session: Session, video: Video, days: Days): { products: object[]; stats: object[] } {
  const { creator, ledger } = session;
  const products = video.products.map((product) => ({
    ...productCard(session, product),
    product_detail_page_url: `https://shop.sandbox.invalid/view/product/${product.id}`,
    price_min: priceText(creator, product.price),
    price_max: priceText(creator, product.price),
  }));
  const stats = video.products.map((product) => {
    const sales = ledger.pair(video.id, product.id, days);
    return {
      product: { id: product.id },
      revenue: money(creator, sales.revenue),
      ...counters(creator, {
        item_sold_cnt: sales.items,
        product_click_cnt: sales.clicks,
        product_show_cnt: sales.shows,
      }),
    };
  });
  return { products, stats };
}

/** The products tagged in videos; videos without any, or unknown ones, are left out. */
export const videoProducts: Answer = (session, asked) => {
  const { creator } = session;
  wellFormed(...asked.item_ids);
  const { days, covered } = window(session, askedMonth(asked));
  const linked = new Map<string, { products: object[]; stats: object[] }>();
  for (const id of covered ? asked.item_ids : []) {
    const video = publishedVideo(session, id);
    if (video && video.products.length > 0) linked.set(id, linkedProducts(session, video, days));
  }
  const entries = [...linked].map(([item_id, links]) => ({ item_id, ...links }));
  const [only] = entries;
  const map = {
    entries: { videoToProductsMap: only && entries.length === 1 ? only : entries },
    keyed: { videoToProductsMap: Object.fromEntries(linked) },
    renamed: { video_to_products_map: entries },
  }[creator.habits.productsMap];
  const head = segmentHead(creator, days, { item_ids: asked.item_ids });
  return { segments: [{ ...head, timed_lists: [{ ...bucket(creator, days), ...map }] }] };
};

function strangersVideos(product: Product, days: Days, count: number): Clip[] {
  return Array.from({ length: count }, (_, index) => {
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

/** Other videos with the same product, the creator's own and strangers': engagement only, no money. */
export const relatedVideos: Answer = (session, asked) => {
  const { creator, ledger } = session;
  const { item_id, product_id } = asked;
  wellFormed(item_id, product_id);
  const { days, covered } = window(session, askedMonth(asked));
  const known = covered && publishedVideo(session, item_id) !== undefined;
  const product = known ? ledger.products.find(({ id }) => id === product_id) : undefined;
  const row = (video: Clip, counts: Record<string, number>): object => ({
    video_product_id: product_id,
    video: { ...videoMeta(session, video), video_id: `v09${digits(16, 'video-id', video.id)}` },
    ...counters(creator, counts),
  });
  const own = ledger
    .videosBetween(days)
    .filter(({ video }) => product && video.id !== item_id && video.products.includes(product))
    .map(({ video, reach }) =>
      row(video, {
        video_like_cnt: reach.likes,
        video_comment_cnt: reach.comments,
        video_share_cnt: reach.shares,
      }),
    );
  const others = (product ? strangersVideos(product, days, 4) : []).map((video) => {
    const likes = Math.floor(draws('likes', video.id)() * 9000);
    return row(video, {
      video_like_cnt: likes,
      video_comment_cnt: Math.floor(likes / 17),
      video_share_cnt: Math.floor(likes / 11),
    });
  });
  const head = segmentHead(creator, days, { item_id, product_id });
  return { segments: [{ ...head, timed_lists: [{ ...bucket(creator, days), stats: [...others, ...own] }] }] };
};
