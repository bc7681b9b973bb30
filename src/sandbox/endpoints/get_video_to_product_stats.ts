import { publishedVideo } from '../account-view.ts';
import { requestedMonth, requireIds } from '../parameters.ts';
import { monthSpans, statsSegments } from '../segments.ts';
import { counters, moneyObject } from '../vendor-values.ts';
import { FOR_ONE_PAIR, type SandboxEndpoint } from './endpoint.ts';

/** What one video sold of one product. */
export const pairStats: SandboxEndpoint = {
  fields: FOR_ONE_PAIR,
  respond(view, body) {
    const { creator, ledger } = view;
    const { item_id, product_id } = body;
    requireIds(item_id, product_id);
    const spans = monthSpans(view, requestedMonth(body));
    const isTagged = publishedVideo(view, item_id)?.products.some(({ id }) => id === product_id);
    const segments = statsSegments(view, spans, { item_id, product_id }, (days) => {
      if (!isTagged) return {};
      const sales = ledger.pair(item_id, product_id, days);
      return {
        item_id,
        product_id,
        product_revenue: moneyObject(creator, sales.revenue),
        direct_revenue: moneyObject(creator, sales.direct),
        ...counters(creator, {
          product_sales_cnt: sales.items,
          product_view_cnt: sales.shows,
          product_click_cnt: sales.clicks,
          order_cnt: sales.orders,
        }),
      };
    });
    return { segments };
  },
};
