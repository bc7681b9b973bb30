import { isJsonObject, type JsonObject } from '../json.ts';
import { fieldNamed, type Kind } from '../metrics/vocabulary.ts';
import { address, escapeText, grouped, money, percent, signedPercent } from './values.ts';

/** The longest text of a cell; the structured content has it in full. */
const LONGEST_CELL = 100;

/** Whether a field is left out of texts. */
export const isHidden = (key: string): boolean => fieldNamed(key)?.hidden === true;

/** Whether a field holds an instant. */
export const isInstant = (key: string): boolean => fieldNamed(key)?.kind === 'instant';

/** What a reader needs to know about the figures. */
export interface CellFormat {
  readonly currency: string | undefined;
  /** Given once in the first line; instants at this offset are written without it. */
  readonly offset: string | undefined;
}

/** `2026-10-19 16:48` for an instant at the offset in the first line; any other keeps its own. */
export const shortInstant = (instant: string, offset: string | undefined): string =>
  instant.slice(19) === offset ? `${instant.slice(0, 10)} ${instant.slice(11, 16)}` : instant;

const WHOLE_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;

/** Repeats the cell above. */
const DITTO = '″';

/** One column of a table. */
interface Column {
  readonly label: string;
  readonly isNumeric: boolean;
  readonly cells: readonly string[];
  /** Whether a row has the same value as the one before; compared before cutting and rounding. */
  isRepeat(row: number): boolean;
}

/**
 * A table of the columns that have a value in any row, in as few characters as Markdown allows. What is the same in all
 * rows is said once, above it.
 * @param offset instants at this offset are written without it
 */
export function table(rows: readonly JsonObject[], currency: string | undefined, offset?: string): string {
  const format = { currency, offset };
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (key) => !isHidden(key) && rows.some((row) => !isNothing(row[key])),
  );
  const columns = keys.map((key) => columnOf(key, rows, format));
  const isShared = ({ isRepeat }: Column): boolean =>
    rows.length > 1 && rows.every((_, row) => row === 0 || isRepeat(row));
  // If all rows were the same, no table would be left.
  const own = columns.filter(
    (column, index) => !isShared(column) || (index === 0 && columns.every(isShared)),
  );
  const shared = columns.filter((column) => column.cells[0] !== '' && !own.includes(column));
  const [key] = own;
  const isDitto = (column: Column, row: number): boolean =>
    column === key && column.cells[row] !== '' && column.isRepeat(row);
  const repeats = key !== undefined && rows.some((_, row) => isDitto(key, row));
  return [
    ...(shared.length > 0
      ? [`all rows: ${shared.map(({ label, cells }) => `${label} ${cells[0]}`).join(' · ')}`]
      : []),
    tableLine(
      own.map(({ label }, index) => (repeats && index === 0 ? `${label} (${DITTO}: as above)` : label)),
    ),
    tableLine(own.map(({ isNumeric }) => (isNumeric ? '-:' : '-'))),
    ...rows.map((_, row) =>
      tableLine(
        // Rows about the same video come together, and its id is the longest value in them.
        own.map((column) => (isDitto(column, row) ? DITTO : (column.cells[row] ?? ''))),
      ),
    ),
  ].join('\n');
}

/** In some renderers, a backslash right before a bar would escape it, and shift all figures after it. */
const tableLine = (cells: readonly string[]): string =>
  `|${cells.map((cell) => (cell.endsWith('\\') ? `${cell} ` : cell)).join('|')}|`;

/** One value in each row, with its label, written by its kind in the vocabulary. */
function columnOf(key: string, rows: readonly JsonObject[], format: CellFormat): Column {
  const cells = rows.map((row) => cellOf(key, row[key], format));
  return {
    label: labelOf(key),
    isNumeric: rows.every((row) => isNothing(row[key]) || typeof row[key] === 'number'),
    cells,
    isRepeat: (row) =>
      row > 0 && cells[row] === cells[row - 1] && isSame(rows[row]?.[key], rows[row - 1]?.[key]),
  };
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function numberText(value: number, kind: Kind | undefined, { currency }: CellFormat): string {
  switch (kind) {
    case 'money':
    case 'money_per_thousand':
      return money(value, currency);
    case 'rate':
    case 'fraction':
      return percent(value);
    case 'change':
      return signedPercent(value);
    case 'code':
    case 'id':
      return String(value);
    default:
      return grouped(value);
  }
}

export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

export const factsOf = (value: JsonObject, format: CellFormat): string =>
  Object.entries(value)
    .filter(([, entry]) => !isNothing(entry))
    .map(([key, entry]) => `${labelOf(key)} ${cellOf(key, entry, format)}`)
    .join(' · ');

/** A field's name for people; some come from objects whose fields others have named. */
export const labelOf = (key: string): string =>
  fieldNamed(key)?.label ?? escapeText(key.replaceAll('_', ' '), LONGEST_CELL);

/** One value, written by its kind in the vocabulary. */
export function cellOf(key: string, value: unknown, format: CellFormat): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const field = fieldNamed(key);
  if (typeof value === 'number') {
    const meaning = field?.codes?.[value];
    return meaning === undefined ? numberText(value, field?.kind, format) : `${value} (${meaning})`;
  }
  if (typeof value === 'string') {
    if (field?.kind === 'instant' && WHOLE_INSTANT.test(value)) return shortInstant(value, format.offset);
    if (field?.kind === 'url') return address(value);
    return escapeText(value, field?.longest ?? LONGEST_CELL);
  }
  if (Array.isArray(value)) return value.map((entry) => cellOf(key, entry, format)).join(', ');
  if (!isJsonObject(value)) return '';
  const { amount, currency: own } = value;
  if (typeof amount === 'number' && typeof own === 'string') return `${money(amount, own)} ${own}`;
  return factsOf(value, format);
}
