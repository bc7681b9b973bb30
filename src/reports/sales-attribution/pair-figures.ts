import { sumsWhereAll } from '../../metrics/common-days.ts';
import { sixDigits } from '../../metrics/denomination.ts';
import { type AnyFigures, countOf, moneyOf } from '../../metrics/figures.ts';
import { amountIn, toNumber } from '../../metrics/money.ts';
import { wilsonInterval } from '../../metrics/statistics.ts';

/** The fewest clicks for an interval of commission per click. */
const CLICKS_FOR_INTERVAL = 100;

/** The fewest orders for a value. */
const ORDERS_FOR_VALUE = 10;

interface PairDay {
  readonly figures: AnyFigures;
}

/** A ratio as a share; undefined below 0 or above 1. */
export const asShare = (ratio: number | undefined): number | undefined =>
  ratio === undefined || ratio < 0 || ratio > 1 ? undefined : sixDigits(ratio);

/**
 * What a pair earns per 100 clicks: its revenue times the product's commission per revenue. The value needs 100 clicks
 * and 10 orders. The interval needs 100 clicks; it is the 95 % interval of orders per click times the pair's own
 * commission per order.
 * @param days the days of the pair, in one currency; those without one of the figures do not count
 * @param rate the product's commission per revenue; undefined if the product list does not have it
 */
export function earningsPer100Clicks(days: readonly PairDay[], rate: number | undefined, currency: string) {
  const figures = sumsWhereAll(days, ['revenue', 'orders', 'product_clicks']);
  const clicks = countOf(figures, 'product_clicks') ?? 0;
  const orders = countOf(figures, 'orders');
  const revenue = moneyOf(figures, 'revenue');
  if (rate === undefined || revenue === undefined || orders === undefined || clicks < CLICKS_FOR_INTERVAL)
    return {};
  const commission = amountIn(revenue, currency).times(rate);
  const interval = orders > 0 ? wilsonInterval(orders, clicks) : undefined;
  const at = (ordersPerClick: number): number =>
    toNumber(commission.div(orders).times(ordersPerClick).times(100), currency);
  return {
    commission_per_100_clicks:
      orders >= ORDERS_FOR_VALUE ? toNumber(commission.div(clicks).times(100), currency) : undefined,
    commission_per_100_clicks_low: interval && at(interval.low),
    commission_per_100_clicks_high: interval && at(interval.high),
  };
}

/** Orders per click over the days that have both; needs 100 clicks. */
export function ordersPerClick(days: readonly PairDay[]): number | undefined {
  const figures = sumsWhereAll(days, ['orders', 'product_clicks']);
  const clicks = countOf(figures, 'product_clicks') ?? 0;
  const orders = countOf(figures, 'orders');
  if (orders === undefined || clicks < CLICKS_FOR_INTERVAL || orders > clicks) return undefined;
  return sixDigits(orders / clicks);
}
