import type { Prompt } from '../mcp/define-prompt.ts';
import { accountArgument, accountName } from './about-account.ts';

export const monthlyReport: Prompt = {
  name: 'monthly_report',
  title: 'Monthly report',
  description:
    'A report for a manager: money, what changed, top videos and products, LIVE, account health, and three proposals.',
  arguments: ['account', 'month'],
  task: (subject) =>
    `Write the report of ${subject.month} of ${accountName(subject)} for a manager who reads one page.`,
  cost: 'up to 14 upstream calls',
  steps: (subject) => [
    {
      tool: 'summarize_month',
      arguments: { ...accountArgument(subject), month: subject.month },
      take: 'Take totals, change, best days, top videos and products, and the LIVE part.',
    },
    {
      tool: 'summarize_account_health',
      arguments: accountArgument(subject),
      take: 'Take level, score, next threshold and open appeals. They are as of today, not of the month.',
    },
  ],
  answer: [
    'Money: revenue, LIVE and video parts, estimated commission, items sold, each with its change.',
    'What changed, and which parts account for it: LIVE or video, traffic, click-through rate, items per click.',
    'Top videos and top products with their shares, where the result has shares.',
    'LIVE in two sentences.',
    'Account health as of today, with open appeals and their deadlines.',
    'Three proposals, marked as proposals and not as findings, each with the figure that it is based on.',
  ],
  limits: [
    'If the last days of a month are not in yet, it is compared over the days that both months have: say so.',
    'Lists about other days than the month have their own dates: name them.',
  ],
};
