import { chinesePart, type Translated } from './words.ts';

const postingEnglish = {
  postingTimes: 'Posting times',
  posts: 'Posts',
  medianViews: 'Median views',
  medianGmv: 'Median GMV',
  sample: 'Median views (posts)',
  ofAll: (share: string) => `${share} of all posts`,
  otherDays: 'Other days',
  otherTimes: 'Other times',
  few: 'under 3 posts: counted with the others',
  tooFew: (posts: string) => `${posts} posts are too few to tell times apart.`,
  months: (count: string) => `${count} months`,
  time: 'Time',
  postingQuestion: (account: string) =>
    `About the posting times of account ${account}: which are worth trying, and how many posts are they based on?`,
  part: (name: string) => name,
  dayParts: {
    night: 'Night 0–6',
    morning: 'Morning 6–12',
    afternoon: 'Afternoon 12–18',
    evening: 'Evening 18–24',
  },
};

const postingChinese: typeof postingEnglish = {
  postingTimes: '发布时间',
  posts: '视频数',
  medianViews: '播放中位数',
  medianGmv: 'GMV 中位数',
  sample: '播放中位数（视频数）',
  ofAll: (share) => `为全部的 ${share}`,
  otherDays: '其他日子',
  otherTimes: '其他时间',
  few: '不足 3 条，并入其他',
  tooFew: (posts) => `${posts} 条视频太少，无法比较时间。`,
  months: (count) => `${count} 个月`,
  time: '时间',
  postingQuestion: (account) => `关于账号 ${account} 的发布时间：哪些值得尝试，依据多少条视频？`,
  part: (name) => name.replace(/^(video list|earnings)/, chinesePart),
  dayParts: { night: '凌晨 0–6', morning: '上午 6–12', afternoon: '下午 12–18', evening: '晚上 18–24' },
};

/** The texts of posting times. */
export const postingWords: Translated<typeof postingEnglish> = {
  english: postingEnglish,
  chinese: postingChinese,
};
