import type { JsonObject } from '../json-path.ts';
import { type FigureField, figure, figureCell, figuresRow } from './figures.ts';
import { startView } from './page.ts';
import { type PostingKit, timeName, timeTable } from './posting-parts.ts';
import { postingWords } from './posting-words.ts';
import { listAt, numberAt, textAt } from './read-result.ts';
import { textCell } from './table.ts';

/** Default number of pages of each month's video list. */
const PAGES = 5;

const timesTitle = (result: JsonObject, { words, format }: PostingKit): string => {
  const from = textAt(result, 'first_post');
  const to = textAt(result, 'last_post');
  return from === undefined || to === undefined
    ? words.postingTimes
    : `${words.postingTimes}: ${format.days(from, to, 'numeric')}`;
};

const timeFigures = ({ words }: PostingKit): readonly FigureField[] => [
  { name: words.posts, field: 'posts', kind: 'count' },
  { name: words.medianViews, field: 'median_views', kind: 'count' },
  { name: words.medianGmv, field: 'median_gmv', kind: 'money' },
];

/** The number of months of a result. */
function monthsShown(result: JsonObject): number {
  const [from = '', to = ''] = [textAt(result, 'window', 'from'), textAt(result, 'window', 'to')];
  const months = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return Math.max(1, months(to) - months(from) + 1 || 1);
}

const moreMonths = (result: JsonObject): number => Math.min(12, 2 * monthsShown(result));

startView({
  tool: 'find_posting_times',
  words: postingWords,
  calls: (result, given) => moreMonths(result) * (numberAt(given, 'pages') ?? PAGES),
  title: timesTitle,
  draw: (result, kit) => [
    // On a narrow page, the table needs the height.
    kit.width < 500 && !kit.isFullScreen
      ? undefined
      : figuresRow(
          timeFigures(kit).map((one) =>
            figure(one.name, figureCell(result, one, textAt(result, 'currency'), kit.format).shown),
          ),
        ),
    timeTable(result, kit),
  ],
  table: (result, kit) => ({
    caption: timesTitle(result, kit),
    columns: [kit.words.time, ...timeFigures(kit).map(({ name }) => name)],
    rows: listAt(result, 'times').map((time) => [
      textCell(timeName(time, kit)),
      ...timeFigures(kit).map((one) => figureCell(time, one, textAt(result, 'currency'), kit.format)),
    ]),
  }),
  question: (result, { words }) => words.postingQuestion(textAt(result, 'account') ?? ''),
  steps: (result, { words, format }) => {
    const months = moreMonths(result);
    return months > monthsShown(result)
      ? [{ name: words.months(format.count(months)), arguments: { months } }]
      : [];
  },
});
