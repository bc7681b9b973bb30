const commonEnglish = {
  account: (name: string) => `Account ${name}`,
  otherAccount: 'Other account',
  onlyAccount: 'No other account.',
  invented: 'Sandbox: invented figures',
  waiting: 'Waiting for the result…',
  cancelled: 'The call was cancelled.',
  nothing: 'Nothing to show.',
  hostRefused: 'The host did not allow this.',
  upTo: (calls: number) => `up to ${calls} billed calls`,
  cost: (calls: number) => `Billed calls made: ${calls}`,
  fullScreen: 'Full screen',
  download: 'Download',
  ask: 'Ask about this',
  done: 'Handed to the host.',
  table: 'Table',
  notes: 'Notes',
  chartHint: 'Point at a mark, or press Tab.',
  noData: 'no data',
  dataUntil: (day: string) => `data until ${day}`,
  revenue: 'Revenue',
  commission: 'Est. commission',
  itemsSold: 'Items sold',
  untitled: 'Untitled',
  verdicts: {
    partial: 'not all in yet',
    narrower: 'only some of the days',
    wider: 'more days than requested',
    elsewhere: 'other days',
    unknown: 'days unknown',
    missing: 'missing',
  },
  /** A part of a result, as the server names it. */
  part: (name: string) => name,
};

const chineseParts: Readonly<Record<string, string>> = {
  earnings: '收益',
  LIVE: '直播',
  video: '短视频',
  'video list': '视频列表',
  'product list': '商品列表',
  before: '此前',
  'day before': '前一天',
  'week before': '前一周',
  'month before': '前一个月',
  'same days a year before': '去年同期',
};

/** A part in Chinese; unchanged if there is no translation. */
export const chinesePart = (name: string): string =>
  chineseParts[name] ??
  name.replace(/^(\d+) (d|m).+/, (_, count, unit) => `前 ${count} ${unit === 'd' ? '天' : '个月'}`);

const commonChinese: typeof commonEnglish = {
  account: (name) => `账号 ${name}`,
  otherAccount: '其他账号',
  onlyAccount: '没有其他账号。',
  invented: '沙盒：虚构数据',
  waiting: '等待结果…',
  cancelled: '调用已取消。',
  nothing: '没有可显示的内容。',
  hostRefused: '应用未允许。',
  upTo: (calls) => `最多 ${calls} 次计费调用`,
  cost: (calls) => `计费调用：${calls} 次`,
  fullScreen: '全屏',
  download: '下载',
  ask: '就此提问',
  done: '已交给应用。',
  table: '表格',
  notes: '说明',
  chartHint: '指向图形或按 Tab。',
  noData: '无数据',
  dataUntil: (day) => `数据截至 ${day}`,
  revenue: '销售额',
  commission: '预估佣金',
  itemsSold: '售出件数',
  untitled: '无标题',
  verdicts: {
    partial: '数据未齐',
    narrower: '仅部分日期',
    wider: '日期多于所求',
    elsewhere: '其他日期',
    unknown: '日期未知',
    missing: '缺失',
  },
  part: chinesePart,
};

/** Texts in English and Chinese. */
export interface Translated<W> {
  readonly english: W;
  readonly chinese: W;
}

/** The texts of every view. */
export type Words = typeof commonEnglish;

/** The texts of a view and those of every view, in the language of a locale; English if there is no translation. */
export const wordsFor = <W>(locale: string, own: Translated<W>): Words & W =>
  locale.startsWith('zh') ? { ...commonChinese, ...own.chinese } : { ...commonEnglish, ...own.english };
