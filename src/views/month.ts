import type { JsonObject } from '../json-path.ts';
import { drawEarnings, type EarningsKit, earningsTable } from './earnings.ts';
import { earningsWords } from './earnings-words.ts';
import { monthSteps } from './months.ts';
import { startView } from './page.ts';
import { textAt } from './read-result.ts';

const monthHeading = (result: JsonObject, { format, words }: EarningsKit): string => {
  const month = textAt(result, 'month');
  return month === undefined ? words.revenue : format.month(month);
};

startView({
  tool: 'summarize_month',
  words: earningsWords,
  calls: () => 7,
  title: monthHeading,
  draw: (result, kit) => drawEarnings(result, monthHeading(result, kit), kit),
  table: (result, kit) => earningsTable(result, monthHeading(result, kit), kit),
  question: (result, kit) => kit.words.question(monthHeading(result, kit), textAt(result, 'account') ?? ''),
  steps: (result, kit) => monthSteps(textAt(result, 'month'), kit),
});
