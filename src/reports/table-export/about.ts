import { at } from '../../json.ts';
import { span } from '../../metrics/calendar.ts';
import type { Gathered } from './gather.ts';
import type { TableName } from './schema.ts';

interface Told {
  readonly table: TableName;
  /** The tool that the rows come from. */
  readonly source: string;
  readonly writtenAt: Date;
}

/** What a reader of the file has to know, as names and texts; the file may be read without the conversation. */
export function aboutLines(gathered: Gathered, { table, source, writtenAt }: Told): [string, string][] {
  const { first, rows, total, currency, verdicts, notes, stopped } = gathered;
  const account = at(first, 'account');
  const fetchedAt = at(first, 'fetched_at');
  const window = at(first, 'window');
  const offset = at(window, 'utc_offset');
  const lines: [string, string | undefined][] = [
    ['Table', table],
    ['Account', typeof account === 'string' ? account : undefined],
    ['Data', at(first, 'sandbox') === true ? 'Sandbox: invented data.' : undefined],
    [
      'Window',
      window === undefined
        ? undefined
        : `${at(window, 'from')} to ${at(window, 'to')}${offset === undefined ? '' : ` (UTC${offset})`}`,
    ],
    ['Currency', currency],
    ['Rows', total === undefined ? String(rows.length) : `${rows.length} of ${total}`],
    ['Complete', stopped === undefined ? 'yes' : `no: ${stopped}`],
    ...verdicts.map(({ part, verdict, asked, answered }): [string, string] => [
      'Verdict',
      [
        `${part}: ${verdict}`,
        ...(asked === undefined ? [] : [`requested ${span(asked)}`]),
        ...(answered === undefined ? [] : [`returned ${span(answered)}`]),
      ].join(', '),
    ]),
    ...notes.map((note): [string, string] => ['Note', note]),
    ['Source', `${source} of tiktok-creator-mcp, from the TikTok Creator API of TikHub`],
    ['Fetched at', typeof fetchedAt === 'string' ? fetchedAt : undefined],
    ['Written at', writtenAt.toISOString()],
  ];
  return lines.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]));
}
