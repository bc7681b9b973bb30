import writeXlsxFile, { type Cell, type CellObject } from 'write-excel-file/node';
import type { ColumnKind, FileCell, FileTable } from './file-table.ts';

/** A line of the second sheet: subject and text. */
export type AboutLine = readonly [string, string];

const CELL_FORMATS: Readonly<Record<ColumnKind, string | undefined>> = {
  // As text, a 19-digit id keeps its digits.
  text: '@',
  number: undefined,
  money: '#,##0.00',
  percent: '0.00%',
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
  flag: undefined,
};

/** The longest text that a cell may have. */
const MAX_CELL = 32_767;

/** A workbook: the table with its header row frozen, and a sheet about it. */
export async function xlsxFile(
  sheet: string,
  { columns, rows }: FileTable,
  about: readonly AboutLine[],
): Promise<Uint8Array> {
  const header = columns.map(({ name, unit }): CellObject => {
    return { value: unit === undefined ? name : `${name} (${unit})`, fontWeight: 'bold' };
  });
  const widths = header.map(({ value }, index) => ({
    width: Math.max(String(value).length, ...rows.map((row) => shownLength(row[index]))) + 2,
  }));
  const data = [header, ...rows.map((row) => row.map((cell, index) => xlsxCell(cell, columns[index]?.kind)))];
  const lines = about.map(([name, text]): CellObject[] => [
    { value: name, fontWeight: 'bold', alignVertical: 'top' },
    { value: text.slice(0, MAX_CELL), wrap: true, format: '@' },
  ]);
  return writeXlsxFile([
    { sheet, data, columns: widths, stickyRowsCount: 1 },
    { sheet: 'About', data: lines, columns: [{ width: 16 }, { width: 100 }] },
  ]).toBuffer();
}

/** Wide enough to read, narrow enough for titles not to push figures off the screen. */
const shownLength = (cell: FileCell): number => Math.min(40, String(cell ?? '').length);

function xlsxCell(cell: FileCell, kind: ColumnKind = 'text'): Cell {
  if (cell === undefined || cell === '') return null;
  const format = CELL_FORMATS[kind];
  const shown = format === undefined ? {} : { format };
  if (typeof cell === 'string' && (kind === 'date' || kind === 'instant')) {
    // A spreadsheet has no offsets, so it shows the account's local time.
    const clock = new Date(`${cell.slice(0, 19)}${kind === 'date' ? 'T00:00:00' : ''}Z`);
    return Number.isNaN(clock.getTime()) ? cell : { value: clock, type: Date, ...shown };
  }
  if (typeof cell !== 'string') return { value: cell, ...shown };
  return { value: cell.slice(0, MAX_CELL), type: String, format: '@' };
}
