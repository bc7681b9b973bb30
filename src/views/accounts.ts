import type { JsonObject } from '../json-path.ts';
import { accountsWords } from './accounts-words.ts';
import { alertList } from './alert-list.ts';
import { ranking } from './chart/ranking.ts';
import { type Child, foreign, html } from './dom.ts';
import { changeMark } from './figures.ts';
import { monthSteps } from './months.ts';
import { type Kit, startView } from './page.ts';
import { listAt, moneyAt, numberAt, textAt } from './read-result.ts';
import { numberCell, textCell } from './table.ts';

type AccountsKit = Kit<typeof accountsWords.english>;

const accountsHeading = (result: JsonObject, { words, format }: AccountsKit): string => {
  const month = textAt(result, 'month');
  return month === undefined ? words.accounts : `${words.accounts}: ${format.month(month)}`;
};

const accountsOf = (result: JsonObject): number =>
  listAt(result, 'currencies').reduce((sum, group) => sum + listAt(group, 'accounts').length, 0) +
  listAt(result, 'failed').length;

/** The accounts of one currency by revenue; other currencies have their own ranking, as nothing adds them up. */
function currencyRanking(group: JsonObject, { words, format }: AccountsKit): HTMLElement {
  const currency = textAt(group, 'currency');
  const accounts = listAt(group, 'accounts');
  const revenueOf = (row: JsonObject) => moneyAt(row, currency, 'revenue');
  const most = Math.max(0, ...accounts.map((row) => revenueOf(row)?.amount ?? 0));
  const total = moneyAt(group, currency, 'revenue');
  return html(
    'div',
    {},
    html('h2', {}, `${currency ?? words.currencyUnknown}: ${format.money(total)}`),
    ranking(
      accounts.map((row) => {
        const revenue = revenueOf(row);
        const change = numberAt(row, 'revenue_change');
        const appeals = numberAt(row, 'open_appeals') ?? 0;
        return {
          name: textAt(row, 'label') ?? textAt(row, 'account') ?? '',
          length: revenue === undefined ? undefined : most > 0 ? revenue.amount / most : 0,
          figures: [
            format.money(revenue),
            changeMark(change, format),
            html('small', {}, foreign(textAt(row, 'level') ?? '')),
            appeals === 0
              ? undefined
              : html('small', { class: 'urgent' }, words.appeals(format.count(appeals))),
          ],
        };
      }),
    ),
  );
}

/** Accounts without an answer, with the sentence that says why. */
function failures(result: JsonObject, { words }: AccountsKit): readonly Child[] {
  const failed = listAt(result, 'failed');
  if (failed.length === 0) return [];
  const rows = failed.map((entry) => {
    const error = textAt(entry, 'error') ?? '';
    return html(
      'li',
      { title: error },
      html('b', {}, foreign(textAt(entry, 'account') ?? '')),
      html('span', { class: 'quiet sentence' }, foreign(error)),
    );
  });
  return [html('h2', { class: 'urgent' }, words.notAnswered), html('ul', { class: 'ranking' }, ...rows)];
}

/** Alerts that are drawn on a narrow and a wide page; in full screen, all are. */
const MOST_ALERTS = { narrow: 2, wide: 5 };

/** What cannot wait in the accounts that answered. */
function alerts(result: JsonObject, kit: AccountsKit): readonly Child[] {
  const { words, format, width, isFullScreen } = kit;
  const failed = new Set(listAt(result, 'failed').map((entry) => textAt(entry, 'account')));
  const all = listAt(result, 'exceptions').filter((alert) => !failed.has(textAt(alert, 'account')));
  if (all.length === 0) return [];
  const shown = isFullScreen ? all : all.slice(0, width < 500 ? MOST_ALERTS.narrow : MOST_ALERTS.wide);
  const rest = all.length - shown.length;
  return [
    html('h2', { class: 'urgent' }, words.urgent),
    alertList(shown, kit),
    rest > 0 ? html('p', { class: 'quiet' }, words.more(format.count(rest))) : undefined,
  ];
}

startView({
  words: accountsWords,
  tool: 'compare_accounts',
  calls: (result) => 4 * accountsOf(result),
  title: accountsHeading,
  draw: (result, kit) => [
    ...failures(result, kit),
    ...alerts(result, kit),
    ...listAt(result, 'currencies').map((group) => currencyRanking(group, kit)),
  ],
  table: (result, kit) => {
    const { words, format } = kit;
    return {
      caption: accountsHeading(result, kit),
      columns: [
        words.accountColumn,
        words.currency,
        words.revenue,
        words.change,
        words.commission,
        words.itemsSold,
      ],
      rows: listAt(result, 'currencies').flatMap((group) =>
        listAt(group, 'accounts').map((row) => {
          const currency = textAt(group, 'currency');
          const revenue = moneyAt(row, currency, 'revenue');
          const commission = moneyAt(row, currency, 'commission_estimated');
          const change = numberAt(row, 'revenue_change');
          const items = numberAt(row, 'items_sold');
          return [
            textCell(textAt(row, 'account')),
            textCell(currency),
            numberCell(revenue?.amount, format.money(revenue)),
            numberCell(change, format.change(change)),
            numberCell(commission?.amount, format.money(commission)),
            numberCell(items, format.count(items)),
          ];
        }),
      ),
    };
  },
  question: (result, kit) => kit.words.accountsQuestion(accountsHeading(result, kit)),
  steps: (result, kit) => monthSteps(textAt(result, 'month'), kit),
});
