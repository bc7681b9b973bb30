import { at, type JsonObject } from '../json-path.ts';
import { type AttributionKit, channels, matrix, plan } from './attribution-parts.ts';
import { attributionWords } from './attribution-words.ts';
import { type FigureField, figureCell } from './figures.ts';
import { periodSteps } from './months.ts';
import { startView } from './page.ts';
import { listAt, numberAt, textAt } from './read-result.ts';
import { textCell } from './table.ts';

const days = (result: JsonObject, { format }: AttributionKit): string =>
  format.days(textAt(result, 'period', 'from') ?? '', textAt(result, 'period', 'to') ?? '', 'numeric');

const pairFigures = ({ words }: AttributionKit): readonly FigureField[] => [
  { name: words.revenue, field: 'revenue', kind: 'money' },
  { name: words.direct, field: 'direct_share', kind: 'rate' },
  { name: words.orders, field: 'orders', kind: 'count' },
  { name: words.clicks, field: 'product_clicks', kind: 'count' },
  { name: words.perClicks, field: 'commission_per_100_clicks', kind: 'money' },
];

/** Whether the result is only a plan, without figures. */
const isPlan = (result: JsonObject): boolean =>
  numberAt(result, 'listed_videos') === undefined && at(result, 'channels') === undefined;

startView({
  tool: 'attribute_sales',
  words: attributionWords,
  // More need max_calls.
  calls: (_, given) => numberAt(given, 'max_calls') ?? 20,
  title: (result, kit) => `${kit.words.attribution}: ${days(result, kit)}`,
  draw: (result, kit) =>
    isPlan(result) ? [plan(result, kit)] : [channels(result, kit), matrix(result, kit)],
  table: (result, kit) => ({
    caption: [days(result, kit), textAt(result, 'currency')].filter(Boolean).join(', '),
    columns: [
      kit.words.video,
      kit.words.product,
      ...pairFigures(kit).map(({ name }) => name),
      kit.words.videoId,
      kit.words.productId,
    ],
    rows: listAt(result, 'pairs').map((pair) => [
      textCell(textAt(pair, 'title')),
      textCell(textAt(pair, 'product_title')),
      ...pairFigures(kit).map((field) => figureCell(pair, field, textAt(result, 'currency'), kit.format)),
      textCell(textAt(pair, 'video_id')),
      textCell(textAt(pair, 'product_id')),
    ]),
  }),
  question: (result, kit) =>
    kit.words.attributionQuestion(days(result, kit), textAt(result, 'account') ?? ''),
  steps: (result, kit) => periodSteps(textAt(result, 'period', 'from'), textAt(result, 'period', 'to'), kit),
});
