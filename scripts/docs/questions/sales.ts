import { table } from '../markdown.ts';
import { amount, type Facts, number, percent, quoted, rows, text, whole } from './facts.ts';
import type { Question } from './question.ts';

export const whichVideoSoldWhat: Question = {
  ask: 'Which of my videos sold which product in October, in the Singapore account?',
  steps: [
    {
      tool: 'attribute_sales',
      args: () => ({ account: 'sg', from: '2026-10-01', to: '2026-10-31', max_calls: 12 }),
    },
  ],
  answer(ledger = {}) {
    const currency = text(ledger, 'currency');
    const money = (path: string): string => amount(number(ledger, path), currency);
    const pairs = rows(ledger, 'pairs');
    return [
      `Videos account for ${money('channels.video_revenue')} of the ${money('channels.revenue')}, LIVE for ${money('channels.live_revenue')}, the showcase and product cards for the rest. The ten best videos have ${money('listed_gmv')}; ${money('remainder')} of the video revenue is with other videos. The best pairs:`,
      table(
        ['video', 'product', 'revenue', 'with a last click on it'],
        pairs
          .slice(0, 4)
          .map((row) => [
            quoted(row, 'title'),
            quoted(row, 'product_title'),
            amount(number(row, 'revenue'), currency),
            percent(number(row, 'direct_share')),
          ]),
      ),
      'One order can count for several videos, so do not add these figures up for a product.',
    ].join('\n\n');
  },
  read: 'Each pair of a video and a product is one billed call; `dry_run: true` shows the planned calls, and `max_calls` limits them, the best sellers first.',
};

export const whatShouldIPromote: Question = {
  ask: 'Which products should I promote next?',
  steps: [{ tool: 'review_products', args: () => ({ from: '2026-10-01', to: '2026-10-31' }) }],
  answer(review = {}) {
    const currency = text(review, 'currency');
    const products = rows(review, 'products');
    const namesWith = (flag: string): string =>
      products
        .filter(({ flags }) => Array.isArray(flags) && flags.includes(flag))
        .slice(0, 2)
        .map((row) => quoted(row, 'title'))
        .join(' and ');
    const perItem = (row: Facts): number => number(row, 'commission_per_item');
    const best = products
      .filter(
        ({ stock, effective_rate: rate, commission_per_item: commission }) =>
          stock === 'in stock' && rate !== undefined && commission !== undefined,
      )
      .sort((a, b) => perItem(b) - perItem(a));
    return [
      'That is your choice; these figures can help. The highest commission per item among those that sold and are in stock:',
      table(
        ['product', 'per item', 'sold', 'rate'],
        best
          .slice(0, 4)
          .map((row) => [
            quoted(row, 'title'),
            amount(perItem(row), currency),
            whole(number(row, 'items_sold')),
            percent(number(row, 'effective_rate')),
          ]),
      ),
      `Out of stock now, although they sold: ${namesWith('out_of_stock_with_sales')}. In the showcase and not sold in these ${number(review, 'days')} days: ${namesWith('not_sold')} and others. ${namesWith('rate_above_advertised')} earns more than its advertised rate, which can be a locked rate.`,
    ].join('\n\n');
  },
  read: 'Past sales are not a forecast. With a directory in `TIKTOK_CREATOR_CACHE`, the next review also shows what has changed in the showcase, and when that was seen.',
};
