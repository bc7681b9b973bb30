import { type CsvCell, writeCsv } from './csv.ts';
import type { ColumnKind, FileCell, FileTable } from './file-table.ts';

/** A table as CSV. Rates are percentages, and the header says so; dates and instants are ISO 8601. */
export function csvFile({ columns, rows }: FileTable): string {
  const header = columns.map(({ name, unit, kind }) => {
    // An instant is written with its offset.
    const shown = kind === 'percent' ? '%' : kind === 'instant' ? undefined : unit;
    return shown === undefined ? name : `${name} (${shown})`;
  });
  return writeCsv(
    header,
    rows.map((row) => row.map((cell, index) => csvCell(cell, columns[index]?.kind))),
  );
}

function csvCell(cell: FileCell, kind: ColumnKind | undefined): CsvCell {
  if (typeof cell === 'boolean') return String(cell);
  // Six decimals of a fraction are four of a percentage.
  return kind === 'percent' && typeof cell === 'number' ? Number((cell * 100).toFixed(4)) : cell;
}
