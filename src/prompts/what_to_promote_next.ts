import type { Prompt } from '../mcp/define-prompt.ts';
import { accountArgument, accountName } from './about-account.ts';

export const whatToPromoteNext: Prompt = {
  name: 'what_to_promote_next',
  title: 'What to promote next',
  description: 'Products side by side: what they sold, what they pay, and whether they can be bought.',
  arguments: ['account', 'month', 'period'],
  task: (subject) =>
    `Compare the products of ${accountName(subject)} in ${subject.period ?? subject.month}, to choose what to promote next.`,
  cost: 'up to 36 upstream calls',
  steps: (subject) => {
    const { month, lastDay, period } = subject;
    const span = period === undefined ? { from: `${month}-01`, to: lastDay } : { period };
    const days = { ...accountArgument(subject), ...span };
    return [
      {
        tool: 'review_products',
        arguments: days,
        take: 'Take commission per item, effective and advertised rate, stock and state of each product, and what stands out.',
      },
      {
        tool: 'attribute_sales',
        arguments: days,
        take: 'Take which videos sold which products, and the commission per 100 clicks with its range.',
      },
    ];
  },
  answer: [
    'A table of at most ten products: revenue, items, commission per item, effective and advertised rate, stock and state.',
    'Products that sold and are now out of stock or not approved, listed separately.',
    'Products with a high commission rate that have not sold in these days.',
    'Commission per 100 clicks where there are enough clicks, with its range.',
    'Two or three candidates, marked as proposals, each with the figures that it is based on.',
  ],
  limits: [
    'The product performance score is not in this data.',
    'Do not advise to remove a product: its commission rate may be locked, and removal may forfeit it.',
    'Past sales are not a forecast.',
  ],
};
