import { alertsChinese, alertsEnglish } from './alert-words.ts';
import { levelsChinese } from './health-levels.ts';
import { chinesePart, type Translated } from './words.ts';

const accountsEnglish = {
  accounts: 'Accounts',
  accountColumn: 'Account',
  currency: 'Currency',
  change: 'Change',
  appeals: (count: string) => `${count} to appeal`,
  notAnswered: 'No answer',
  urgent: 'Needs attention',
  more: (count: string) => `${count} more`,
  alerts: alertsEnglish,
  levels: {},
  accountsQuestion: (month: string) => `About the accounts in ${month}: which of them needs attention first?`,
  currencyUnknown: 'Currency unknown',
  part: (name: string) => name,
};

const accountsChinese: typeof accountsEnglish = {
  accounts: '账号对比',
  accountColumn: '账号',
  currency: '货币',
  change: '变化',
  appeals: (count) => `${count} 条可申诉`,
  notAnswered: '没有回应',
  urgent: '需要处理',
  more: (count) => `另有 ${count} 条`,
  alerts: alertsChinese,
  levels: levelsChinese,
  accountsQuestion: (month) => `关于 ${month} 的各账号：哪个最需要先处理？`,
  currencyUnknown: '货币未知',
  part: (name) => name.replace(/(earnings|before)$/, chinesePart),
};

/** The texts of the comparison of accounts. */
export const accountsWords: Translated<typeof accountsEnglish> = {
  english: accountsEnglish,
  chinese: accountsChinese,
};
