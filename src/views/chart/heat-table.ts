import './heat-table.css';
import { foreign, html } from '../dom.ts';
import { askable, type LegendEntry, type Mark } from './marks.ts';

/** A cell: its figure, in brackets what it rests on, and everything in words. */
interface HeatCell {
  readonly shown: string;
  readonly sample?: string | undefined;
  readonly text: string;
  /** From 0 to 1; undefined where the figure is not known, which is hatched. */
  readonly heat: number | undefined;
}

interface HeatTable {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    /** One for each column; undefined where there is nothing to tell. */
    readonly cells: readonly (HeatCell | undefined)[];
  }[];
  readonly legend: readonly LegendEntry[];
  readonly hint: string;
}

/** How much of the colour the hottest cell has: its text stays readable in both themes. */
const MOST = 45;

const headCell = (scope: string, name: string): HTMLElement =>
  html('th', { scope, title: name }, html('div', {}, foreign(name)));

/** A table whose cells are the more coloured the higher their figure is; each can be asked. */
export function heatTable({ label, columns, rows, ...said }: HeatTable): HTMLElement {
  const marks: Mark[] = [];
  const draw = (cell: HeatCell | undefined): HTMLElement => {
    if (cell === undefined) return html('td');
    const { shown, sample, heat, text } = cell;
    const shape = html(
      'span',
      { class: heat === undefined ? 'hatched' : '' },
      shown,
      sample && ` (${sample})`,
    );
    shape.style.setProperty('--heat', `${Math.min(1, heat ?? 0) * MOST}%`);
    marks.push({ shape, text });
    return html('td', {}, shape);
  };
  const table = html(
    'table',
    { class: 'heat', 'aria-label': label },
    html('thead', {}, html('tr', {}, html('td'), ...columns.map((name) => headCell('col', name)))),
    html(
      'tbody',
      {},
      ...rows.map(({ name, cells }) => html('tr', {}, headCell('row', name), ...cells.map(draw))),
    ),
  );
  return askable(table, { marks, ...said });
}
