import { requestedMonth } from '../parameters.ts';
import { monthSpans, statsSegments } from '../segments.ts';
import { counters, moneyObject, rateText } from '../vendor-values.ts';
import { DATED, type SandboxEndpoint } from './endpoint.ts';

/** LIVE totals; days without a LIVE are zero, not empty. CTR is clicks per view of the LIVE (upstream-api.md 6.17). */
export const liveTotals: SandboxEndpoint = {
  fields: DATED,
  respond(view, body) {
    const { creator, ledger } = view;
    const segments = statsSegments(view, monthSpans(view, requestedMonth(body)), {}, (days) => {
      const { reach, sales } = ledger.live(days);
      // Revenue per thousand impressions (upstream-api.md 7.8).
      const perThousand = reach.shows === 0 ? 0 : Math.round((sales.revenue * 1000) / reach.shows);
      return {
        live_revenue: moneyObject(creator, sales.revenue),
        live_show_gpm: moneyObject(creator, perThousand),
        live_ctr: rateText(sales.clicks, reach.viewers),
        live_co: rateText(sales.orders, sales.clicks),
        ...counters(creator, {
          new_follower_cnt: reach.followers,
          sku_order_paid_cnt: sales.orders,
          item_sold_cnt: sales.items,
          product_view: sales.shows,
          product_click: sales.clicks,
          live_pay_order_ucnt: reach.buyers,
          live_like_cnt: reach.likes,
          live_comment_cnt: reach.comments,
          live_show_cnt: reach.shows,
          live_watch_cnt: reach.viewers,
        }),
      };
    });
    return { segments };
  },
};
