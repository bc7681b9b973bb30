export const FACTOR_NAMES = [
  'video',
  'LIVE',
  'other',
  'impressions',
  'live_impressions',
  'enter_rate',
  'click_through_rate',
  'click_to_order_rate',
  'items_per_click',
  'price_per_item',
  'revenue_per_order',
  'commission_base_per_item',
  'effective_rate',
] as const;

/** What accounts for a change: a channel of the revenue, or a factor of a chain. */
export type FactorName = (typeof FACTOR_NAMES)[number];

/** What a text calls each of them, and how its value is written. */
export const FACTORS: Readonly<
  Record<FactorName, { readonly words: string; readonly kind: 'money' | 'rate' | 'number' }>
> = {
  video: { words: 'video', kind: 'money' },
  LIVE: { words: 'LIVE', kind: 'money' },
  other: { words: 'other', kind: 'money' },
  impressions: { words: 'impressions', kind: 'number' },
  live_impressions: { words: 'impressions', kind: 'number' },
  enter_rate: { words: 'enter rate', kind: 'rate' },
  click_through_rate: { words: 'CTR', kind: 'rate' },
  click_to_order_rate: { words: 'CTOR', kind: 'rate' },
  items_per_click: { words: 'items per click', kind: 'number' },
  price_per_item: { words: 'price per item', kind: 'money' },
  revenue_per_order: { words: 'revenue per order', kind: 'money' },
  commission_base_per_item: { words: 'commission base per item', kind: 'money' },
  effective_rate: { words: 'effective rate', kind: 'rate' },
};
