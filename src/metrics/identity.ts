import { ApiError } from '../errors.ts';
import { at, type JsonObject } from '../json.ts';
import { readId } from '../untrusted-text.ts';
import type { Asked } from './reading.ts';
import type { Segments } from './segments.ts';

/**
 * Holds who and what a reply is about against what was asked. What a reply does not tell is taken as asked.
 * @param stats the objects of figures, which may name their video and product themselves
 * @throws ApiError `mismatch` when it names another video or product, or several creators
 */
export function checkIdentity(
  { creatorIds, itemIds, productIds }: Segments,
  asked: Asked,
  stats: readonly JsonObject[],
): void {
  const named = (told: readonly string[], field: string): readonly string[] => [
    ...new Set([...told, ...stats.flatMap((one) => readId(at(one, field)) ?? [])]),
  ];
  const creators = named(creatorIds, 'creator_id');
  if (creators.length > 1) {
    throw new ApiError('mismatch', `The reply holds figures of ${creators.length} creators in one.`);
  }
  requireOnly('video', asked.itemId, named(itemIds, 'item_id'));
  requireOnly('product', asked.productId, named(productIds, 'product_id'));
}

function requireOnly(what: string, wanted: string | undefined, told: readonly string[]): void {
  const others = told.filter((one) => one !== wanted);
  if (wanted === undefined || others.length === 0) return;
  throw new ApiError('mismatch', `The vendor answered for ${what} ${others[0] ?? ''}, not for ${wanted}.`);
}
