import type { Prompt } from '../mcp/define-prompt.ts';
import { accountArgument, accountName } from './about-account.ts';

export const whatToPromoteNext: Prompt = {
  name: 'what_to_promote_next',
  title: 'What to promote next',
  description: 'Products side by side: what they sold, what they pay, and whether they can be bought.',
  arguments: ['account', 'month'],
  task: (subject) =>
    `Compare the products of ${accountName(subject)} in ${subject.month}, to choose what to promote next.`,
  cost: 'up to 9 upstream calls',
  steps: (subject) => [
    {
      tool: 'summarize_month',
      arguments: { ...accountArgument(subject), month: subject.month },
      take: 'Take the top products and the top videos.',
    },
    {
      tool: 'get_product_analytics_list',
      arguments: {
        ...accountArgument(subject),
        start_date: `${subject.month}-01`,
        end_date: subject.lastDay,
      },
      take: 'Take revenue, items sold and commission of each product.',
    },
    {
      tool: 'get_showcase_product_list',
      arguments: accountArgument(subject),
      take: 'Take price, commission rate, stock and state of each product.',
    },
  ],
  answer: [
    'A table of at most ten products: revenue, items, commission per item, advertised rate, stock and state.',
    'Products that sold and are now out of stock or not approved, named apart.',
    'Products with a high commission rate that have not sold in the month.',
    'Two or three candidates, marked as proposals, each with the figures that it rests on.',
  ],
  limits: [
    'The product performance score is not in this data.',
    'Do not advise to remove a product: its commission rate may be locked, and removal may forfeit it.',
    'What sold is no forecast of what will sell.',
  ],
};
