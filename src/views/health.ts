import { alertText } from './alert-list.ts';
import { html } from './dom.ts';
import { levelName } from './health-levels.ts';
import { appealCards, penalty, score, violations } from './health-parts.ts';
import { healthWords } from './health-words.ts';
import { startView } from './page.ts';
import { listAt, textAt } from './read-result.ts';
import { textCell } from './table.ts';

startView({
  words: healthWords,
  tool: 'summarize_account_health',
  calls: () => 7,
  title: (result, { words }) =>
    [words.health, levelName(textAt(result, 'level'), words)].filter(Boolean).join(': '),
  draw: (result, kit) => [
    penalty(result, kit),
    // Appeals and score have parts of their own below.
    ...listAt(result, 'alerts')
      .filter((alert) => textAt(alert, 'kind') === 'product_unavailable')
      .map((alert) => html('p', { class: 'urgent' }, alertText(alert, kit))),
    ...score(result, kit),
    html('div', { class: 'columns' }, appealCards(result, kit), violations(result, kit)),
  ],
  table: (result, { words }) => ({
    caption: words.openAppeals,
    columns: [words.record, words.reason, words.kind, words.deadline],
    rows: listAt(result, 'appeals', 'open').map((appeal) =>
      ['record_id', 'reason', 'type', 'deadline'].map((field) => textCell(textAt(appeal, field))),
    ),
  }),
  question: (result, { words }) => words.healthQuestion(textAt(result, 'account') ?? ''),
});
