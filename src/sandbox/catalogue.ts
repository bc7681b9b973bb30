import type { Creator } from './creators.ts';
import data from './data/products.json' with { type: 'json' };
import { digits, draws, pick } from './random.ts';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  /** Minor units. */
  readonly price: number;
  readonly commissionBasisPoints: number;
  readonly shop: string;
  /** Sold in LIVEs and never tagged in a video. */
  readonly liveOnly: boolean;
  /** Clicks per impression and orders per click, on an average day. */
  readonly clickRate: number;
  readonly orderRate: number;
}

/** A product as the fixture has it. */
interface Offer {
  readonly name: string;
  readonly category: string;
  readonly price: number;
  readonly commissionBasisPoints: number;
  readonly liveOnly?: boolean;
}

const ASSORTMENTS: Readonly<
  Record<Creator['name'], { readonly shops: readonly string[]; readonly products: readonly Offer[] }>
> = data;

/** The products of a creator, most promoted first, those sold only in LIVEs last. */
export function createCatalogue(creator: Creator, seed: number): readonly Product[] {
  const { shops, products } = ASSORTMENTS[creator.name];
  return products.map(({ liveOnly = false, ...offer }, index) => {
    const draw = draws(seed, creator.name, 'product', index);
    return {
      ...offer,
      // Nineteen digits, beyond what a double holds exactly.
      id: `1729${digits(15, seed, creator.name, 'product-id', index)}`,
      shop: pick(shops, draw()),
      liveOnly,
      clickRate: 0.03 + 0.04 * draw(),
      orderRate: 0.01 + 0.02 * draw(),
    };
  });
}
