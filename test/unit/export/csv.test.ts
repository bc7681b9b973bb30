import { describe, expect, test } from 'vitest';
import { writeCsv } from '../../../src/export/csv.ts';

const body = (...cells: readonly (string | number | undefined)[]): string =>
  writeCsv(['a'], [cells]).replace('\uFEFFa\r\n', '');

describe('a table as CSV', () => {
  test('begins with a byte order mark and ends its lines with CRLF', () => {
    expect(writeCsv(['id', 'gmv'], [['1', 2.5]])).toBe('\uFEFFid,gmv\r\n1,2.5\r\n');
  });

  test('quotes what would end a cell', () => {
    expect(body('a,b', 'say "hi"', 'two\nlines')).toBe('"a,b","say ""hi""","two\nlines"\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '  =1+1', '＝1+1', ' ＠SUM(A1)'])(
    'takes no text for a formula: %j',
    (text) => {
      expect(body(text).replace(/^"/, '')).toMatch(/^'/);
    },
  );

  test('leaves numbers as numbers, and what is unknown empty', () => {
    expect(body(-1.5, undefined, 0)).toBe('-1.5,,0\r\n');
  });
});
