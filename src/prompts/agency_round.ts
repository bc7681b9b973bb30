import type { Prompt } from '../mcp/define-prompt.ts';

export const agencyRound: Prompt = {
  name: 'agency_round',
  title: 'Agency round',
  description: 'All accounts in one round: who needs attention first, and why.',
  arguments: ['month'],
  task: ({ month }) =>
    `Go through all accounts for ${month}: which of them need attention, and in which order?`,
  cost: '4 upstream calls per account, or up to 14 with a single account',
  steps: ({ month, hasSeveral }) =>
    hasSeveral
      ? [
          {
            tool: 'list_accounts',
            arguments: {},
            take: 'Take which sessions have ended. It makes no upstream call.',
          },
          {
            tool: 'compare_accounts',
            arguments: { month },
            take: 'Take the ranking within each currency, the changes, levels and open appeals.',
          },
        ]
      : [
          { tool: 'summarize_month', arguments: { month }, take: 'Take totals and change.' },
          { tool: 'summarize_account_health', arguments: {}, take: 'Take level and open appeals.' },
        ],
  answer: [
    'First the accounts without a result, with what their owner has to do.',
    'Then those with open appeals or a level that is not healthy, and those that fell by more than 20 %.',
    'The ranking within each currency.',
    'One sentence about the accounts that need nothing.',
  ],
  limits: [
    'Never add or rank across currencies.',
    'Use labels where there are any, otherwise the names of the accounts.',
  ],
};
