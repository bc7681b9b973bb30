import type { JsonObject } from '../json-path.ts';
import { countdown } from './countdown.ts';
import { type Child, foreign, html } from './dom.ts';
import type { Kit } from './page.ts';
import { textAt } from './read-result.ts';

type AlertsKit = Kit<{ readonly alerts: Readonly<Record<string, string>> }>;

/** The text of an alert in the page's language. */
export const alertText = (alert: JsonObject, { words }: AlertsKit): string =>
  words.alerts[textAt(alert, 'kind') ?? ''] ?? textAt(alert, 'fact') ?? '';

/** The alerts, the most urgent first: account, fact and time left. */
export function alertList(alerts: readonly JsonObject[], kit: AlertsKit): Child {
  const rows = alerts.map((alert) => {
    const account = textAt(alert, 'account');
    const left = countdown(textAt(alert, 'until'), kit.format);
    return html(
      'li',
      {},
      html(
        'span',
        { class: 'name', title: textAt(alert, 'fact') },
        account && html('b', {}, foreign(account), ' '),
        alertText(alert, kit),
      ),
      left && html('span', { class: left.isUrgent ? 'urgent' : 'quiet' }, left.text),
    );
  });
  return rows.length === 0 ? undefined : html('ul', { class: 'ranking' }, ...rows);
}
