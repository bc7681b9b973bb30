import { requestedMonth } from '../parameters.ts';
import { noSales } from '../sales.ts';
import { monthSpans, statsSegments } from '../segments.ts';
import { counters, moneyObject } from '../vendor-values.ts';
import { DATED, type SandboxEndpoint } from './endpoint.ts';

/** Revenue, commission and product counters of the account. */
export const insightsOverview: SandboxEndpoint = {
  fields: DATED,
  respond(view, body) {
    const { creator, ledger } = view;
    const segments = statsSegments(view, monthSpans(view, requestedMonth(body)), {}, (days) => {
      const { all, live, video } = ledger.between(days);
      // A shop owner's own sales are not affiliate sales.
      const affiliate = creator.shopOwner ? noSales() : all;
      return {
        revenue: moneyObject(creator, all.revenue),
        live_revenue: moneyObject(creator, live.revenue),
        video_revenue: moneyObject(creator, video.revenue),
        base_revenue: moneyObject(creator, all.base),
        commission_estimated: moneyObject(creator, all.commission),
        alc_base_revenue: moneyObject(creator, affiliate.base),
        ...counters(creator, {
          overall_item_sold_cnt: all.items,
          product_show_cnt: all.shows,
          product_click_cnt: all.clicks,
          alc_pay_sku_order_cnt: affiliate.orders,
        }),
      };
    });
    const meta = { is_bound_shop: creator.shopOwner };
    return creator.habits.boundShopInSegment
      ? { segments: segments.map((segment) => ({ ...segment, meta })) }
      : { segments, meta };
  },
};
