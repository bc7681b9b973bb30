import { table } from '../markdown.ts';
import {
  amount,
  change,
  day,
  type Facts,
  first,
  number,
  percent,
  quoted,
  rows,
  text,
  whole,
} from './facts.ts';
import type { Found, Question } from './question.ts';

/** The account whose videos the questions are about. */
const SG = { account: 'sg', start_date: '2026-10-01' } as const;

const video = (found: Found) => ({ ...SG, item_id: found('videos', 'video_id') });
const pair = (found: Found) => ({ ...video(found), product_id: found('products', 'product_id') });

/** What an assistant can say about the videos that sold the most, and about the product of the first one. */
export function bestVideoAnswer(videos: Facts, products: Facts): string {
  const currency = text(videos, 'currency');
  const best = first(videos, 'videos');
  const product = first(products, 'products');
  return [
    `**${quoted(best, 'title')}** sold the most: ${whole(number(best, 'items_sold'))} items for ${amount(number(best, 'gmv'), currency)}, with ${whole(number(best, 'views'))} views. It promotes ${text(product, 'title')} at ${text(product, 'price')}.`,
    table(
      ['video', 'GMV', 'items', 'views'],
      rows(videos, 'videos')
        .slice(0, 3)
        .map((one) => [
          quoted(one, 'title'),
          amount(number(one, 'gmv'), currency),
          whole(number(one, 'items_sold')),
          whole(number(one, 'views')),
        ]),
    ),
  ].join('\n\n');
}

export const whichVideoSoldMost: Question = {
  ask: 'Which video sold the most in October, and which product?',
  steps: [
    { tool: 'get_video_list_analytics', args: () => ({ ...SG, rules: 'VIDEO_LIST_GMV' }) },
    {
      tool: 'get_video_associated_product_list',
      args: (found) => ({ ...SG, item_ids: [found('videos', 'video_id')] }),
    },
    { tool: 'get_video_to_product_stats', args: pair },
  ],
  answer: (videos = {}, products = {}) => bestVideoAnswer(videos, products),
  read: 'The list is sorted by GMV, the second call looks up the products of its first video, and the third says how much that video sold of one of them, day by day.',
};

const largest = (facts: Facts, path: string): Facts =>
  rows(facts, path).toSorted((a, b) => number(b, 'share') - number(a, 'share'))[0] ?? {};

export const whoWatches: Question = {
  ask: 'Who watches that video, and does it still work?',
  steps: [
    { tool: 'get_video_audience_stats', args: video },
    { tool: 'get_video_detailed_stats', args: video },
  ],
  answer(audience = {}, stats = {}) {
    const [gender, age, region] = ['genders', 'ages', 'regions'].map((path) => {
      const one = largest(audience, path);
      return `${text(one, 'key')} (${percent(number(one, 'share'))})`;
    });
    const days = rows(stats, 'days');
    const likes = (some: readonly Facts[]): number =>
      some.reduce((sum, one) => sum + number(one, 'likes'), 0);
    const [total, late] = [likes(days), likes(days.slice(-7))];
    return `Mostly ${gender}, aged ${age}, from ${region}. It had ${whole(total)} likes in October, ${whole(late)} of them in the last seven days: ${percent(late / total)}.`;
  },
  read: 'The first answer is about viewers, not buyers; the days of the second show whether the video still works or only did well in its first week.',
};

export const whoElsePromotesIt: Question = {
  ask: 'Who else makes videos for the same product?',
  steps: [{ tool: 'get_product_related_videos', args: pair }],
  answer: (list = {}) =>
    [
      'The videos with this product that TikTok lists beside yours:',
      table(
        ['video', 'published', 'likes', 'comments', 'shares'],
        rows(list, 'videos').map((one) => [
          quoted(one, 'title'),
          day(text(one, 'published')),
          whole(number(one, 'likes')),
          whole(number(one, 'comments')),
          whole(number(one, 'shares')),
        ]),
      ),
    ].join('\n\n'),
  read: 'Likes and comments of these videos are public; what others sold with them is not in the data.',
};

export const areMyViewsGrowing: Question = {
  ask: 'Are my videos getting more views than before?',
  steps: [{ tool: 'get_video_analytics_summary' }],
  answer(summary = {}) {
    const days = rows(summary, 'days');
    const views = (some: readonly Facts[]): number =>
      some.reduce((sum, one) => sum + number(one, 'views'), 0);
    const [last, before] = [views(days.slice(-7)), views(days.slice(-14, -7))];
    return `The last seven days with data, until ${day(text(summary, 'window.last_day_with_data'))}, had **${whole(last)} views**, the seven before ${whole(before)}: ${change(last / before - 1)}.`;
  },
  read: 'The vendor chooses the days of this report, and the window says which ones they are; comparing a week with the week before answers the question. Views are not people: how many people watched is not in the data.',
};
