import { alertsChinese, alertsEnglish } from './alert-words.ts';
import { levelsChinese } from './health-levels.ts';
import type { Translated } from './words.ts';

const healthEnglish = {
  health: 'Account health',
  score: 'Score',
  points: 'violation points, fewer is better',
  rating: 'health rating, more is better',
  unclear: 'The vendor does not say which scale this score is on.',
  nextThreshold: (at: string, distance: string) => `Next threshold: ${at} (${distance} away)`,
  penalty: 'In force',
  openAppeals: 'Can still be appealed',
  noAppeals: 'Nothing can be appealed now.',
  overdue: 'deadline passed',
  alerts: alertsEnglish,
  levels: {},
  measures: {},
  noDeadline: 'deadline unknown',
  violations: 'Violations by reason',
  noViolations: 'No violations on record.',
  active: (active: string, total: string) => `${active} active of ${total}`,
  submitted: (count: string) => `${count} appealed or possibly appealed`,
  lapsed: (count: string) => `${count} lapsed`,
  more: (count: string) => `${count} more`,
  reason: 'Reason',
  kind: 'Type',
  deadline: 'Deadline',
  record: 'Record',
  healthQuestion: (account: string) =>
    `About the health of account ${account}: which violation should be appealed first, and what is needed?`,
};

/** The measures for violation points, and their durations. */
const measures: Readonly<Record<string, string>> = {
  Warning: '警告',
  'E-commerce suspended (videos, LIVE, showcase)': '暂停电商功能（短视频、直播、橱窗）',
  'E-commerce removed, Shop creator account banned': '移除电商功能，封禁店铺达人账号',
  '24 hours': '24 小时',
  '48 hours': '48 小时',
  '72 hours': '72 小时',
  '1 week': '1 周',
  permanent: '永久',
};

const healthChinese: typeof healthEnglish = {
  health: '账号健康',
  score: '分数',
  points: '违规分，越低越好',
  rating: '健康评分，越高越好',
  unclear: '供应商未说明此分数属于哪种计分方式。',
  nextThreshold: (at, distance) => `下一阈值：${at}（相差 ${distance}）`,
  penalty: '生效中',
  openAppeals: '仍可申诉',
  noAppeals: '目前没有可申诉的记录。',
  overdue: '已过期',
  alerts: alertsChinese,
  levels: levelsChinese,
  measures,
  noDeadline: '未告知期限',
  violations: '按原因统计的违规',
  noViolations: '没有违规记录。',
  active: (active, total) => `${total} 条中 ${active} 条有效`,
  submitted: (count) => `${count} 条已申诉或状态不明`,
  lapsed: (count) => `${count} 条已逾期`,
  more: (count) => `另有 ${count} 条`,
  reason: '原因',
  kind: '类型',
  deadline: '期限',
  record: '记录',
  healthQuestion: (account) => `关于账号 ${account} 的健康状况：应先申诉哪一条，需要什么？`,
};

/** The texts of account health. */
export const healthWords: Translated<typeof healthEnglish> = {
  english: healthEnglish,
  chinese: healthChinese,
};
