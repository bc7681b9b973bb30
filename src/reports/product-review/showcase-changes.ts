import { z } from 'zod';
import { addDays } from '../../metrics/calendar.ts';
import type { ShowcaseProduct } from '../../metrics/showcase.ts';

/** The fields of a showcase product whose changes are shown. */
const CHANGING = ['commission_rate', 'stock', 'review'] as const;

const state = z.union([z.string(), z.number()]).optional();

const seenProduct = z.object({
  product_id: z.string(),
  title: z.string().optional(),
  commission_rate: z.number().optional(),
  stock: z.string().optional(),
  review: z.string().optional(),
});

export const showcaseChange = z.object({
  product_id: z.string(),
  title: z.string().optional(),
  what: z.enum([...CHANGING, 'added', 'removed']),
  before: state,
  after: state,
  /** The last time at which it was still unchanged. */
  seen_before: z.string(),
  seen: z.string(),
});

/** A change of the showcase between two reviews. */
type ShowcaseChange = z.output<typeof showcaseChange>;

const snapshot = z.object({
  /** An instant. */
  seen: z.string(),
  /** Whether all pages were read. */
  isWhole: z.boolean(),
  products: z.array(seenProduct),
  changes: z.array(showcaseChange),
  /** Products with revenue in the days of the review that were unavailable. */
  lost: z.object({ from: z.string(), to: z.string(), product_ids: z.array(z.string()) }).optional(),
});

/** A showcase at the time of a review, with the changes until then. */
export type ShowcaseSnapshot = z.output<typeof snapshot>;

/** @throws when the text is not what was written */
export const parseShowcaseSnapshot = (text: string): ShowcaseSnapshot => snapshot.parse(JSON.parse(text));

/** How long a change is reported, and how many at most. */
const TOLD_DAYS = 30;
const MOST_CHANGES = 100;

/**
 * The showcase now, with the changes since an earlier review. A product counts as added or removed only if the list
 * without it was read completely; a value that is missing in one of the lists is no change.
 * @param seen the time now, as an instant
 */
export function showcaseSnapshot(
  before: ShowcaseSnapshot | undefined,
  listed: readonly ShowcaseProduct[],
  isWhole: boolean,
  seen: string,
): ShowcaseSnapshot {
  const products = listed.flatMap(({ product_id, title, commission_rate, stock, review }) =>
    product_id === undefined ? [] : [{ product_id, title, commission_rate, stock, review }],
  );
  if (before === undefined) return { seen, isWhole, products, changes: [] };
  const earlier = new Map(before.products.map((product) => [product.product_id, product]));
  const now = new Set(products.map(({ product_id }) => product_id));
  const change = (
    { product_id, title }: z.output<typeof seenProduct>,
    what: ShowcaseChange['what'],
    was?: string | number,
    is?: string | number,
  ): ShowcaseChange => ({ product_id, title, what, before: was, after: is, seen_before: before.seen, seen });
  const changed = products.flatMap((product) => {
    const old = earlier.get(product.product_id);
    if (old === undefined) return before.isWhole ? [change(product, 'added')] : [];
    return CHANGING.flatMap((name) => {
      const [was, is] = [old[name], product[name]];
      return was === undefined || is === undefined || was === is ? [] : [change(product, name, was, is)];
    });
  });
  const removed = isWhole ? before.products.filter(({ product_id }) => !now.has(product_id)) : [];
  const since = addDays(seen.slice(0, 10), -TOLD_DAYS);
  return {
    seen,
    isWhole,
    products,
    changes: [
      ...changed,
      ...removed.map((product) => change(product, 'removed')),
      ...before.changes.filter((one) => one.seen.slice(0, 10) >= since),
    ].slice(0, MOST_CHANGES),
  };
}
