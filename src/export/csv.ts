/** A cell: a number stays one, absent stays empty. */
export type CsvCell = string | number | undefined;

/** What spreadsheets take for a formula, after the spaces that they skip. */
const FORMULA = /^\s*[=+\-@\t\r]/;

/**
 * A table as CSV after RFC 4180: UTF-8 with a byte order mark, without which Excel reads another encoding; lines end in CRLF.
 * A text that a spreadsheet would run as a formula gets an apostrophe before it; a number never does.
 */
export function writeCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(writeCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

function writeCell(cell: CsvCell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
