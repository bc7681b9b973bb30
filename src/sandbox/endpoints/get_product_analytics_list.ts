import { coveredDays } from '../account-view.ts';
import { listSegment, pageRows } from '../list-pages.ts';
import { requestedDays } from '../parameters.ts';
import { productCard } from '../product-card.ts';
import { counters, moneyObject } from '../vendor-values.ts';
import type { SandboxEndpoint } from './endpoint.ts';

const PRODUCT_PAGES = { size: 25, step: 25 };

/** The products shown in the window. A shop owner's have no sales here (upstream-api.md 7.10). */
export const productList: SandboxEndpoint = {
  fields: { start_date: '2025-04-01', end_date: '2025-05-01', page: 0 },
  respond(view, body) {
    const { creator, ledger } = view;
    const { days, covered } = coveredDays(view, requestedDays(body));
    const products = covered ? ledger.productsBetween(days) : [];
    products.sort((a, b) => b.sales.revenue - a.sales.revenue || (a.product.id < b.product.id ? -1 : 1));
    const { page, next_pagination } = pageRows(products, body.page, PRODUCT_PAGES);
    const listed = (figure: number): number => (creator.shopOwner ? 0 : figure);
    const rows = page.map(({ product, sales }) => ({
      creator_id: creator.creatorId,
      product: productCard(view, product),
      revenue: moneyObject(creator, listed(sales.revenue)),
      commission: moneyObject(creator, listed(sales.commission)),
      ...counters(creator, { item_sold_cnt: listed(sales.items) }),
    }));
    return { segments: [listSegment(view, days, 'revenue', next_pagination, rows)] };
  },
};
