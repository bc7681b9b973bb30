import { type AccountView, coveredDays, publishedVideo } from '../account-view.ts';
import type { DayRange } from '../calendar.ts';
import { requestedMonth, requireIds } from '../parameters.ts';
import { productCard } from '../product-card.ts';
import { bucketTimes, segmentHead } from '../segments.ts';
import { counters, moneyObject, priceText } from '../vendor-values.ts';
import type { Video } from '../videos.ts';
import { DATED, type SandboxEndpoint } from './endpoint.ts';

function linkedProducts(
  view: AccountView,
  video: Video,
  days: DayRange,
): { products: object[]; stats: object[] } {
  const { creator, ledger } = view;
  const products = video.products.map((product) => ({
    ...productCard(view, product),
    product_detail_page_url: `https://shop.sandbox.invalid/view/product/${product.id}`,
    price_min: priceText(creator, product.price),
    price_max: priceText(creator, product.price),
  }));
  const stats = video.products.map((product) => {
    const sales = ledger.pair(video.id, product.id, days);
    return {
      product: { id: product.id },
      revenue: moneyObject(creator, sales.revenue),
      ...counters(creator, {
        item_sold_cnt: sales.items,
        product_click_cnt: sales.clicks,
        product_show_cnt: sales.shows,
      }),
    };
  });
  return { products, stats };
}

/** The products tagged in videos; videos without any, and unknown ones, are left out. */
export const videoProducts: SandboxEndpoint = {
  fields: { ...DATED, item_ids: null },
  respond(view, body) {
    const { creator } = view;
    requireIds(...body.item_ids);
    const { days, covered } = coveredDays(view, requestedMonth(body));
    const linked = new Map<string, { products: object[]; stats: object[] }>();
    for (const id of covered ? body.item_ids : []) {
      const video = publishedVideo(view, id);
      if (video && video.products.length > 0) linked.set(id, linkedProducts(view, video, days));
    }
    const entries = [...linked].map(([item_id, links]) => ({ item_id, ...links }));
    const [only] = entries;
    const map = {
      entries: { videoToProductsMap: only && entries.length === 1 ? only : entries },
      keyed: { videoToProductsMap: Object.fromEntries(linked) },
      renamed: { video_to_products_map: entries },
    }[creator.habits.productsMap];
    const head = segmentHead(creator, days, { item_ids: body.item_ids });
    return { segments: [{ ...head, timed_lists: [{ ...bucketTimes(creator, days), ...map }] }] };
  },
};
