import type { JsonObject } from '../json-path.ts';
import { drawEarnings, type EarningsKit, earningsTable } from './earnings.ts';
import { earningsWords } from './earnings-words.ts';
import { periodSteps } from './months.ts';
import { startView } from './page.ts';
import { numberAt, textAt } from './read-result.ts';

const periodHeading = (result: JsonObject, { format, words }: EarningsKit): string => {
  const from = textAt(result, 'period', 'from');
  const to = textAt(result, 'period', 'to');
  return from === undefined || to === undefined ? words.revenue : format.days(from, to, 'numeric');
};

startView({
  tool: 'summarize_period',
  words: earningsWords,
  // Another period of the same length can touch more months: two calls for earnings, two for LIVE, and one more list.
  calls: (result) => (numberAt(result, 'planned_calls') ?? 0) + 5,
  title: periodHeading,
  draw: (result, kit) => drawEarnings(result, periodHeading(result, kit), kit),
  table: (result, kit) => earningsTable(result, periodHeading(result, kit), kit),
  question: (result, kit) => kit.words.question(periodHeading(result, kit), textAt(result, 'account') ?? ''),
  steps: (result, kit) => periodSteps(textAt(result, 'period', 'from'), textAt(result, 'period', 'to'), kit),
});
