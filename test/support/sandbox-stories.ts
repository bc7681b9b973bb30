import { readIsoDate } from '../../src/sandbox/calendar.ts';
import { CREATORS, type Creator } from '../../src/sandbox/creators.ts';
import { createLedger } from '../../src/sandbox/ledger.ts';

/** Two months of an account, the later one as it compares with the earlier one. */
interface MonthStory {
  readonly account: Creator['name'];
  readonly earlier: string;
  readonly later: string;
}

/** What stands out in every account. Ids are the vendor's, as replies have them. */
export interface AccountStories {
  /** A video of autumn 2026 with tens of thousands of views, a product, and not one click. */
  readonly videoWithoutClicks: string;
  /** The product with the highest commission per click, far ahead of the next one. */
  readonly bestProductPerClick: string;
  /** A product that is clicked on and never ordered. */
  readonly productWithoutOrders: string;
  /** In the showcase and in stock, sold until June 2026 and never since. */
  readonly deadProduct: string;
  /** Out of stock in the showcase, and still selling. */
  readonly soldOutProduct: string;
  /** Not available in the showcase (review code 4), and still selling. */
  readonly unavailableProduct: string;
  /** When videos get more than twice the usual views: weekdays (Sunday is 0) and local hours, `to` excluded. */
  readonly goodHours: { readonly weekdays: readonly number[]; readonly from: number; readonly to: number };
}

/** The account whose revenue fell by a quarter because it published a fourth as many videos; CTR stayed. */
export const FEWER_POSTS: MonthStory = { account: 'sg', earlier: '2026-09', later: '2026-10' };

/** The account whose revenue fell by 15 %, nearly all of it by a lower CTR; posts stayed. */
export const FEWER_CLICKS: MonthStory = { account: 'us', earlier: '2026-09', later: '2026-10' };

/** The account whose revenue did not move. */
export const STEADY: MonthStory = { account: 'br', earlier: '2026-09', later: '2026-10' };

/** The accounts that changed by more than 20 % between these months. */
export const CHANGED_BY_A_FIFTH: readonly Creator['name'][] = ['sg'];

/** The products that sell without any commission, by account. */
export const ZERO_COMMISSION = { us: 'Wispweight Running Belt', sg: 'LED Strip 5 m' } as const;

/** Products that earn at a locked rate, in basis points, above the one advertised now. */
export const LOCKED_RATES = {
  us: { name: 'Ripplemat Dish Drying Pad', advertised: 1500, earned: 1800 },
  sg: { name: 'Tapcard Slim Wallet', advertised: 1100, earned: 1500 },
} as const;

/** The account with an appeal that lapses within 72 hours of whatever the clock says. */
export const APPEAL_LAPSES_SOON = { account: 'br', violation_type: 'Showcase violation', hours: 72 } as const;

const PRODUCTS: Readonly<
  Record<
    Creator['name'],
    Record<
      | 'bestProductPerClick'
      | 'productWithoutOrders'
      | 'deadProduct'
      | 'soldOutProduct'
      | 'unavailableProduct',
      string
    >
  >
> = {
  us: {
    bestProductPerClick: 'Glowdrop Vitamin C Serum 30 ml',
    productWithoutOrders: 'Pocketpress Portable Garment Steamer',
    deadProduct: 'Puddlejump Rain Poncho',
    soldOutProduct: 'Snugfold Packing Cubes, set of 6',
    unavailableProduct: 'Softhaze Cool Mist Humidifier',
  },
  sg: {
    bestProductPerClick: 'Rainproof Sling Bag 5L',
    productWithoutOrders: 'Pandan Whisper Diffuser',
    deadProduct: 'Pocket Umbrella UV99',
    soldOutProduct: 'Sunscreen Stick SPF50 *matte*',
    unavailableProduct: 'Laksa Loop Silicone Strainer',
  },
  br: {
    bestProductPerClick: 'Avental Jardim Botânico',
    productWithoutOrders: 'Brinco Concha Dourada',
    deadProduct: 'Xampu Sólido de Aloe',
    soldOutProduct: 'Caneca Ipê Amarelo',
    unavailableProduct: 'Óleo Corporal Castanha',
  },
};

/** The stories of one account with the default seed. */
export function storiesOf(account: Creator['name']): AccountStories {
  const creator = CREATORS.find(({ name }) => name === account);
  if (creator === undefined) throw new Error(`no creator ${account}`);
  const ledger = createLedger(creator, 1);
  const idOf = (name: string): string => {
    const product = ledger.products.find((candidate) => candidate.name === name);
    if (product === undefined) throw new Error(`${account} has no ${name}`);
    return product.id;
  };
  const autumn = { from: readIsoDate('2026-09-01') ?? 0, to: readIsoDate('2026-11-21') ?? 0 };
  const video = ledger.publishedBetween(autumn).findLast(({ drawsNoClicks }) => drawsNoClicks);
  if (video === undefined) throw new Error(`${account} has no video without clicks`);
  const names = PRODUCTS[account];
  const { weekdays, from, to } = creator.posting.goodHours;
  return {
    videoWithoutClicks: video.id,
    bestProductPerClick: idOf(names.bestProductPerClick),
    productWithoutOrders: idOf(names.productWithoutOrders),
    deadProduct: idOf(names.deadProduct),
    soldOutProduct: idOf(names.soldOutProduct),
    unavailableProduct: idOf(names.unavailableProduct),
    goodHours: { weekdays, from, to },
  };
}

/** Products that are out of stock in October and back in November, by account. */
export const RESTOCKED = { us: 'Moonbeam Sunset Lamp', br: 'Vela Aromática Capim-limão' } as const;
