import type { RequestContext } from '../../mcp/request-context.ts';
import type { DateRange } from '../../metrics/calendar.ts';
import { moneyOf } from '../../metrics/figures.ts';
import { isMatching, type Reading } from '../../metrics/reading.ts';
import type { Rows } from '../../metrics/rows.ts';
import type { ShowcaseProduct } from '../../metrics/showcase.ts';
import type { PRODUCT_ROW } from '../../metrics/vocabulary.ts';
import { parseShowcaseSnapshot } from './showcase-changes.ts';

/** Products that had revenue and were unavailable at the time of a review. */
export interface LostProducts extends DateRange {
  readonly product_ids: readonly string[];
  /** An instant. */
  readonly seen: string;
}

/** Products with revenue that the showcase shows as unavailable; undefined without figures of the requested days. */
export function lostProducts(
  products: Reading<Rows<typeof PRODUCT_ROW>> | undefined,
  offers: readonly ShowcaseProduct[],
) {
  if (!isMatching(products)) return undefined;
  const { rows, window } = products.value;
  const unavailable = new Set(
    offers.flatMap(({ product_id: id, review }) =>
      review === 'unavailable' && id !== undefined ? [id] : [],
    ),
  );
  const ids = rows.flatMap(({ id, figures }) => {
    const revenue = [...(moneyOf(figures, 'revenue')?.values() ?? [])];
    return unavailable.has(id) && revenue.some((amount) => amount.gt(0)) ? [id] : [];
  });
  return { from: window.from, to: window.to, product_ids: ids };
}

/** These products as of the last review. This makes no call, and needs a cache directory. */
export async function readLostProducts({ snapshots }: RequestContext): Promise<LostProducts | undefined> {
  const snapshot = await snapshots?.read('showcase', parseShowcaseSnapshot);
  const { lost, seen } = snapshot ?? {};
  return lost === undefined || seen === undefined || lost.product_ids.length === 0
    ? undefined
    : { ...lost, seen };
}
