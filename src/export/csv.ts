/** A cell: a number stays a number, an absent value is empty. */
export type CsvCell = string | number | undefined;

/** How a text begins that spreadsheets take for a formula; they skip leading spaces, and those of East Asia take full-width signs too. */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/;

/**
 * A table as CSV by RFC 4180: UTF-8 with a byte order mark, without which Excel assumes another encoding; lines end in
 * CRLF. A text that a spreadsheet would run as a formula gets an apostrophe in front; a number never does.
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
