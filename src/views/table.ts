import { type CsvCell, writeCsv } from '../export/csv.ts';
import { foreign, html } from './dom.ts';
import { UNKNOWN } from './format.ts';

/** A cell: the shown text, and the value for a spreadsheet. Text without a value is untrusted. */
export interface Cell {
  readonly shown: string;
  readonly value: CsvCell;
}

/** The figures of a chart as a table to read, copy and download. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export const textCell = (text: string | undefined): Cell => ({ shown: text ?? UNKNOWN, value: text });

export const numberCell = (value: number | undefined, shown: string): Cell => ({ shown, value });

/** An HTML table; its first column names the rows. */
export const drawTable = ({ caption, columns, rows }: Table): HTMLElement =>
  html(
    'table',
    {},
    html('caption', {}, caption),
    html('thead', {}, html('tr', {}, ...columns.map((name) => html('th', { scope: 'col' }, name)))),
    html(
      'tbody',
      {},
      ...rows.map((row) =>
        html(
          'tr',
          {},
          ...row.map(({ shown, value }, index) => {
            const isText = typeof value === 'string';
            const content = isText ? foreign(shown) : shown;
            return index === 0
              ? html('th', { scope: 'row' }, content)
              : html('td', isText ? {} : { class: 'number' }, content);
          }),
        ),
      ),
    ),
  );

export const tableAsCsv = ({ columns, rows }: Table): string =>
  writeCsv(
    columns,
    rows.map((row) => row.map(({ value }) => value)),
  );
