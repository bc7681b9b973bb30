import type { JsonObject } from '../json-path.ts';
import { ranking } from './chart/ranking.ts';
import { html } from './dom.ts';
import type { Kit } from './page.ts';
import { listAt, moneyAt, textAt } from './read-result.ts';

/** The best rows of a list by a money field, with the days of the list; undefined if there are none. */
export function topList(
  result: JsonObject,
  { list, field, name }: { readonly list: string; readonly field: string; readonly name: string },
  { words, format, isFullScreen }: Kit,
): HTMLElement | undefined {
  const rows = listAt(result, list).slice(0, isFullScreen ? 10 : 3);
  if (rows.length === 0) return undefined;
  const amounts = rows.map((row) => moneyAt(row, textAt(result, 'currency'), field));
  const most = Math.max(...amounts.map((money) => money?.amount ?? 0));
  const from = textAt(result, `${list}_window`, 'from');
  const to = textAt(result, `${list}_window`, 'to');
  const days = from && to ? ` ${format.days(from, to)}` : undefined;
  return html(
    'div',
    {},
    html('h2', {}, name, html('small', {}, days)),
    ranking(
      rows.map((row, index) => {
        const money = amounts[index];
        return {
          name: textAt(row, 'title') ?? words.untitled,
          length: money && money.amount / (most || 1),
          figures: [format.money(money)],
        };
      }),
    ),
  );
}
