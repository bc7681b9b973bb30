import './heat-table.css';
import { foreign, html } from '../dom.ts';
import { type LegendEntry, type Mark, selectable } from './marks.ts';

/** A cell: its figure with the sample size in brackets, and a description. */
interface HeatCell {
  readonly shown: string;
  readonly sample?: string | undefined;
  readonly text: string;
  /** From 0 to 1; undefined if the figure is unknown, which is hatched. */
  readonly heat: number | undefined;
}

interface HeatTable {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    /** One for each column; undefined for an empty cell. */
    readonly cells: readonly (HeatCell | undefined)[];
  }[];
  readonly legend: readonly LegendEntry[];
  readonly hint: string;
}

/** The colour strength of the hottest cell, at which text stays readable in both themes. */
const MOST = 45;

const headCell = (scope: string, name: string): HTMLElement =>
  html('th', { scope, title: name }, html('div', {}, foreign(name)));

/** A table with stronger colour for higher figures; each cell shows its description. */
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
  return selectable(table, { marks, ...said });
}
