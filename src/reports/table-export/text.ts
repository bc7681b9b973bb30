import { span } from '../../metrics/calendar.ts';
import { compose } from '../../render/markdown.ts';
import { callsInWords, counted, escapeWords, grouped } from '../../render/values.ts';
import type { TableExport } from './schema.ts';

/** An export for a reader: what is in the file, what is not, and where it is. */
export function exportText(result: TableExport): string {
  const { table, account, sandbox, window, currency, rows, total, columns, calls, files, stopped } = result;
  const head = [
    `Exported: ${table}`,
    ...(account === undefined ? [] : [`account ${escapeWords(account)}`]),
    ...(sandbox ? ['sandbox, invented data'] : []),
    ...(window === undefined ? [] : [span(window)]),
    ...(currency === undefined ? [] : [currency]),
    `${callsInWords(calls)}`,
  ];
  const counts =
    total === undefined || total === rows
      ? counted(rows, 'row')
      : `${grouped(rows)} of ${counted(total, 'row')}`;
  const places = files.map(({ name, uri, bytes, expires, path }) => {
    const size = bytes < 1000 ? `${bytes} bytes` : `${grouped(Math.round(bytes / 1000))} kB`;
    const place = path === undefined ? '' : `in ${path}, and `;
    return `${name} (${size}): ${place}${uri} until ${expires}`;
  });
  return compose(
    [
      head.join(' · '),
      `${counts}, ${counted(columns.length, 'column')}: ${columns.map(escapeWords).join(', ')}`,
      places.join('\n'),
      stopped === undefined ? '' : `Not all rows are in it. ${stopped}`,
    ],
    result.notes,
  );
}
