import type { Translated } from './words.ts';

const earningsEnglish = {
  day: 'Day',
  live: 'LIVE',
  video: 'Video',
  otherRevenue: 'Other',
  clicks: 'Product clicks',
  ctr: 'CTR',
  previousAverage: (money: string) => `Before: ${money} a day`,
  noRevenue: 'No revenue.',
  topVideos: 'Top videos',
  topProducts: 'Top products',
  question: (month: string, account: string) =>
    `About ${month} of account ${account}: what accounts for the change?`,
};

const earningsChinese: typeof earningsEnglish = {
  day: '日期',
  live: '直播',
  video: '短视频',
  otherRevenue: '其他',
  clicks: '商品点击',
  ctr: '点击率',
  previousAverage: (money) => `此前日均 ${money}`,
  noRevenue: '没有销售额',
  topVideos: '热门视频',
  topProducts: '热门商品',
  question: (month, account) => `关于账号 ${account} 的 ${month}：变化来自哪里？`,
};

/** The texts of earnings. */
export const earningsWords: Translated<typeof earningsEnglish> = {
  english: earningsEnglish,
  chinese: earningsChinese,
};
