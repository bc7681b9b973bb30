import { countOf, moneyOf } from './figures.ts';
import type { Row } from './rows.ts';
import type { PRODUCT_ROW } from './vocabulary.ts';

/** Rows that all sold nothing are how shop-owner accounts look in the product list (upstream-api.md 7.10). */
export function shopOwnerNotes(rows: readonly Row<typeof PRODUCT_ROW>[]): readonly string[] {
  const soldNothing = ({ figures }: Row<typeof PRODUCT_ROW>): boolean =>
    countOf(figures, 'items_sold') === 0 &&
    [...(moneyOf(figures, 'revenue')?.values() ?? [])].every((amount) => amount.eq(0));
  if (rows.length === 0 || !rows.every(soldNothing)) return [];
  return [
    'Every product shows zero sales. For shop-owner accounts this list is always zero: their sales are in get_video_associated_product_list and get_video_to_product_stats.',
  ];
}
