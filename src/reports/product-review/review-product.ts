import type Big from 'big.js';
import { sixDigits, type WrittenMoney } from '../../metrics/denomination.ts';
import { type AnyFigures, countOf, moneyOf } from '../../metrics/figures.ts';
import { amountIn, toNumber } from '../../metrics/money.ts';
import type { ShowcaseProduct } from '../../metrics/showcase.ts';

/** Items needed to compare an effective rate with the advertised one. */
const ITEMS_FOR_RATE = 5;

/** The least difference of the two that is reported: one percentage point. */
const RATE_DIFFERENCE = 0.01;

/** The fewest days for a flag about no sales: orders count for up to 14 days after a click (upstream-api.md 7.17). */
const DAYS_FOR_UNSOLD = 14;

/** The label of a commission that is locked for a limited time (upstream-api.md 6.22). */
const LOCK_ENDS = 37;

/** Something that stands out about a product. */
export const PRODUCT_FLAGS = [
  'out_of_stock_with_sales',
  'unavailable_with_sales',
  'sales_without_commission',
  'not_sold',
  'rate_above_advertised',
  'rate_below_advertised',
  'lock_ending',
  'not_in_showcase',
] as const;

type ProductFlag = (typeof PRODUCT_FLAGS)[number];

/** What is known about the two lists that products are looked up in. */
export interface ReviewedLists {
  readonly currency: string;
  /** The account's commission base per revenue in the same days; undefined if the earnings do not have it. */
  readonly baseShare: Big | undefined;
  readonly days: number;
  /** Whether a product that is missing from the product list, or has no items there, was not sold. */
  readonly knowsUnsold: boolean;
  /** Whether the showcase was read completely, so that a missing product is not in it. */
  readonly knowsShowcase: boolean;
}

/**
 * What a product earns per item, and what stands out.
 * @param figures its figures in the period, in one currency; undefined if it is not in the product list
 * @param offer its showcase entry; undefined if it has none
 */
export function reviewedProduct(
  figures: AnyFigures | undefined,
  offer: ShowcaseProduct | undefined,
  { currency, baseShare, days, knowsUnsold, knowsShowcase }: ReviewedLists,
) {
  // A product without a number of items may have sold.
  const items = figures === undefined ? 0 : countOf(figures, 'items_sold');
  const revenue = amountOrNone(figures, 'revenue', currency);
  const commission = amountOrNone(figures, 'commission_estimated', currency);
  const perItem = (amount: Big | undefined): number | undefined =>
    amount === undefined || items === undefined || items <= 0
      ? undefined
      : toNumber(amount.div(items), currency);
  const base = revenue !== undefined && baseShare !== undefined ? revenue.times(baseShare) : undefined;
  const effective =
    items === undefined ||
    items < ITEMS_FOR_RATE ||
    commission === undefined ||
    base === undefined ||
    base.lte(0)
      ? undefined
      : sixDigits(commission.div(base).toNumber());
  const advertised = offer?.commission_rate;
  const difference =
    effective === undefined || advertised === undefined ? 0 : sixDigits(effective - advertised);
  const hasSales = (items ?? 0) > 0 && revenue?.gt(0) === true;
  const stands: Readonly<Record<ProductFlag, boolean>> = {
    out_of_stock_with_sales: hasSales && offer?.stock === 'out of stock',
    unavailable_with_sales: hasSales && offer?.review === 'unavailable',
    sales_without_commission: hasSales && commission?.eq(0) === true,
    not_sold: offer !== undefined && knowsUnsold && days >= DAYS_FOR_UNSOLD && items === 0,
    rate_above_advertised: difference >= RATE_DIFFERENCE,
    rate_below_advertised: difference <= -RATE_DIFFERENCE,
    lock_ending: offer?.label_codes?.includes(LOCK_ENDS) === true,
    not_in_showcase: hasSales && offer === undefined && knowsShowcase,
  };
  const flags = PRODUCT_FLAGS.filter((flag) => stands[flag]);
  return {
    average_item_price: perItem(revenue),
    commission_per_item: perItem(commission),
    effective_rate: effective,
    flags: flags.length > 0 ? flags : undefined,
  };
}

/** Whether a product has sold: by its items, or by its revenue if the list has no items. */
export const isSold = ({
  items_sold: items,
  revenue,
}: {
  readonly items_sold?: number | undefined;
  readonly revenue?: WrittenMoney | undefined;
}): boolean => (items === undefined ? amountInAny(revenue) > 0 : items > 0);

/** An amount as a number, whatever its currency; 0 if there is none. */
const amountInAny = (money: WrittenMoney | undefined): number =>
  typeof money === 'object' ? money.amount : (money ?? 0);

function amountOrNone(
  figures: AnyFigures | undefined,
  name: 'revenue' | 'commission_estimated',
  currency: string,
): Big | undefined {
  const money = moneyOf(figures ?? {}, name);
  return money === undefined ? undefined : amountIn(money, currency);
}
