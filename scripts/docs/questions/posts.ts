import { table } from '../markdown.ts';
import { amount, type Facts, first, number, percent, quoted, rows, text, whole } from './facts.ts';
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
      'That is what your posts have shown so far. The data does not show when your followers are online, or whether the time is the reason.',
    ].join('\n\n');
  },
  read: 'Each row says how many posts it is based on. A time with fewer than three posts is merged with others, and with fewer than 30 posts nothing is compared.',
};

export const whoWatchesMe: Question = {
  ask: 'Who watches me? A brand asks for my media kit.',
  steps: [{ tool: 'profile_audience', args: () => ({ account: 'sg' }) }],
  answer(profile = {}) {
    const topOf = (division: string): string => {
      const top = first(profile, `${division}.parts`);
      return `${text(top, 'key')} (${percent(number(top, 'share'))})`;
    };
    return [
      `Your ten most viewed videos of October had ${whole(number(profile, 'views'))} views. Of their viewers, the largest groups are: ${topOf('genders')}, ages ${topOf('ages')}, and the region ${topOf('regions')}.`,
      `A post usually gets ${whole(number(profile, 'typical_views'))} views (the median of your last ${whole(number(profile, 'typical_posts'))} posts that are a week old), and ${percent(number(profile, 'engagement_rate'))} of the views lead to a like, a comment or a share.`,
    ].join('\n\n');
  },
  read: 'Each video counts with its views; what the shares leave open is shown as unknown. These are viewers, not followers.',
};

export const isMyNewVideoDoingWell: Question = {
  ask: 'Is my newest video doing better than the ones before?',
  steps: [{ tool: 'compare_videos', args: () => ({ account: 'br' }) }],
  answer(compared = {}) {
    const video = first(compared, 'videos');
    return [
      `**${quoted(video, 'title')}** has figures up to day ${whole(number(video, 'age_days'))} of its life. The seven videos before it had at that age:`,
      table(
        ['figure', 'this video', 'median of the seven', 'against the middle of them'],
        rows(video, 'compared').map((one) => [
          text(one, 'figure').replaceAll('\\_', ' '),
          whole(number(one, 'value')),
          whole(number(one, 'median')),
          text(one, 'position'),
        ]),
      ),
      'Views and sales by day are not in the data, so this is about impressions of its products and reactions.',
    ].join('\n\n');
  },
  read: 'All videos are measured at the same age, so a new one is not held against weeks of the others; "within" is between the 30th and the 70th percentile.',
};
