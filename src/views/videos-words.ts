import type { Translated } from './words.ts';

const videosEnglish = {
  videos: 'Videos',
  ofAll: (some: string, all: string) => `${some} / ${all}`,
  views: 'Views',
  gmv: 'GMV',
  ctr: 'CTR',
  perThousand: 'GMV per 1,000 views',
  median: 'Median per 1,000',
  recoverable: 'Recoverable GMV',
  notable: 'Notable or weak',
  more: (count: string) => `${count} more`,
  notDrawn: (count: string) => `${count} with unknown figures`,
  noVideos: 'No videos on these days.',
  title: 'Video',
  completed: 'Watched to the end',
  direct: 'Direct share',
  reason: 'Notable',
  videoId: 'Video id',
  videosQuestion: (days: string, account: string) =>
    `Account ${account}, ${days}: which videos can be improved, at which step?`,
  reasons: {
    views_without_clicks: 'views without clicks',
    clicks_without_sales: 'clicks without sales',
    sales_without_views: 'sales from earlier views',
    completion_rate: 'few viewers watch to the end',
    click_through_rate: 'few click',
    items_per_view: 'few buy',
  },
};

const videosChinese: typeof videosEnglish = {
  videos: '视频',
  ofAll: (some, all) => `${some} / ${all}`,
  views: '播放量',
  gmv: 'GMV',
  ctr: '点击率',
  perThousand: '千次播放 GMV',
  median: '千次播放中位数',
  recoverable: '可挽回 GMV',
  notable: '异常或弱项',
  more: (count) => `另有 ${count} 条`,
  notDrawn: (count) => `${count} 条数据未知`,
  noVideos: '这些日期没有视频。',
  title: '视频',
  completed: '完播率',
  direct: '直接占比',
  reason: '异常',
  videoId: '视频 ID',
  videosQuestion: (days, account) => `关于账号 ${account} 的 ${days} 视频：哪些可改进？`,
  reasons: {
    views_without_clicks: '有播放无点击',
    clicks_without_sales: '有点击无成交',
    sales_without_views: '成交来自更早的播放',
    completion_rate: '完播少',
    click_through_rate: '点击少',
    items_per_view: '成交少',
  },
};

/** The texts of the review of videos. */
export const videosWords: Translated<typeof videosEnglish> = {
  english: videosEnglish,
  chinese: videosChinese,
};
