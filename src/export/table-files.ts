import { writeCsv } from './csv.ts';
import { csvFile } from './csv-file.ts';
import type { FileTable } from './file-table.ts';
import { type AboutLine, xlsxFile } from './xlsx-file.ts';

/** A file's bytes, and the ending of its name. */
interface TableFile {
  readonly ending: string;
  readonly mimeType: string;
  readonly bytes: Uint8Array;
}

/** A workbook, or a CSV file together with one for the content of a workbook's second sheet. */
export async function tableFiles(
  sheet: string,
  format: 'xlsx' | 'csv',
  table: FileTable,
  about: readonly AboutLine[],
): Promise<readonly TableFile[]> {
  if (format === 'xlsx') {
    const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    return [{ ending: '.xlsx', mimeType, bytes: await xlsxFile(sheet, table, about) }];
  }
  const csvOf = (ending: string, text: string): TableFile => {
    return { ending, mimeType: 'text/csv', bytes: Buffer.from(text, 'utf8') };
  };
  return [csvOf('.csv', csvFile(table)), csvOf('-about.csv', writeCsv(['about', 'value'], about))];
}
