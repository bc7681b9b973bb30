import { table } from '../markdown.ts';
import { amount, number, percent, quoted, rows, text } from './facts.ts';
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
      'One order can count for several videos, so these figures are not to be added up for a product.',
    ].join('\n\n');
  },
  read: 'Each pair of a video and a product is one billed call; `dry_run: true` tells the calls beforehand, and `max_calls` limits them, the best sellers first.',
};
