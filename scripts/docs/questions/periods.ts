import { table } from '../markdown.ts';
import { amount, change, type Facts, number, percent, rows, text } from './facts.ts';
import type { Question } from './question.ts';

const WEEK = { from: '2026-10-12', to: '2026-10-18' };

export const howWasThatWeek: Question = {
  ask: 'How was the week from 12 to 18 October?',
  steps: [{ tool: 'summarize_period', args: () => WEEK }],
  answer(period = {}) {
    const currency = text(period, 'currency');
    return `Revenue was **${amount(number(period, 'totals.revenue'), currency)}**, ${change(number(period, 'change.revenue.relative'))} on the week before: ${amount(number(period, 'totals.video_revenue'), currency)} from videos, ${amount(number(period, 'totals.live_revenue'), currency)} from LIVEs. ${percent(number(period, 'totals.click_through_rate'))} of the product impressions were clicked. The estimated commission is ${amount(number(period, 'totals.commission_estimated'), currency)}.`;
  },
  read: 'You can ask about any days, by dates or by a name such as `last_30_days` or `last_quarter`; they are compared with the same number of days before.',
};

export const whyDidItFall: Question = {
  ask: 'Why did my revenue fall in that week?',
  steps: [{ tool: 'explain_change', args: () => WEEK }],
  answer(explained = {}) {
    const currency = text(explained, 'currency');
    const signed = (value: number): string => `${value < 0 ? '' : '+'}${amount(value, currency)}`;
    const effects = (path: string): Facts[] =>
      [...rows(explained, path)].sort((a, b) => number(a, 'accounts_for') - number(b, 'accounts_for'));
    return [
      `It is ${signed(number(explained, 'revenue.absolute'))} on the week before. These figures account for it:`,
      table(
        ['factor', 'accounts for'],
        effects('revenue_factors.effects').map((one) => [
          text(one, 'factor').replaceAll('\\_', ' '),
          signed(number(one, 'accounts_for')),
        ]),
      ),
      'The cause is not in the data: I can say which figures changed, but not why people clicked less.',
    ].join('\n\n');
  },
  read: 'The effects add up to the change, so none is counted twice. They split a change between its factors; they prove no cause.',
};

export const whichVideosCouldSellMore: Question = {
  ask: 'Which of my videos could sell more than they do?',
  steps: [{ tool: 'review_videos' }],
  answer(review = {}) {
    const currency = text(review, 'currency');
    const behind = rows(review, 'videos').filter(({ recoverable_gmv }) => recoverable_gmv !== undefined);
    return [
      `Compared with your own medians, these sold less per view than usual. The last column is an upper bound, not a forecast:`,
      table(
        ['video', 'GMV', 'at your median, more'],
        behind
          .slice(0, 3)
          .map((row) => [
            text(row, 'title'),
            amount(number(row, 'gmv'), currency),
            amount(number(row, 'recoverable_gmv'), currency),
          ]),
      ),
    ].join('\n\n');
  },
  read: "A video is compared with the account's own videos, not with those of others; with few videos there are no medians, and the result says so.",
};

export const asASpreadsheet: Question = {
  ask: 'Give me October as a spreadsheet, a row for each day.',
  steps: [{ tool: 'export_table', args: () => ({ table: 'days', month: '2026-10' }) }],
  answer: (exported = {}) =>
    `Here it is: **${number(exported, 'rows')} rows** with revenue by channel, estimated commission, items sold, impressions and clicks, in ${text(exported, 'currency')}. The second sheet says which days it covers and what to know about them.`,
  read: 'The link works for an hour in this server. A host that cannot open it needs `TIKTOK_CREATOR_EXPORT_DIR`, a directory into which the file is written too.',
};
