import './accounts.css';
import type { JsonObject } from '../json-path.ts';
import type { accountsWords } from './accounts-words.ts';
import { alertList } from './alert-list.ts';
import { ranking } from './chart/ranking.ts';
import { type Child, foreign, html } from './dom.ts';
import { changeMark } from './figures.ts';
import { levelName } from './health-levels.ts';
import type { Kit } from './page.ts';
import { listAt, moneyAt, numberAt, textAt } from './read-result.ts';

/** The texts and tools of the comparison of accounts. */
export type AccountsKit = Kit<typeof accountsWords.english>;

/**
 * The accounts of one currency by revenue. Other currencies have their own ranking, because they cannot be added up.
 * @param most the number of rows; in full screen, all are shown
 */
export function currencyRanking(
  group: JsonObject,
  most: number,
  { words, format, isFullScreen }: AccountsKit,
): HTMLElement {
  const currency = textAt(group, 'currency');
  const accounts = listAt(group, 'accounts');
  const shown = isFullScreen ? accounts : accounts.slice(0, most);
  const rest = accounts.length - shown.length;
  const revenueOf = (row: JsonObject) => moneyAt(row, currency, 'revenue');
  const highest = Math.max(0, ...accounts.map((row) => revenueOf(row)?.amount ?? 0));
  const total = moneyAt(group, currency, 'revenue');
  return html(
    'div',
    {},
    html('h2', {}, `${currency ?? words.currencyUnknown}: ${format.money(total)}`),
    ranking(
      shown.map((row) => {
        const revenue = revenueOf(row);
        const change = numberAt(row, 'revenue_change');
        const appeals = numberAt(row, 'open_appeals') ?? 0;
        return {
          name: textAt(row, 'label') ?? textAt(row, 'account') ?? '',
          length: revenue && revenue.amount / (highest || 1),
          figures: [
            format.roundMoney(revenue),
            changeMark(change, format),
            html('small', {}, foreign(levelName(textAt(row, 'level'), words) ?? '')),
            appeals === 0
              ? undefined
              : html('small', { class: 'urgent' }, words.appeals(format.count(appeals))),
          ],
        };
      }),
    ),
    rest > 0 ? html('p', { class: 'quiet' }, words.more(format.count(rest))) : undefined,
  );
}

/** Accounts without a result, with the reason. */
export function failures(result: JsonObject, { words }: AccountsKit): readonly Child[] {
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

/** The number of alerts on a narrow and a wide page; in full screen, all are shown. */
const MOST_ALERTS = { narrow: 2, wide: 5 };

/** The alerts of the accounts with a result. */
export function alerts(result: JsonObject, kit: AccountsKit): readonly Child[] {
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
