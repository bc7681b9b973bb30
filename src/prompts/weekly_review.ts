import type { Prompt } from '../mcp/define-prompt.ts';
import { accountArgument, accountName } from './about-account.ts';

export const weeklyReview: Prompt = {
  name: 'weekly_review',
  title: 'Weekly review',
  description: 'How the last reported week went, what stands out in it, and what needs attention now.',
  arguments: ['account'],
  task: (subject) => `Review the last reported week of ${accountName(subject)}.`,
  cost: 'up to 22 upstream calls',
  steps: (subject) => [
    {
      tool: 'summarize_period',
      arguments: { ...accountArgument(subject), period: 'last_7_days' },
      take: 'Take the week, its dates, its change from the week before, and the best and the weakest day.',
    },
    {
      tool: 'summarize_month',
      arguments: { ...accountArgument(subject), month: subject.month },
      take: 'Take the month so far and its weekday averages.',
    },
    {
      tool: 'summarize_account_health',
      arguments: accountArgument(subject),
      take: 'Take the level, the score and the appeals that end within a week.',
    },
  ],
  answer: [
    'First what needs attention now: appeals that lapse within 72 hours, and a score close to its next threshold.',
    'The week with its dates: revenue by LIVE and video, commission, items, and the change from the week before.',
    'The best and the weakest day compared with the average of the same weekday.',
    'Commission so far this month and the change from the month before.',
  ],
  limits: [
    'The week ends on the last reported day, not today: name its dates.',
    'One week is a small sample: call a difference a trend only if the month shows it too.',
  ],
};
