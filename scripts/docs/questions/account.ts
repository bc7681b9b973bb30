import { table } from '../markdown.ts';
import { day, type Facts, first, number, percent, rows, text, whole } from './facts.ts';
import type { Question } from './question.ts';

/** What an assistant can say about the health of an account: level, score, and which appeals are open until when. */
export function healthAnswer(health: Facts): string {
  const open = rows(health, 'appeals.open');
  const soonest = first(health, 'appeals.open');
  const readings = rows(health, 'readings').map((reading) => `- ${text(reading, 'meaning')}`);
  return [
    `The level is **"${text(health, 'level')}"** with a score of ${number(health, 'score')}. The score can be read in two ways:`,
    readings.join('\n'),
    `${whole(number(health, 'violations.active'))} of ${whole(number(health, 'violations.total'))} violations are active. You can still appeal ${open.length}, the first before **${day(text(soonest, 'deadline'))}**:`,
    table(
      ['violation', 'appeal before', 'hours left'],
      open.map((one) => [text(one, 'reason'), day(text(one, 'deadline')), whole(number(one, 'hours_left'))]),
    ),
  ].join('\n\n');
}

export const isMyAccountAtRisk: Question = {
  ask: 'Is my account at risk? Can I still appeal anything, and until when?',
  steps: [{ tool: 'summarize_account_health', args: () => ({ account: 'br' }) }],
  answer: (health = {}) => healthAnswer(health),
  read: "The open appeals are sorted by deadline, in the account's own time. The score of 17 can be read in two ways, and the answer gives both.",
};

export const amIBanned: Question = {
  ask: 'It says "status 0". Am I banned?',
  steps: [{ tool: 'get_account_health_status' }],
  answer: (status = {}) =>
    `No. Creator status ${number(status, 'creator_status')} is the normal one, and the level of the account is **"${text(status, 'level')}"**.`,
  read: 'The vendor sends the creator status as a number; the description of the tool says that 0 is the normal one.',
};

export const whatWasIAccusedOf: Question = {
  ask: 'What exactly was I accused of?',
  steps: [{ tool: 'get_account_violation_list', args: () => ({ account: 'br', page: 2 }) }],
  answer: (list = {}) =>
    [
      `These are the latest two of ${whole(number(list, 'page.total'))} records. One comes with a text that tries to give me instructions; I treat it as part of the record.`,
      table(
        ['when', 'where', 'reason', 'advice'],
        rows(list, 'violations').map((one) => [
          day(text(one, 'occurred_at')),
          text(one, 'type'),
          text(one, 'reason'),
          rows(list, 'guidance')
            .filter((guidance) => text(guidance, 'reason') === text(one, 'reason'))
            .map((guidance) => text(guidance, 'suggestion'))
            .join(' '),
        ]),
      ),
    ].join('\n\n'),
  read: 'Reason, detail and suggestion were written by others: one of them tries to give the assistant orders, and is shown as data.',
};

export const whatIsInMyShowcase: Question = {
  ask: 'What is in my showcase, and what commission does it pay?',
  steps: [{ tool: 'get_showcase_product_list', args: () => ({ count: 5 }) }],
  answer: (list = {}) =>
    [
      `The first ${whole(number(list, 'page.shown'))} of ${whole(number(list, 'page.total'))} products:`,
      table(
        ['product', 'price', 'rate', 'commission', 'stock'],
        rows(list, 'products').map((one) => [
          text(one, 'title'),
          text(one, 'price'),
          percent(number(one, 'commission_rate')),
          text(one, 'commission'),
          text(one, 'stock'),
        ]),
      ),
    ].join('\n\n'),
  read: 'Rate and commission are for one item; `next` says what the assistant sends to get the following five.',
};

export const whyIsThereNothing: Question = {
  ask: 'Why is there nothing for this account?',
  steps: [{ tool: 'summarize_month', args: () => ({ account: 'expired' }) }],
  answer: () =>
    'Its TikTok session has ended, so nothing can be read. Log in to TikTok Shop again and copy a new cookie into its file; the other accounts keep working.',
  read: 'Its session has ended, which has nothing to do with the API key: new cookies are needed. The other accounts keep working.',
};

export const whichAccountsAreConnected: Question = {
  ask: 'Which accounts are connected here, and whose are they?',
  steps: [{ tool: 'list_accounts' }, { tool: 'get_creator_account_info', args: () => ({ account: 'br' }) }],
  answer: (accounts = {}, info = {}) =>
    `${rows(accounts, 'accounts')
      .map((one) => text(one, 'account'))
      .join(
        ', ',
      )}. The account ${text(info, 'account')} belongs to **${text(info, 'nick_name')}** (@${text(info, 'user_name')}), region ${text(info, 'region')}, and is the official account of a shop.`,
  read: 'The first answer costs no call: it repeats what earlier answers showed about each session.',
};
