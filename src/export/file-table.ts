import { fieldNamed, type Kind } from '../metrics/vocabulary.ts';

/** The kind of a column, which decides how its cells are written. */
export type ColumnKind = 'text' | 'number' | 'money' | 'percent' | 'date' | 'instant' | 'flag';

/** A cell of a file; absent values are empty. */
export type FileCell = string | number | boolean | undefined;

/** A column: its name, and the unit of its cells if they have one. */
interface FileColumn {
  readonly name: string;
  readonly unit: string | undefined;
  readonly kind: ColumnKind;
}

/** A table with one header row; all cells of a column are of one kind. */
export interface FileTable {
  readonly columns: readonly FileColumn[];
  readonly rows: readonly (readonly FileCell[])[];
}

type ResultRow = Readonly<Record<string, unknown>>;

const KINDS: Readonly<Record<Kind, ColumnKind | undefined>> = {
  money: 'money',
  money_per_thousand: 'money',
  count: 'number',
  rate: 'percent',
  fraction: 'percent',
  change: 'percent',
  quotient: 'number',
  number: 'number',
  instant: 'instant',
  id: 'text',
  // A code may be a number or a word.
  code: undefined,
  url: 'text',
  text: 'text',
  flag: undefined,
};

const DATE = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$/;

/**
 * The rows of a result as a table for a file, with the names and units of the vocabulary. If the rows have different
 * currencies, a money column is followed by a column with the currency.
 * @param fields of the rows, in the order of the columns
 */
export function fileTable(
  fields: readonly string[],
  rows: readonly ResultRow[],
  currency: string | undefined,
): FileTable {
  const columns = fields.flatMap((field) => columnsOf(field, rows, currency));
  return {
    columns: columns.map(({ name, unit, kind }) => ({ name, unit, kind })),
    rows: rows.map((row) => columns.map(({ cell }) => cell(row))),
  };
}

function columnsOf(
  field: string,
  rows: readonly ResultRow[],
  currency: string | undefined,
): readonly (FileColumn & { cell(row: ResultRow): FileCell })[] {
  const name = fieldNamed(field)?.label ?? field.replaceAll('_', ' ');
  const values = rows.flatMap((row) => row[field] ?? []);
  const kind = columnKindOf(field, values);
  const cell = (row: ResultRow): FileCell => cellFrom(row[field], kind);
  if (kind === 'instant') return [{ name, unit: sharedOffset(values), kind, cell }];
  if (kind !== 'money') return [{ name, unit: undefined, kind, cell }];
  if (!values.some(isAmount)) return [{ name, unit: currency, kind, cell }];
  const own = (row: ResultRow): FileCell => (isAmount(row[field]) ? row[field].currency : currency);
  return [
    { name, unit: undefined, kind, cell },
    { name: `${name} currency`, unit: undefined, kind: 'text', cell: own },
  ];
}

/** By the vocabulary; for a field without an entry, by the values in the rows. */
function columnKindOf(field: string, values: readonly unknown[]): ColumnKind {
  const named = fieldNamed(field);
  const known = named && KINDS[named.kind];
  if (known !== undefined) return known;
  const all = (test: (value: unknown) => boolean): boolean => values.length > 0 && values.every(test);
  if (all((value) => typeof value === 'number')) return 'number';
  if (all((value) => typeof value === 'boolean')) return 'flag';
  if (all((value) => typeof value === 'string' && DATE.test(value))) return 'date';
  if (all((value) => typeof value === 'string' && INSTANT.test(value))) return 'instant';
  return 'text';
}

function cellFrom(value: unknown, kind: ColumnKind): FileCell {
  if (value === undefined || value === null) return undefined;
  if (isAmount(value)) return value.amount;
  if (kind !== 'text' && (typeof value === 'number' || typeof value === 'boolean')) return value;
  if (Array.isArray(value)) return value.map(String).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Money of a row in another currency than the table's. */
const isAmount = (value: unknown): value is { readonly amount: number; readonly currency: string } =>
  typeof value === 'object' &&
  value !== null &&
  'amount' in value &&
  typeof value.amount === 'number' &&
  'currency' in value &&
  typeof value.currency === 'string';

/** The offset that all instants share: a spreadsheet shows times without it. */
function sharedOffset(values: readonly unknown[]): string {
  const offsets = new Set(values.map((value) => String(value).slice(19)));
  const [offset] = offsets;
  return offsets.size === 1 && offset !== undefined ? `UTC${offset.replace('Z', '')}` : 'local time';
}
