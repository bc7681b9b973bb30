import { chinesePart, type Translated } from './words.ts';

/** The pairs of videos and products are separate parts; they share one name here. */
const withoutIds = (part: string): string => (part.startsWith('pair') ? 'pairs' : part);

const chineseSales = new Map([
  ['pairs', '视频商品对'],
  ['products of the videos', '视频的商品'],
  ['earnings of the days of the list', '列表日期的收益'],
]);

const attributionEnglish = {
  attribution: 'Sales by video',
  live: 'LIVE',
  video: 'Video',
  listed: (some: string, all: string, rest: string) =>
    `Listed videos: ${some} of ${all} video revenue, remainder ${rest}`,
  sample: 'Revenue (orders)',
  orders: 'Orders',
  clicks: 'Product clicks',
  direct: 'Direct share',
  perClicks: 'Commission per 100 clicks',
  noPairs: 'No video sold a product on these days.',
  planned: 'Planned calls',
  notAsked: (count: string) => `${count} pairs not requested`,
  inTable: (count: string) => `${count} more pairs in the table`,
  product: 'Product',
  part: withoutIds,
  videoId: 'Video id',
  productId: 'Product id',
  attributionQuestion: (days: string, account: string) =>
    `About the sales of account ${account}, ${days}: which videos and products work well together?`,
};

const attributionChinese: typeof attributionEnglish = {
  attribution: '视频销售',
  live: '直播',
  video: '短视频',
  listed: (some, all, rest) => `所列视频：短视频收入 ${all} 中的 ${some}，其余 ${rest}`,
  sample: '收入（订单数）',
  orders: '订单数',
  clicks: '商品点击',
  direct: '直接占比',
  perClicks: '每百次点击佣金',
  noPairs: '这些日期没有带来商品销售的视频。',
  planned: '计划调用',
  notAsked: (count) => `${count} 对未查询`,
  inTable: (count) => `表格中另有 ${count} 对`,
  product: '商品',
  part: (name) => chineseSales.get(withoutIds(name)) ?? chinesePart(name),
  videoId: '视频 ID',
  productId: '商品 ID',
  attributionQuestion: (days, account) => `关于账号 ${account} 在 ${days} 的销售：哪些视频与商品配合得好？`,
};

/** The texts of attribution. */
export const attributionWords: Translated<typeof attributionEnglish> = {
  english: attributionEnglish,
  chinese: attributionChinese,
};
