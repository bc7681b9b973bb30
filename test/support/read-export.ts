import { parse } from 'csv-parse/sync';
import { parseCsv, readXlsx } from 'hucre';
import readXlsxFile from 'read-excel-file/node';
import { z } from 'zod';
import type { Connection, Result } from './connect.ts';

const files = z.object({
  files: z.array(z.object({ uri: z.string(), name: z.string(), path: z.string().optional() })),
});

/** The files that an export names. */
export const filesOf = ({ structured }: Result) => files.parse(structured).files;

/** The bytes under the link of an export. */
export async function bytesAt({ host }: Connection, uri: string): Promise<Buffer> {
  const { contents } = await host.readResource({ uri });
  const [content] = contents;
  if (content === undefined) throw new Error('no content');
  return 'text' in content ? Buffer.from(content.text, 'utf8') : Buffer.from(content.blob, 'base64');
}

/** A CSV file by two readers that share no code; they have to agree. */
export function csvByBoth(bytes: Buffer): readonly (readonly string[])[] {
  const strict: string[][] = parse(bytes, { bom: true, record_delimiter: '\r\n' });
  const other = parseCsv(bytes.toString('utf8').replace(/^\uFEFF/, ''), { typeInference: false }).map((row) =>
    row.map((cell) => String(cell ?? '')),
  );
  if (JSON.stringify(strict) !== JSON.stringify(other)) throw new Error('The readers differ.');
  return strict;
}

/** A workbook by two readers that share no code; they have to agree on every cell. */
export async function xlsxByBoth(bytes: Buffer) {
  const book = await readXlsx(bytes, { readStyles: true });
  const other = await readXlsxFile(bytes);
  return {
    frozenRows: book.sheets.map(({ freezePane }) => freezePane?.rows ?? 0),
    sheets: book.sheets.map(({ name, rows }, index) => {
      const theirs = other[index];
      const own = rows.map((row) => row.map(written));
      const second = theirs?.data.map((row) => row.map(written));
      if (theirs?.sheet !== name || JSON.stringify(own) !== JSON.stringify(second))
        throw new Error(
          `The readers differ on ${name}:\n${JSON.stringify(own.slice(0, 3))}\n${JSON.stringify(second?.slice(0, 3))}`,
        );
      return { name, rows: own };
    }),
    book,
  };
}

/** A date is a fraction of days in the file, so the readers may differ by a millisecond. */
const written = (cell: unknown): unknown =>
  cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString() : (cell ?? null);
