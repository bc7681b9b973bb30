import { monthNumber } from './calendar.ts';
import type { Creator } from './creators.ts';
import data from './data/products.json' with { type: 'json' };
import { digits, draws, pick } from './random.ts';

/** What the fixture says about a product; the optional parts make some products stand out. */
interface Offer {
  readonly name: string;
  readonly category: string;
  /** Minor units. */
  readonly price: number;
  /** The rate that the showcase advertises. */
  readonly commissionBasisPoints: number;
  /** The rate that its sales earn, if different: it was locked before the shop changed it. */
  readonly lockedBasisPoints?: number;
  /** Sold in LIVEs and never tagged in a video. */
  readonly liveOnly?: boolean;
  /** Orders per click, if it is not an average product. */
  readonly ordersPerClick?: number;
  /** The months of a year in which it is promoted and sold, both included; all year when left out. */
  readonly sold?: { readonly from: number; readonly to: number };
  readonly outOfStock?: boolean;
  /** The months of a year in which it is out of stock; afterwards its label says that it is back. */
  readonly soldOutIn?: readonly number[];
  /** Code of the review, 1 (approved) when left out (upstream-api.md 6.22). */
  readonly reviewStatus?: number;
  /** Codes of labels in the showcase. */
  readonly labels?: readonly number[];
}

export interface Product extends Offer {
  readonly id: string;
  readonly shop: string;
  readonly liveOnly: boolean;
  /** Clicks per impression on an average day. */
  readonly clickRate: number;
  readonly ordersPerClick: number;
}

const ASSORTMENTS: Readonly<
  Record<Creator['name'], { readonly shops: readonly string[]; readonly products: readonly Offer[] }>
> = data;

/** The products of a creator, most promoted first, those sold only in LIVEs last. */
export function createCatalogue(creator: Creator, seed: number): readonly Product[] {
  const { shops, products } = ASSORTMENTS[creator.name];
  return products.map((offer, index) => {
    const draw = draws(seed, creator.name, 'product', index);
    const shop = pick(shops, draw());
    const clickRate = 0.05 + 0.05 * draw();
    const usual = 0.014 + 0.012 * draw();
    return {
      ...offer,
      // Nineteen digits, beyond what a double holds exactly.
      id: `1729${digits(15, seed, creator.name, 'product-id', index)}`,
      shop,
      liveOnly: offer.liveOnly ?? false,
      clickRate,
      ordersPerClick: offer.ordersPerClick ?? usual,
    };
  });
}

/** Whether a product is promoted and sold on a day. */
export function isSoldOn({ sold }: Product, day: number): boolean {
  if (sold === undefined) return true;
  const month = monthNumber(day);
  return month >= sold.from && month <= sold.to;
}
