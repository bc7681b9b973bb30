import { expect, test } from 'vitest';
import { EXCEPTIONS } from '../../../src/reports/account-comparison/schema.ts';
import { accountsWords } from '../../../src/views/accounts-words.ts';
import { alertsChinese } from '../../../src/views/alert-words.ts';
import { postingWords } from '../../../src/views/posting-words.ts';
import { chinesePart } from '../../../src/views/words.ts';

test.each([
  ['month before', '前一个月'],
  ['week before', '前一周'],
  ['day before', '前一天'],
  ['7 days before', '前 7 天'],
  ['3 months before', '前 3 个月'],
  ['same days a year before', '去年同期'],
  ['video list', '视频列表'],
  ['a part of another name', 'a part of another name'],
])('the part %s is %s in Chinese', (part, chinese) => {
  expect(chinesePart(part)).toBe(chinese);
});

test('parts with a name or a month around them are said in Chinese, too', () => {
  expect(accountsWords.chinese.part('earnings earnings')).toBe('earnings 收益');
  expect(accountsWords.chinese.part('us before')).toBe('us 此前');
  expect(postingWords.chinese.part('video list 2026-11')).toBe('视频列表 2026-11');
  expect(postingWords.chinese.part('earnings')).toBe('收益');
});

test('every kind of alert is said in Chinese', () => {
  // An account whose session has ended is among those without an answer, with its own sentence.
  const drawn = EXCEPTIONS.filter((kind) => kind !== 'session_ended');
  expect(Object.keys(alertsChinese).sort()).toEqual([...drawn].sort());
});
