import type { JsonObject } from '../json-path.ts';
import { dailyRevenue } from './daily-revenue.ts';
import { type Child, html } from './dom.ts';
import type { earningsWords } from './earnings-words.ts';
import { type FigureField, figureCell, keyFigures } from './figures.ts';
import type { Kit } from './page.ts';
import { listAt, textAt } from './read-result.ts';
import { type Table, textCell } from './table.ts';
import { topList } from './top-list.ts';

/** The texts and tools of a view of earnings. */
export type EarningsKit = Kit<typeof earningsWords.english>;

const earningsFigures = ({ words }: EarningsKit): readonly FigureField[] => [
  { name: words.revenue, field: 'revenue', kind: 'money' },
  { name: words.live, field: 'live_revenue', kind: 'money' },
  { name: words.video, field: 'video_revenue', kind: 'money' },
  { name: words.commission, field: 'commission_estimated', kind: 'money' },
  { name: words.itemsSold, field: 'items_sold', kind: 'count' },
];

/** Key figures, revenue over time, and the best videos and products. */
export function drawEarnings(result: JsonObject, title: string, kit: EarningsKit): readonly Child[] {
  const { words, width, isFullScreen } = kit;
  const clickRate = { name: words.ctr, field: 'click_through_rate', kind: 'rate' } as const;
  const tops = html(
    'div',
    { class: 'columns' },
    topList(result, { list: 'top_videos', field: 'gmv', name: words.topVideos }, kit),
    topList(result, { list: 'top_products', field: 'revenue', name: words.topProducts }, kit),
  );
  return [
    keyFigures(result, [...earningsFigures(kit), clickRate], kit.format),
    dailyRevenue(result, title, kit),
    // Below each other, they would be too high.
    width < 600 && !isFullScreen ? undefined : tops,
  ];
}

/** The earnings over time as a table. */
export function earningsTable(result: JsonObject, title: string, kit: EarningsKit): Table {
  const columns = [
    ...earningsFigures(kit),
    { name: kit.words.clicks, field: 'product_clicks', kind: 'count' } as const,
  ];
  const currency = textAt(result, 'currency');
  return {
    caption: [title, currency].filter(Boolean).join(', '),
    columns: [kit.words.day, ...columns.map(({ name }) => name)],
    rows: listAt(result, 'days').map((day) => [
      // A week or a month shows both of its ends.
      textCell([textAt(day, 'date'), textAt(day, 'to')].filter(Boolean).join(' ')),
      ...columns.map((column) => figureCell(day, column, currency, kit.format)),
    ]),
  };
}
