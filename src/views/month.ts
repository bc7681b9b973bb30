import type { JsonObject } from '../json-path.ts';
import { dailyRevenue } from './daily-revenue.ts';
import { html } from './dom.ts';
import { type FigureField, figureCell, keyFigures } from './figures.ts';
import { monthWords } from './month-words.ts';
import { monthSteps } from './months.ts';
import { type Kit, startView } from './page.ts';
import { listAt, textAt } from './read-result.ts';
import { textCell } from './table.ts';
import { topList } from './top-list.ts';

type MonthKit = Kit<typeof monthWords.english>;

const titleOf = (result: JsonObject, { format, words }: MonthKit): string => {
  const month = textAt(result, 'month');
  return month === undefined ? words.month : format.month(month);
};

const fields = ({ words }: MonthKit): readonly FigureField[] => [
  { name: words.revenue, field: 'revenue', kind: 'money' },
  { name: words.live, field: 'live_revenue', kind: 'money' },
  { name: words.video, field: 'video_revenue', kind: 'money' },
  { name: words.commission, field: 'commission_estimated', kind: 'money' },
  { name: words.itemsSold, field: 'items_sold', kind: 'count' },
];

startView({
  tool: 'summarize_month',
  words: monthWords,
  calls: () => 7,
  title: titleOf,
  draw: (result, kit) => {
    const { words, width, isFullScreen } = kit;
    const clickRate = { name: words.ctr, field: 'click_through_rate', kind: 'rate' } as const;
    const tops = html(
      'div',
      { class: 'columns' },
      topList(result, { list: 'top_videos', field: 'gmv', name: words.topVideos }, kit),
      topList(result, { list: 'top_products', field: 'revenue', name: words.topProducts }, kit),
    );
    return [
      keyFigures(result, [...fields(kit), clickRate], kit.format),
      dailyRevenue(result, titleOf(result, kit), kit),
      // One below the other, they would take more height than there is.
      width < 600 && !isFullScreen ? undefined : tops,
    ];
  },
  table: (result, kit) => {
    const columns = [
      ...fields(kit),
      { name: kit.words.clicks, field: 'product_clicks', kind: 'count' } as const,
    ];
    const currency = textAt(result, 'currency');
    return {
      caption: [titleOf(result, kit), currency].filter(Boolean).join(', '),
      columns: [kit.words.day, ...columns.map(({ name }) => name)],
      rows: listAt(result, 'days').map((day) => [
        textCell(textAt(day, 'date')),
        ...columns.map((column) => figureCell(day, column, currency, kit.format)),
      ]),
    };
  },
  question: (result, kit) => kit.words.monthQuestion(titleOf(result, kit), textAt(result, 'account') ?? ''),
  steps: (result, kit) => monthSteps(textAt(result, 'month'), kit),
});
