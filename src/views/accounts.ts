import type { JsonObject } from '../json-path.ts';
import { type AccountsKit, alerts, currencyRanking, failures } from './accounts-parts.ts';
import { accountsWords } from './accounts-words.ts';
import { type FigureField, figureCell } from './figures.ts';
import { monthSteps } from './months.ts';
import { startView } from './page.ts';
import { listAt, textAt } from './read-result.ts';
import { textCell } from './table.ts';

const accountsHeading = (result: JsonObject, { words, format }: AccountsKit): string => {
  const month = textAt(result, 'month');
  return month === undefined ? words.accounts : `${words.accounts}: ${format.month(month)}`;
};

const accountsOf = (result: JsonObject): number =>
  listAt(result, 'currencies').reduce((sum, group) => sum + listAt(group, 'accounts').length, 0) +
  listAt(result, 'not_ranked').length +
  listAt(result, 'failed').length;

const accountFigures = ({ words }: AccountsKit): readonly FigureField[] => [
  { name: words.revenue, field: 'revenue', kind: 'money' },
  { name: words.change, field: 'revenue_change', kind: 'change' },
  { name: words.commission, field: 'commission_estimated', kind: 'money' },
  { name: words.itemsSold, field: 'items_sold', kind: 'count' },
];

startView({
  words: accountsWords,
  tool: 'compare_accounts',
  calls: (result) => 4 * accountsOf(result),
  title: accountsHeading,
  draw: (result, kit) => {
    const groups = listAt(result, 'currencies');
    const most = Math.max(1, Math.floor(6 / groups.length));
    return [
      ...failures(result, kit),
      ...alerts(result, kit),
      ...groups.map((group) => currencyRanking(group, most, kit)),
    ];
  },
  table: (result, kit) => ({
    caption: accountsHeading(result, kit),
    columns: [kit.words.accountColumn, kit.words.currency, ...accountFigures(kit).map(({ name }) => name)],
    rows: listAt(result, 'currencies').flatMap((group) =>
      listAt(group, 'accounts').map((row) => [
        textCell(textAt(row, 'account')),
        textCell(textAt(group, 'currency')),
        ...accountFigures(kit).map((one) => figureCell(row, one, textAt(group, 'currency'), kit.format)),
      ]),
    ),
  }),
  question: (result, kit) => kit.words.accountsQuestion(accountsHeading(result, kit)),
  steps: (result, kit) => monthSteps(textAt(result, 'month'), kit),
});
