import { table } from '../markdown.ts';
import { amount, type Facts, number, rows, text, whole } from './facts.ts';
import type { Question } from './question.ts';

const timeOf = (cell: Facts): string =>
  'weekday' in cell ? `${text(cell, 'weekday')} ${text(cell, 'part_of_day')}` : 'other times';

export const whenShouldIPost: Question = {
  ask: 'When do my posts do best?',
  steps: [{ tool: 'find_posting_times', args: () => ({ account: 'sg', months: 6 }) }],
  answer(times = {}) {
    const currency = text(times, 'currency');
    return [
      `Half of your ${whole(number(times, 'posts'))} posts since June have more than ${whole(number(times, 'median_views'))} views. By the time of publication, these stand out:`,
      table(
        ['time', 'posts', 'median views', 'median GMV'],
        rows(times, 'times')
          .slice(0, 3)
          .map((cell) => [
            timeOf(cell),
            whole(number(cell, 'posts')),
            whole(number(cell, 'median_views')),
            amount(number(cell, 'median_gmv'), currency),
          ]),
      ),
      'That is what your posts have shown so far. The data does not tell when your followers are online, nor whether the time is the reason.',
    ].join('\n\n');
  },
  read: 'Each row says how many posts it rests on; a time with under three is merged with others, and under 30 posts nothing is compared.',
};
