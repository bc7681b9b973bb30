import { table } from '../markdown.ts';
import {
  amount,
  change,
  day,
  type Facts,
  first,
  monthName,
  number,
  percent,
  rows,
  text,
  whole,
} from './facts.ts';
import type { Question } from './question.ts';

/** What an assistant can say about a month: where it stands, what changed, what sold. */
export function monthAnswer(month: Facts): string {
  const currency = text(month, 'currency');
  const product = first(month, 'top_products');
  const money = (path: string): string => amount(number(month, path), currency);
  const row = (name: string, key: string, write: (path: string) => string): string[] => [
    name,
    write(`change.${key}.current`),
    write(`change.${key}.previous`),
    change(number(month, `change.${key}.relative`)),
  ];
  const grown = number(month, 'change.revenue.relative');
  const days = whole(number(month, 'change.revenue.days'));
  return [
    `Revenue in ${monthName(text(month, 'month'))} is **${money('totals.revenue')}**. Over the ${days} days that both months have data for it is ${percent(Math.abs(grown))} ${grown < 0 ? 'less' : 'more'} than the month before. Your best day was ${text(month, 'best_day.weekday')}, ${day(text(month, 'best_day.date'))}, with ${money('best_day.revenue')}. The product with the most revenue is ${text(product, 'title')}: ${whole(number(product, 'items_sold'))} items, ${amount(number(product, 'revenue'), currency)}.`,
    table(
      [`over ${days} days of each month`, 'this month', 'the month before', 'change'],
      [
        row('Revenue', 'revenue', money),
        row('from videos', 'video_revenue', money),
        row('from LIVEs', 'live_revenue', money),
        row('from the showcase', 'other_revenue', money),
        row('Commission, estimated', 'commission_estimated', money),
        row('Items sold', 'items_sold', (path) => whole(number(month, path))),
      ],
    ),
  ].join('\n\n');
}

export const howIsMyMonth: Question = {
  ask: 'How is my month going?',
  steps: [{ tool: 'summarize_month' }],
  answer: (month = {}) => monthAnswer(month),
  read: 'The change is measured over the days that both months have data for, so an unfinished month does not look like a loss; the notes say where the data ends.',
};

export const whichProducts: Question = {
  ask: 'Which products brought the most in October?',
  steps: [
    {
      tool: 'get_product_analytics_list',
      args: () => ({ start_date: '2026-10-01', end_date: '2026-10-31' }),
    },
  ],
  answer(list = {}) {
    const currency = text(list, 'currency');
    const top = rows(list, 'products').slice(0, 5);
    return [
      `The five products with the most revenue, of ${whole(number(list, 'page.total'))} that sold:`,
      table(
        ['product', 'revenue', 'commission, estimated', 'items'],
        top.map((row) => [
          text(row, 'title'),
          amount(number(row, 'revenue'), currency),
          amount(number(row, 'commission_estimated'), currency),
          whole(number(row, 'items_sold')),
        ]),
      ),
    ].join('\n\n');
  },
  read: 'Highest revenue first; what the creator can expect from it is the estimated commission, which can be higher for a product with less revenue.',
};

export const howWereMyLives: Question = {
  ask: 'How did my LIVEs do in October?',
  steps: [{ tool: 'get_live_analytics_summary', args: () => ({ start_date: '2026-10-01' }) }],
  answer(live = {}) {
    const currency = text(live, 'currency');
    const days = rows(live, 'days').filter((one) => number(one, 'live_impressions') > 0);
    const best = days.toSorted((a, b) => number(b, 'live_revenue') - number(a, 'live_revenue'))[0] ?? {};
    return `You were live on ${days.length} days and sold ${whole(number(live, 'totals.items_sold'))} items for **${amount(number(live, 'totals.live_revenue'), currency)}**: ${amount(number(live, 'totals.live_gpm'), currency)} per 1,000 impressions. The best day was ${day(text(best, 'date'))} with ${amount(number(best, 'live_revenue'), currency)}. LIVEs brought ${whole(number(live, 'totals.new_followers'))} new followers.`;
  },
  read: 'GPM is revenue per 1,000 LIVE impressions; a day without impressions had no LIVE. Single sessions are not in the data.',
};

export const howMuchIsPaidOut: Question = {
  ask: 'How much will be paid out for October?',
  steps: [
    { tool: 'get_account_insights_overview', args: () => ({ account: 'sg', start_date: '2026-10-01' }) },
  ],
  answer(month = {}) {
    const currency = text(month, 'currency');
    return `I cannot tell: payouts and paid commission are not in this data. The **estimated** commission for October is ${amount(number(month, 'totals.commission_estimated'), currency)} on ${amount(number(month, 'totals.revenue'), currency)} of revenue. It includes orders that may still be refunded, so what is paid can be less.`;
  },
  read: "That is not in the data, and the server's instructions tell the assistant so: commission is an estimate, and payouts, paid commission, refunds and samples are unknown here, not zero.",
};

export const whichAccountDidBest: Question = {
  ask: 'Which of my accounts did best in October?',
  steps: [{ tool: 'compare_accounts', args: () => ({ month: '2026-10' }) }],
  answer(comparison = {}) {
    const compared = rows(comparison, 'currencies').flatMap((group) =>
      rows(group, 'accounts').map((account) => [
        text(account, 'account'),
        amount(number(account, 'revenue'), text(group, 'currency')),
        change(number(account, 'revenue_change')),
        amount(number(account, 'commission_estimated'), text(group, 'currency')),
        text(account, 'level'),
        whole(number(account, 'open_appeals')),
      ]),
    );
    const failed = rows(comparison, 'failed').map((one) => text(one, 'account'));
    return [
      `The accounts are paid in different currencies, so I do not rank them against each other. The session of ${failed.join(', ')} has ended; its figures are missing.`,
      table(['account', 'revenue', 'change', 'commission, estimated', 'health', 'open appeals'], compared),
    ].join('\n\n');
  },
  read: 'Accounts are ranked within each currency: amounts in different currencies are neither added nor compared. An account whose session has ended is named.',
};
