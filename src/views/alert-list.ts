import type { JsonObject } from '../json-path.ts';
import { countdown } from './countdown.ts';
import { type Child, foreign, html } from './dom.ts';
import type { Kit } from './page.ts';
import { textAt } from './read-result.ts';

/** What is said of an alert in place of the server's sentence: there, its time is an instant, here it is counted down. */
export const alertsEnglish: Readonly<Record<string, string>> = {
  appeal_lapsing: 'To appeal within 72 hours',
};

/** What cannot wait, by its kind, in languages in which the server's sentence is not. */
export const alertsChinese: Readonly<Record<string, string>> = {
  appeal_lapsing: '申诉即将到期',
  score_near_threshold: '分数接近下一阈值',
  product_unavailable: '有销售的商品已不可用',
  no_data: '没有数据',
  appeal_due: '7 天内可申诉',
  new_violations: '新的违规',
  session_ending: '会话即将失效',
  fell: '销售额下降超过 20%',
};

type AlertsKit = Kit<{ readonly alerts: Readonly<Record<string, string>> }>;

/** What an alert says, in the page's language. */
export const alertText = (alert: JsonObject, { words }: AlertsKit): string =>
  words.alerts[textAt(alert, 'kind') ?? ''] ?? textAt(alert, 'fact') ?? '';

/** What cannot wait, the most urgent first: whose it is, the fact, and the time that is left. */
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
