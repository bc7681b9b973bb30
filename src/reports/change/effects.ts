import Big from 'big.js';
import type { Comparison } from '../../metrics/comparison.ts';
import { type Decomposition, splitProduct, splitSum } from '../../metrics/decomposition.ts';
import { sixDigits } from '../../metrics/denomination.ts';
import { type AnyFigures, countOf, moneyOf } from '../../metrics/figures.ts';
import { amountIn, minorDigits } from '../../metrics/money.ts';
import { type FigureName, type INSIGHTS, isMoneyName, type MetricTable } from '../../metrics/vocabulary.ts';
import type { FactorName } from './factors.ts';

/** A chain of figures whose last one is the product of its factors: each factor is the quotient of two neighbours. */
export interface Chain {
  readonly levels: readonly FigureName[];
  /** The names of the factors: the first figure itself, then each quotient by the figure before. */
  readonly factors: readonly FactorName[];
}

/** Impressions × CTR × items per click × price per item. */
export const REVENUE_CHAIN: Chain = {
  levels: ['product_impressions', 'product_clicks', 'items_sold', 'revenue'],
  factors: ['impressions', 'click_through_rate', 'items_per_click', 'price_per_item'],
};

/** The same to the commission base, and the effective rate on it. */
export const COMMISSION_CHAIN: Chain = {
  levels: ['product_impressions', 'product_clicks', 'items_sold', 'base_revenue', 'commission_estimated'],
  factors: [
    'impressions',
    'click_through_rate',
    'items_per_click',
    'commission_base_per_item',
    'effective_rate',
  ],
};

/** LIVE impressions × views per impression × CTR × CTOR × revenue per order. */
export const LIVE_CHAIN: Chain = {
  levels: ['live_impressions', 'live_views', 'product_clicks', 'sku_orders_paid', 'live_revenue'],
  factors: [
    'live_impressions',
    'enter_rate',
    'click_through_rate',
    'click_to_order_rate',
    'revenue_per_order',
  ],
};

/** Why a change is not split into factors. */
export interface NotSplit {
  readonly reason: string;
}

/** The change of a chain's last figure, split into its factors; or why it is not. */
export function splitChain<T extends MetricTable>(
  comparison: Comparison<T>,
  { levels, factors }: Chain,
  currency: string,
): Decomposition<FactorName> | NotSplit {
  const [first] = levels;
  const other = levels.find((level) => first === undefined || !comparison.isOverSameDays([first, level]));
  if (other !== undefined)
    return { reason: `${other} is not there for the same days as the figures that it is multiplied with` };
  const values = (figures: AnyFigures): readonly number[] =>
    levels.map((level) => amountOfFigure(figures, level, currency).toNumber());
  const now = values(comparison.current);
  const before = values(comparison.previous);
  const quotient = (side: readonly number[], index: number): number =>
    index === 0 ? (side[0] ?? 0) : (side[index] ?? 0) / (side[index - 1] ?? 0);
  const last = levels.at(-1);
  if (last === undefined) return { reason: 'there are no figures' };
  const split = splitProduct(
    factors.map((name, index) => ({
      name,
      current: quotient(now, index),
      previous: quotient(before, index),
    })),
    {
      current: amountOfFigure(comparison.current, last, currency),
      previous: amountOfFigure(comparison.previous, last, currency),
    },
    minorDigits(currency),
  );
  if (!('zero' in split)) return split;
  const { name, period } = split.zero;
  const level = levels[factors.indexOf(name)] ?? name;
  const where = period === 'both' ? 'either period' : `the ${period} period`;
  return { reason: `there are no ${level} above zero in ${where}` };
}

function amountOfFigure(figures: AnyFigures, name: FigureName, currency: string): Big {
  if (!isMoneyName(name)) return new Big(countOf(figures, name) ?? 0);
  const money = moneyOf(figures, name);
  return money === undefined ? new Big(0) : amountIn(money, currency);
}

/** The change of revenue by channel; undefined if the channels are not known for the same days. */
export function splitChannels(
  { current, previous, isOverSameDays }: Comparison<typeof INSIGHTS>,
  currency: string,
): Decomposition<'LIVE' | 'video' | 'other'> | undefined {
  const names = ['live_revenue', 'video_revenue', 'other_revenue'] as const;
  if (!isOverSameDays(['revenue', ...names])) return undefined;
  const part = <N extends string>(name: N, figure: FigureName) => ({
    name,
    current: amountOfFigure(current, figure, currency),
    previous: amountOfFigure(previous, figure, currency),
  });
  return splitSum(
    [part('video', 'video_revenue'), part('LIVE', 'live_revenue'), part('other', 'other_revenue')],
    minorDigits(currency),
  );
}

/** A split in the form of results. */
export const writeSplit = (split: Decomposition<FactorName> | NotSplit | undefined) => {
  if (split === undefined) return undefined;
  if ('reason' in split) return { not_split: split.reason };
  const { change, effects } = split;
  return {
    change,
    effects: effects.map(({ name, current, previous, effect }) => ({
      factor: name,
      current: sixDigits(current),
      previous: sixDigits(previous),
      accounts_for: effect,
    })),
  };
};
