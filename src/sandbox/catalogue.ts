import { ASSORTMENTS, LIVE_ONLY, SHOPS } from './assortment.ts';
import type { Creator } from './creators.ts';
import { digits, draws, pick } from './random.ts';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  /** Minor units. */
  readonly price: number;
  readonly commissionBasisPoints: number;
  readonly shop: string;
  readonly liveOnly: boolean;
  /** Clicks per impression and orders per click, on an average day. */
  readonly clickRate: number;
  readonly orderRate: number;
}

/** The products of a creator, best-promoted first, those sold only in LIVEs last. */
export function createCatalogue(creator: Creator, seed: number): readonly Product[] {
  const offers = ASSORTMENTS[creator.name];
  return offers.map(([name, category, price, commissionBasisPoints], index) => {
    const draw = draws(seed, creator.name, 'product', index);
    return {
      // Nineteen digits, beyond what a double holds exactly.
      id: `1729${digits(15, seed, creator.name, 'product-id', index)}`,
      name,
      category,
      price,
      commissionBasisPoints,
      shop: pick(SHOPS[creator.name], draw()),
      liveOnly: index >= offers.length - LIVE_ONLY,
      clickRate: 0.03 + 0.04 * draw(),
      orderRate: 0.01 + 0.02 * draw(),
    };
  });
}
