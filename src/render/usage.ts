import { compose } from './markdown.ts';
import { table } from './table.ts';

type Counts = Readonly<Record<string, object>>;

/** What the server has called since it started. */
interface Usage {
  readonly since: string;
  readonly replicas?: number;
  readonly totals: object;
  readonly by_endpoint: Counts;
  readonly by_account: Counts;
}

/** The counters as text. */
export function usageText(
  { since, replicas, totals, by_endpoint, by_account }: Usage,
  sandbox: boolean,
): string {
  const rows = (counts: Counts, key: string) =>
    Object.entries(counts).map(([name, own]) => ({ [key]: name, ...own }));
  const blocks = [
    `Usage · since ${since}${aboutReplicas(replicas)}${sandbox ? ' · sandbox, invented data' : ''}`,
    table([{ ...totals }], undefined),
  ];
  for (const [key, counts] of [
    ['endpoint', by_endpoint],
    ['account', by_account],
  ] as const) {
    if (Object.keys(counts).length > 0) blocks.push(table(rows(counts, key), undefined));
  }
  return compose(blocks, []);
}

function aboutReplicas(replicas: number | undefined): string {
  if (replicas === undefined) return '';
  return replicas === 0
    ? ' · this replica only: the others cannot be reached now'
    : ` · replicas: ${replicas}`;
}
